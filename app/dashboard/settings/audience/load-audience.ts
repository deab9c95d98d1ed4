import { cache } from "react";
import { requireMembership } from "@/lib/auth/membership";
import { getIcpColumns } from "@/lib/db/queries/discoveries";
import { getCurrentIcp, profileOf } from "@/lib/engines/discovery/current-icp";
import { listOwnClients } from "@/lib/engines/discovery/own-clients";
import { listVersions, showLatestDiscovery } from "@/lib/engines/discovery/show-discovery";
import { requestSecrets } from "@/lib/http/sender-options";

const VERSIONS_SHOWN = 50;

/** Whom the client of this request sells to: what is in force, what was found last, and every version. */
export const loadAudience = cache(async () => {
  const { ctx, clientId } = await requireMembership();
  return ctx.tx(async (db) => {
    const columns = await getIcpColumns(db, { clientId });
    return {
      current: await getCurrentIcp(db, { clientId }),
      /** What the cards begin with where nothing was ever confirmed. */
      starting: profileOf(columns),
      discovery: await showLatestDiscovery(db, { clientId }),
      ownClients: await listOwnClients(db, { clientId, pepper: requestSecrets().pepper }),
      versions: await listVersions(db, { clientId, limit: VERSIONS_SHOWN }),
      websiteUrl: columns.websiteUrl ?? "",
    };
  });
});

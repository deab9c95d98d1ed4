import type { Metadata } from "next";
import { AgreementsCard } from "@/app/dashboard/settings/defaults/agreements-card";
import { DataSharingCard } from "@/app/dashboard/settings/defaults/data-sharing-card";
import { DefaultModeForm } from "@/app/dashboard/settings/defaults/default-mode-form";
import { PageHeader } from "@/components/feedback/page-header";
import { requireMembership } from "@/lib/auth/membership";
import { listAgreements } from "@/lib/db/queries/agreements";
import { getOrganisation } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Mode and data" };

export default async function DefaultsPage() {
  const { clientId, role, client, ctx } = await requireMembership();
  const { organisation, agreements } = await ctx.tx(async (db) => ({
    organisation: await getOrganisation(db, { clientId }),
    agreements: await listAgreements(db, { clientId }),
  }));
  return (
    <>
      <PageHeader title="Mode and data" description="How much happens by itself, and what of your results others may learn from." />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <DefaultModeForm mode={organisation.defaultPermissionMode} mayEdit={roleAtLeast(role, "admin")} />
        <DataSharingCard
          isShared={organisation.dataSharingConsent}
          consentedAt={organisation.dataSharingConsentedAt}
          textVersion={organisation.dataSharingTextVersion}
          timeZone={client.timezone}
          mayDecide={role === "owner"}
        />
        <AgreementsCard agreements={agreements} timeZone={client.timezone} />
      </div>
    </>
  );
}

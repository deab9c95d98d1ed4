import { cache } from "react";
import { requireMembership } from "@/lib/auth/membership";
import { loadSetup } from "@/lib/db/queries/dashboard";

/** The set-up of the client of this request, read once for the layout and its page. */
export const loadSetupOnce = cache(async () => {
  const { ctx, clientId } = await requireMembership();
  return ctx.tx((db) => loadSetup(db, { clientId }));
});

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listRunningLeads } from "@/lib/db/queries/settings";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";

/**
 * Ends what was planned for the leads that a suppressed address or domain names, in the caller's transaction. Leads that are only recognised by
 * another spelling are stopped by the gate at hand-over.
 * @param reason in words, for the lead's timeline
 * @returns how many leads were stopped
 */
export async function stopNamedLeads(
  db: Db,
  ctx: Ctx,
  { kind, value, reason }: { kind: "email" | "domain"; value: string; reason: string },
): Promise<number> {
  const { clientId, now } = ctx;
  const leads = await listRunningLeads(db, { clientId, kind, value });
  for (const { leadId, campaignId } of leads) {
    await lockLead(db, { clientId, leadId });
    const cancelled = await stopEnrolments(db, { clientId, leadId, reasonCode: "suppressed", reason, now });
    await recordActivity(db, ctx, {
      action: "suppressed",
      leadId,
      campaignId,
      reason: `${reason}; ${cancelled} pending ${cancelled === 1 ? "touch" : "touches"} cancelled`,
    });
  }
  return leads.length;
}

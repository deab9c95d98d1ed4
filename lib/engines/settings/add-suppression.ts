import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { listRunningLeads } from "@/lib/db/queries/settings";
import { lockLead } from "@/lib/db/queries/touches";
import { SUPPRESSION_REASON_LABELS, type SuppressionEntryInput, suppressionEntryInput } from "@/lib/domain/suppression-entry";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { suppress } from "@/lib/engines/suppression/suppress";
import { ConflictError } from "@/lib/errors";

/**
 * Puts an address or a whole domain on the client's suppression list and stops what was planned for the leads it names. Leads that are
 * only recognised by another spelling are stopped by the gate at hand-over.
 * @returns how many leads were stopped
 * @throws ConflictError when it is on the list for this reason already
 * @throws InvalidError when the value is no address or domain
 */
export async function addSuppression(
  ctx: Ctx,
  input: SuppressionEntryInput,
  options: { pepper: string },
): Promise<{ stoppedLeads: number }> {
  requireRole(ctx, "member");
  const { kind, value, reason, evidence } = suppressionEntryInput.parse(input);
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const isNew = await suppress(db, ctx, { kind, value, reason, source: "manual", ...(evidence && { evidence }) }, options);
    if (!isNew) throw new ConflictError(`${value} is on the list for this reason already`);

    const leads = await listRunningLeads(db, { clientId, kind, value });
    const reasonText = SUPPRESSION_REASON_LABELS[reason] ?? reason;
    for (const { leadId, campaignId } of leads) {
      await lockLead(db, { clientId, leadId });
      const cancelled = await stopEnrolments(db, { clientId, leadId, reasonCode: "suppressed", reason: reasonText, now });
      await recordActivity(db, ctx, {
        action: "suppressed",
        leadId,
        campaignId,
        reason: `${reasonText}; ${cancelled} pending ${cancelled === 1 ? "touch" : "touches"} cancelled`,
      });
    }
    return { stoppedLeads: leads.length };
  });
}

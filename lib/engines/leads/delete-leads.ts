import "server-only";
import type { Ctx } from "@/lib/context";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { type LeadChange, withLeads } from "@/lib/engines/leads/with-leads";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { planRequested } from "@/lib/events/catalogue";

/**
 * Takes leads out of every list and cancels all that was still to come. What happened stays on record, an opt-out stays in force,
 * and their unsubscribe links go on working. A repeat finds nobody: NotFoundError.
 */
export function deleteLeads(ctx: Ctx, { leadIds }: { leadIds: readonly string[] }): Promise<LeadChange> {
  return withLeads(ctx, leadIds, async (db, leads, ids) => {
    await db.updateTable("leads").set({ deletedAt: ctx.now }).where("clientId", "=", ctx.clientId).where("id", "in", ids).execute();
    for (const { id, campaignId } of leads) {
      const cancelled = await stopEnrolments(db, {
        clientId: ctx.clientId,
        leadId: id,
        reasonCode: "lead_deleted",
        reason: "The lead was deleted",
        now: ctx.now,
      });
      await recordActivity(db, ctx, {
        action: "stopped",
        leadId: id,
        campaignId,
        reason: `Lead deleted; ${cancelled} pending ${cancelled === 1 ? "touch" : "touches"} cancelled`,
      });
    }
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    return { changed: leads.length, unchanged: 0 };
  });
}

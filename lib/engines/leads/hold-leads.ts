import "server-only";
import type { Ctx } from "@/lib/context";
import { returnSlots } from "@/lib/db/queries/lead-locks";
import { reasonInput } from "@/lib/domain/reasons";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { type LeadChange, withLeads } from "@/lib/engines/leads/with-leads";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

/**
 * Keeps leads back until a person releases them: nothing more is handed over, what had a slot gives it up.
 * @throws ConflictError when all of them are held already
 */
export async function holdLeads(ctx: Ctx, { leadIds, reason }: { leadIds: readonly string[]; reason: string }): Promise<LeadChange> {
  const heldReason = reasonInput.parse(reason);
  return withLeads(ctx, leadIds, async (db, leads) => {
    const free = leads.filter((lead) => lead.heldAt === null);
    if (free.length === 0) throw new ConflictError(leads.length === 1 ? "This lead is on hold already" : "These leads are on hold already");
    const ids = free.map((lead) => lead.id);
    await db
      .updateTable("leads")
      .set({ heldAt: ctx.now, heldReason })
      .where("clientId", "=", ctx.clientId)
      .where("id", "in", ids)
      .execute();
    await returnSlots(db, { clientId: ctx.clientId, leadIds: ids, reasonCode: "held", reason: heldReason });
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    await recordActivity(
      db,
      ctx,
      ...free.map(({ id, campaignId }) => ({ action: "held" as const, leadId: id, campaignId, reason: heldReason })),
    );
    return { changed: free.length, unchanged: leads.length - free.length };
  });
}

/**
 * Ends a hold or a snooze: the gate decides again from what else is known. Nobody who opted out is released by this.
 * @throws ConflictError when none of them is held or snoozed
 */
export function releaseLeads(ctx: Ctx, { leadIds }: { leadIds: readonly string[] }): Promise<LeadChange> {
  return withLeads(ctx, leadIds, async (db, leads) => {
    const kept = leads.filter((lead) => lead.heldAt !== null || (lead.snoozedUntil !== null && lead.snoozedUntil > ctx.now));
    if (kept.length === 0)
      throw new ConflictError(leads.length === 1 ? "This lead is not on hold" : "None of these leads is on hold or snoozed");
    await db
      .updateTable("leads")
      .set({ heldAt: null, heldReason: null, snoozedUntil: null })
      .where("clientId", "=", ctx.clientId)
      .where(
        "id",
        "in",
        kept.map((lead) => lead.id),
      )
      .execute();
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    await recordActivity(
      db,
      ctx,
      ...kept.map(({ id, campaignId, heldAt }) => ({
        action: "released" as const,
        leadId: id,
        campaignId,
        reason: heldAt === null ? "Snooze ended by hand" : "Hold released",
      })),
    );
    return { changed: kept.length, unchanged: leads.length - kept.length };
  });
}

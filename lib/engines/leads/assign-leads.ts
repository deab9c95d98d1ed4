import "server-only";
import type { Ctx } from "@/lib/context";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { type LeadChange, withLeads } from "@/lib/engines/leads/with-leads";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { leadsScored } from "@/lib/events/catalogue";

const LEADS_AN_EVENT = 100;

/**
 * Says which campaign leads belong to. Scored ones enter it at once when it is running, the others once they are scored. Who is or
 * was in a campaign's sequence stays where they are: nobody hears from two campaigns, or twice from one.
 * @throws NotFoundError when the client has no such campaign
 * @throws ConflictError when none of them can move
 */
export function assignLeads(ctx: Ctx, { leadIds, campaignId }: { leadIds: readonly string[]; campaignId: string }): Promise<LeadChange> {
  return withLeads(ctx, leadIds, async (db, leads) => {
    const { clientId } = ctx;
    const campaign = await db
      .selectFrom("campaigns")
      .select(["name", "status"])
      .where("clientId", "=", clientId)
      .where("id", "=", campaignId)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!campaign) throw new NotFoundError("There is no such campaign in this workspace");
    if (campaign.status === "completed") throw new ConflictError(`${campaign.name} is completed; choose another campaign`);

    const enrolled = await db
      .selectFrom("enrolments")
      .select("leadId")
      .where("clientId", "=", clientId)
      .where(
        "leadId",
        "in",
        leads.map((lead) => lead.id),
      )
      .execute();
    const taken = new Set(enrolled.map((row) => row.leadId));
    const moving = leads.filter((lead) => !taken.has(lead.id) && lead.campaignId !== campaignId);
    if (moving.length === 0)
      throw new ConflictError("None of them can move: they are in this campaign already, or in the sequence of another");

    const ids = moving.map((lead) => lead.id);
    await db.updateTable("leads").set({ campaignId }).where("clientId", "=", clientId).where("id", "in", ids).execute();
    const scored = moving.filter((lead) => lead.status === "scored").map((lead) => lead.id);
    for (let start = 0; start < scored.length; start += LEADS_AN_EVENT) {
      await enqueueEvent(db, leadsScored.create({ clientId, leadIds: scored.slice(start, start + LEADS_AN_EVENT) }));
    }
    await recordActivity(
      db,
      ctx,
      ...ids.map((leadId) => ({ action: "changed" as const, leadId, campaignId, reason: `Assigned to ${campaign.name}` })),
    );
    return { changed: moving.length, unchanged: leads.length - moving.length };
  });
}

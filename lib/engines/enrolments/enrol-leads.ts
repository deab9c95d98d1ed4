import "server-only";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import { requireRole } from "@/lib/context";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { planRequested } from "@/lib/events/catalogue";

const BATCH = 500;

/**
 * Puts scored leads into the client's active campaigns: an enrolment pinned to the campaign's sequence version, and every step of
 * it as a planned touch. A lead already in a campaign, or ever in this one, stays as it is, so a repeat enrols nobody twice.
 * Leads without a campaign of their own are shared out by `lead_allocation_pct`, the same way whenever it is asked.
 * @param leadIds only these; absent: everybody who waits
 * @returns how many leads were enrolled
 */
export function enrolLeads(ctx: Ctx, { leadIds }: { leadIds?: readonly string[] }): Promise<number> {
  requireRole(ctx, "member");
  const { clientId, now } = ctx;

  return ctx.tx(async (db) => {
    const campaigns = await db
      .selectFrom("campaigns")
      .select(["id", "name", "activeVersionId", "leadAllocationPct"])
      .where("clientId", "=", clientId)
      .where("status", "=", "active")
      .where("deletedAt", "is", null)
      .where("activeVersionId", "is not", null)
      .orderBy("createdAt")
      .orderBy("name")
      .execute();
    if (campaigns.length === 0) return 0;

    const waiting = await db
      .selectFrom("leads as l")
      .select(["l.id", "l.campaignId", "l.email"])
      .where("l.clientId", "=", clientId)
      .where("l.status", "=", "scored")
      .where("l.alsTier", "<>", "dead")
      .where("l.deletedAt", "is", null)
      .$if(leadIds !== undefined, (query) => query.where("l.id", "in", leadIds ?? []))
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom("enrolments as e").select("e.id").whereRef("e.leadId", "=", "l.id"))))
      .orderBy("l.alsScore", "desc")
      .orderBy("l.email")
      .limit(BATCH)
      .forUpdate()
      .skipLocked()
      .execute();

    let enrolled = 0;
    for (const campaign of campaigns) {
      const chosen = waiting.filter((lead) => (lead.campaignId ?? allocate(lead.email, campaigns)) === campaign.id).map((lead) => lead.id);
      if (chosen.length === 0) continue;
      const { rows } = await sql<{ id: string }>`
        with enrolled as (
          insert into enrolments (client_id, campaign_id, lead_id, sequence_version_id, enrolled_at)
          select ${clientId}, ${campaign.id}, lead_id, ${campaign.activeVersionId}, ${now} from unnest(${chosen}::uuid[]) as lead_id
          on conflict do nothing
          returning id, lead_id
        ), steps as (
          select s.id, s.step_number, s.channel, sum(s.delay_days) over (order by s.step_number) as day
          from sequence_steps s
          where s.client_id = ${clientId} and s.sequence_version_id = ${campaign.activeVersionId}
        ), placed as (
          insert into touches (client_id, campaign_id, lead_id, enrolment_id, step_id, step_number, channel, idempotency_key, due_at)
          select ${clientId}, ${campaign.id}, e.lead_id, e.id, s.id, s.step_number, s.channel,
            e.lead_id || ':' || s.id, ${now}::timestamptz + s.day * interval '1 day'
          from enrolled e cross join steps s
          returning id
        )
        update leads set campaign_id = ${campaign.id} where client_id = ${clientId} and id in (select lead_id from enrolled) returning id
      `.execute(db);
      enrolled += rows.length;
      if (rows.length > 0) {
        await recordActivity(db, ctx, {
          action: "enrolled",
          campaignId: campaign.id,
          reason: `${rows.length} scored ${rows.length === 1 ? "lead" : "leads"} entered ${campaign.name}`,
        });
      }
    }
    if (enrolled > 0) await enqueueEvent(db, planRequested.create({ clientId }));
    return enrolled;
  });
}

/** The campaign an unassigned lead belongs to: a stable share by address, proportional to the campaigns' allocation. */
function allocate(email: string, campaigns: readonly { id: string; leadAllocationPct: number }[]): string | undefined {
  const total = campaigns.reduce((sum, campaign) => sum + campaign.leadAllocationPct, 0);
  if (total === 0) return undefined;
  let hash = 2166136261; // FNV-1a, 32 bit
  for (const char of email) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
  let point = (hash / 2 ** 32) * total;
  for (const campaign of campaigns) {
    point -= campaign.leadAllocationPct;
    if (point < 0) return campaign.id;
  }
  return campaigns.at(-1)?.id;
}

import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

/** Running campaigns that leads can enter, the oldest first, held: a version being saved is waited for, and taken. */
export async function listEnrollingCampaigns(db: Db, { clientId }: { clientId: string }) {
  const rows = await db
    .selectFrom("campaigns")
    .select(["id", "name", "activeVersionId", "leadAllocationPct", "targetIndustries"])
    .where("clientId", "=", clientId)
    .where("status", "=", "active")
    .where("deletedAt", "is", null)
    .where("activeVersionId", "is not", null)
    .orderBy("createdAt")
    .orderBy("name")
    .forShare()
    .execute();
  return rows.flatMap(({ activeVersionId, ...row }) => (activeVersionId === null ? [] : { ...row, activeVersionId }));
}
export type EnrollingCampaign = Awaited<ReturnType<typeof listEnrollingCampaigns>>[number];

/**
 * A page of scored leads that were never in a campaign and may enter one of these, the hottest first.
 * @param scope `after`: the last one of the page before
 */
export function listLeadsToEnrol(
  db: Db,
  scope: {
    clientId: string;
    campaignIds: readonly string[];
    leadIds?: readonly string[];
    after?: { alsScore: number | null; email: string };
    limit: number;
  },
) {
  const { after, leadIds } = scope;
  return db
    .selectFrom("leads as l")
    .select(["l.id", "l.campaignId", "l.email", "l.alsScore", "l.phone", "l.linkedinUrl", "l.domain", "l.organizationIndustry"])
    .where("l.clientId", "=", scope.clientId)
    .where("l.status", "=", "scored")
    .where("l.alsTier", "<>", "dead")
    .where("l.deletedAt", "is", null)
    .where((eb) => eb.or([eb("l.campaignId", "is", null), eb("l.campaignId", "in", scope.campaignIds)]))
    .$if(leadIds !== undefined, (query) => query.where("l.id", "in", leadIds ?? []))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb.or([
          eb("l.alsScore", "<", after?.alsScore ?? 0),
          eb.and([eb("l.alsScore", "=", after?.alsScore ?? 0), eb("l.email", ">", after?.email ?? "")]),
        ]),
      ),
    )
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom("enrolments as e").select("e.id").whereRef("e.leadId", "=", "l.id"))))
    .orderBy("l.alsScore", "desc")
    .orderBy("l.email")
    .limit(scope.limit)
    .execute();
}
export type EnrollingLead = Awaited<ReturnType<typeof listLeadsToEnrol>>[number];

/**
 * Holds these leads until the end of the transaction, in the order of their ids as everybody does. Who is held elsewhere is waited
 * for: an event names its leads once, and one that is passed over would never be asked for again.
 * @returns the ids of those that are still scored
 */
export async function lockScoredLeads(
  db: Db,
  { clientId, leadIds }: { clientId: string; leadIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("leads")
    .select("id")
    .where("clientId", "=", clientId)
    .where("id", "in", leadIds)
    .where("status", "=", "scored")
    .where("alsTier", "<>", "dead")
    .where("deletedAt", "is", null)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/**
 * Enrols leads in a campaign's current sequence and writes every step as a planned touch, each due its delay after the one before.
 * A lead that is in a campaign already is passed over.
 * @returns how many entered
 */
export async function insertEnrolments(
  db: Db,
  {
    clientId,
    campaign,
    leadIds,
    now,
  }: { clientId: string; campaign: { id: string; activeVersionId: string }; leadIds: readonly string[]; now: Date },
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with enrolled as (
      insert into enrolments (client_id, campaign_id, lead_id, sequence_version_id, enrolled_at)
      select ${clientId}, ${campaign.id}, lead_id, ${campaign.activeVersionId}, ${now} from unnest(${leadIds}::uuid[]) as lead_id
      on conflict do nothing
      returning id, lead_id
    ), steps as (
      select s.id, s.step_key, s.step_number, s.channel, sum(s.delay_days) over (order by s.step_number) as day
      from sequence_steps s
      where s.client_id = ${clientId} and s.sequence_version_id = ${campaign.activeVersionId}
    ), placed as (
      insert into touches (client_id, campaign_id, lead_id, enrolment_id, step_id, step_number, channel, idempotency_key, due_at)
      select ${clientId}, ${campaign.id}, e.lead_id, e.id, s.id, s.step_number, s.channel,
        e.lead_id || ':' || s.step_key, ${now}::timestamptz + s.day * interval '1 day'
      from enrolled e cross join steps s
      returning id
    )
    update leads set campaign_id = ${campaign.id} where client_id = ${clientId} and id in (select lead_id from enrolled) returning id
  `.execute(db);
  return rows.length;
}

import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";

type CampaignScope = { clientId: string; campaignId: string };

/**
 * What became of a campaign's messages: a row a channel, a row a step (by its key, over all versions) and one for everything together,
 * in one walk over its touches. People unless said otherwise; nobody gets a step twice.
 * @param scope `answeredBy`: who was contacted by then has had time to answer; `acceptedBy`: who was invited by then, to accept
 */
export async function listOutreachNumbers(
  db: Db,
  { clientId, campaignId, answeredBy, acceptedBy }: CampaignScope & { answeredBy: Date; acceptedBy: Date },
) {
  const { rows } = await sql<{
    channel: Channel | null;
    stepKey: string | null;
    planned: number;
    contacted: number;
    /** Messages a carrier took or refused for an address that does not exist. */
    handedOver: number;
    settled: number;
    settledReplied: number;
    invited: number;
    accepted: number;
  }>`
    with own as materialized (
      select t.lead_id, t.channel, t.step_id, case when t.state = 'sent' then t.sent_at end as sent_at,
        t.state in ('sending', 'sent', 'unknown') or t.reason_code is not distinct from 'hard_bounced' as is_handed_over
      from touches t
      where t.client_id = ${clientId} and t.campaign_id = ${campaignId}
    ), by_lead as materialized (
      select lead_id, channel, count(*) filter (where is_handed_over) as handed_over, min(sent_at) as first_sent_at
      from own group by lead_id, channel
    ), people as (
      select lead_id, min(first_sent_at) as first_sent_at, sum(handed_over) as handed_over from by_lead group by lead_id
    )
    select null::channel_type as channel, null::uuid as step_key, count(*) as planned, count(p.first_sent_at) as contacted, sum(p.handed_over)::int8 as handed_over,
      count(*) filter (where p.first_sent_at <= ${answeredBy}) as settled,
      count(*) filter (where p.first_sent_at <= ${answeredBy} and l.last_replied_at >= p.first_sent_at) as settled_replied,
      0::int8 as invited, 0::int8 as accepted
    from people p join leads l on l.id = p.lead_id
    union all
    select b.channel, null, count(*), count(b.first_sent_at), sum(b.handed_over)::int8, count(*) filter (where b.first_sent_at <= ${answeredBy}), 0,
      count(*) filter (where b.first_sent_at is not null and c.invited_at <= ${acceptedBy}),
      count(*) filter (where b.first_sent_at is not null and c.invited_at <= ${acceptedBy} and c.accepted_at is not null)
    from by_lead b
    left join lateral (
      select c.invited_at, c.accepted_at from linkedin_connections c where b.channel = 'linkedin' and c.lead_id = b.lead_id limit 1
    ) c on true
    group by b.channel
    union all
    select null, s.step_key, sum(o.planned)::int8, sum(o.contacted)::int8, sum(o.handed_over)::int8, sum(o.settled)::int8, 0, 0, 0
    from (
      select step_id, count(*) as planned, count(sent_at) as contacted, count(*) filter (where is_handed_over) as handed_over,
        count(*) filter (where sent_at <= ${answeredBy}) as settled
      from own group by step_id
    ) o
    join sequence_steps s on s.id = o.step_id
    group by s.step_key
  `.execute(db);
  return rows;
}
export type OutreachNumbers = Awaited<ReturnType<typeof listOutreachNumbers>>[number];

/** E-mails that came back because the address does not exist, at the hand-over or in a report later (as breakers count them). */
export async function countHardBounces(db: Db, { clientId, campaignId }: CampaignScope): Promise<number> {
  const { rows } = await sql<{ bounced: number }>`
    select count(distinct t.id) as bounced
    from activities a
    join touches t on t.id = a.touch_id
    join leads l on l.id = a.lead_id
    where a.client_id = ${clientId} and a.action = 'bounced' and t.client_id = ${clientId} and t.campaign_id = ${campaignId}
      and t.channel = 'email' and (t.reason_code = 'hard_bounced' or l.bounce_count > 0)
  `.execute(db);
  return rows[0]?.bounced ?? 0;
}

/**
 * Who showed interest, withdrew or complained, by the step whose message was the last they had got by then. Each person counts once a
 * kind, and only after a message: whoever was not contacted says nothing about the campaign.
 */
export async function listStepOutcomes(db: Db, { clientId, campaignId }: CampaignScope) {
  const { rows } = await sql<{ stepKey: string; kind: "positive" | "unsubscribed" | "complained"; people: number }>`
    with said as (
      select a.lead_id, a.action as kind, min(a.occurred_at) as at
      from activities a
      where a.client_id = ${clientId} and a.action in ('unsubscribed', 'complained') and a.campaign_id = ${campaignId}
      group by a.lead_id, a.action
      union all
      select m.lead_id, 'positive', min(m.occurred_at)
      from messages m join threads th on th.id = m.thread_id
      where m.client_id = ${clientId} and m.direction = 'inbound' and m.intent in ('meeting_request', 'interested') and m.is_reply
        and th.campaign_id = ${campaignId}
      group by m.lead_id
    )
    select s.step_key, said.kind, count(*) as people
    from said
    cross join lateral (
      select t.step_id from touches t
      where t.lead_id = said.lead_id and t.client_id = ${clientId} and t.campaign_id = ${campaignId} and t.state = 'sent' and t.sent_at <= said.at
      order by t.sent_at desc, t.step_number desc limit 1
    ) t
    join sequence_steps s on s.id = t.step_id
    group by s.step_key, said.kind
  `.execute(db);
  return rows;
}
export type StepOutcome = Awaited<ReturnType<typeof listStepOutcomes>>[number];

/** How many people wait, or are left out, for each of these reasons, by channel. */
export async function listWaitingByChannel(db: Db, { clientId, campaignId, codes }: CampaignScope & { codes: readonly string[] }) {
  const { rows } = await sql<{ channel: Channel; code: string; leads: number; isFinal: boolean }>`
    select channel, reason_code as code, count(distinct lead_id) as leads, bool_and(state in ('skipped', 'failed')) as is_final
    from touches
    where client_id = ${clientId} and campaign_id = ${campaignId} and reason_code = any (${codes}::text[])
      and state in ('planned', 'awaiting_approval', 'skipped', 'failed')
    group by channel, reason_code
    order by leads desc, reason_code, channel
  `.execute(db);
  return rows;
}
export type WaitingByChannel = Awaited<ReturnType<typeof listWaitingByChannel>>[number];

/** What senders carried on full days since `since`, of what they might have on the days they were used. By channel. */
export async function listRoomUsed(
  db: Db,
  { clientId, resourceIds, since, now }: { clientId: string; resourceIds: readonly string[]; since: Date; now: Date },
) {
  if (resourceIds.length === 0) return [];
  const { rows } = await sql<{ channel: Channel; used: number; cap: number; days: number }>`
    select r.channel, sum(u.used)::int8 as used, sum(u.cap)::int8 as cap, count(distinct u.day) as days
    from resources r join resource_usage u on u.resource_id = r.id
    where r.client_id = ${clientId} and r.id = any (${resourceIds}::uuid[])
      and u.day >= (${since}::timestamptz at time zone r.timezone)::date and u.day < (${now}::timestamptz at time zone r.timezone)::date
    group by r.channel
  `.execute(db);
  return rows;
}

/** Who could still join a campaign: its own leads that never entered, and those that belong to none. Counts no further than `limit`. */
export async function countLeadsLeft(db: Db, { clientId, campaignId, limit }: CampaignScope & { limit: number }): Promise<number> {
  const couldJoin = sql`l.client_id = ${clientId} and l.deleted_at is null and l.status in ('new', 'enriched', 'scored')
    and l.als_tier is distinct from 'dead' and l.held_at is null and l.enrichment_error is null and not l.is_competitor`;
  const { rows } = await sql<{ leads: number }>`
    select least(${limit}::int8, count(*)) as leads from (
      (select from leads l where ${couldJoin} and l.campaign_id is null limit ${limit})
      union all
      (select from leads l where ${couldJoin} and l.campaign_id = ${campaignId}
        and not exists (select from enrolments e where e.campaign_id = ${campaignId} and e.lead_id = l.id) limit ${limit})
    ) could_join
  `.execute(db);
  return rows[0]?.leads ?? 0;
}

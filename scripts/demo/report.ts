import { sql } from "kysely";
import { groundTruth } from "@/local/market/overview";
import { type Evidence, rowsOf } from "./evidence";
import { checkInvariants } from "./invariants";

export type DemoReport = Record<string, unknown> & { invariants: { name: string; ok: boolean; violations: string[] }[] };

/** What the run was asked for; `startedAt` is business time. */
type Run = { seed: number; leads: number; days: number; startedAt: Date };

/**
 * What happened to one client, per stage, channel, intent, mailbox and day, and the invariants. No ids, no machine times, keys in
 * order: two runs with the same seed give the same bytes. Days are the client's; costs are micro-dollars AUD; the funnel's shares are
 * per ten thousand.
 */
export async function buildReport(evidence: Evidence, { seed, leads, days, startedAt }: Run): Promise<DemoReport> {
  const stages = await countStages(evidence);
  const invariants = await checkInvariants(evidence);
  const report = {
    seed,
    leads,
    days,
    startedAt: startedAt.toISOString(),
    endedAt: evidence.now.toISOString(),
    stages,
    funnel: funnelOf(stages),
    channels: await channels(evidence),
    intents: await intents(evidence),
    resources: await resources(evidence),
    byDay: await byDay(evidence),
    costs: await costs(evidence),
    blocked: await blocked(evidence),
    breakers: await breakers(evidence),
    market: await groundTruth(evidence.local),
    invariants: invariants.map(({ name, violations }) => ({ name, ok: violations.length === 0, violations })),
  };
  return sorted(report) as typeof report;
}

type Count = { name: string; count: number };
type Stages = {
  imported: Record<"rows" | "added" | "updated" | "duplicate" | "suppressed" | "invalid" | "withoutBasis", number>;
  enriched: number;
  scored: Record<string, number>;
  enrolled: number;
  contacted: number;
  replied: number;
  optedOut: number;
  bounced: number;
  meetings: number;
};

async function countStages(evidence: Evidence): Promise<Stages> {
  const { clientId } = evidence;
  const [imported] = await rowsOf(
    evidence,
    sql<Stages["imported"]>`
      select coalesce(sum(rows_total), 0)::int as rows, coalesce(sum(rows_added), 0)::int as added, coalesce(sum(rows_updated), 0)::int as updated,
        coalesce(sum(rows_duplicate), 0)::int as duplicate, coalesce(sum(rows_suppressed), 0)::int as suppressed,
        coalesce(sum(rows_invalid), 0)::int as invalid, coalesce(sum(rows_without_basis), 0)::int as without_basis
      from import_jobs where client_id = ${clientId}`,
  );
  const [reached] = await rowsOf(
    evidence,
    sql<Omit<Stages, "imported" | "scored">>`
      select
        (select count(*)::int from leads where client_id = ${clientId} and enriched_at is not null) as enriched,
        (select count(distinct lead_id)::int from enrolments where client_id = ${clientId}) as enrolled,
        (select count(distinct lead_id)::int from touches where client_id = ${clientId} and state in ('sent', 'unknown', 'sending')) as contacted,
        (select count(distinct lead_id)::int from messages where client_id = ${clientId} and direction = 'inbound' and is_reply) as replied,
        (select count(*)::int from leads where client_id = ${clientId} and status = 'unsubscribed') as opted_out,
        (select count(*)::int from leads where client_id = ${clientId} and status = 'bounced') as bounced,
        (select count(*)::int from meetings where client_id = ${clientId}) as meetings`,
  );
  const scored = await counts(
    evidence,
    sql<Count>`select als_tier::text as name, count(*)::int as count from leads
      where client_id = ${clientId} and als_tier is not null group by als_tier`,
  );
  if (!imported || !reached) throw new Error("a count without a row");
  return { imported, scored, ...reached };
}

function funnelOf({ imported, enrolled, contacted, replied, meetings, optedOut, bounced }: Stages): Record<string, number> {
  const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 10_000));
  return {
    enrolledPerAdded: share(enrolled, imported.added),
    contactedPerAdded: share(contacted, imported.added),
    repliedPerContacted: share(replied, contacted),
    meetingsPerContacted: share(meetings, contacted),
    optedOutPerContacted: share(optedOut, contacted),
    bouncedPerContacted: share(bounced, contacted),
  };
}

async function channels(evidence: Evidence): Promise<Record<string, Record<string, number>>> {
  const rows = await rowsOf(
    evidence,
    sql<{ channel: string; state: string; count: number }>`
      select channel::text as channel, state::text as state, count(*)::int as count from touches where client_id = ${evidence.clientId} group by 1, 2`,
  );
  const found: Record<string, Record<string, number>> = {};
  for (const { channel, state, count } of rows) found[channel] = { ...found[channel], [state]: count };
  return found;
}

function intents(evidence: Evidence): Promise<Record<string, number>> {
  return counts(
    evidence,
    sql<Count>`
      select case when kind in ('bounce', 'complaint', 'receipt') then kind else coalesce(intent::text, 'unclassified') end as name, count(*)::int as count
      from messages where client_id = ${evidence.clientId} and direction = 'inbound' group by 1`,
  );
}

/** How often each tripped. */
function breakers(evidence: Evidence): Promise<Record<string, number>> {
  return counts(
    evidence,
    sql<Count>`select breaker as name, count(*)::int as count from breaker_trips where client_id = ${evidence.clientId} group by 1`,
  );
}

function resources(evidence: Evidence): Promise<Record<string, number>> {
  return counts(
    evidence,
    sql<Count>`
      select r.label as name, count(t.id)::int as count from resources r
      left join touches t on t.resource_id = r.id and t.state in ('sent', 'unknown', 'sending')
      where r.client_id = ${evidence.clientId} and r.kind = 'mailbox' group by r.id, r.label`,
  );
}

/** Sent by hand-over, everything else by the day the product learned of it. */
async function byDay(evidence: Evidence): Promise<Record<string, Record<string, number>>> {
  const { clientId } = evidence;
  const rows = await rowsOf(
    evidence,
    sql<{ day: string; what: string; count: number }>`
      with event as (
        select claimed_at as at, 'sent' as what from touches where client_id = ${clientId} and state in ('sent', 'unknown', 'sending')
        union all select created_at, 'replies' from messages where client_id = ${clientId} and direction = 'inbound' and is_reply
        union all select created_at, 'bounces' from messages where client_id = ${clientId} and direction = 'inbound' and kind = 'bounce'
        union all select created_at, 'optOuts' from suppressions where client_id = ${clientId} and kind = 'email' and reason in ('unsubscribed', 'complained', 'asked_us')
        union all select booked_at, 'meetings' from meetings where client_id = ${clientId}
      )
      select (at at time zone k.timezone)::date::text as day, what, count(*)::int as count from event, clients k where k.id = ${clientId} group by 1, 2`,
  );
  const days: Record<string, Record<string, number>> = {};
  for (const { day, what, count } of rows)
    days[day] = { sent: 0, replies: 0, bounces: 0, optOuts: 0, meetings: 0, ...days[day], [what]: count };
  return days;
}

async function costs(evidence: Evidence): Promise<Record<string, unknown>> {
  const { clientId } = evidence;
  const micros = await counts(
    evidence,
    sql<Count>`select provider || ' ' || operation as name, sum(cost_micros)::bigint as count from provider_costs where client_id = ${clientId} group by 1`,
  );
  const [credits] = await rowsOf(
    evidence,
    sql<{ spent: number; left: number }>`
      select (select coalesce(-sum(delta), 0)::int from credit_ledger where client_id = ${clientId} and reason = 'enrichment') as spent,
        credits_remaining as left from clients where id = ${clientId}`,
  );
  return { providerMicros: micros, credits };
}

/** Leads that are not on their way, by the first thing against them. */
async function blocked(evidence: Evidence): Promise<Record<string, number>> {
  const { clientId } = evidence;
  return counts(
    evidence,
    sql<Count>`
      with next as (
        select distinct on (t.lead_id) t.lead_id, t.reason_code from touches t
        where t.client_id = ${clientId} and t.state in ('planned', 'awaiting_approval') order by t.lead_id, t.step_number
      )
      select reason_code as name, count(*)::int as count from next where reason_code is not null group by 1
      union all
      select 'enrichment: ' || enrichment_error, count(*)::int from leads
      where client_id = ${clientId} and deleted_at is null and status = 'new' and enrichment_error is not null group by 1
      union all
      select 'stopped: ' || stop_reason, count(*)::int from enrolments where client_id = ${clientId} and state = 'stopped' group by 1
      union all
      select 'dead tier', count(*)::int from leads where client_id = ${clientId} and deleted_at is null and als_tier = 'dead' having count(*) > 0`,
  );
}

async function counts(evidence: Evidence, statement: Parameters<typeof rowsOf<Count>>[1]): Promise<Record<string, number>> {
  const rows = await rowsOf(evidence, statement);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** The same value with every object's keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}

import "server-only";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "@/lib/db/client";

/** Older hand-overs say nothing about today. */
const COUNTED_DAYS = 90;

// What breakers count is what had happened before the hand-over they judge: hand-overs of one instant do not see one another, so their
// order decides nothing.

/** So many bad of so many, over what `window` names. */
type Counted<Window extends string> = { window: Window; bad: number; of: number };
/** One thing to count, as a statement of its own; `runCounts` asks any number of them at once. */
export type Count<Window extends string> = RawBuilder<Counted<Window>>;
type Scope = { clientId: string; now: Date /** The breaker was last released then; what came before is judged. */; since: Date | null };
/** Windows over the newest of one queue, by how many each looks at. */
type Sizes<Window extends string> = Readonly<Partial<Record<Window, number>>>;

/** Counts everything in one round trip. A window over which nothing was handed over is left out. */
export async function runCounts<Window extends string>(
  db: Db,
  counts: readonly Count<Window>[],
): Promise<Partial<Record<Window, { bad: number; of: number }>>> {
  if (counts.length === 0) return {};
  const asked = sql.join(
    counts.map((count) => sql`(${count})`),
    sql` union all `,
  );
  const { rows } = await sql<Counted<Window>>`${asked}`.execute(db);
  return Object.fromEntries(rows.map(({ window, bad, of }) => [window, { bad, of }])) as Partial<
    Record<Window, Omit<Counted<Window>, "window">>
  >;
}

/** Hard bounces among the last e-mails of a mailbox, of a domain's mailboxes or of a campaign. */
export function bouncesOf<Window extends string>(
  sizes: Sizes<Window>,
  { of, ...scope }: Scope & { of: { mailboxId: string } | { domainId: string } | { campaignId: string } },
): Count<Window> {
  const hasBounced = sql`n.reason_code = 'hard_bounced' or (l.bounce_count > 0 and exists (
    select from activities a where a.lead_id = n.lead_id and a.touch_id = n.id and a.action = 'bounced' and a.occurred_at < ${scope.now}
  ))`;
  const isEmail = sql`t.channel = 'email' and ${wentOutOrBounced}`;
  const limit = largest(sizes);
  if ("mailboxId" in of)
    return badAmong(sizes, newest(sql`t.resource_id = ${of.mailboxId} and ${isEmail}`, { ...scope, limit }), hasBounced);
  if ("campaignId" in of)
    return badAmong(sizes, newest(sql`t.campaign_id = ${of.campaignId} and ${isEmail}`, { ...scope, limit }), hasBounced);
  // The newest of each mailbox by its own index, and of those the newest: never all that a domain has ever sent.
  const ofDomain = sql`
    select n.* from resources m cross join lateral (${newest(sql`t.resource_id = m.id and ${isEmail}`, { ...scope, limit })}) n
    where m.parent_id = ${of.domainId}
    order by n.claimed_at desc fetch first ${limit} rows with ties`;
  return badAmong(sizes, ofDomain, hasBounced);
}

/** Recipients who have withdrawn, among those of a campaign's last messages on any channel. */
export function withdrawalsOf<Window extends string>(
  sizes: Sizes<Window>,
  { campaignId, ...scope }: Scope & { campaignId: string },
): Count<Window> {
  const which = sql`t.campaign_id = ${campaignId} and ${wentOutOrBounced}`;
  return badAmong(sizes, newest(which, { ...scope, limit: largest(sizes) }), saidBefore("unsubscribed", scope));
}

/** Recipients who complained in their own words or legally, among those of a campaign's last messages on any channel. */
export function complaintsOf<Window extends string>(
  sizes: Sizes<Window>,
  { campaignId, ...scope }: Scope & { campaignId: string },
): Count<Window> {
  const which = sql`t.campaign_id = ${campaignId} and ${wentOut}`;
  return badAmong(sizes, newest(which, { ...scope, limit: largest(sizes) }), saidBefore("complained", scope));
}

/**
 * People who complained within some days, and the messages of the full days of that time. Of a domain: those whose last e-mail before the complaint came
 * from it; of the client: everybody.
 */
export function complaintsWithin<Window extends string>(
  window: Window,
  { clientId, domainId, days, now, since }: Scope & { domainId: string | null; days: number },
): Count<Window> {
  return sql`
    with span as (select greatest(${now}::timestamptz - make_interval(days => ${days}::int), ${since}::timestamptz) as start)
    select ${window}::text as window, (
      select count(distinct a.lead_id)::int from activities a, span
      where a.client_id = ${clientId} and a.action = 'complained' and a.occurred_at > span.start and a.occurred_at < ${now}
        and (${domainId}::uuid is null or ${domainId}::uuid = (
          select m.parent_id from touches t join resources m on m.id = t.resource_id
          where t.lead_id = a.lead_id and t.channel = 'email' and t.claimed_at <= a.occurred_at
          order by t.claimed_at desc limit 1
        ))
    ) as bad, (
      select coalesce(sum(u.used), 0)::int from resource_usage u join resources d on d.id = u.resource_id, span
      where d.client_id = ${clientId} and d.kind = 'domain' and (${domainId}::uuid is null or d.id = ${domainId}::uuid)
        and u.day >= (span.start at time zone d.timezone)::date and u.day < (${now}::timestamptz at time zone d.timezone)::date
    ) as of`;
}

/**
 * How often servers refused a domain for policy or authentication in 24 hours, at the hand-over or in a report, and (`grave`) how often for
 * authentication that Microsoft (5.7.515) and Google (5.7.26) ask of every sender.
 */
export function rejectsOf<Window extends string>(
  windows: { all: Window; grave: Window },
  { clientId, domainId, now, since }: Scope & { domainId: string },
): Count<Window> {
  return sql`
    with span as (select greatest(${now}::timestamptz - interval '24 hours', ${since}::timestamptz) as start),
    refused as (
      select a.reason as said from activities a join resources m on m.id::text = a.metadata ->> 'resource_id', span
      where a.client_id = ${clientId} and a.action = 'deferred' and a.metadata ->> 'cause' = 'policy' and a.occurred_at > span.start and a.occurred_at < ${now}
        and m.client_id = a.client_id and m.parent_id = ${domainId}
      union all
      select b.body_text from activities a
      join messages b on b.lead_id = a.lead_id and b.occurred_at = a.occurred_at and b.direction = 'inbound' and b.kind = 'bounce'
      join touches t on t.id = a.touch_id join resources m on m.id = t.resource_id, span
      where a.client_id = ${clientId} and a.action = 'bounced' and a.occurred_at > span.start and a.occurred_at < ${now} and 'pause_mailbox' = any (b.actions)
        and m.parent_id = ${domainId}
    ), counted as (
      select count(*)::int as rejects, count(*) filter (where said ~ '\\m5\\.7\\.(515|26)\\M')::int as grave from refused
    )
    select ${windows.all}::text as window, rejects as bad, rejects as of from counted
    union all select ${windows.grave}::text, grave, rejects from counted`;
}

/** The last invitations of a seat that have had time to be answered, and how many were accepted. */
export function acceptancesOf<Window extends string>(
  window: Window,
  { clientId, seatId, limit, answeredWithinDays, now, since }: Scope & { seatId: string; limit: number; answeredWithinDays: number },
): Count<Window> {
  return sql`
    select ${window}::text as window, count(*) filter (where c.accepted_at < ${now})::int as bad, count(*)::int as of
    from (
      select accepted_at from linkedin_connections
      where client_id = ${clientId} and resource_id = ${seatId} and invited_at > coalesce(${since}::timestamptz, '-infinity')
        and invited_at <= ${now}::timestamptz - make_interval(days => ${answeredWithinDays}::int)
      order by invited_at desc, lead_id limit ${limit}
    ) c`;
}

const wentOut = sql`t.state in ('sending', 'sent', 'unknown')`;
const wentOutOrBounced = sql`(${wentOut} or (t.state = 'failed' and t.reason_code = 'hard_bounced'))`;

/** The touches `t` handed over last, and all that were at the same time as the last of them. */
function newest(which: RawBuilder<unknown>, { clientId, now, since, limit }: Scope & { limit: number }): RawBuilder<unknown> {
  return sql`
    select t.id, t.lead_id, t.campaign_id, t.claimed_at, t.reason_code from touches t
    where t.client_id = ${clientId} and ${which} and t.claimed_at < ${now}
      and t.claimed_at > greatest(${now}::timestamptz - make_interval(days => ${COUNTED_DAYS}::int), ${since}::timestamptz)
    order by t.claimed_at desc fetch first ${limit} rows with ties`;
}

/** People, not messages: somebody who got three and withdrew did so once. `isBad` speaks of the hand-over `n` and its lead `l`. */
function badAmong<Window extends string>(sizes: Sizes<Window>, handedOver: RawBuilder<unknown>, isBad: RawBuilder<unknown>): Count<Window> {
  return sql`
    select w.name as window, count(distinct h.lead_id) filter (where h.is_bad)::int as bad, count(*)::int as of
    from (
      select n.lead_id, ${isBad} as is_bad, row_number() over (order by n.claimed_at desc, l.email) as place
      from (${handedOver}) n join leads l on l.id = n.lead_id
    ) h
    join unnest(${Object.keys(sizes)}::text[], ${Object.values(sizes)}::int[]) as w (name, size) on h.place <= w.size
    group by w.name`;
}

/** Whether the person of hand-over `n` said something of the kind to its campaign before. */
function saidBefore(action: string, { now }: Scope): RawBuilder<unknown> {
  return sql`exists (
    select from activities a where a.lead_id = n.lead_id and a.campaign_id = n.campaign_id and a.action = ${action} and a.occurred_at < ${now}
  )`;
}

function largest(sizes: Sizes<string>): number {
  return Math.max(...Object.values(sizes).map((size) => size ?? 0));
}

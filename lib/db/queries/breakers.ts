import "server-only";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";

/** Older hand-overs say nothing about today. */
const COUNTED_DAYS = 90;

// What breakers count is what had happened before the hand-over they judge: hand-overs of one instant do not see one another, so their
// order decides nothing.

/** A hand-over and whether it went wrong in the way that is asked about. */
type HandedOver = { leadId: string; isBad: boolean };
type Scope = { clientId: string; now: Date /** The breaker was last released then; what came before is judged. */; since: Date | null };

/**
 * Holds, until the transaction ends, the turn that everybody who decides a hand-over holds together. A person's stop takes it alone
 * (triggers `…_stop`), so no hand-over commits after a stop it has not seen. Taken before any row is locked.
 */
export async function joinHandOvers(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('hand-over', 0))`.execute(db);
}

/** Every breaker of a client that tripped before: whether it stands open, and when it was last released. */
export async function listTrippedBreakers(db: Db, { clientId }: { clientId: string }) {
  const { rows } = await sql<{
    breaker: string;
    resourceId: string | null;
    campaignId: string | null;
    isOpen: boolean;
    lastReleasedAt: Date | null;
  }>`
    select breaker, resource_id, campaign_id, bool_or(released_at is null) as is_open, max(released_at) as last_released_at
    from breaker_trips where client_id = ${clientId} group by breaker, resource_id, campaign_id
  `.execute(db);
  return rows;
}

/** A sender, and whether there is any bad news of its client worth counting: nearly always there is none. */
export async function findBadNews(db: Db, { clientId, resourceId, now }: { clientId: string; resourceId: string; now: Date }) {
  const happened = (action: string, days: number) => sql`exists (
    select from activities where client_id = ${clientId} and action = ${action} and occurred_at < ${now}
      and occurred_at > ${now}::timestamptz - make_interval(days => ${days}::int)
  )`;
  const { rows } = await sql<{
    sender: { id: string; parentId: string | null; channel: Channel };
    news: { bounced: boolean; complained: boolean; unsubscribed: boolean; rejected: boolean };
  }>`
    select jsonb_build_object('id', r.id, 'parentId', r.parent_id, 'channel', r.channel) as sender,
      jsonb_build_object('bounced', ${happened("bounced", COUNTED_DAYS)}, 'complained', ${happened("complained", 30)},
        'unsubscribed', ${happened("unsubscribed", COUNTED_DAYS)}, 'rejected', ${happened("bounced", 1)} or ${happened("deferred", 1)}) as news
    from resources r where r.client_id = ${clientId} and r.id = ${resourceId}
  `.execute(db);
  return rows[0];
}
export type BadNews = NonNullable<Awaited<ReturnType<typeof findBadNews>>>["news"];

/** The last e-mails of a mailbox, of a domain's mailboxes or of a campaign, newest first, and which of them bounced for good. */
export function listBouncesOf(
  db: Db,
  { of, limit, ...scope }: Scope & { of: { mailboxId: string } | { domainId: string } | { campaignId: string }; limit: number },
): Promise<HandedOver[]> {
  const hasBounced = sql`t.reason_code = 'hard_bounced' or (l.bounce_count > 0 and exists (
    select from activities a where a.lead_id = t.lead_id and a.touch_id = t.id and a.action = 'bounced' and a.occurred_at < ${scope.now}
  ))`;
  const isEmail = sql`t.channel = 'email'`;
  if ("mailboxId" in of) return listHandedOver(db, sql`t.resource_id = ${of.mailboxId} and ${isEmail}`, hasBounced, { ...scope, limit });
  if ("campaignId" in of) return listHandedOver(db, sql`t.campaign_id = ${of.campaignId} and ${isEmail}`, hasBounced, { ...scope, limit });
  const mailboxes = sql`t.resource_id in (select m.id from resources m where m.parent_id = ${of.domainId})`;
  return listHandedOver(db, sql`${mailboxes} and ${isEmail}`, hasBounced, { ...scope, limit });
}

/** The last messages of a campaign on any channel, newest first, and whose recipients have withdrawn. */
export function listWithdrawalsOf(
  db: Db,
  { campaignId, limit, ...scope }: Scope & { campaignId: string; limit: number },
): Promise<HandedOver[]> {
  const hasWithdrawn = sql`exists (
    select from activities a where a.lead_id = t.lead_id and a.campaign_id = t.campaign_id and a.action = 'unsubscribed'
      and a.occurred_at < ${scope.now}
  )`;
  return listHandedOver(db, sql`t.campaign_id = ${campaignId}`, hasWithdrawn, { ...scope, limit });
}

async function listHandedOver(
  db: Db,
  which: RawBuilder<unknown>,
  isBad: RawBuilder<unknown>,
  { clientId, now, since, limit }: Scope & { limit: number },
): Promise<HandedOver[]> {
  const { rows } = await sql<HandedOver>`
    select t.lead_id, coalesce(${isBad}, false) as is_bad
    from touches t join leads l on l.id = t.lead_id
    where t.client_id = ${clientId} and ${which} and t.claimed_at < ${now}
      and t.claimed_at > greatest(${now}::timestamptz - make_interval(days => ${COUNTED_DAYS}::int), ${since}::timestamptz)
      and (t.state in ('sending', 'sent', 'unknown') or (t.state = 'failed' and t.reason_code = 'hard_bounced'))
    order by t.claimed_at desc, l.email
    limit ${limit}
  `.execute(db);
  return rows;
}

/**
 * People who complained within some days, and the messages of the full days of that time. Of a domain: those whose last e-mail before the complaint came
 * from it; of the client: everybody.
 */
export async function countComplaints(
  db: Db,
  { clientId, domainId, days, now, since }: Scope & { domainId: string | null; days: number },
): Promise<{ bad: number; of: number }> {
  const { rows } = await sql<{ bad: number; of: number }>`
    with span as (select greatest(${now}::timestamptz - make_interval(days => ${days}::int), ${since}::timestamptz) as start)
    select (
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
    ) as of
  `.execute(db);
  return rows[0] ?? { bad: 0, of: 0 };
}

/**
 * How often servers refused a domain for policy or authentication in 24 hours, at the hand-over or in a report, and how often for
 * authentication that Microsoft (5.7.515) and Google (5.7.26) ask of every sender.
 */
export async function countRejects(
  db: Db,
  { clientId, domainId, now, since }: Scope & { domainId: string },
): Promise<{ rejects: number; grave: number }> {
  const { rows } = await sql<{ rejects: number; grave: number }>`
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
    )
    select count(*)::int as rejects, count(*) filter (where said ~ '\\m5\\.7\\.(515|26)\\M')::int as grave from refused
  `.execute(db);
  return rows[0] ?? { rejects: 0, grave: 0 };
}

/** The last invitations of a seat that have had time to be answered, and how many were accepted. */
export async function countAcceptances(
  db: Db,
  { clientId, seatId, limit, answeredWithinDays, now, since }: Scope & { seatId: string; limit: number; answeredWithinDays: number },
): Promise<{ bad: number; of: number }> {
  const { rows } = await sql<{ bad: number; of: number }>`
    select count(*) filter (where c.accepted_at < ${now})::int as bad, count(*)::int as of
    from (
      select accepted_at from linkedin_connections
      where client_id = ${clientId} and resource_id = ${seatId} and invited_at > coalesce(${since}::timestamptz, '-infinity')
        and invited_at <= ${now}::timestamptz - make_interval(days => ${answeredWithinDays}::int)
      order by invited_at desc, lead_id limit ${limit}
    ) c
  `.execute(db);
  return rows[0] ?? { bad: 0, of: 0 };
}

/** Writes a trip down. @returns undefined when it stands open already */
export function insertTrip(
  db: Db,
  row: {
    clientId: string;
    breaker: string;
    resourceId: string | null;
    campaignId: string | null;
    detail: string;
    trippedAt: Date;
  },
) {
  return db
    .insertInto("breakerTrips")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
}

/** Breakers that stand open, and those half open at `now`: what they cover, why, and who released them. */
export function listBreakers(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  return db
    .selectFrom("breakerTrips as b")
    .leftJoin("resources as r", "r.id", "b.resourceId")
    .leftJoin("campaigns as c", "c.id", "b.campaignId")
    .leftJoin("users as u", "u.id", "b.releasedBy")
    .select(["b.id", "b.breaker", "b.detail", "b.trippedAt", "b.releasedAt", "b.releaseReason", "b.halfOpenUntil"])
    .select(["r.label as resourceLabel", "c.name as campaignName", "u.fullName as releasedByName", "u.email as releasedByEmail"])
    .where("b.clientId", "=", clientId)
    .where((eb) => eb.or([eb("b.releasedAt", "is", null), eb("b.halfOpenUntil", ">", now)]))
    .orderBy("b.trippedAt", "desc")
    .orderBy("b.id", "desc")
    .execute();
}

/** Channels, campaigns and senders that stand still by somebody's or the machine's decision, and companies that are left alone. */
export async function listStops(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  const channels = await db
    .selectFrom("channelStops as s")
    .leftJoin("users as u", "u.id", "s.stoppedBy")
    .select(["s.channel", "s.reason", "s.stoppedAt", "u.fullName", "u.email"])
    .where("s.clientId", "=", clientId)
    .where("s.releasedAt", "is", null)
    .orderBy("s.channel")
    .execute();
  const campaigns = await db
    .selectFrom("campaigns")
    .select(["id", "name", "pauseReason", "pausedAt"])
    .where("clientId", "=", clientId)
    .where("status", "=", "paused")
    .where("deletedAt", "is", null)
    .orderBy("name")
    .execute();
  const resources = await db
    .selectFrom("resources")
    .select(["id", "kind", "label", "pausedReason", "pausedAt"])
    .where("clientId", "=", clientId)
    .where("pausedAt", "is not", null)
    .where("deletedAt", "is", null)
    .orderBy("label")
    .execute();
  const companies = await db
    .selectFrom("companyHolds")
    .select(["id", "domain", "reason", "until"])
    .where("clientId", "=", clientId)
    .where("releasedAt", "is", null)
    .where((eb) => eb.or([eb("until", "is", null), eb("until", ">", now)]))
    .orderBy("domain")
    .limit(100)
    .execute();
  return { channels, campaigns, resources, companies };
}

import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";

/** Older bounces and withdrawals concern nothing that is still counted. */
const COUNTED_DAYS = 90;

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

import type { Pool } from "pg";
import { channelTruth } from "@/local/market/channel-report";
import { BOOKING_COLUMNS, type Booking, type Channel, RECEIVED_COLUMNS, type Received, type Violation } from "@/local/market/record";

/** What is still to happen, by the clock. */
export type Pending = {
  pendingReactions: number;
  dueReactions: number;
  nextReactionAt: Date | null;
  /** Callbacks due now. */
  queuedCallbacks: number;
  received: number;
  finished: number;
  bookings: number;
};

/** Counts for whoever waits until nothing is left to do. A callback that waits for its next try counts as a timer. */
export async function pending(pool: Pool, now: Date): Promise<Pending> {
  const { rows } = await pool.query<Pending>(
    `select
       (select count(*)::int from market.reactions where state = 'pending') as "pendingReactions",
       (select count(*)::int from market.reactions where state = 'pending' and due_at <= $1) as "dueReactions",
       (select min(at) from (
         select due_at as at from market.reactions where state = 'pending' and due_at > $1
         union all select next_at from market.callbacks where state = 'queued' and next_at > $1) timer) as "nextReactionAt",
       (select count(*)::int from market.callbacks where state = 'queued' and next_at <= $1) as "queuedCallbacks",
       (select count(*)::int from market.received) as received,
       (select count(*)::int from market.reactions where state <> 'pending') as finished,
       (select count(*)::int from market.bookings) as bookings`,
    [now],
  );
  const [row] = rows;
  if (!row) throw new Error("a count without a row");
  return row;
}

/** Ground truth: how many people did what, and what stands against the product. Sorted, without ids or times. */
export async function groundTruth(pool: Pool): Promise<Record<string, unknown>> {
  const counts = async (text: string) => {
    const { rows } = await pool.query<{ name: string; count: number }>(text);
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  };
  const [reactions, violations, callbacks, optOuts, { rows: totals }] = await Promise.all([
    counts(
      "select kind as name, count(*)::int as count from market.reactions where state = 'done' and channel = 'email' group by kind order by kind",
    ),
    counts("select kind as name, count(*)::int as count from market.violations group by kind order by kind"),
    counts("select state as name, count(*)::int as count from market.callbacks group by state order by state"),
    counts(`select case when opted_out_channel = 'email' or opted_out_channel is null then opted_out_by else opted_out_channel || ' ' || opted_out_by end as name,
       count(*)::int as count from market.people where opted_out_at is not null group by 1 order by 1`),
    pool.query<{ people: number; received: number; bookings: number }>(
      `select (select count(*)::int from market.people) as people, (select count(*)::int from market.received) as received,
         (select count(*)::int from market.bookings) as bookings`,
    ),
  ]);
  return { ...totals[0], reactions, optOuts, violations, callbacks, channels: await channelTruth(pool) };
}

/** What arrived, oldest first. */
export async function listReceived(pool: Pool, filter: { email?: string | undefined; limit: number }): Promise<Received[]> {
  const { rows } = await pool.query<Received>(
    `select ${RECEIVED_COLUMNS} from market.received r where $1::text is null or r.email = $1 order by r.received_at, r.email, r.ordinal limit $2`,
    [filter.email ?? null, filter.limit],
  );
  return rows;
}

export async function listViolations(pool: Pool): Promise<Violation[]> {
  const { rows } = await pool.query<Violation>(
    `select kind, channel, email, message_id as "messageId", at, detail from market.violations order by at, email, kind`,
  );
  return rows;
}

export async function listBookings(pool: Pool): Promise<(Booking & { callback: string; attempts: number; lastError: string | null })[]> {
  const { rows } = await pool.query<Booking & { callback: string; attempts: number; lastError: string | null }>(
    `select ${BOOKING_COLUMNS}, c.state as callback, c.attempts, c.last_error as "lastError"
     from market.bookings b join market.callbacks c on c.booking_id = b.id order by b.booked_at, b.id`,
  );
  return rows;
}

export type PlannedRow = {
  email: string;
  channel: Channel;
  ordinal: number;
  kind: string;
  dueAt: Date;
  until: Date | null;
  state: string;
  attempts: number;
  outcome: string | null;
};

/** What somebody did and will do, in order. */
export async function listReactions(pool: Pool, emails: readonly string[]): Promise<PlannedRow[]> {
  const { rows } = await pool.query<PlannedRow>(
    `select email, channel, ordinal, kind, due_at as "dueAt", until, state, attempts, outcome from market.reactions
     where email = any($1::text[]) order by due_at, channel, kind`,
    [emails],
  );
  return rows;
}

export type PersonRow = {
  email: string;
  messages: number;
  contacts: number;
  lastAt: Date | null;
  optedOutBy: string | null;
  hasBooked: boolean;
};

/** People who heard from us, the last of them first; `search` is part of the address. */
export async function listPeople(pool: Pool, { search, limit }: { search: string; limit: number }): Promise<PersonRow[]> {
  const { rows } = await pool.query<PersonRow>(
    `select p.email, coalesce(r.count, 0)::int as messages, coalesce(c.count, 0)::int as contacts, greatest(r.at, c.at) as "lastAt",
       p.opted_out_by as "optedOutBy", p.booked_at is not null as "hasBooked"
     from market.people p
       left join (select email, count(*) as count, max(received_at) as at from market.received group by email) r using (email)
       left join (select email, count(*) as count, max(at) as at from market.contacts group by email) c using (email)
     where position(lower($1) in p.email) > 0 order by greatest(r.at, c.at) desc nulls last, p.email limit $2`,
    [search, limit],
  );
  return rows;
}

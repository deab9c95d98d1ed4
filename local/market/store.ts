import type { Pool, PoolClient } from "pg";
import { HUMAN_KINDS, isHumanKind, type PlannedReaction } from "@/local/market/reaction-kinds";
import {
  type Booking,
  PERSON_COLUMNS,
  type PersonState,
  RECEIVED_COLUMNS,
  type Reaction,
  type Received,
  type Violation,
} from "@/local/market/record";
import { insertViolation, inTransaction, lockPerson } from "@/local/market/rows";
import { MARKET_SCHEMA } from "@/local/market/schema";
import { openPool } from "@/local/postgres/open-pool";

export type Arrived = Omit<Received, "ordinal"> & { raw: Buffer };
/** What the listener decides of a message, in the transaction that stores it. */
export type Judgement = { reactions: readonly PlannedReaction[]; violations: readonly Violation[] };
export type Situation = { person: PersonState; ordinal: number; isRepeat: boolean /** On other channels, so far. */; contacts: number };

export type FinishedReaction = {
  state: "done" | "dropped" | "failed";
  outcome: string;
  sentMessageId?: string | null;
  optedOut?: boolean;
  bounced?: boolean;
  booking?: Booking;
  violation?: Violation;
  /** When it happened; the moment it is noted where left out. */
  at?: Date;
};

/** The market's memory in Postgres. */
export class MarketStore {
  readonly pool: Pool;

  private constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Connects and creates what is missing. */
  static async open(databaseUrl: string, onError: (error: Error) => void): Promise<MarketStore> {
    const pool = openPool(databaseUrl, { max: 6, onLost: onError });
    await pool.query(MARKET_SCHEMA);
    return new MarketStore(pool);
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** Stores a message and what follows from it, once; a message that is told again changes nothing. */
  receive(message: Arrived, judge: (situation: Situation) => Judgement): Promise<void> {
    return inTransaction(this.pool, async (db) => {
      const { rows: known } = await db.query("select 1 from market.received where mail_id = $1", [message.mailId]);
      if (known.length > 0) return;
      const person = await lockPerson(db, message.email);
      const earlier = await earlierMessages(db, message);
      const situation = { person, ...earlier };
      const { reactions, violations } = judge(situation);

      await db.query(
        `insert into market.received (mail_id, email, message_id, ordinal, mailbox, sender_name, mail_from, subject, booking_url, received_at, raw)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          ...[message.mailId, message.email, message.messageId, earlier.ordinal, message.mailbox, message.senderName],
          ...[message.mailFrom, message.subject, message.bookingUrl, message.receivedAt, message.raw],
        ],
      );
      for (const { kind, dueAt, until = null } of reactions) {
        await db.query("insert into market.reactions (mail_id, email, ordinal, kind, due_at, until) values ($1, $2, $3, $4, $5, $6)", [
          ...[message.mailId, message.email, earlier.ordinal, kind, dueAt, until],
        ]);
      }
      for (const violation of violations) await insertViolation(db, violation);
      const awayUntil = reactions.find((reaction) => reaction.kind === "away")?.until ?? person.awayUntil;
      const humans = reactions.some(({ kind }) => isHumanKind(kind)) ? 1 : 0;
      await db.query("update market.people set away_until = $2, human_reactions = human_reactions + $3 where email = $1", [
        ...[message.email, awayUntil, humans],
      ]);
    });
  }

  /** Whether one of these ids is of a mail that this person wrote. */
  async wroteAnyOf(email: string, messageIds: readonly string[]): Promise<boolean> {
    if (messageIds.length === 0) return false;
    const { rowCount } = await this.pool.query(
      "select 1 from market.reactions where email = $1 and sent_message_id = any($2::text[]) and kind = any($3::text[]) limit 1",
      [email, messageIds, HUMAN_KINDS],
    );
    return (rowCount ?? 0) > 0;
  }

  /** Whether this person has ever answered by mail. */
  async hasWritten(email: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      "select 1 from market.reactions where email = $1 and sent_message_id is not null and kind = any($2::text[]) limit 1",
      [email, HUMAN_KINDS],
    );
    return (rowCount ?? 0) > 0;
  }

  /** Due reactions in an order that does not depend on arrival. */
  async due(now: Date, limit: number, notIds: readonly number[]): Promise<Reaction[]> {
    const { rows } = await this.pool.query<Reaction>(
      `select id::int, channel, reference, mail_id as "mailId", email, ordinal, kind, due_at as "dueAt", until, attempts from market.reactions
       where state = 'pending' and due_at <= $1 and id <> all($3::bigint[]) order by due_at, email, channel, ordinal, kind limit $2`,
      [now, limit, notIds],
    );
    return rows;
  }

  async message(mailId: string): Promise<Received & { raw: Buffer }> {
    const { rows } = await this.pool.query<Received & { raw: Buffer }>(
      `select ${RECEIVED_COLUMNS}, r.raw from market.received r where r.mail_id = $1`,
      [mailId],
    );
    const [message] = rows;
    if (!message) throw new Error("a reaction without its message");
    return message;
  }

  async person(email: string): Promise<PersonState | undefined> {
    const { rows } = await this.pool.query<PersonState>(`select ${PERSON_COLUMNS} from market.people where email = $1`, [email]);
    return rows[0];
  }

  /** Ends a reaction with everything that follows from it, once. */
  finish(reaction: Reaction, now: Date, end: FinishedReaction): Promise<void> {
    return inTransaction(this.pool, async (db) => {
      const { rowCount } = await db.query(
        `update market.reactions set state = $2, finished_at = $3, outcome = $4, sent_message_id = $5, attempts = attempts + 1
         where id = $1 and state = 'pending'`,
        [reaction.id, end.state, now, end.outcome, end.sentMessageId ?? null],
      );
      if (rowCount !== 1) return;
      const at = end.at ?? now;
      if (end.optedOut) {
        await db.query(
          `update market.people set opted_out_at = $2, opted_out_by = $3, opted_out_channel = $4
           where email = $1 and opted_out_at is null`,
          [reaction.email, at, reaction.kind, reaction.channel],
        );
      }
      if (end.bounced)
        await db.query("update market.people set bounced_at = coalesce(bounced_at, $2) where email = $1", [reaction.email, at]);
      if (end.booking) await insertBooking(db, end.booking);
      if (end.violation) await insertViolation(db, end.violation);
    });
  }

  async postpone(reaction: Reaction, dueAt: Date): Promise<void> {
    await this.pool.query("update market.reactions set due_at = $2, attempts = attempts + 1 where id = $1 and state = 'pending'", [
      reaction.id,
      dueAt,
    ]);
  }

  /** A booking somebody made on the page by hand. @returns false when it was made before */
  book(booking: Booking): Promise<boolean> {
    return inTransaction(this.pool, (db) => insertBooking(db, booking));
  }

  /** The booking page somebody finds: in the latest message from this sender that has one, else the one set for its domain or for all. */
  async bookingLink(email: string, mailbox: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ url: string }>(
      `select url from (
         (select booking_url as url, 1 as rank from market.received
          where email = $1 and mailbox = $2 and booking_url is not null order by ordinal desc limit 1)
         union all select url, case sender_domain when '*' then 3 else 2 end from market.booking_links
         where sender_domain in (split_part($2, '@', 2), '*')) page
       order by rank limit 1`,
      [email, mailbox],
    );
    return rows[0]?.url;
  }

  async setBookingLink(senderDomain: string, url: string): Promise<void> {
    await this.pool.query(
      "insert into market.booking_links (sender_domain, url) values ($1, $2) on conflict (sender_domain) do update set url = excluded.url",
      [senderDomain, url],
    );
  }
}

/** How many messages came before, and whether this one did. */
async function earlierMessages(db: PoolClient, { email, messageId }: Arrived): Promise<Omit<Situation, "person">> {
  const { rows } = await db.query<{ others: number; same: number | null; contacts: number }>(
    `select count(distinct message_id)::int as others, min(ordinal) filter (where message_id = $2 and message_id <> '') as same,
       (select count(*)::int from market.contacts where email = $1) as contacts
     from market.received where email = $1`,
    [email, messageId],
  );
  const { others = 0, same = null, contacts = 0 } = rows[0] ?? {};
  return { ordinal: same ?? others + 1, isRepeat: same !== null, contacts };
}

async function insertBooking(db: PoolClient, booking: Booking): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into market.bookings (id, booking_url, email, name, starts_at, duration_minutes, booked_at, by_persona)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      ...[booking.id, booking.bookingUrl, booking.email, booking.name, booking.startsAt, booking.durationMinutes],
      ...[booking.bookedAt, booking.byPersona],
    ],
  );
  if (rowCount !== 1) return false;
  await db.query("insert into market.callbacks (booking_id, state, next_at) values ($1, 'queued', $2)", [booking.id, booking.bookedAt]);
  if (booking.byPersona)
    await db.query("update market.people set booked_at = coalesce(booked_at, $2) where email = $1", [booking.email, booking.bookedAt]);
  return true;
}

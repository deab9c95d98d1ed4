import { setTimeout as delay } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import type { Reaction } from "@/local/mail/behaviour";
import { Mailboxes } from "@/local/mail/mailboxes";
import { MESSAGE_COLUMNS, type MessageWithRaw } from "@/local/mail/message";
import { stableUuid } from "@/local/mail/mime/stable-id";
import { MAIL_SCHEMA } from "@/local/mail/schema";
import { WebhookTable } from "@/local/mail/webhook-table";
import { isDatabaseAway } from "@/local/postgres/is-database-away";
import { openPool } from "@/local/postgres/open-pool";

export type DueReaction = { id: number; reaction: Reaction; message: MessageWithRaw };

export type NewMessage = {
  mailFrom: string;
  headerFrom: string;
  subject: string;
  messageId: string;
  raw: Buffer;
  receivedAt: Date;
};

export type NewRecipient = {
  mailbox: string;
  /** Posted to the product. */
  webhook: boolean;
  /** Told to the listeners, the market among them. */
  announce: boolean;
  reaction?: { reaction: Reaction; dueAt: Date };
};

const UNIQUE_VIOLATION = "23505";
const DATABASE_AGAIN_MS = 100;

/** The mail system's state in Postgres. */
export class MailStore {
  readonly pool: Pool;
  readonly mailboxes: Mailboxes;
  readonly webhooks: WebhookTable;

  private constructor(pool: Pool) {
    this.pool = pool;
    this.mailboxes = new Mailboxes(pool);
    this.webhooks = new WebhookTable(pool);
  }

  /** Connects and creates what is missing. */
  static async open(databaseUrl: string, onError: (error: Error) => void): Promise<MailStore> {
    const pool = openPool(databaseUrl, { max: 8, onLost: onError });
    await pool.query(MAIL_SCHEMA);
    return new MailStore(pool);
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** Stores what SMTP took, a row for each recipient, with what follows from it, in one statement. Answers their ids. */
  acceptOutgoing(message: NewMessage, recipients: readonly NewRecipient[], smtpUser: string | null): Promise<string[]> {
    return withFreshIds(message, recipients, (ids) =>
      this.pool.query({
        name: "insert-outgoing",
        text: INSERT_OUTGOING,
        values: [
          ...messageValues(message),
          ids,
          recipients.map((recipient) => recipient.mailbox),
          recipients.map((recipient) => !recipient.announce),
          recipients.map((recipient) => recipient.webhook),
          recipients.map((recipient) => (recipient.reaction ? JSON.stringify(recipient.reaction.reaction) : null)),
          recipients.map((recipient) => recipient.reaction?.dueAt ?? null),
          smtpUser,
        ],
      }),
    );
  }

  /** Stores what the world sent; with `reactionId` only if that reaction has not happened yet. Undefined when it has. */
  async acceptIncoming(message: NewMessage, recipient: NewRecipient, reactionId?: number): Promise<string | undefined> {
    const [id] = await withFreshIds(message, [recipient], async ([fresh]) =>
      this.transaction(async (client) => {
        if (reactionId !== undefined && !(await finishReaction(client, reactionId, message.receivedAt))) throw new AlreadyHappened();
        await client.query(INSERT_INCOMING, [...messageValues(message), fresh, recipient.mailbox, recipient.webhook]);
      }),
    ).catch((error: unknown) => {
      if (error instanceof AlreadyHappened) return [];
      throw error;
    });
    return id;
  }

  /** Marks a reaction as done without anything to send. */
  async dropReaction(id: number, now: Date): Promise<void> {
    await finishReaction(this.pool, id, now);
  }

  async dueReactions(now: Date): Promise<DueReaction[]> {
    const { rows } = await this.pool.query<MessageWithRaw & { reactionId: string; reaction: Reaction }>(
      `select r.id as "reactionId", r.reaction, m.*
       from mail.reactions r join (select ${MESSAGE_COLUMNS}, raw from mail.messages) m on m.id = r.message_id
       where r.done_at is null and r.due_at <= $1 order by r.due_at, r.id limit 100`,
      [now],
    );
    return rows.map(({ reactionId, reaction, ...message }) => ({ id: Number(reactionId), reaction, message }));
  }

  /** Messages no listener has been told about, oldest first. */
  async unannounced(): Promise<MessageWithRaw[]> {
    const { rows } = await this.pool.query<MessageWithRaw>({
      name: "unannounced",
      text: `select ${MESSAGE_COLUMNS}, raw from mail.messages where not announced order by number limit 100`,
    });
    return rows;
  }

  async countUnannounced(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>("select count(*)::int as count from mail.messages where not announced");
    return rows[0]?.count ?? 0;
  }

  async markAnnounced(ids: readonly string[]): Promise<void> {
    await this.pool.query("update mail.messages set announced = true where id = any($1::uuid[])", [ids]);
  }

  /** What is still to happen by the clock: reactions and webhook retries after `now`, and webhooks due by then. */
  async pending(now: Date): Promise<{ queuedWebhooks: number; pendingTimers: number; nextTimerAt: Date | null }> {
    const { rows } = await this.pool.query<{ queuedWebhooks: number; pendingTimers: number; nextTimerAt: Date | null }>(
      `with timers as (
         select due_at as at, false as webhook from mail.reactions where done_at is null
         union all select next_at, true from mail.webhooks where state = 'queued')
       select count(*) filter (where webhook and at <= $1)::int as "queuedWebhooks",
         count(*) filter (where not webhook or at > $1)::int as "pendingTimers",
         min(at) filter (where not webhook or at > $1) as "nextTimerAt" from timers`,
      [now],
    );
    return rows[0] ?? { queuedWebhooks: 0, pendingTimers: 0, nextTimerAt: null };
  }

  private async transaction<T>(run: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query("begin");
      const result = await run(client);
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(() => undefined); // a connection that is gone has rolled back
      throw error;
    } finally {
      client.release();
    }
  }
}

class AlreadyHappened extends Error {}

const INSERT_OUTGOING = `
with recipient as (
  select * from unnest($7::uuid[], $8::text[], $9::boolean[], $10::boolean[], $11::text[], $12::timestamptz[])
    as r(id, mailbox, announced, webhook, reaction, due_at)
), transaction as (
  insert into mail.transactions (message_id, mail_from, smtp_user, recipients, received_at)
  values ($4, $1, $13, $8, $6) returning id
), message as (
  insert into mail.messages (id, transaction_id, mailbox, direction, mail_from, header_from, subject, message_id, raw, received_at, announced)
  select r.id, t.id, r.mailbox, 'outgoing', $1, $2, $3, $4, $5, $6, r.announced from recipient r, transaction t
), reaction as (
  insert into mail.reactions (message_id, reaction, due_at)
  select id, reaction::jsonb, due_at from recipient where reaction is not null
)
insert into mail.webhooks (message_id, state, next_at) select id, 'queued', $6 from recipient where webhook`;

const INSERT_INCOMING = `
with message as (
  insert into mail.messages (id, mailbox, direction, mail_from, header_from, subject, message_id, raw, received_at, announced)
  values ($7, $8, 'incoming', $1, $2, $3, $4, $5, $6, true) returning id
)
insert into mail.webhooks (message_id, state, next_at) select id, 'queued', $6 from message where $9`;

function messageValues(message: NewMessage): unknown[] {
  return [message.mailFrom, message.headerFrom, message.subject, message.messageId, message.raw, message.receivedAt];
}

async function finishReaction(db: Pool | PoolClient, id: number, now: Date): Promise<boolean> {
  const { rowCount } = await db.query("update mail.reactions set done_at = $2 where id = $1 and done_at is null", [id, now]);
  return rowCount === 1;
}

/** Nobody was there to store anything: no listener, or a server that is only starting up. */
function wasRefused(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "ECONNREFUSED" || code === "57P03";
}

/**
 * Ids follow from the bytes and the mailbox; the same bytes a second time take the next one. While the database is away the insert is
 * tried again: the sender waits rather than hear of a failure that was none, and send the message twice.
 */
async function withFreshIds(
  message: NewMessage,
  recipients: readonly NewRecipient[],
  insert: (ids: string[]) => Promise<unknown>,
): Promise<string[]> {
  let mayBeStored = false; // by an attempt whose answer was lost
  for (let occurrence = 0; ; ) {
    const ids = recipients.map((recipient, index) => stableUuid(message.raw, recipient.mailbox, `${occurrence}.${index}`));
    try {
      await insert(ids);
      return ids;
    } catch (error) {
      if (isDatabaseAway(error)) {
        mayBeStored ||= !wasRefused(error);
        await delay(DATABASE_AGAIN_MS);
        continue;
      }
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      if (mayBeStored) return ids;
      occurrence += 1;
    }
  }
}

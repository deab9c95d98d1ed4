import type { Pool } from "pg";
import { baseAddress } from "@/local/mail/address";
import { type Behaviour, behaviour, behaviourByTag } from "@/local/mail/behaviour";
import { MESSAGE_COLUMNS, type MessageWithRaw, type StoredMessage } from "@/local/mail/message";

export type MailboxSummary = { mailbox: string; messages: number; lastAt: Date };
export type MessageFilter = { to?: string | undefined; from?: string | undefined; since?: Date | undefined; limit: number };

/** Mailboxes: which are the product's own, how each behaves, what lies in them. Senders and behaviours are kept in memory too. */
export class Mailboxes {
  readonly #pool: Pool;
  readonly #senders = new Set<string>();
  readonly #behaviours = new Map<string, Behaviour>();
  #inboundDomains: ReadonlySet<string> = new Set();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Reads what earlier runs learnt. */
  async load(inboundDomains: readonly string[]): Promise<void> {
    this.#inboundDomains = new Set(inboundDomains.map((domain) => domain.toLowerCase()));
    const senders = await this.#pool.query<{ address: string }>("select address from mail.senders");
    for (const { address } of senders.rows) this.#senders.add(address);
    const behaviours = await this.#pool.query<{ address: string; behaviour: unknown }>("select address, behaviour from mail.behaviours");
    for (const row of behaviours.rows) this.#behaviours.set(row.address, behaviour.parse(row.behaviour));
  }

  /** True when mail to this address comes back to the product: something it sends from, or one of its domains. */
  isOurs(address: string): boolean {
    const base = baseAddress(address);
    return this.#senders.has(base) || this.#inboundDomains.has(base.slice(base.lastIndexOf("@") + 1));
  }

  async addSender(address: string): Promise<void> {
    const base = baseAddress(address);
    if (this.#senders.has(base)) return;
    await this.#pool.query("insert into mail.senders (address) values ($1) on conflict do nothing", [base]);
    this.#senders.add(base);
  }

  /** What was set for the address, else what its tag asks for; the product's own mailboxes have no tags. */
  behaviourOf(address: string): Behaviour {
    return this.#behaviours.get(address) ?? (this.isOurs(address) ? undefined : behaviourByTag(address)) ?? { kind: "deliver" };
  }

  async setBehaviour(address: string, value: Behaviour): Promise<void> {
    await this.#pool.query(
      "insert into mail.behaviours (address, behaviour) values ($1, $2) on conflict (address) do update set behaviour = excluded.behaviour",
      [address, JSON.stringify(value)],
    );
    this.#behaviours.set(address, value);
  }

  async list({ search, limit }: { search: string; limit: number }): Promise<MailboxSummary[]> {
    const { rows } = await this.#pool.query<MailboxSummary>(
      `select mailbox, count(*)::int as messages, max(received_at) as "lastAt" from mail.messages
       where strpos(mailbox, $1) > 0 group by mailbox order by "lastAt" desc, mailbox limit $2`,
      [search.toLowerCase(), limit],
    );
    return rows;
  }

  /** Newest first. */
  async messagesIn(mailbox: string, limit: number): Promise<StoredMessage[]> {
    const { rows } = await this.#pool.query<StoredMessage>(
      `select ${MESSAGE_COLUMNS} from mail.messages where mailbox = $1 order by number desc limit $2`,
      [mailbox, limit],
    );
    return rows;
  }

  /** Oldest first; `to` is the mailbox, `from` the envelope sender. */
  async search({ to, from, since, limit }: MessageFilter): Promise<MessageWithRaw[]> {
    const { rows } = await this.#pool.query<MessageWithRaw>(
      `select ${MESSAGE_COLUMNS}, raw from mail.messages
       where ($1::text is null or mailbox = $1) and ($2::text is null or mail_from = $2 or strpos(header_from, $2) > 0)
         and ($3::timestamptz is null or received_at >= $3)
       order by number limit $4`,
      [to ?? null, from ?? null, since ?? null, limit],
    );
    return rows;
  }

  async find(id: string): Promise<MessageWithRaw | undefined> {
    const { rows } = await this.#pool.query<MessageWithRaw>(`select ${MESSAGE_COLUMNS}, raw from mail.messages where id::text = $1`, [id]);
    return rows[0];
  }

  /** How often SMTP took a message with this Message-ID, and for whom. */
  async sentCount(messageId: string): Promise<{ receivedCount: number; recipients: string[]; receivedAt: Date | null }> {
    const { rows } = await this.#pool.query<{ recipients: string[]; received_at: Date }>(
      "select recipients, received_at from mail.transactions where message_id = $1 order by id",
      [messageId],
    );
    return {
      receivedCount: rows.length,
      recipients: [...new Set(rows.flatMap((row) => row.recipients))],
      receivedAt: rows[0]?.received_at ?? null,
    };
  }
}

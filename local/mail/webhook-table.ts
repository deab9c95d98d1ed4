import type { Pool } from "pg";
import type { CallbackOutcome, CallbackState } from "@/local/http/callback-sender";
import { MESSAGE_COLUMNS, type MessageWithRaw, type Webhook } from "@/local/mail/message";

const COLUMNS = `id::int, message_id as "messageId", state, attempts, next_at as "nextAt", last_status as "lastStatus", last_error as "lastError"`;

/** The queue of messages to post to the product; a row stays until it was answered 2xx, stopped or given up. */
export class WebhookTable {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async due(now: Date, limit: number): Promise<Webhook[]> {
    const { rows } = await this.#pool.query<Webhook>(
      `select ${COLUMNS} from mail.webhooks where state = 'queued' and next_at <= $1 order by next_at, id limit $2`,
      [now, limit],
    );
    return rows;
  }

  async message(webhook: Webhook): Promise<MessageWithRaw> {
    const { rows } = await this.#pool.query<MessageWithRaw>(`select ${MESSAGE_COLUMNS}, raw from mail.messages where id = $1`, [
      webhook.messageId,
    ]);
    const [message] = rows;
    if (!message) throw new Error(`webhook ${webhook.id} has no message`);
    return message;
  }

  async record(id: number, outcome: CallbackOutcome): Promise<void> {
    await this.#pool.query(
      "update mail.webhooks set state = $2, attempts = $3, next_at = $4, last_status = $5, last_error = $6 where id = $1",
      [id, outcome.state, outcome.attempts, outcome.nextAt, outcome.lastStatus, outcome.lastError],
    );
  }

  /** Puts a webhook back to the start of the queue, whatever became of it. False when the message never had one. */
  async requeue(messageId: string, now: Date): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      "update mail.webhooks set state = 'queued', attempts = 0, next_at = $2 where message_id::text = $1",
      [messageId, now],
    );
    return rowCount === 1;
  }

  async list(limit: number): Promise<Webhook[]> {
    const { rows } = await this.#pool.query<Webhook>(`select ${COLUMNS} from mail.webhooks order by id desc limit $1`, [limit]);
    return rows;
  }

  async counts(): Promise<Record<CallbackState, number>> {
    const { rows } = await this.#pool.query<{ state: CallbackState; count: number }>(
      "select state, count(*)::int as count from mail.webhooks group by state",
    );
    const counts = { queued: 0, delivered: 0, stopped: 0, exhausted: 0 };
    for (const { state, count } of rows) counts[state] = count;
    return counts;
  }
}

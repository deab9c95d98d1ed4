import { Client, type Pool } from "pg";

const RECONNECT_MS = 500;
const RETENTION = "3 days";
const SWEEP_MS = 3_600_000;

export type StoredMessage = { id: string; topic: string; event: string; payload: unknown; private: boolean };

/**
 * Follows committed rows of realtime.messages, in the order they were committed. The notification carries only the id (it holds at most
 * 8 kB); the row is read afterwards. Connects again after the database was away; what was broadcast meanwhile is lost, as it is hosted.
 */
export async function followMessages(
  { databaseUrl, db, log }: { databaseUrl: string; db: Pool; log(line: string): void },
  deliver: (message: StoredMessage) => void,
): Promise<{ close(): Promise<void> }> {
  let closed = false;
  let listener: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let waiting: string[] = [];
  let reading: Promise<void> | undefined;

  const sweep = () =>
    db
      .query(`delete from realtime.messages where inserted_at < now() - interval '${RETENTION}'`)
      .catch((error: Error) => log(error.message));
  await listen();
  await sweep();
  const sweeper = setInterval(sweep, SWEEP_MS);
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      clearInterval(sweeper);
      await listener?.end().catch(() => undefined);
      await reading;
    },
  };

  async function listen(): Promise<void> {
    const client = new Client({ connectionString: databaseUrl });
    client.on("error", () => undefined);
    client.on("end", () => {
      if (!closed) retry = setTimeout(() => void listenAgain(), RECONNECT_MS);
    });
    client.on("notification", ({ payload }) => {
      if (payload) waiting.push(payload);
      reading ??= readWaiting().finally(() => (reading = undefined));
    });
    await client.connect();
    await client.query("listen realtime_messages");
    listener = client;
  }

  async function listenAgain(): Promise<void> {
    await listen().catch(() => {
      if (!closed) retry = setTimeout(() => void listenAgain(), RECONNECT_MS);
    });
  }

  async function readWaiting(): Promise<void> {
    while (waiting.length > 0 && !closed) {
      const ids = waiting;
      waiting = [];
      try {
        const { rows } = await db.query<StoredMessage>(
          "select id, topic, event, payload, private from realtime.messages where id = any($1)",
          [ids],
        );
        const byId = new Map(rows.map((row) => [row.id, row]));
        for (const id of ids) {
          const row = byId.get(id);
          if (row) deliver(row);
        }
      } catch (error) {
        log(`realtime: ${ids.length} broadcasts lost: ${(error as Error).message}`);
      }
    }
  }
}

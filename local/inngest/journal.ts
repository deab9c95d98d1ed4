import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { SCHEMA_SQL } from "./schema.sql";

/** A row by column name, JSON-serializable; instants as ISO strings. */
export type Row = Record<string, unknown>;

type TableSpec = { key: readonly string[]; mutable: readonly string[] };

/** Column lists for the upserts. What is not mutable is written once: a run's events are not sent again with every change. */
const TABLES = {
  apps: { key: ["url"], mutable: ["functions", "synced_at"] },
  events: { key: ["id"], mutable: ["is_routed"] },
  runs: {
    key: ["id"],
    mutable: [
      "status",
      "call_attempt",
      "call_due_at",
      "version",
      "is_plan_only",
      "settled_steps",
      "output",
      "error",
      "started_at",
      "ended_at",
    ],
  },
  steps: {
    key: ["run_id", "id"],
    mutable: [
      "op",
      "status",
      "attempt",
      "call_attempt",
      "call_due_at",
      "due_at",
      "event_name",
      "expression",
      "child_run_id",
      "data",
      "error",
      "settled_order",
      "ended_at",
      "duration_ms",
    ],
  },
  dedupe: { key: ["key"], mutable: ["expires_at"] },
  throttles: { key: ["key"], mutable: ["arrival_at"] },
  crons: { key: ["key"], mutable: ["fired_at"] },
  batches: { key: ["key"], mutable: ["events", "due_at"] },
} satisfies Record<string, TableSpec>;
export type TableName = keyof typeof TABLES;

/** Tables whose rows are also removed; each has a single key column. */
export type RemovableTable = "apps" | "dedupe" | "batches";

export type Journal = {
  /** Marks a row as changed. `toRow` is read when the next write starts, so later changes of the same entity cost nothing. */
  put(table: TableName, key: string, toRow: () => Row): void;
  remove(table: RemovableTable, key: string): void;
  /** Resolves when everything marked so far is in Postgres; all of one synchronous block lands in one statement. */
  commit(): Promise<void>;
  /** Reads on the owning connection, before the first write. */
  query(sql: string): Promise<Row[]>;
  /** Writes what is marked and gives the schema up. */
  close(): Promise<void>;
};

type Options = { databaseUrl: string; log: (line: string) => void; onFatal: (error: Error) => void };

const LOCK_SQL = "select pg_try_advisory_lock(hashtext('agency-os'), hashtext('executor')) as locked";
const RETRY_MS = 50;
const NEVER = new Promise<never>(() => undefined);
/** SQLSTATE classes and codes after which the same statement may succeed on a new connection. */
const TRANSIENT = /^(08|53|57|40|25)...$/;
const NETWORK_ERROR = /^E[A-Z]+$/;

/**
 * Write-behind of the executor's memory. Memory changes in synchronous blocks; a write takes the rows those blocks marked and sends them
 * as one statement, so Postgres always holds a state the executor really was in. One process owns the schema: the connection that
 * writes also holds an advisory lock, and an epoch number stops an owner that lost its connection for too long. Commits are synchronous:
 * what a sender was told is accepted outlives kill -9 of Postgres, and many changes share one commit anyway.
 */
export async function openJournal({ databaseUrl, log, onFatal }: Options): Promise<Journal> {
  let client = await connectAsOwner(databaseUrl, log);
  await client.query(SCHEMA_SQL);
  const epoch = await takeEpoch(client);

  let dirty: Dirty = new Map();
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let isBroken = false;

  function mark(table: TableName, key: string, value: (() => Row) | null) {
    let rows = dirty.get(table);
    if (!rows) {
      rows = new Map();
      dirty.set(table, rows);
    }
    rows.set(key, value);
  }

  async function write() {
    const statement = buildStatement(dirty);
    dirty = new Map();
    if (!statement) return;
    for (;;) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        if (!isTransient(error)) throw error;
        log(`database write failed (${(error as Error).message}), reconnecting`);
        await client.end().catch(() => undefined);
        client = await reconnect(databaseUrl, epoch, log);
      }
    }
  }

  function startWriting(): Promise<void> {
    next = undefined;
    writing = write()
      .catch((error: Error) => {
        isBroken = true;
        onFatal(error);
        return NEVER;
      })
      .finally(() => {
        writing = undefined;
      });
    return writing;
  }

  function commit(): Promise<void> {
    if (isBroken) return NEVER;
    if (dirty.size > 0) next ??= (writing ?? Promise.resolve()).then(nextTurn).then(startWriting);
    return next ?? writing ?? Promise.resolve();
  }

  return {
    put: mark,
    remove: (table, key) => mark(table, key, null),
    commit,
    query: async (sql) => (await client.query<Row>(sql)).rows,
    async close() {
      if (!isBroken) await commit();
      isBroken = true;
      await client.end().catch(() => undefined);
    },
  };
}

/** Lets the blocks that are ready to run join the write. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function connectAsOwner(databaseUrl: string, log: (line: string) => void): Promise<pg.Client> {
  let hasSaidWaiting = false;
  for (;;) {
    const client = await connect(databaseUrl);
    for (;;) {
      const { rows } = await client.query<{ locked: boolean }>(LOCK_SQL).catch(() => ({ rows: [] }));
      if (rows[0]?.locked) return client;
      if (rows.length === 0) break;
      if (!hasSaidWaiting) log("another executor owns the schema; waiting for it to go");
      hasSaidWaiting = true;
      await delay(RETRY_MS);
    }
    await client.end().catch(() => undefined);
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: "inngest stand-in" });
    client.on("error", () => undefined); // the query that meets the broken connection reports it
    try {
      await client.connect();
      await client.query("set timezone = 'UTC'");
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (!isTransient(error)) throw error;
      await delay(RETRY_MS * Math.min(attempt + 1, 20));
    }
  }
}

async function takeEpoch(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ epoch: string }>("update executor.owner set epoch = epoch + 1 returning epoch");
  return String(rows[0]?.epoch);
}

async function reconnect(databaseUrl: string, epoch: string, log: (line: string) => void): Promise<pg.Client> {
  const client = await connectAsOwner(databaseUrl, log);
  const { rows } = await client.query<{ epoch: string }>("select epoch from executor.owner");
  if (String(rows[0]?.epoch) === epoch) return client;
  await client.end();
  throw new Error("another executor took the schema over while this one had lost its database connection");
}

function isTransient(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message: string };
  if (typeof code === "string") return TRANSIENT.test(code) || NETWORK_ERROR.test(code);
  return /connection|terminated|queryable|closed/i.test(message);
}

type Dirty = Map<TableName, Map<string, (() => Row) | null>>;

/** One statement for all marked rows; tables in fixed order, so that few distinct statements are prepared. */
function buildStatement(dirty: Dirty): pg.QueryConfig | undefined {
  const parts: string[] = [];
  const values: unknown[] = [];
  let name = "write";
  for (const [index, [table, { key, mutable }]] of Object.entries<TableSpec>(TABLES).entries()) {
    const entries = [...(dirty.get(table as TableName) ?? [])];
    const rows = entries.flatMap(([, toRow]) => (toRow ? [toRow()] : []));
    const removed = entries.flatMap(([rowKey, toRow]) => (toRow ? [] : [rowKey]));
    if (rows.length > 0) {
      name += ` ${index}`;
      values.push(toSafeJson(rows));
      const updates = mutable.map((column) => `${column} = excluded.${column}`).join(", ");
      const source = `select * from json_populate_recordset(null::executor.${table}, $${values.length}::json)`;
      parts.push(`put_${table} as (insert into executor.${table} ${source} on conflict (${key.join(", ")}) do update set ${updates})`);
    }
    if (removed.length > 0) {
      name += ` -${index}`;
      values.push(removed);
      parts.push(`cut_${table} as (delete from executor.${table} where ${key[0]} = any($${values.length}::text[]))`);
    }
  }
  return parts.length === 0 ? undefined : { name, text: `with ${parts.join(", ")} select 1`, values };
}

/** JSON without what Postgres cannot store: NUL characters and halves of surrogate pairs become the replacement character. */
function toSafeJson(value: unknown): string {
  return JSON.stringify(value).replace(/\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/g, (found) => (found === "\\\\" ? found : "\\ufffd"));
}

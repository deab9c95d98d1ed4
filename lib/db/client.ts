import "server-only";
import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import type { DB } from "@/lib/db/types.gen";
import { ConflictError } from "@/lib/errors";

/** A handle queries run on: a transaction as somebody, or (for single reads of the system) the pool itself. */
export type Db = Kysely<DB> | Transaction<DB>;

/** Supabase's limits (blueprint rule 19): 5 connections, bursting to 10 more, for one service. */
const POOL_MAXIMUM = 15;
const IDLE_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** What is not done in a sample workspace (private.refuse_in_sample). */
const IN_SAMPLE = "SW001";

const INT8 = 20;
const DATE = 1082;
pg.types.setTypeParser(INT8, Number);
pg.types.setTypeParser(DATE, (text) => text); // a calendar day, never an instant

/** A pool for one login role. `pg` sends unnamed statements, so it works through a transaction pooler as it is. */
export function connect(connectionString: string, { maximum = POOL_MAXIMUM }: { maximum?: number } = {}): Kysely<DB> {
  const pool = new pg.Pool({
    connectionString,
    max: maximum,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // An idle connection that the server closes (a restart) must not take the process with it; the next query reconnects.
  pool.on("error", () => undefined);
  // Nor one that ends between two statements of a transaction, of which only the connection itself tells; the next statement fails.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] });
}

/**
 * One transaction as a signed-in person: role `authenticated` with their claims, so row level security decides what exists.
 * `pool` connects as `app_member`, which has no rights before that.
 */
export function memberTransaction<T>(
  pool: Kysely<DB>,
  { userId, now }: { userId: string; now: Date },
  work: (db: Transaction<DB>) => Promise<T>,
): Promise<T> {
  const claims = JSON.stringify({ sub: userId, role: "authenticated" });
  return worded(
    pool.transaction().execute(async (db) => {
      await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true),
      set_config('app.now', ${now.toISOString()}, true)`.execute(db);
      return work(db);
    }),
  );
}

/** A refusal of the database's that is written for the person, as ours are. */
async function worded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === IN_SAMPLE) throw new ConflictError(error.message, { cause: error });
    throw error;
  }
}

/** One transaction of the product itself. It passes row level security, so every query in it names the client. */
export function systemTransaction<T>(pool: Kysely<DB>, { now }: { now: Date }, work: (db: Transaction<DB>) => Promise<T>): Promise<T> {
  return pool.transaction().execute(async (db) => {
    await sql`select set_config('app.now', ${now.toISOString()}, true)`.execute(db);
    return work(db);
  });
}

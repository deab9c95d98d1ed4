import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { inject } from "vitest";
import { connectionUrl } from "@/local/postgres/bootstrap";

declare module "vitest" {
  export interface ProvidedContext {
    /** The cluster that tests/support/postgres-setup.ts started; `hasMember` once the migrations create `app_member`. */
    postgres: { superuserUrl: string; hasMember: boolean };
  }
}

/** The migrated database that every test database is a copy of. */
export const TEMPLATE_DATABASE = "agency_template";

export type TestDatabase = {
  /** As `supabase_admin`, who may do anything: for arranging and for looking behind RLS. */
  superuserUrl: string;
  /** As `postgres`, as migrations and background work connect. */
  systemUrl: string;
  /** As `app_member`, as the app connects for signed-in people. Fails to connect while the migrations do not create that role. */
  memberUrl: string;
  /** An empty database, for the state of stand-ins. */
  localUrl: string;
  /** Deletes both databases, cutting connections that are still open after a second. */
  drop(): Promise<void>;
};

/**
 * A migrated database of its own for one test file, cloned in about 30 ms. Call it in `beforeAll`, `drop` it in `afterAll`.
 * Works in the `postgres` project only.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { superuserUrl } = inject("postgres");
  const database = `test_${randomBytes(6).toString("hex")}`;
  const local = `${database}_local`;
  // file_copy is the fast strategy with fsync off; the default writes every page to the WAL.
  await runAsAdmin(
    superuserUrl,
    `create database ${database} template ${TEMPLATE_DATABASE} owner postgres strategy file_copy`,
    `create database ${local} template template0 owner postgres strategy file_copy`,
  );
  return {
    superuserUrl: connectionUrl(superuserUrl, { database }),
    systemUrl: connectionUrl(superuserUrl, { database, role: "postgres" }),
    memberUrl: connectionUrl(superuserUrl, { database, role: "app_member" }),
    localUrl: connectionUrl(superuserUrl, { database: local, role: "postgres" }),
    drop: () => dropDatabases(superuserUrl, database, local),
  };
}

/** Drops databases. Waits up to a second for their connections to go, then cuts what is left. */
export async function dropDatabases(superuserUrl: string, ...databases: string[]): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    // pg's `end()` resolves before the server has noticed; a connection cut in that moment throws into whatever test runs next.
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { rowCount } = await client.query("select from pg_stat_activity where datname = any($1)", [databases]);
      if (!rowCount) break;
      await sleep(10);
    }
    for (const database of databases) await client.query(`drop database ${database} with (force)`);
  } finally {
    await client.end();
  }
}

/** Runs statements one by one outside a transaction, which `create database` needs. */
export async function runAsAdmin(superuserUrl: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

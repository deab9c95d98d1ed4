import { readFileSync } from "node:fs";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { LOCAL_PASSWORD } from "./server";

const SCRIPTS = ["schemas", "auth", "realtime"];
const LOCK_KEY = 20_260_101;

/**
 * Makes a database what Supabase hands over before the first migration: roles, schemas, default privileges, `auth` and `realtime`.
 * Creates the database (owned by `postgres`) when it is missing. Safe to repeat.
 * @param superuserUrl as `supabase_admin`, on any database of the cluster
 * @returns the URL of that database as role `postgres`, which applies migrations and runs background work
 */
export async function bootstrapSupabase(superuserUrl: string, { database }: { database: string }): Promise<{ systemUrl: string }> {
  await withClient(superuserUrl, async (client) => {
    // Roles and databases belong to the cluster, so two programs starting at once would trip over each other.
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    await client.query(readScript("roles"));
    await client.query(`alter role postgres password ${escapeLiteral(LOCAL_PASSWORD)}`);
    await client.query(`alter role authenticator password ${escapeLiteral(LOCAL_PASSWORD)}`);
    await client.query(`alter role supabase_auth_admin password ${escapeLiteral(LOCAL_PASSWORD)}`);
    await ensureDatabase(client, database);
  });
  await withClient(connectionUrl(superuserUrl, { database }), async (client) => {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    for (const name of SCRIPTS) await client.query(readScript(name));
  });
  return { systemUrl: connectionUrl(superuserUrl, { database, role: "postgres" }) };
}

/** Creates a database owned by `postgres` unless it exists; `local`, for the state of the stand-ins, is made with this alone. */
export async function createDatabase(superuserUrl: string, database: string): Promise<{ systemUrl: string }> {
  await withClient(superuserUrl, async (client) => {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    await ensureDatabase(client, database);
  });
  return { systemUrl: connectionUrl(superuserUrl, { database, role: "postgres" }) };
}

/**
 * Lets the member role of our migrations log in; hosted, this is a step of the deployment.
 * @returns false when the migrations have not made `app_member` yet
 */
export async function enableMemberLogin(superuserUrl: string, password: string): Promise<boolean> {
  return withClient(superuserUrl, async (client) => {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    const { rowCount } = await client.query("select from pg_roles where rolname = 'app_member'");
    if (!rowCount) return false;
    await client.query(`alter role app_member login password ${escapeLiteral(password)}`);
    return true;
  });
}

/** The same server, as another role or on another database. Passwords of local roles are all `LOCAL_PASSWORD` unless given. */
export function connectionUrl(url: string, change: { database?: string; role?: string; password?: string }): string {
  const changed = new URL(url);
  if (change.database) changed.pathname = `/${change.database}`;
  if (change.role) {
    changed.username = change.role;
    changed.password = change.password ?? LOCAL_PASSWORD;
  }
  return changed.href;
}

async function ensureDatabase(client: Client, database: string): Promise<void> {
  const { rows } = await client.query<{ owner: string }>("select pg_get_userbyid(datdba) as owner from pg_database where datname = $1", [
    database,
  ]);
  // template0, because nothing may be connected to the template, and autovacuum visits template1.
  if (!rows[0]) await client.query(`create database ${escapeIdentifier(database)} owner postgres template template0`);
  else if (rows[0].owner !== "postgres") await client.query(`alter database ${escapeIdentifier(database)} owner to postgres`);
}

function readScript(name: string): string {
  return readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), "utf8");
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

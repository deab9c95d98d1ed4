import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, DatabaseError } from "pg";
import { lineAt, type SqlStatement, splitSql } from "./split-sql";

const LOCK_KEY = 20_260_102;
const FILE_NAME = /^(\d+)_(.+)\.sql$/;

type Migration = { file: string; version: string; name: string };

/** A migration that failed: which file, which line, and the statement itself. */
export class MigrationError extends Error {
  readonly file: string;
  readonly line: number;
  readonly statement: string;

  constructor(place: { file: string; line: number; statement: string }, cause: DatabaseError) {
    const notes = [cause.detail, cause.hint, cause.where].filter(Boolean).map((note) => `\n  ${note}`);
    super(`${place.file}:${place.line}: ${cause.message}${notes.join("")}\n\n${abridge(place.statement)}`, { cause });
    this.name = "MigrationError";
    this.file = place.file;
    this.line = place.line;
    this.statement = place.statement;
  }
}

/**
 * Applies every `<version>_<name>.sql` that is not recorded yet, oldest first, each in a transaction of its own, and records it in
 * `supabase_migrations.schema_migrations` the way the Supabase CLI does, so that either can continue the other's work.
 * @param url as role `postgres`, on a database that `bootstrapSupabase` prepared
 * @returns the versions applied now
 * @throws MigrationError when a statement fails; Error when the database holds a version the folder does not
 */
export async function applyMigrations(
  url: string,
  dir = fileURLToPath(new URL("../../supabase/migrations", import.meta.url)),
): Promise<string[]> {
  const migrations = listMigrations(dir);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    const { rows } = await client.query<{ version: string }>("select version from supabase_migrations.schema_migrations order by version");
    const applied = new Set(rows.map((row) => row.version));
    const unknown = [...applied].filter((version) => !migrations.some((migration) => migration.version === version));
    if (unknown.length > 0) {
      throw new Error(
        `The database has migrations that ${dir} does not: ${unknown.join(", ")}. Bring the files back, or start with an empty database.`,
      );
    }
    const pending = migrations.filter((migration) => !applied.has(migration.version));
    for (const migration of pending) await applyMigration(client, migration);
    return pending.map((migration) => migration.version);
  } finally {
    await client.end();
  }
}

function listMigrations(dir: string): Migration[] {
  const files = existsSync(dir) ? readdirSync(dir).sort() : [];
  const migrations = files.flatMap((file) => {
    const [, version, name] = FILE_NAME.exec(file) ?? [];
    return version && name ? [{ file: join(dir, file), version, name }] : [];
  });
  const repeated = migrations.find((migration, at) => migrations[at - 1]?.version === migration.version);
  if (repeated) throw new Error(`Two migrations have version ${repeated.version}; the second is ${repeated.file}.`);
  return migrations;
}

async function applyMigration(client: Client, { file, version, name }: Migration): Promise<void> {
  const script = readFileSync(file, "utf8");
  const statements = splitSql(script);
  await client.query("begin");
  try {
    for (const statement of statements) await runStatement(client, file, statement);
    const texts = statements.map((statement) => statement.text);
    await client.query("insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)", [
      version,
      name,
      texts,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    // A file may change settings of the session (search_path, check_function_bodies); the next one starts clean.
    await client.query("reset all");
  }
}

async function runStatement(client: Client, file: string, { text, line }: SqlStatement): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const offset = error.position ? lineAt(text, Number(error.position) - 1) - 1 : 0;
    throw new MigrationError({ file, line: line + offset, statement: text }, error);
  }
}

function abridge(statement: string): string {
  const lines = statement.split("\n");
  return lines.length <= 20 ? statement : [...lines.slice(0, 20), `… ${lines.length - 20} more lines`].join("\n");
}

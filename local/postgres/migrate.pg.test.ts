import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { dropDatabases } from "@/tests/support/test-database";
import { bootstrapSupabase, connectionUrl } from "./bootstrap";
import { applyMigrations } from "./migrate";

const superuserUrl = inject("postgres").superuserUrl;
const databases: string[] = [];
let admin: Client;

beforeAll(async () => {
  admin = new Client({ connectionString: superuserUrl });
  await admin.connect();
});
afterAll(async () => {
  await dropDatabases(superuserUrl, ...databases);
  await admin.end();
});

test("each file is applied once, oldest first, and recorded as the Supabase CLI records it", async () => {
  const { systemUrl, query } = await emptyProject();
  const dir = folderOf({
    "20260102000000_second.sql": "insert into public.notes values ('from; the second');",
    "20260101000000_first.sql": "-- notes\ncreate table public.notes (body text);\nset search_path = '';",
    "README.md": "not a migration",
  });

  expect(await applyMigrations(systemUrl, dir)).toEqual(["20260101000000", "20260102000000"]);
  expect(await applyMigrations(systemUrl, dir)).toEqual([]);

  expect(await query("select body from public.notes")).toEqual([{ body: "from; the second" }]);
  expect(await query("select version, name, statements from supabase_migrations.schema_migrations order by version")).toEqual([
    { version: "20260101000000", name: "first", statements: ["create table public.notes (body text)", "set search_path = ''"] },
    { version: "20260102000000", name: "second", statements: ["insert into public.notes values ('from; the second')"] },
  ]);
});

test("a failing file names its place and leaves nothing behind, and can be applied once it is right", async () => {
  const { systemUrl, query } = await emptyProject();
  const dir = folderOf({
    "1_good.sql": "create table public.kept ();",
    "2_bad.sql": "create table public.gone ();\n\nselect 1,\n  no_such_column;\n",
  });

  await expect(applyMigrations(systemUrl, dir)).rejects.toMatchObject({
    name: "MigrationError",
    file: join(dir, "2_bad.sql"),
    line: 4,
    statement: "select 1,\n  no_such_column",
    message: expect.stringMatching(/2_bad\.sql:4: column "no_such_column" does not exist/),
  });
  expect(await query("select to_regclass('public.kept') is not null as kept, to_regclass('public.gone') is not null as gone")).toEqual([
    { kept: true, gone: false },
  ]);

  writeFileSync(join(dir, "2_bad.sql"), "create table public.gone ();");
  expect(await applyMigrations(systemUrl, dir)).toEqual(["2"]);
});

test("two programs that migrate at once apply each file once", async () => {
  const { systemUrl, query } = await emptyProject();
  const dir = folderOf({ "1_notes.sql": "create table public.notes (n int); insert into public.notes values (1);" });

  const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(systemUrl, dir)));

  expect(applied.flat()).toEqual(["1"]);
  expect(await query("select count(*)::int as rows from public.notes")).toEqual([{ rows: 1 }]);
});

test("a database that is ahead of the folder is refused", async () => {
  const { systemUrl } = await emptyProject();
  await applyMigrations(systemUrl, folderOf({ "1_a.sql": "select 1;", "2_b.sql": "select 1;" }));

  await expect(applyMigrations(systemUrl, folderOf({ "1_a.sql": "select 1;" }))).rejects.toThrow("migrations that");
});

test("`postgres` has what hosted gives it: trusted extensions, policies on realtime.messages, triggers on auth.users, roles with API roles", async () => {
  const { systemUrl, query } = await emptyProject();
  const dir = folderOf({
    "1_hosted.sql": `
      create extension citext with schema extensions;
      create extension pg_trgm with schema extensions;
      create role migration_probe nologin noinherit;
      grant authenticated to migration_probe;
      create table public.profiles (id uuid primary key references auth.users (id) on delete cascade);
      create function public.on_sign_up() returns trigger language plpgsql security definer set search_path = '' as $$
        begin insert into public.profiles values (new.id); return new; end $$;
      create trigger on_sign_up after insert on auth.users for each row execute function public.on_sign_up();
      create policy hear on realtime.messages for select to authenticated using (realtime.topic() = 'x');`,
  });
  onTestFinished(async () => void (await admin.query("drop role migration_probe")));

  await applyMigrations(systemUrl, dir);

  expect(await query("select rolsuper, rolbypassrls from pg_roles where rolname = 'postgres'")).toEqual([
    { rolsuper: false, rolbypassrls: true },
  ]);
  expect(await query("select has_table_privilege('anon', 'public.profiles', 'insert') as opened")).toEqual([{ opened: true }]);
});

test("realtime.send adds the id, keeps to row-level security and never fails the caller", async () => {
  const { query } = await emptyProject();

  await query("select realtime.send('{\"n\": 1}', 'changed', 'room:1')");
  await query("select realtime.send('[1]', 'changed', 'room:1')");
  await query("begin; set local role authenticated; select realtime.send('{\"n\": 2}', 'changed', 'room:1'); commit");

  expect(
    await query(
      "select payload ->> 'n' as n, payload ->> 'id' = id::text as has_id, event, topic, private, extension from realtime.messages",
    ),
  ).toEqual([{ n: "1", has_id: true, event: "changed", topic: "room:1", private: true, extension: "broadcast" }]);
});

test("a policy sees who asks", async () => {
  const { query } = await emptyProject();
  const claims = { sub: "5b6a3a0e-8f0e-4a55-9d3a-6a1f3f1f9d01", role: "authenticated", email: "ada@example.com" };

  const rows = await query(`select set_config('request.jwt.claims', '${JSON.stringify(claims)}', false);
    select auth.uid(), auth.role(), auth.email(), auth.jwt() ->> 'sub' as sub`);

  expect(rows).toEqual([{ uid: claims.sub, role: "authenticated", email: "ada@example.com", sub: claims.sub }]);
});

async function emptyProject() {
  const database = `migrate_${process.pid}_${databases.length}`;
  databases.push(database);
  await bootstrapSupabase(superuserUrl, { database });
  const { systemUrl } = await bootstrapSupabase(superuserUrl, { database });
  return { systemUrl, query: (text: string) => queryAsAdmin(connectionUrl(superuserUrl, { database }), text) };
}

async function queryAsAdmin(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query(text);
    return (Array.isArray(result) ? result.at(-1) : result).rows;
  } finally {
    await client.end();
  }
}

function folderOf(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), "agency-os-migrations-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { Ctx } from "@/lib/context";
import { connect, memberTransaction, systemTransaction } from "@/lib/db/client";
import { findImportJob } from "@/lib/db/queries/imports";
import type { ColumnMapping } from "@/lib/domain/lead-import";
import { finishImport } from "@/lib/engines/imports/finish-import";
import { importChunk } from "@/lib/engines/imports/import-chunk";
import { receiveUpload } from "@/lib/engines/imports/receive-upload";
import { startImport } from "@/lib/engines/imports/start-import";
import { bootstrapSupabase, connectionUrl, enableMemberLogin } from "@/local/postgres/bootstrap";
import { applyMigrations } from "@/local/postgres/migrate";
import { LOCAL_PASSWORD, removePostgres, startPostgres } from "@/local/postgres/server";
import { inPieces, leadFile } from "@/tests/support/lead-file";

/**
 * A lead file from bytes to leads with consent, against bare `COPY` of the rows that come out, into tables with the same columns and indexes.
 * Prints one line of JSON. `node scripts/node24.mjs bench/import.ts [rows]`
 */
const rows = Number(process.argv[2] ?? 50_000);
const now = new Date("2026-03-03T23:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "agency-os-bench-"));
chmodSync(folder, 0o777); // COPY writes as the server's own user
const dataDir = join(folder, "data");
const server = await startPostgres({ dataDir, port: 0, fsync: false });
try {
  const { systemUrl } = await bootstrapSupabase(server.superuserUrl, { database: "bench" });
  await applyMigrations(systemUrl);
  await enableMemberLogin(server.superuserUrl, LOCAL_PASSWORD);
  const admin = new Client({ connectionString: connectionUrl(server.superuserUrl, { database: "bench" }) });
  await admin.connect();
  const result = await measure(admin, systemUrl);
  await admin.end();
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await server.close();
  await removePostgres(dataDir);
  rmSync(folder, { recursive: true, force: true });
}

async function measure(admin: Client, systemUrl: string) {
  const { text, truth } = leadFile(rows);
  const system = connect(systemUrl, { maximum: 2 });
  const member = connect(connectionUrl(systemUrl, { role: "app_member", password: LOCAL_PASSWORD }), { maximum: 2 });
  const userId = await signUp(admin);
  const { clientId } = await system.selectFrom("memberships").select("clientId").executeTakeFirstOrThrow();
  const memberCtx: Ctx = {
    clientId,
    actor: { kind: "user", userId, role: "owner" },
    now,
    tx: (work) => memberTransaction(member, { userId, now }, work),
  };
  const systemCtx: Ctx = { clientId, actor: { kind: "system" }, now, tx: (work) => systemTransaction(system, { now }, work) };

  const begun = performance.now();
  const importJobId = await receiveUpload(memberCtx, { fileName: "bench.csv", bytes: inPieces(text) });
  const uploaded = performance.now();
  const job = await findImportJob(system, { clientId, importJobId });
  await startImport(memberCtx, { importJobId, mapping: job?.mapping as ColumnMapping });
  for (let chunkNumber = 1; chunkNumber <= (job?.chunksTotal ?? 0); chunkNumber += 1) {
    await importChunk(systemCtx, { importJobId, chunkNumber, suppression: { pepper: "a pepper for benches" } });
  }
  await finishImport(systemCtx, { importJobId });
  const imported = performance.now();
  await Promise.all([system.destroy(), member.destroy()]);

  const copyMs = (await copyBare(admin, "leads")) + (await copyBare(admin, "consent_bases"));
  const importMs = imported - uploaded;
  return {
    rows,
    leads: truth.added,
    uploadMs: Math.round(uploaded - begun),
    importMs: Math.round(importMs),
    rowsPerSecond: Math.round((rows / importMs) * 1000),
    copyMs: Math.round(copyMs),
    shareOfCopy: Number((copyMs / importMs).toFixed(3)),
  };
}

/** How long `COPY` takes for what is in a table, into an empty one like it. */
async function copyBare(admin: Client, table: "leads" | "consent_bases"): Promise<number> {
  const file = join(folder, `${table}.csv`);
  await admin.query(`copy public.${table} to '${file}'`);
  await admin.query(`create table bare_${table} (like public.${table} including all)`);
  const begun = performance.now();
  await admin.query(`copy bare_${table} from '${file}'`);
  return performance.now() - begun;
}

async function signUp(admin: Client): Promise<string> {
  const { rows: users } = await admin.query<{ id: string }>(
    "insert into auth.users (id, email, aud, role, raw_user_meta_data, created_at, updated_at) values (gen_random_uuid(), 'owner@bench.example', 'authenticated', 'authenticated', '{}', now(), now()) returning id",
  );
  const id = users[0]?.id;
  if (!id) throw new Error("nobody signed up");
  return id;
}

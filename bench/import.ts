import { join } from "node:path";
import { Client } from "pg";
import { type BenchWorld, withBenchWorld } from "@/bench/support/bench-world";
import { findImportJob } from "@/lib/db/queries/imports";
import type { ColumnMapping } from "@/lib/domain/lead-import";
import { finishImport } from "@/lib/engines/imports/finish-import";
import { importChunk } from "@/lib/engines/imports/import-chunk";
import { receiveUpload } from "@/lib/engines/imports/receive-upload";
import { startImport } from "@/lib/engines/imports/start-import";
import { signUp } from "@/tests/support/factories";
import { inPieces, leadFile } from "@/tests/support/lead-file";

const now = new Date("2026-03-03T23:00:00Z");

/**
 * A lead file from bytes to leads with consent, against bare `COPY` of the rows that come out, into tables with the same columns and indexes.
 * Prints one line of JSON.
 * @param args how many rows, 50,000 unless told otherwise
 */
export async function benchImport([rows = "50000"]: string[]): Promise<void> {
  await withBenchWorld({ fsync: false }, async (world) => {
    const admin = new Client({ connectionString: world.superuserUrl });
    await admin.connect();
    const figures = await measure(world, admin, Number(rows));
    await admin.end();
    process.stdout.write(`${JSON.stringify({ bench: "import", ...figures })}\n`);
  });
}

async function measure(world: BenchWorld, admin: Client, rows: number) {
  const { text, truth } = leadFile(rows);
  const { userId, clientId } = await signUp(world);
  const memberCtx = world.memberCtx(clientId, userId, "owner", now);
  const systemCtx = world.systemCtx(clientId, now);

  const begun = performance.now();
  const importJobId = await receiveUpload(memberCtx, { fileName: "bench.csv", bytes: inPieces(text) });
  const uploaded = performance.now();
  const job = await findImportJob(world.system, { clientId, importJobId });
  await startImport(memberCtx, { importJobId, mapping: job?.mapping as ColumnMapping });
  for (let chunkNumber = 1; chunkNumber <= (job?.chunksTotal ?? 0); chunkNumber += 1) {
    await importChunk(systemCtx, { importJobId, chunkNumber, suppression: { pepper: "a pepper for benches" } });
  }
  await finishImport(systemCtx, { importJobId });
  const imported = performance.now();

  const copyMs = (await copyBare(world, admin, "leads")) + (await copyBare(world, admin, "consent_bases"));
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
async function copyBare({ folder }: BenchWorld, admin: Client, table: "leads" | "consent_bases"): Promise<number> {
  const file = join(folder, `${table}.csv`);
  await admin.query(`copy public.${table} to '${file}'`);
  await admin.query(`create table bare_${table} (like public.${table} including all)`);
  const begun = performance.now();
  await admin.query(`copy bare_${table} from '${file}'`);
  return performance.now() - begun;
}

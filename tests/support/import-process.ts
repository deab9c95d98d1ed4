import { connect, memberTransaction, systemTransaction } from "@/lib/db/client";
import { findImportJob } from "@/lib/db/queries/imports";
import type { ColumnMapping } from "@/lib/domain/lead-import";
import { finishImport } from "@/lib/engines/imports/finish-import";
import { importChunk } from "@/lib/engines/imports/import-chunk";
import { startImport } from "@/lib/engines/imports/start-import";
import { startUploadServer } from "@/tests/support/upload-server";

/**
 * A process of its own that takes uploads and imports them, so that its memory can be measured. Speaks lines of JSON: says `{url}` when it
 * listens, imports the job whose id it is told on standard input, and answers `{job, peakRssMb}`.
 */
const [systemUrl = "", memberUrl = "", clientId = "", userId = ""] = process.argv.slice(2);
const system = connect(systemUrl, { maximum: 3 });
const member = connect(memberUrl, { maximum: 3 });
const now = new Date("2026-03-03T23:00:00Z");
const suppression = { pepper: "a pepper for tests" };
const memberCtx = {
  clientId,
  actor: { kind: "user", userId, role: "owner" } as const,
  now,
  tx: <T>(work: Parameters<typeof memberTransaction<T>>[2]) => memberTransaction(member, { userId, now }, work),
};
const systemCtx = {
  clientId,
  actor: { kind: "system" } as const,
  now,
  tx: <T>(work: Parameters<typeof systemTransaction<T>>[2]) => systemTransaction(system, { now }, work),
};

const server = await startUploadServer(memberCtx);
say({ url: server.url });
for await (const line of process.stdin.setEncoding("utf8")) {
  const importJobId = String(line).trim();
  if (importJobId) await run(importJobId);
  say({ job: importJobId ? await jobOf(importJobId) : null, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) });
}
await server.close();
await Promise.all([system.destroy(), member.destroy()]);

async function run(importJobId: string): Promise<void> {
  const { mapping, chunksTotal } = await jobOf(importJobId);
  await startImport(memberCtx, { importJobId, mapping: mapping as ColumnMapping });
  for (let chunkNumber = 1; chunkNumber <= chunksTotal; chunkNumber += 1) {
    await importChunk(systemCtx, { importJobId, chunkNumber, suppression });
  }
  await finishImport(systemCtx, { importJobId });
}

async function jobOf(importJobId: string) {
  const job = await findImportJob(system, { clientId, importJobId });
  if (!job) throw new Error(`no import ${importJobId}`);
  return job;
}

function say(message: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

import "server-only";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Db } from "@/lib/db/client";
import type { ImportJob as ImportJobTable, ImportReject } from "@/lib/db/types.gen";

export type ImportJob = Selectable<ImportJobTable>;

type JobOfClient = { clientId: string; importJobId: string };

/** @returns the new job's id */
export async function insertImportJob(
  db: Db,
  row: Pick<Insertable<ImportJobTable>, "clientId" | "fileName" | "createdBy" | "createdAt">,
): Promise<string> {
  const { id } = await db
    .insertInto("importJobs")
    .values({ ...row, fileSha256: "" })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Undefined when the client has no such import. */
export function findImportJob(db: Db, { clientId, importJobId }: JobOfClient): Promise<ImportJob | undefined> {
  return db.selectFrom("importJobs").selectAll().where("clientId", "=", clientId).where("id", "=", importJobId).executeTakeFirst();
}

/** The same, held until the transaction ends: what changes an import waits for whoever is changing it. */
export function lockImportJob(db: Db, { clientId, importJobId }: JobOfClient): Promise<ImportJob | undefined> {
  return db
    .selectFrom("importJobs")
    .selectAll()
    .where("clientId", "=", clientId)
    .where("id", "=", importJobId)
    .forUpdate()
    .executeTakeFirst();
}

/** The client's imports, newest first. */
export function listImportJobs(db: Db, { clientId, limit }: { clientId: string; limit: number }): Promise<ImportJob[]> {
  return db.selectFrom("importJobs").selectAll().where("clientId", "=", clientId).orderBy("createdAt", "desc").limit(limit).execute();
}

export async function updateImportJob(db: Db, { clientId, importJobId }: JobOfClient, change: Updateable<ImportJobTable>): Promise<void> {
  await db.updateTable("importJobs").set(change).where("clientId", "=", clientId).where("id", "=", importJobId).execute();
}

/** Ends uploads that were begun before `before` and never completed: their process is gone. */
export async function failAbandonedUploads(
  db: Db,
  { clientId, before, error }: { clientId: string; before: Date; error: string },
): Promise<void> {
  await db
    .updateTable("importJobs")
    .set({ status: "failed", error })
    .where("clientId", "=", clientId)
    .where("status", "=", "uploading")
    .where("createdAt", "<", before)
    .execute();
}

/** A row under the header as it was uploaded; `row` 1 is the first. */
export type ImportRow = { row: number; cells: string[] };

export async function insertImportChunk(
  db: Db,
  { clientId, importJobId, chunkNumber, rows }: JobOfClient & { chunkNumber: number; rows: readonly ImportRow[] },
): Promise<void> {
  await db
    .insertInto("private.importChunks")
    .values({ clientId, importJobId, chunkNumber, firstRow: rows[0]?.row ?? 0, rows: JSON.stringify(rows) })
    .execute();
}

/** The rows of a chunk that is still to be done; undefined when it is done or does not exist. */
export async function findOpenImportChunk(
  db: Db,
  { clientId, importJobId, chunkNumber }: JobOfClient & { chunkNumber: number },
): Promise<ImportRow[] | undefined> {
  const chunk = await db
    .selectFrom("private.importChunks")
    .select("rows")
    .where("clientId", "=", clientId)
    .where("importJobId", "=", importJobId)
    .where("chunkNumber", "=", chunkNumber)
    .where("doneAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  return chunk?.rows as ImportRow[] | undefined;
}

export async function completeImportChunk(
  db: Db,
  { clientId, importJobId, chunkNumber, now }: JobOfClient & { chunkNumber: number; now: Date },
) {
  await db
    .updateTable("private.importChunks")
    .set({ doneAt: now })
    .where("clientId", "=", clientId)
    .where("importJobId", "=", importJobId)
    .where("chunkNumber", "=", chunkNumber)
    .execute();
}

export async function countOpenImportChunks(db: Db, { clientId, importJobId }: JobOfClient): Promise<number> {
  const { open } = await db
    .selectFrom("private.importChunks")
    .select((eb) => eb.fn.countAll<number>().as("open"))
    .where("clientId", "=", clientId)
    .where("importJobId", "=", importJobId)
    .where("doneAt", "is", null)
    .executeTakeFirstOrThrow();
  return open;
}

export type NewReject = { row: number; cells: readonly string[]; kind: "invalid" | "suppressed" | "duplicate"; reason: string };

export async function insertImportRejects(db: Db, { clientId, importJobId }: JobOfClient, rejects: readonly NewReject[]): Promise<void> {
  if (rejects.length === 0) return;
  await sql`
    insert into public.import_rejects (client_id, import_job_id, row_number, columns, kind, reason)
    select ${clientId}, ${importJobId}, r.row, r.cells, r.kind, r.reason
    from jsonb_to_recordset(${JSON.stringify(rejects)}::jsonb) as r (row integer, cells jsonb, kind text, reason text)
  `.execute(db);
}

/** Rows that did not become leads, in file order, from after `afterRow`. */
export function listImportRejects(
  db: Db,
  { clientId, importJobId, afterRow, limit }: JobOfClient & { afterRow: number; limit: number },
): Promise<Pick<Selectable<ImportReject>, "rowNumber" | "columns" | "reason">[]> {
  return db
    .selectFrom("importRejects")
    .select(["rowNumber", "columns", "reason"])
    .where("clientId", "=", clientId)
    .where("importJobId", "=", importJobId)
    .where("rowNumber", ">", afterRow)
    .orderBy("rowNumber")
    .limit(limit)
    .execute();
}

export async function insertImportNotification(
  db: Db,
  row: { clientId: string; userId: string | null; title: string; body: string; href: string },
): Promise<void> {
  await db
    .insertInto("notifications")
    .values({ ...row, kind: "import" })
    .execute();
}

/** Undefined when the client has no such living campaign. */
export function findImportCampaign(db: Db, { clientId, campaignId }: { clientId: string; campaignId: string }) {
  return db
    .selectFrom("campaigns")
    .select(["id", "status"])
    .where("clientId", "=", clientId)
    .where("id", "=", campaignId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
}

export async function getClientTimezone(db: Db, clientId: string): Promise<string> {
  const { timezone } = await db.selectFrom("clients").select("timezone").where("id", "=", clientId).executeTakeFirstOrThrow();
  return timezone;
}

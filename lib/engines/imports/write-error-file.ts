import "server-only";
import { stringify } from "csv-stringify/sync";
import { type Ctx, requireRole } from "@/lib/context";
import { findImportJob, listImportRejects } from "@/lib/db/queries/imports";
import { formulaSafe } from "@/lib/engines/imports/formula-safe";
import { NotFoundError } from "@/lib/errors";

const PAGE = 1000;
const BYTE_ORDER_MARK = "\ufeff"; // without it Excel takes the file for the local 8-bit encoding

/**
 * The rows that did not become leads, as a CSV file: the columns as they were uploaded, then `reason`. Written page by page. Cells that a
 * spreadsheet would run as a formula get an apostrophe in front (SE-53). Throws NotFoundError, on the first piece, for another client's import.
 */
export async function* writeErrorFile(ctx: Ctx, { importJobId }: { importJobId: string }): AsyncGenerator<string> {
  requireRole(ctx, "viewer");
  const scope = { clientId: ctx.clientId, importJobId };
  const job = await ctx.tx((db) => findImportJob(db, scope));
  if (!job) throw new NotFoundError("There is no such import.");
  const header = job.header as string[];
  yield BYTE_ORDER_MARK + line([...header, "reason"]);

  let afterRow = 0;
  for (;;) {
    const page = await ctx.tx((db) => listImportRejects(db, { ...scope, afterRow, limit: PAGE }));
    if (page.length === 0) return;
    yield page.map(({ columns, reason }) => line([...padded(columns as string[], header.length), reason])).join("");
    afterRow = page.at(-1)?.rowNumber ?? afterRow;
  }
}

/** A row with more values than the file has columns keeps them all before its reason, the last ones joined. */
function padded(cells: readonly string[], length: number): string[] {
  const kept = cells.slice(0, length);
  const extra = cells.slice(length).filter(Boolean);
  if (extra.length > 0) kept[length - 1] = [kept[length - 1], ...extra].join(",");
  return [...kept, ...Array.from({ length: length - kept.length }, () => "")];
}

function line(cells: readonly string[]): string {
  return stringify([cells.map(formulaSafe)], { record_delimiter: "\r\n" });
}

import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { type ImportRow, insertImportChunk } from "@/lib/db/queries/imports";

/** Stores one chunk of an upload, so that the file is never held in memory. */
export async function appendImportRows(
  ctx: Ctx,
  input: { importJobId: string; chunkNumber: number; rows: readonly ImportRow[] },
): Promise<void> {
  requireRole(ctx, "member");
  await ctx.tx((db) => insertImportChunk(db, { clientId: ctx.clientId, ...input }));
}

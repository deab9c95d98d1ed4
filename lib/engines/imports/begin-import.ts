import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { failAbandonedUploads, insertImportJob } from "@/lib/db/queries/imports";

const ABANDONED_AFTER_MS = 60 * 60 * 1000;
const MAX_NAME = 200;

/** Opens an import for a file that starts to arrive, and closes uploads whose process died. @returns the id of the import */
export async function beginImport(ctx: Ctx, { fileName }: { fileName: string }): Promise<string> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    await failAbandonedUploads(db, {
      clientId: ctx.clientId,
      before: new Date(ctx.now.getTime() - ABANDONED_AFTER_MS),
      error: "The upload was interrupted. Nothing was imported; upload the file again.",
    });
    return insertImportJob(db, {
      clientId: ctx.clientId,
      fileName: fileName.replace(/\p{Cc}/gu, "").slice(0, MAX_NAME) || "leads.csv",
      createdBy: actingUserId(ctx),
      createdAt: ctx.now,
    });
  });
}

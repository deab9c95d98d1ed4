import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { lockImportJob, updateImportJob } from "@/lib/db/queries/imports";
import type { ImportNotices } from "@/lib/domain/lead-import";
import { suggestMapping } from "@/lib/engines/imports/suggest-mapping";
import { ConflictError } from "@/lib/errors";

type Upload = {
  importJobId: string;
  sha256: string;
  byteCount: number;
  header: readonly string[];
  preview: readonly (readonly string[])[];
  rowsTotal: number;
  chunksTotal: number;
  notices: ImportNotices;
};

/** The file is complete: records what it is and which columns its fields are most likely read from. */
export async function finishUpload(ctx: Ctx, { importJobId, header, preview, notices, sha256, ...counts }: Upload): Promise<void> {
  requireRole(ctx, "member");
  await ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, importJobId };
    const job = await lockImportJob(db, scope);
    if (job?.status !== "uploading") throw new ConflictError("This upload was ended elsewhere. Upload the file again.");
    await updateImportJob(db, scope, {
      ...counts,
      fileSha256: sha256,
      header: JSON.stringify(header),
      preview: JSON.stringify(preview),
      mapping: JSON.stringify(suggestMapping(header, preview)),
      notices: JSON.stringify(notices),
      status: "uploaded",
    });
  });
}

import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { lockImportJob, updateImportJob } from "@/lib/db/queries/imports";
import type { ImportJobInput } from "@/lib/domain/lead-import";
import { ConflictError, NotFoundError } from "@/lib/errors";

/** Ends an import before its next chunk. Leads that were added stay. */
export async function cancelImport(ctx: Ctx, { importJobId }: ImportJobInput): Promise<void> {
  requireRole(ctx, "member");
  await ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, importJobId };
    const job = await lockImportJob(db, scope);
    if (!job) throw new NotFoundError("There is no such import.");
    if (job.status === "finished" || job.status === "cancelled") throw new ConflictError("This import is already over.");
    await updateImportJob(db, scope, { status: "cancelled", finishedAt: ctx.now });
  });
}

import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { lockImportJob, updateImportJob } from "@/lib/db/queries/imports";
import type { ImportJobInput } from "@/lib/domain/lead-import";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { importRequested } from "@/lib/events/catalogue";

/** Takes an import up again where it stopped. Chunks that were done stay done. */
export async function resumeImport(ctx: Ctx, { importJobId }: ImportJobInput): Promise<void> {
  requireRole(ctx, "member");
  await ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, importJobId };
    const job = await lockImportJob(db, scope);
    if (!job) throw new NotFoundError("There is no such import.");
    if (job.status !== "failed" || job.startedAt === null) throw new ConflictError("Only an import that stopped midway can be resumed.");
    await updateImportJob(db, scope, { status: "running", error: null });
    await enqueueEvent(db, importRequested.create({ clientId: ctx.clientId, importJobId }));
  });
}

import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { insertImportNotification, lockImportJob, updateImportJob } from "@/lib/db/queries/imports";

/** Ends an upload or an import that cannot go on. What is finished or cancelled stays so; a running one can be resumed later. */
export async function failImport(ctx: Ctx, { importJobId, error }: { importJobId: string; error: string }): Promise<void> {
  requireRole(ctx, "member");
  await ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, importJobId };
    const job = await lockImportJob(db, scope);
    if (!job || (job.status !== "uploading" && job.status !== "running")) return;
    await updateImportJob(db, scope, { status: "failed", error });
    if (job.status === "running" && ctx.actor.kind === "system") {
      await insertImportNotification(db, {
        clientId: ctx.clientId,
        userId: job.createdBy,
        title: `The import of ${job.fileName} stopped`,
        body: error,
        href: `/dashboard/leads/import/${importJobId}`,
      });
    }
  });
}

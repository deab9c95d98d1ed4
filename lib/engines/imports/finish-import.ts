import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { countOpenImportChunks, type ImportJob, insertImportNotification, lockImportJob, updateImportJob } from "@/lib/db/queries/imports";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { NotFoundError } from "@/lib/errors";

/** Closes an import whose chunks are all done, and tells. A repeat, or an import that was ended otherwise, changes nothing. */
export async function finishImport(ctx: Ctx, { importJobId }: { importJobId: string }): Promise<{ rowsAdded: number }> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, importJobId };
    const job = await lockImportJob(db, scope);
    if (!job) throw new NotFoundError("There is no such import.");
    if (job.status !== "running") return { rowsAdded: job.rowsAdded };
    const open = await countOpenImportChunks(db, scope);
    if (open > 0) throw new Error(`import ${importJobId} has ${open} chunks to do`);

    await updateImportJob(db, scope, { status: "finished", finishedAt: ctx.now });
    const summary = summarise(job);
    await recordActivity(db, ctx, {
      action: "imported",
      reason: `${job.fileName}: ${summary}`,
      campaignId: job.campaignId,
      metadata: { importJobId, rowsAdded: job.rowsAdded, rowsUpdated: job.rowsUpdated, rowsTotal: job.rowsTotal },
    });
    await insertImportNotification(db, {
      clientId: ctx.clientId,
      userId: job.createdBy,
      title: `${job.fileName} is imported`,
      body: summary,
      href: `/dashboard/leads/import/${importJobId}`,
    });
    return { rowsAdded: job.rowsAdded };
  });
}

function summarise(job: ImportJob): string {
  const counts: [number, string][] = [
    [job.rowsAdded, "added"],
    [job.rowsUpdated, "completed"],
    [job.rowsDuplicate, "already there"],
    [job.rowsSuppressed, "suppressed"],
    [job.rowsInvalid, "not readable"],
  ];
  const named = counts
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, what]) => `${count.toLocaleString("en-AU")} ${what}`);
  return `${named.join(", ")} of ${job.rowsTotal.toLocaleString("en-AU")} rows.`;
}

import "server-only";
import type { ImportJob } from "@/lib/db/queries/imports";
import type { ImportNotices, ImportProgress, ImportStatus } from "@/lib/domain/lead-import";

/** An import as it is shown: counts and texts, nothing of the file's content. */
export function toImportProgress(job: ImportJob): ImportProgress {
  return {
    id: job.id,
    fileName: job.fileName,
    status: job.status as ImportStatus,
    rowsTotal: job.rowsTotal,
    rowsDone: job.rowsDone,
    rowsAdded: job.rowsAdded,
    rowsUpdated: job.rowsUpdated,
    rowsDuplicate: job.rowsDuplicate,
    rowsSuppressed: job.rowsSuppressed,
    rowsInvalid: job.rowsInvalid,
    rowsWithoutBasis: job.rowsWithoutBasis,
    notices: job.notices as ImportNotices,
    error: job.error,
    isResumable: job.status === "failed" && job.startedAt !== null,
    createdAt: job.createdAt.toISOString(),
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}

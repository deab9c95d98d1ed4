"use client";

import { useQuery } from "@tanstack/react-query";
import { useAction } from "next-safe-action/hooks";
import { cancelImportAction, resumeImportAction } from "@/app/dashboard/leads/import/actions";
import { IMPORT_STATUS_TEXTS } from "@/app/dashboard/leads/import/import-status";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { ImportProgress } from "@/lib/domain/lead-import";
import { formatCount } from "@/lib/ui/format-number";
import { ImportResult } from "./import-result";

const POLL_MS = 1000;

/** An import while it runs and after: state, progress, counts. It goes on when the page is closed. */
export function ImportMonitor({ initial, mayChange }: { initial: ImportProgress; mayChange: boolean }) {
  const { data: job, isError } = useQuery({
    queryKey: ["import", initial.id, initial.status],
    queryFn: ({ signal }) => fetchProgress(initial.id, signal),
    initialData: initial,
    staleTime: POLL_MS,
    refetchInterval: ({ state }) => (isMoving(state.data) ? POLL_MS : false),
  });
  const cancel = useAction(cancelImportAction);
  const resume = useAction(resumeImportAction);
  const problem = cancel.result.serverError ?? resume.result.serverError;

  return (
    <div className="grid gap-4">
      <Card>
        <CardHeader>
          <CardTitle>Progress</CardTitle>
          <StatusBadge status={job.status} {...IMPORT_STATUS_TEXTS[job.status]} />
        </CardHeader>
        <CardContent className="grid gap-3">
          <Progress
            value={job.status === "uploading" ? undefined : job.rowsDone}
            max={Math.max(1, job.rowsTotal)}
            label="Rows worked off"
            tone={job.status === "failed" ? "danger" : job.status === "finished" ? "success" : "primary"}
          />
          <div className="flex min-h-8 flex-wrap items-center justify-between gap-3">
            <p className="text-muted-foreground tabular-nums" role="status">
              {formatCount(job.rowsDone)} of {formatCount(job.rowsTotal)} rows
              {job.status === "running" ? ". You can close this page; we tell you when it is done." : ""}
            </p>
            {mayChange && (job.status === "running" || job.status === "uploaded") ? (
              <ConfirmDialog
                trigger={
                  <Button variant="outline" isPending={cancel.isExecuting}>
                    Cancel import
                  </Button>
                }
                title="Cancel this import?"
                description="Leads that are in stay in. The remaining rows are dropped; to import them, upload the file again."
                confirmLabel="Cancel import"
                tone="danger"
                onConfirm={async () => {
                  await cancel.executeAsync({ importJobId: job.id });
                }}
              />
            ) : null}
            {mayChange && job.isResumable ? (
              <Button isPending={resume.isExecuting} onClick={() => resume.execute({ importJobId: job.id })}>
                Resume
              </Button>
            ) : null}
          </div>
        </CardContent>
      </Card>
      {job.error ? (
        <Alert tone="danger" title="The import stopped">
          {job.error}
        </Alert>
      ) : null}
      {problem ? <Alert tone="danger">{problem}</Alert> : null}
      {isError ? <Alert tone="warning">The progress cannot be read just now. The import goes on; this page keeps trying.</Alert> : null}
      <ImportResult job={job} />
    </div>
  );
}

function isMoving(job: ImportProgress | undefined): boolean {
  return job?.status === "running" || job?.status === "uploading";
}

async function fetchProgress(id: string, signal: AbortSignal): Promise<ImportProgress> {
  const response = await fetch(`/api/imports/${id}`, { signal });
  if (!response.ok) throw new Error(`the progress of import ${id} answered ${response.status}`);
  return response.json();
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { PenLine } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { useEffect } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { WritingStages } from "@/app/dashboard/campaigns/[id]/sequence/writing-stages";
import { dismissWritingAction, requestWritingAction } from "@/app/dashboard/campaigns/actions";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { WritingProgress } from "@/lib/domain/campaign-writing";

const POLL_MS = 1000;

type WritingPanelProps = {
  campaignId: string;
  initial: WritingProgress | null;
  /** The version in force; what was written and is older was overtaken by a person. */
  versionInForce: number;
  /** Running, or with words of a person: what is written waits to be taken over. */
  isReviewed: boolean;
  mayEdit: boolean;
};

/** Asks for the sequence to be written from the audience, shows how far that is, and what came of it. */
export function WritingPanel({ campaignId, initial, versionInForce, isReviewed, mayEdit }: WritingPanelProps) {
  const router = useRouter();
  const { data: writing, isError } = useQuery({
    queryKey: ["writing", campaignId, initial?.id, initial?.status],
    queryFn: ({ signal }) => fetchProgress(campaignId, signal),
    initialData: initial,
    staleTime: POLL_MS,
    refetchInterval: ({ state }) => (isMoving(state.data) ? POLL_MS : false),
    enabled: initial !== null,
  });
  const onError = (failure: Parameters<typeof actionErrorText>[0]) => toast.error(actionErrorText(failure));
  const request = useAction(requestWritingAction, { onError });
  const dismiss = useAction(dismissWritingAction, { onError });

  // The page's steps are those of before the writing ended.
  const hasEnded = isMoving(initial) && !isMoving(writing);
  useEffect(() => {
    if (hasEnded) router.refresh();
  }, [hasEnded, router]);

  // Until the refresh has come, what is below is of before.
  if (writing && (isMoving(writing) || hasEnded)) return <RunningWriting writing={writing} isUnreachable={isError} />;
  const isWaiting = writing?.status === "done" && !writing.isInForce && !writing.isDismissed && (writing.version ?? 0) > versionInForce;
  if (isWaiting) {
    return (
      <Alert
        tone="info"
        title={`Version ${writing.version} was written and waits for you`}
        action={
          mayEdit ? (
            <span className="flex shrink-0 gap-2">
              <Button
                variant="ghost"
                size="sm"
                isPending={dismiss.isExecuting}
                onClick={() => dismiss.execute({ campaignId, writingId: writing.id })}
              >
                Put away
              </Button>
              <Button asChild size="sm">
                <Link href={`/dashboard/campaigns/${campaignId}/sequence?draft=${writing.version}` as Route}>Look at it</Link>
              </Button>
            </span>
          ) : undefined
        }
      >
        Your own words and the leads on their way are untouched until you save it.
      </Alert>
    );
  }
  return (
    <div className="grid gap-3">
      {writing?.status === "failed" ? (
        <Alert tone="danger" title="The writing stopped">
          {writing.error}
        </Alert>
      ) : null}
      <Card>
        <CardContent className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-64 text-pretty text-muted-foreground">
            {writing?.isInForce && writing.version === versionInForce
              ? "Written from your audience. Change whatever you like; what you change stays yours."
              : "Let the sequence be written from your audience: channels, days and messages, each with its reason."}
            {isReviewed ? " What comes of it waits here until you save it." : ""}
          </p>
          {mayEdit ? (
            <Button variant="outline" isPending={request.isExecuting} onClick={() => request.execute({ campaignId })}>
              <PenLine />
              {writing ? "Write it again" : "Write it for me"}
            </Button>
          ) : null}
          {writing?.status === "done" ? (
            <details className="w-full">
              <summary className="w-fit cursor-pointer text-xs font-medium text-link">How it was written</summary>
              <div className="mt-3">
                <WritingStages stages={writing.stages} />
              </div>
            </details>
          ) : null}
        </CardContent>
      </Card>
    </div>
  );
}

function RunningWriting({ writing, isUnreachable }: { writing: WritingProgress; isUnreachable: boolean }) {
  const done = writing.stages.filter(({ state }) => state === "done" || state === "skipped").length;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Writing the sequence</CardTitle>
        <span role="status" className="text-xs text-muted-foreground tabular-nums">
          {done} of {writing.stages.length}
        </span>
      </CardHeader>
      <CardContent className="grid gap-3">
        <Progress value={done} max={writing.stages.length} label="Stages of the writing" />
        <WritingStages stages={writing.stages} />
        <p className="text-xs text-muted-foreground">You can leave this page; it goes on.</p>
        {isUnreachable ? <Alert tone="warning">How far it is cannot be read just now. It goes on; this page keeps trying.</Alert> : null}
      </CardContent>
    </Card>
  );
}

function isMoving(writing: WritingProgress | null | undefined): boolean {
  return writing?.status === "queued" || writing?.status === "running";
}

async function fetchProgress(campaignId: string, signal: AbortSignal): Promise<WritingProgress> {
  const response = await fetch(`/api/campaigns/${campaignId}/writing`, { signal });
  if (!response.ok) throw new Error(`the progress of the writing answered ${response.status}`);
  return response.json();
}

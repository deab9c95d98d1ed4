import type { Route } from "next";
import Link from "next/link";
import { leadName } from "@/app/dashboard/leads/lead-words";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { listWaitingAnswers } from "@/lib/db/queries/reply-drafts";
import { formatShortTime } from "@/lib/ui/format-time";

type WaitingAnswersProps = { answers: Awaited<ReturnType<typeof listWaitingAnswers>>; now: Date; timeZone: string };

/** Answers that wait for a yes. They are decided beside the conversation, where what was said before can be read. */
export function WaitingAnswers({ answers, now, timeZone }: WaitingAnswersProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Answers that wait for you</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="grid gap-3">
          {answers.map((answer) => (
            <li key={answer.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
              <div className="grid min-w-0 flex-1 basis-80 gap-0.5">
                <p className="font-medium">
                  {leadName(answer)}
                  {answer.company ? `, ${answer.company}` : ""}
                </p>
                <p className="line-clamp-2 text-muted-foreground">{answer.body}</p>
                <time dateTime={answer.createdAt.toISOString()} className="text-xs text-muted-foreground">
                  {formatShortTime(answer.createdAt, now, timeZone)}
                </time>
              </div>
              <Button asChild variant="outline" size="sm">
                <Link href={`/dashboard/inbox?thread=${answer.threadId}` as Route}>
                  Read and decide<span className="sr-only">: {leadName(answer)}</span>
                </Link>
              </Button>
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

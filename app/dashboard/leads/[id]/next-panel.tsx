import { Check as CheckIcon, CirclePause, Clock, Send, X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { CheckList } from "@/app/dashboard/leads/check-list";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { Explanation } from "@/lib/engines/explain/explain-lead";
import { formatRelativeTime, formatZonedTime } from "@/lib/ui/format-time";

type NextPanelProps = { explanation: Explanation; isSuppressed: boolean; leadZone: string; ownZone: string; now: Date };

/** What happens next to a lead: when on both clocks, what is in the way and where to change it, and every check in its order. */
export function NextPanel({ explanation, isSuppressed, leadZone, ownZone, now }: NextPanelProps) {
  const { next, blocker, checks, summary } = explanation;
  const at = next?.at ? new Date(next.at) : null;
  const Icon = !next ? CirclePause : at === null ? X : next.isScheduled ? Send : Clock;
  const title = !next && isSuppressed ? "Nothing more is sent: they are suppressed." : summary;
  return (
    <Card>
      <CardHeader>
        <CardTitle>What happens next</CardTitle>
        {next ? <span className="text-xs text-muted-foreground">{next.campaign}</span> : null}
      </CardHeader>
      <CardContent className="grid gap-3">
        <p className="flex items-start gap-2.5 text-base">
          <Icon className="mt-0.5 size-4.5 shrink-0 text-muted-foreground" aria-hidden />
          <span className="min-w-0 break-words">{title}</span>
        </p>
        {next && at ? (
          <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
            <Fact label={next.isScheduled ? "Goes out" : "Earliest"} value={formatRelativeTime(at, now, ownZone)} />
            <Fact label="From" value={next.sender ?? "Nothing connected yet"} />
            <Fact label="On their clock" value={formatZonedTime(at, leadZone)} />
            <Fact label="On yours" value={formatZonedTime(at, ownZone)} />
          </dl>
        ) : null}
        {next?.channel === "email" ? (
          <p className="text-muted-foreground">
            Subject: <span className="text-foreground">{next.subject || "–"}</span>
          </p>
        ) : null}
        {blocker?.fix ? (
          <Link href={blocker.fix as Route} className="w-fit font-medium text-link hover:underline">
            {blocker.verdict === "defer" ? "Change when it may go out" : "Go where this can be changed"}
          </Link>
        ) : null}
        {checks.length > 0 ? (
          <details className="border-t pt-3">
            <summary className="w-fit text-muted-foreground hover:text-foreground">
              <span className="inline-flex items-center gap-1.5">
                <CheckIcon className="size-4" aria-hidden />
                {checks.filter((check) => check.verdict === "pass").length} of {checks.length} checks pass
              </span>
            </summary>
            <CheckList checks={checks} className="mt-3" />
          </details>
        ) : null}
      </CardContent>
    </Card>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="font-medium break-words">{value}</dd>
    </div>
  );
}

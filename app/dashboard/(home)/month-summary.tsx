import { StatCard } from "@/components/feedback/stat-card";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Progress } from "@/components/ui/progress";
import type { Month } from "@/lib/db/queries/dashboard";
import { judgeMonth, type MonthStatus, type PlanTier, showRate } from "@/lib/domain/monthly-target";
import { formatChange, formatCount, formatCountOf, formatPercent } from "@/lib/ui/format-number";

type MonthSummaryProps = {
  month: Month;
  tier: PlanTier;
  /** False until a first campaign ran: a month without outreach is not behind anything. */
  hasStarted: boolean;
  now: Date;
  timeZone: string;
};

const LABELS: Record<MonthStatus, string> = { ahead: "Ahead", on_track: "On track", behind: "Behind" };

/** Meetings first, then what they rest on. Every share shows what it is made of. */
export function MonthSummary({ month, tier, hasStarted, now, timeZone }: MonthSummaryProps) {
  const elapsedShare = (now.getTime() - month.startsAt.getTime()) / (month.endsAt.getTime() - month.startsAt.getTime());
  const judged = judgeMonth({ tier, meetings: month.booked, elapsedShare });
  const shows = showRate(month);
  const name = new Intl.DateTimeFormat("en-AU", { month: "long", timeZone }).format(now);
  return (
    <section aria-label={`Outcomes of ${name}`} className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))]">
      <div className="grid content-start gap-2 rounded-lg border bg-card p-4 sm:col-span-2 lg:col-span-1">
        <div className="flex min-h-5 items-center justify-between gap-2">
          <h2 className="text-xs font-medium text-muted-foreground">Meetings booked in {name}</h2>
          {hasStarted ? (
            <StatusBadge status={judged.status} label={LABELS[judged.status]} />
          ) : (
            <StatusBadge status="draft" label="Not started" />
          )}
        </div>
        <p className="flex items-baseline gap-2">
          <span className="text-4xl font-semibold tracking-tight">{formatCount(month.booked)}</span>
          <span className="text-muted-foreground">
            of {judged.low}–{judged.high} aimed for
          </span>
        </p>
        <Progress
          label="Meetings against the middle of the target"
          value={month.booked}
          max={judged.target}
          tone={judged.status === "behind" && hasStarted ? "warning" : "success"}
        />
        <p className="text-xs text-muted-foreground">
          {hasStarted
            ? `${formatPercent(elapsedShare, 0)} of the month has passed: ${formatExpected(judged.expected)} of ${judged.target} expected by now · ${formatCount(month.bookedLastMonth)} last month (${formatChange(month.booked, month.bookedLastMonth)})`
            : "Counts from your first campaign on."}
        </p>
      </div>
      <StatCard
        label="Show rate"
        value={shows.known === 0 ? "–" : formatPercent(shows.held / shows.known, 0)}
        detail={
          shows.known === 0 && month.unrecorded === 0
            ? "No meeting has taken place yet"
            : `${shows.held} of ${shows.known} held${month.unrecorded > 0 ? `; ${month.unrecorded} without a recorded outcome` : ""}`
        }
      />
      <StatCard
        label="Replies"
        value={formatCount(month.replied)}
        detail={
          month.contacted === 0
            ? "Nobody was contacted yet"
            : `${formatPercent(month.replied / month.contacted)} of ${formatCountOf(month.contacted, "person", "people")} contacted`
        }
      />
      <StatCard label="Prospects in pipeline" value={formatCount(month.inSequence)} detail="In a running sequence now" />
    </section>
  );
}

function formatExpected(expected: number): string {
  return expected < 10 ? expected.toFixed(1).replace(/\.0$/, "") : String(Math.round(expected));
}

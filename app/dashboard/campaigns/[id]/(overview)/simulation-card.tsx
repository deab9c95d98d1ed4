"use client";

import { ChartColumn } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import { simulateCampaignAction } from "@/app/dashboard/campaigns/actions";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import type { SimulationSummary } from "@/lib/engines/simulation/summarise-simulation";
import { formatCount, formatCountOf, formatPercent } from "@/lib/ui/format-number";

/** Thirty days of this campaign as they would go if it started now, by the same rules that will send. Changes nothing. */
export function SimulationCard({ campaignId, maySimulate }: { campaignId: string; maySimulate: boolean }) {
  const simulation = useAction(simulateCampaignAction);
  const { data, serverError } = simulation.result;
  return (
    <Card>
      <CardHeader>
        <CardTitle>The next 30 days</CardTitle>
        {maySimulate ? (
          <Button variant="outline" size="sm" isPending={simulation.isExecuting} onClick={() => simulation.execute({ campaignId })}>
            <ChartColumn />
            {data ? "Simulate again" : "Simulate"}
          </Button>
        ) : null}
      </CardHeader>
      <CardContent className="grid gap-4">
        {serverError ? <Alert tone="danger">{serverError}</Alert> : null}
        {data ? (
          <SimulationResult summary={data} />
        ) : (
          <p className="text-pretty text-muted-foreground">
            See who would be reached, when and over which channel if it started now: with your leads, senders, hours and limits. Nothing is
            sent.
          </p>
        )}
      </CardContent>
    </Card>
  );
}

function SimulationResult({ summary }: { summary: SimulationSummary }) {
  const { leads, messages, byChannel, finishDay, messagesLeft, misfit, bottleneck, expectedAud, approvals, notReached } = summary;
  const figures = [
    { label: "Leads reached", value: `${formatCount(leads.reached)} of ${formatCount(leads.all)}` },
    {
      label: "Messages",
      value: formatCount(messages),
      detail: byChannel.map((of) => `${of.messages} ${CHANNEL_LABELS[of.channel]}`).join(", "),
    },
    {
      label: "Last message",
      value: finishDay === null ? `${formatCount(messagesLeft)} left` : `day ${finishDay}`,
      detail: finishDay === null ? `after ${summary.days} days` : undefined,
    },
    { label: "Expected cost", value: `A$${expectedAud.toFixed(2)}` },
  ];
  return (
    <div role="status" className="grid gap-4">
      {leads.all === 0 ? (
        <Alert tone="info">No scored lead waits for this campaign, so there is nobody to simulate it on yet.</Alert>
      ) : null}
      {misfit ? (
        <Alert tone="warning" title="It does not fit the credit month">
          {misfit}
        </Alert>
      ) : null}
      <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        {figures.map(({ label, value, detail }) => (
          <div key={label} className="grid content-start gap-0.5">
            <dt className="text-xs font-medium text-muted-foreground">{label}</dt>
            <dd className="text-lg font-semibold tracking-tight">{value}</dd>
            {detail ? <dd className="text-xs text-muted-foreground">{detail}</dd> : null}
          </div>
        ))}
      </dl>
      <DayBars byDay={summary.byDay} />
      <ul className="grid gap-1 text-xs text-muted-foreground">
        {bottleneck ? (
          <li>
            Fullest: {bottleneck.label}, {formatPercent(bottleneck.fullness, 0)} used
          </li>
        ) : null}
        {approvals.all > 0 ? (
          <li>
            {formatCountOf(approvals.all, "draft")} to approve, at most {approvals.mostADay} on one day
          </li>
        ) : null}
        {notReached.map(({ code, leads: count }) => (
          <li key={code}>
            {formatCountOf(count, "lead")} not reached: {code.replaceAll("_", " ")}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A bar a day; the numbers are there for whoever does not see it. */
function DayBars({ byDay }: { byDay: SimulationSummary["byDay"] }) {
  const most = Math.max(1, ...byDay.map(({ messages }) => messages));
  if (byDay.length === 0) return null;
  return (
    <ol aria-label="Messages by day" className="flex h-20 items-end gap-1">
      {byDay.map(({ day, messages }) => (
        <li key={day} title={`${day}: ${messages}`} className="flex h-full min-w-0 max-w-8 flex-1 items-end">
          <span className="sr-only">
            {day}: {formatCountOf(messages, "message")}
          </span>
          <span aria-hidden className="w-full rounded-t-sm bg-primary/70" style={{ height: `${(messages / most) * 100}%` }} />
        </li>
      ))}
    </ol>
  );
}

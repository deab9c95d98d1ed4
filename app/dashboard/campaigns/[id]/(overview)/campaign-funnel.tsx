import type { Route } from "next";
import Link from "next/link";
import type { Funnel } from "@/lib/db/queries/campaigns";
import { formatCount, formatCountOf, formatPercent } from "@/lib/ui/format-number";

/** From enrolled to met: each stage in people, with its share of the people contacted. */
export function CampaignFunnel({ funnel }: { funnel: Funnel }) {
  const ofContacted = (count: number) =>
    funnel.contacted === 0
      ? "nobody contacted yet"
      : `${formatPercent(count / funnel.contacted)} of ${formatCount(funnel.contacted)} contacted`;
  const stages = [
    { label: "Enrolled", count: funnel.enrolled, detail: `${formatCount(funnel.active)} in sequence` },
    {
      label: "Contacted",
      count: funnel.contacted,
      detail:
        funnel.enrolled === 0
          ? "nobody enrolled yet"
          : `${formatPercent(funnel.contacted / funnel.enrolled)} of ${formatCount(funnel.enrolled)} enrolled`,
    },
    { label: "Replied", count: funnel.replied, detail: ofContacted(funnel.replied) },
    { label: "Interested", count: funnel.interested, detail: ofContacted(funnel.interested) },
    { label: "Meetings", count: funnel.meetings, detail: ofContacted(funnel.meetings) },
    {
      label: "Held",
      count: funnel.held,
      detail: funnel.meetings === 0 ? "no meeting yet" : `of ${formatCountOf(funnel.meetings, "meeting")}`,
    },
  ];
  return (
    <section aria-label="Funnel" className="overflow-hidden rounded-lg border bg-card">
      <ol className="-mb-px -ml-px grid grid-cols-2 sm:grid-cols-3 xl:grid-cols-6">
        {stages.map(({ label, count, detail }) => (
          <li key={label} className="grid gap-0.5 border-b border-l px-4 py-3">
            <span className="text-xs font-medium text-muted-foreground">{label}</span>
            <span className="text-2xl font-semibold tracking-tight">{formatCount(count)}</span>
            <span className="text-xs text-muted-foreground">{detail}</span>
          </li>
        ))}
      </ol>
      <p className="flex flex-wrap gap-x-4 gap-y-1 border-t px-4 py-2 text-xs text-muted-foreground">
        <span>{formatCountOf(funnel.finished, "sequence")} finished</span>
        <span>{formatCount(funnel.stopped)} stopped</span>
        <span>{formatCount(funnel.bounced)} bounced</span>
        {funnel.awaitingApproval > 0 ? (
          <Link href={"/dashboard/approvals" as Route} className="text-link hover:underline">
            {formatCount(funnel.awaitingApproval)} wait for approval
          </Link>
        ) : null}
        {funnel.unknownOutcomes > 0 ? (
          <Link href={"/dashboard/approvals" as Route} className="text-warning hover:underline">
            {formatCount(funnel.unknownOutcomes)} with an unknown outcome
          </Link>
        ) : null}
      </p>
    </section>
  );
}

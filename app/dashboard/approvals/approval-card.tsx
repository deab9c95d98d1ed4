"use client";

import { ChevronDown, Clock, Send, TriangleAlert } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ApprovalView } from "@/app/dashboard/approvals/approval-view";
import { EditForm, RejectForm } from "@/app/dashboard/approvals/decision-forms";
import { CheckList } from "@/app/dashboard/leads/check-list";
import { TierChip } from "@/components/feedback/tier-chip";
import { Button } from "@/components/ui/button";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { cn } from "@/lib/ui/cn";
import { formatClockTime, formatDate, formatDuration, formatRelativeTime, formatZonedTime } from "@/lib/ui/format-time";
import { useElapsedMs } from "@/lib/ui/use-elapsed-ms";

export type CardMode = "read" | "edit" | "reject";

type ApprovalCardProps = {
  approval: ApprovalView;
  now: Date;
  timeZone: string;
  mayDecide: boolean;
  isActive: boolean;
  isBusy: boolean;
  mode: CardMode;
  areChecksOpen: boolean;
  onActivate: () => void;
  onMode: (mode: CardMode) => void;
  onToggleChecks: () => void;
  onApprove: () => void;
  onEdit: (edit: { subject: string; body: string }) => void;
  onReject: (reason: string) => void;
};

/** A message as it would go out, to whom, when, and what the gate says about it. */
export function ApprovalCard(props: ApprovalCardProps) {
  const { approval, now, timeZone, mayDecide, isActive, isBusy, mode, areChecksOpen, onActivate, onMode, onToggleChecks } = props;
  const { preview } = approval;
  const passing = preview?.checks.filter((check) => check.verdict === "pass").length ?? 0;
  return (
    <article
      data-approval={approval.id}
      tabIndex={isActive ? 0 : -1}
      onFocus={onActivate}
      aria-label={`Step ${approval.stepNumber} to ${approval.name}`}
      aria-busy={isBusy}
      className={cn("grid scroll-my-20 gap-3 rounded-lg border bg-card p-4", isActive && "border-primary/60 ring-1 ring-primary/60")}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <span className="flex flex-wrap items-center gap-2">
            <Link href={`/dashboard/leads/${approval.leadId}` as Route} className="font-semibold hover:underline">
              {approval.name}
            </Link>
            {approval.tier ? (
              <TierChip tier={approval.tier} score={approval.score} {...(approval.receipt && { receipt: approval.receipt })} />
            ) : null}
          </span>
          <span className="text-xs break-words text-muted-foreground">{[approval.about, approval.email].filter(Boolean).join(" · ")}</span>
        </div>
        <div className="grid gap-0.5 text-xs text-muted-foreground sm:text-right">
          <span>
            {approval.campaign}, step {approval.stepNumber}
          </span>
          <Expiry expiresAt={approval.expiresAt} now={now} />
        </div>
      </header>

      {mode === "edit" ? (
        <EditForm approval={approval} isBusy={isBusy} onSubmit={props.onEdit} onCancel={() => onMode("read")} />
      ) : (
        <div className="grid gap-2 rounded-md border bg-background p-3">
          <p className="font-medium wrap-anywhere">
            {approval.channel === "email" ? approval.subject || "No subject" : CHANNEL_LABELS[approval.channel]}
          </p>
          <p className="max-w-[70ch] wrap-anywhere whitespace-pre-wrap">{approval.body}</p>
        </div>
      )}

      {preview ? (
        <div className="grid gap-2">
          <p className="flex items-start gap-2">
            {preview.at ? (
              <Send className="mt-0.5 size-4 shrink-0 text-success" aria-hidden />
            ) : (
              <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
            )}
            <span className="min-w-0 break-words">
              {preview.at ? (
                <>
                  If approved now: <strong className="font-medium">{sendTime(preview.at, now, preview.timezone)}</strong>
                  {isSameClock(preview.at, preview.timezone, timeZone) ? "" : ` (${formatZonedTime(preview.at, timeZone)})`}
                  {preview.sender ? ` from ${preview.sender}` : ""}
                  {preview.first ? <span className="text-muted-foreground"> · {preview.first.detail}</span> : null}
                </>
              ) : (
                <>Would still wait: {preview.first?.detail ?? preview.first?.code}</>
              )}
            </span>
          </p>
          <button
            type="button"
            aria-expanded={areChecksOpen}
            onClick={onToggleChecks}
            className="inline-flex w-fit items-center gap-1 rounded-sm text-muted-foreground hover:text-foreground"
          >
            <ChevronDown className={cn("size-4 transition-transform", !areChecksOpen && "-rotate-90")} aria-hidden />
            {passing} of {preview.checks.length} checks pass
          </button>
          {areChecksOpen ? <CheckList checks={preview.checks} /> : null}
        </div>
      ) : null}

      {mode === "reject" ? <RejectForm isBusy={isBusy} onSubmit={props.onReject} onCancel={() => onMode("read")} /> : null}
      {mayDecide && mode === "read" ? (
        <footer className="flex flex-wrap gap-2">
          <Button isPending={isBusy} onClick={props.onApprove}>
            Approve
          </Button>
          <Button variant="outline" disabled={isBusy} onClick={() => onMode("edit")}>
            Edit & approve
          </Button>
          <Button variant="outline" disabled={isBusy} onClick={() => onMode("reject")}>
            Reject
          </Button>
        </footer>
      ) : null}
    </article>
  );
}

const LAST_HOURS_MS = 3 * 3_600_000;

function Expiry({ expiresAt, now }: { expiresAt: Date; now: Date }) {
  const leftMs = expiresAt.getTime() - now.getTime() - useElapsedMs();
  return (
    <span className={cn("inline-flex items-center gap-1 sm:justify-end", leftMs < LAST_HOURS_MS && "text-warning")}>
      <Clock className="size-3.5" aria-hidden />
      {leftMs <= 0 ? "Lapsed: a fresh draft is on its way" : `Lapses in ${formatDuration(leftMs)}`}
    </span>
  );
}

function isSameClock(at: Date, first: string, second: string): boolean {
  return formatDate(at, first) === formatDate(at, second) && formatClockTime(at, first) === formatClockTime(at, second);
}

function sendTime(at: Date, now: Date, timezone: string): string {
  return at.getTime() - now.getTime() < 60_000
    ? "with the next plan"
    : `${formatRelativeTime(at, now, timezone)}, ${formatZonedTime(at, timezone)}`;
}

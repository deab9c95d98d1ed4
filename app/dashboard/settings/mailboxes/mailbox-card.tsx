"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { ReasonDialog } from "@/app/dashboard/reason-dialog";
import { setMailboxPausedAction } from "@/app/dashboard/settings/actions";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { MailboxRow } from "@/lib/db/queries/settings";
import type { MailboxState } from "@/lib/engines/settings/describe-mailbox";
import { formatDate, formatShortTime } from "@/lib/ui/format-time";

type MailboxCardProps = { mailbox: MailboxRow; state: MailboxState; now: Date; timeZone: string; mayEdit: boolean };

const LABELS = { paused: "Paused", warming: "Warming up", ramping: "Ramping up", ready: "Ready" } as const;
const TONES = { paused: "warning", warming: "info", ramping: "info", ready: "success" } as const;

/** One mailbox: what it may send today, how far its warm-up is, and why it does not send. */
export function MailboxCard({ mailbox, state, now, timeZone, mayEdit }: MailboxCardProps) {
  const onError = (failure: Parameters<typeof actionErrorText>[0]) => toast.error(actionErrorText(failure));
  const setPaused = useAction(setMailboxPausedAction, { onError });
  return (
    <Card>
      <CardContent className="grid gap-3">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="grid min-w-0 gap-0.5">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <p className="min-w-0 font-medium break-all">{mailbox.label}</p>
              <StatusBadge status={state.status} label={LABELS[state.status]} tone={TONES[state.status]} />
            </div>
            <p className="text-xs text-muted-foreground">
              {mailbox.senderName} · domain {mailbox.domainLabel}
            </p>
          </div>
          {mayEdit ? (
            mailbox.pausedAt ? (
              <Button
                variant="outline"
                size="sm"
                isPending={setPaused.isExecuting}
                onClick={() => setPaused.execute({ mailboxId: mailbox.id, reason: null })}
              >
                Resume
              </Button>
            ) : (
              <ReasonDialog
                trigger={
                  <Button variant="outline" size="sm">
                    Pause
                  </Button>
                }
                title={`Pause ${mailbox.label}?`}
                description="Nothing leaves through it until it is resumed. People it has written to wait for it: a conversation keeps its sender."
                confirmLabel="Pause"
                placeholder="New signature is being set up"
                onConfirm={async (reason) => {
                  const result = await setPaused.executeAsync({ mailboxId: mailbox.id, reason });
                  return !result.serverError && !result.validationErrors;
                }}
              />
            )
          ) : null}
        </div>
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          <Meter label="Sent today" used={mailbox.usedToday} cap={state.capToday} />
          <Meter label={`All of ${mailbox.domainLabel} today`} used={mailbox.domainUsedToday} cap={mailbox.domainDailyLimit} />
        </div>
        <p className="text-xs text-pretty text-muted-foreground">{explain(mailbox, state, now, timeZone)}</p>
      </CardContent>
    </Card>
  );
}

function Meter({ label, used, cap }: { label: string; used: number; cap: number }) {
  return (
    <div className="grid gap-1">
      <p className="flex justify-between gap-2 text-xs">
        <span className="min-w-0 truncate text-muted-foreground">{label}</span>
        <span>
          {used} of {cap}
        </span>
      </p>
      <Progress label={label} value={used} max={cap} tone={cap > 0 && used >= cap ? "warning" : "primary"} />
    </div>
  );
}

function explain(mailbox: MailboxRow, state: MailboxState, now: Date, timeZone: string): string {
  if (mailbox.pausedAt) return `Paused ${formatShortTime(mailbox.pausedAt, now, timeZone)}: ${mailbox.pausedReason ?? "no reason given"}.`;
  if (state.status === "warming") {
    return state.firstColdAt
      ? `Day ${state.rampDay} of warm-up. The first cold message may leave on ${formatDate(state.firstColdAt, mailbox.timezone)}; until then it sends nothing cold.`
      : "Warm-up has not started, so it sends nothing cold.";
  }
  if (state.status === "ramping") return `Day ${state.rampDay} of warm-up: the daily number grows until it reaches ${mailbox.dailyLimit}.`;
  return `Sends up to ${mailbox.dailyLimit} a day${mailbox.isPrewarmed ? "; it was warmed up before it was connected" : ""}.`;
}

"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { setMailboxPausedAction } from "@/app/dashboard/settings/actions";
import { connectionText } from "@/app/dashboard/settings/connection-text";
import { ResourceCard } from "@/app/dashboard/settings/resource-card";
import { StatusBadge } from "@/components/feedback/status-badge";
import type { MailboxRow } from "@/lib/db/queries/settings";
import type { MailboxState } from "@/lib/engines/settings/describe-mailbox";
import { formatDate } from "@/lib/ui/format-time";

type MailboxCardProps = { mailbox: MailboxRow; state: MailboxState; now: Date; timeZone: string; mayEdit: boolean };

const LABELS = { paused: "Paused", warming: "Warming up", ramping: "Ramping up", ready: "Ready" } as const;
const TONES = { paused: "warning", warming: "info", ramping: "info", ready: "success" } as const;

/** One mailbox: what it and its domain may send today, and how far its warm-up is. */
export function MailboxCard({ mailbox, state, now, timeZone, mayEdit }: MailboxCardProps) {
  const setPaused = useAction(setMailboxPausedAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  const { id: mailboxId, label, domainLabel } = mailbox;
  const isManaged = mailbox.provider !== "smtp";
  const isUnconnected = isManaged && mailbox.connectedAt === null;
  return (
    <ResourceCard
      resource={mailbox}
      badge={
        isUnconnected ? (
          <StatusBadge status={mailbox.pausedAt ? "disconnected" : "pending"} label={mailbox.pausedAt ? "Not connected" : "Connecting"} />
        ) : (
          <StatusBadge status={state.status} label={LABELS[state.status]} tone={TONES[state.status]} />
        )
      }
      subtitle={[mailbox.senderName, `domain ${domainLabel}`, ...(isManaged ? ["kept at Smartlead"] : [])].join(" · ")}
      meters={[
        { label: "Sent today", name: `Sent today by ${label}`, used: mailbox.usedToday, cap: state.capToday },
        { label: `All of ${domainLabel} today`, used: mailbox.domainUsedToday, cap: mailbox.domainDailyLimit },
      ]}
      note={explain(mailbox, state)}
      {...(isManaged && { aside: connectionText(mailbox, timeZone) })}
      pause={
        mayEdit
          ? {
              isPending: setPaused.isExecuting,
              description:
                "Nothing leaves through it until it is resumed. People it has written to wait for it: a conversation keeps its sender.",
              placeholder: "New signature is being set up",
              ...(isUnconnected && { resumeLabel: "Try again" }),
              onPause: (reason) => setPaused.executeAsync({ mailboxId, reason }),
              onResume: () => setPaused.execute({ mailboxId, reason: null }),
            }
          : null
      }
      now={now}
      timeZone={timeZone}
    />
  );
}

function explain(mailbox: MailboxRow, state: MailboxState): string {
  if (state.status === "warming") {
    return state.firstColdAt
      ? `Day ${state.rampDay} of warm-up. The first cold message may leave on ${formatDate(state.firstColdAt, mailbox.timezone)}; until then it sends nothing cold.`
      : "Warm-up has not started, so it sends nothing cold.";
  }
  if (state.status === "ramping") return `Day ${state.rampDay} of warm-up: the daily number grows until it reaches ${mailbox.dailyLimit}.`;
  return `Sends up to ${mailbox.dailyLimit} a day${mailbox.isPrewarmed ? "; it was warmed up before it was connected" : ""}.`;
}

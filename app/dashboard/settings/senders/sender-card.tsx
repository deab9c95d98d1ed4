"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { setSenderPausedAction } from "@/app/dashboard/settings/actions";
import { connectionText } from "@/app/dashboard/settings/connection-text";
import { ResourceCard } from "@/app/dashboard/settings/resource-card";
import { ChannelIcon } from "@/components/feedback/channel-icon";
import { StatusBadge } from "@/components/feedback/status-badge";
import type { SenderRow } from "@/lib/db/queries/senders";
import { formatCountOf } from "@/lib/ui/format-number";

type SenderCardProps = { sender: SenderRow; capToday: number; now: Date; timeZone: string; mayEdit: boolean };

const KINDS = {
  linkedin: "LinkedIn seat",
  sms: "Number for text messages",
  voice: "Number for calls",
  mail: "Return address of letters",
  email: "Mailbox",
} as const;

/** One seat, number or return address. */
export function SenderCard({ sender, capToday, now, timeZone, mayEdit }: SenderCardProps) {
  const setPaused = useAction(setSenderPausedAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  const { id: senderId, channel, label, senderName, dailyLimit } = sender;
  return (
    <ResourceCard
      resource={sender}
      icon={<ChannelIcon channel={channel} />}
      badge={<Badge {...sender} />}
      subtitle={[KINDS[channel], ...(senderName ? [senderName] : [])].join(" · ")}
      meters={[{ label: "Used today", name: `Used today by ${label}`, used: sender.usedToday, cap: capToday }]}
      note={capToday < dailyLimit ? `Warming up: the daily number grows until it reaches ${dailyLimit}.` : `Up to ${dailyLimit} a day.`}
      aside={[
        connectionText(sender, timeZone),
        ...(sender.kind === "seat" ? [`${formatCountOf(sender.pendingInvitations, "invitation")} nobody has answered yet.`] : []),
      ].join(" ")}
      pause={
        mayEdit
          ? {
              isPending: setPaused.isExecuting,
              description:
                "Nothing leaves through it until it is resumed. People it has reached wait for it: a conversation keeps its sender.",
              ...(sender.connectedAt === null && { resumeLabel: "Try again" }),
              onPause: (reason) => setPaused.executeAsync({ senderId, reason }),
              onResume: () => setPaused.execute({ senderId, reason: null }),
            }
          : null
      }
      now={now}
      timeZone={timeZone}
    />
  );
}

function Badge({ pausedAt, connectedAt }: Pick<SenderRow, "pausedAt" | "connectedAt">) {
  if (pausedAt) return connectedAt ? <StatusBadge status="paused" /> : <StatusBadge status="disconnected" label="Not connected" />;
  return connectedAt ? <StatusBadge status="ready" /> : <StatusBadge status="pending" label="Connecting" />;
}

"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { ReasonDialog } from "@/app/dashboard/reason-dialog";
import { setSenderPausedAction } from "@/app/dashboard/settings/actions";
import { ChannelIcon } from "@/components/feedback/channel-icon";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { SenderRow } from "@/lib/db/queries/senders";
import { formatCountOf } from "@/lib/ui/format-number";
import { formatShortTime } from "@/lib/ui/format-time";

type SenderCardProps = { sender: SenderRow; capToday: number; now: Date; timeZone: string; mayEdit: boolean };

const KINDS = {
  linkedin: "LinkedIn seat",
  sms: "Number for text messages",
  voice: "Number for calls",
  mail: "Return address of letters",
  email: "Mailbox",
} as const;

/** One seat, number or return address: what it carried today of what it may, and why it does not. */
export function SenderCard({ sender, capToday, now, timeZone, mayEdit }: SenderCardProps) {
  const setPaused = useAction(setSenderPausedAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  return (
    <Card>
      <CardContent className="grid gap-3">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="grid min-w-0 gap-0.5">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <ChannelIcon channel={sender.channel} />
              <p className="min-w-0 font-medium break-all">{sender.label}</p>
              <StatusBadge status={sender.pausedAt ? "paused" : "ready"} />
            </div>
            <p className="text-xs text-muted-foreground">
              {KINDS[sender.channel]}
              {sender.senderName ? ` · ${sender.senderName}` : ""}
            </p>
          </div>
          {mayEdit ? (
            sender.pausedAt ? (
              <Button
                variant="outline"
                size="sm"
                isPending={setPaused.isExecuting}
                onClick={() => setPaused.execute({ senderId: sender.id, reason: null })}
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
                title={`Pause ${sender.label}?`}
                description="Nothing leaves through it until it is resumed. People it has reached wait for it: a conversation keeps its sender."
                confirmLabel="Pause"
                onConfirm={async (reason) => {
                  const result = await setPaused.executeAsync({ senderId: sender.id, reason });
                  return !result.serverError && !result.validationErrors;
                }}
              />
            )
          ) : null}
        </div>
        <div className="grid gap-1">
          <p className="flex justify-between gap-2 text-xs">
            <span className="text-muted-foreground">Used today</span>
            <span>
              {sender.usedToday} of {capToday}
            </span>
          </p>
          <Progress
            label={`Used today by ${sender.label}`}
            value={sender.usedToday}
            max={capToday}
            tone={capToday > 0 && sender.usedToday >= capToday ? "warning" : "primary"}
          />
        </div>
        <p className="text-xs text-pretty text-muted-foreground">
          {sender.pausedAt
            ? `Paused ${formatShortTime(sender.pausedAt, now, timeZone)}: ${sender.pausedReason ?? "no reason given"}.`
            : capToday < sender.dailyLimit
              ? `Warming up: the daily number grows until it reaches ${sender.dailyLimit}.`
              : `Up to ${sender.dailyLimit} a day.`}
          {sender.kind === "seat" ? ` ${formatCountOf(sender.pendingInvitations, "invitation")} nobody has answered yet.` : ""}
        </p>
      </CardContent>
    </Card>
  );
}

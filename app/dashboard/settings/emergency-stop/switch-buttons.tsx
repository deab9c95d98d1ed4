"use client";

import { useAction } from "next-safe-action/hooks";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { ReasonDialog } from "@/app/dashboard/reason-dialog";
import { releaseBreakerAction, releaseChannelAction, releaseCompanyAction, stopChannelAction } from "@/app/dashboard/settings/actions";
import { Button } from "@/components/ui/button";
import { CHANNEL_LABELS, type Channel } from "@/lib/domain/outreach";

type Outcome = { serverError?: unknown; validationErrors?: unknown };
type SwitchDialogProps = {
  label: "Stop" | "Release";
  /** Tells several of the same button apart. */
  what: string;
  title: string;
  description: ReactNode;
  onConfirm: (reason: string) => Promise<Outcome>;
};

const onError = (failure: Parameters<typeof actionErrorText>[0]) => toast.error(actionErrorText(failure));

function SwitchDialog({ label, what, title, description, onConfirm }: SwitchDialogProps) {
  return (
    <ReasonDialog
      trigger={
        <Button variant="outline" size="sm" aria-label={`${label} ${what}`}>
          {label}
        </Button>
      }
      title={title}
      description={description}
      confirmLabel={label}
      onConfirm={async (reason) => {
        const result = await onConfirm(reason);
        return !result.serverError && !result.validationErrors;
      }}
    />
  );
}

export function ChannelSwitchButton({ channel, isStopped }: { channel: Channel; isStopped: boolean }) {
  const stop = useAction(stopChannelAction, { onError });
  const release = useAction(releaseChannelAction, { onError });
  const name = CHANNEL_LABELS[channel];
  return isStopped ? (
    <SwitchDialog
      label="Release"
      what={name}
      title={`Let ${name} go on?`}
      description="What became due meanwhile is planned afresh, inside every limit."
      onConfirm={(reason) => release.executeAsync({ channel, reason })}
    />
  ) : (
    <SwitchDialog
      label="Stop"
      what={name}
      title={`Stop ${name}?`}
      description="Nothing more leaves on this channel, in any campaign, until an admin releases it. The others go on."
      onConfirm={(reason) => stop.executeAsync({ channel, reason })}
    />
  );
}

export function ReleaseBreakerButton({ tripId, name }: { tripId: string; name: string }) {
  const release = useAction(releaseBreakerAction, { onError });
  return (
    <SwitchDialog
      label="Release"
      what={name}
      title={`Release ${name}?`}
      description="For two days a quarter of the usual number leaves; only what goes wrong from now on counts. Your name and reason are kept."
      onConfirm={(reason) => release.executeAsync({ tripId, reason })}
    />
  );
}

export function ReleaseCompanyButton({ holdId, domain }: { holdId: string; domain: string }) {
  const release = useAction(releaseCompanyAction, { onError });
  return (
    <SwitchDialog
      label="Release"
      what={domain}
      title={`Approach people at ${domain} again?`}
      description="Whoever refused stays suppressed; their colleagues may be written to again."
      onConfirm={(reason) => release.executeAsync({ holdId, reason })}
    />
  );
}

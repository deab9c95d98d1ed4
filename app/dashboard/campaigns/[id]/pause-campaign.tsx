"use client";

import { useAction } from "next-safe-action/hooks";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { pauseCampaignAction } from "@/app/dashboard/campaigns/actions";
import { ReasonDialog } from "@/app/dashboard/reason-dialog";

type PauseCampaignProps = {
  campaignId: string;
  name: string;
  /** The button that asks for it. */
  trigger: ReactNode;
  /** A reason to begin with, where one is known. */
  reason?: string;
};

/** Pauses a running campaign at once, with a reason. */
export function PauseCampaign({ campaignId, name, trigger, reason }: PauseCampaignProps) {
  const pause = useAction(pauseCampaignAction, {
    onSuccess: () => toast.success(`${name} is paused. Nothing more leaves.`),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <ReasonDialog
      trigger={trigger}
      title={`Pause ${name}?`}
      description="At once, with everything that was queued. Nobody loses their place: it goes on where it stopped."
      confirmLabel="Pause now"
      placeholder="Rewriting the intro"
      {...(reason !== undefined && { initialReason: reason })}
      onConfirm={async (given) => {
        const result = await pause.executeAsync({ campaignId, reason: given });
        return !result.serverError && !result.validationErrors;
      }}
    />
  );
}

"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { cancelDiscoveryAction } from "@/app/dashboard/settings/audience/actions";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Button } from "@/components/ui/button";

/** Throws away what a discovery found, with every edit of it. */
export function DiscardDiscovery({ discoveryId, hasProfile }: { discoveryId: string; hasProfile: boolean }) {
  const discard = useAction(cancelDiscoveryAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  return (
    <ConfirmDialog
      trigger={
        <Button variant="outline" size="sm" isPending={discard.isExecuting}>
          Discard
        </Button>
      }
      title="Discard this reading?"
      description={
        hasProfile
          ? "What is in force stays as it is."
          : "Your edits of these cards go with it. You can read the website again at any time."
      }
      confirmLabel="Discard"
      tone="danger"
      onConfirm={async () => {
        await discard.executeAsync({ discoveryId });
      }}
    />
  );
}

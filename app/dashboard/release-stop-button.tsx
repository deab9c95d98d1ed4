"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { releaseStopAction } from "@/app/dashboard/actions";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Button } from "@/components/ui/button";

export function ReleaseStopButton() {
  const release = useAction(releaseStopAction, {
    onSuccess: () => toast.success("Released. Outreach goes on inside every limit."),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <ConfirmDialog
      trigger={
        <Button variant="outline" size="sm">
          Release
        </Button>
      }
      title="Let outreach go on?"
      description="Running campaigns send again within the hour. What became due meanwhile is planned afresh, never all at once."
      confirmLabel="Release"
      onConfirm={async () => {
        await release.executeAsync();
      }}
    />
  );
}

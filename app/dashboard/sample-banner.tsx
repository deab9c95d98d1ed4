"use client";

import { FlaskConical } from "lucide-react";
import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { switchClientAction } from "@/app/dashboard/actions";
import { deleteSampleAction } from "@/app/onboarding/sample-actions";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Button } from "@/components/ui/button";

/** Across the top of a sample workspace: what it is, the way back, and the way to be rid of it. */
export function SampleBanner({ ownClientId }: { ownClientId: string | null }) {
  const router = useRouter();
  const onError = (failure: Parameters<typeof actionErrorText>[0]) => toast.error(actionErrorText(failure));
  const goHome = () => router.push("/dashboard");
  const back = useAction(switchClientAction, { onSuccess: goHome, onError });
  const remove = useAction(deleteSampleAction, { onSuccess: goHome, onError });
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-info/8 px-4 py-2">
      <FlaskConical className="size-4 shrink-0 text-muted-foreground" aria-hidden />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">Sample workspace</strong>: nothing leaves it. The people in it do not exist.
      </p>
      {ownClientId ? (
        <Button variant="outline" size="sm" isPending={back.isExecuting} onClick={() => back.execute({ clientId: ownClientId })}>
          Back to your workspace
        </Button>
      ) : null}
      <ConfirmDialog
        trigger={
          <Button variant="ghost" size="sm">
            Delete sample
          </Button>
        }
        title="Delete the sample workspace?"
        description="What you changed in it goes with it. You can open a new one from the set-up."
        confirmLabel="Delete sample"
        tone="danger"
        onConfirm={async () => {
          await remove.executeAsync();
        }}
      />
    </div>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { editIcpAction } from "@/app/dashboard/settings/audience/actions";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Button } from "@/components/ui/button";
import type { CardEdits } from "@/lib/domain/icp";

/** Puts what an older version says into force, as a new version. */
export function RestoreVersion({ version, edits, current }: { version: number; edits: CardEdits; current: number }) {
  const router = useRouter();
  const restore = useAction(editIcpAction, {
    onSuccess: () => {
      toast.success(`Version ${version} is in force again.`);
      router.push("/dashboard/settings/audience");
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <ConfirmDialog
      trigger={<Button variant="outline">Put this version in force</Button>}
      title={`Put version ${version} in force?`}
      description="It becomes a new version, and your leads are scored against it. The one in force now stays in the list."
      confirmLabel="Put it in force"
      onConfirm={async () => {
        await restore.executeAsync({ edits, version: current });
      }}
    />
  );
}

"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { keepOwnClientsOutAction } from "@/app/dashboard/settings/audience/actions";
import { Button } from "@/components/ui/button";

/** Keeps the clients out of outreach that were found before this was done by itself. */
export function KeepOutButton() {
  const keepOut = useAction(keepOwnClientsOutAction, {
    onSuccess: () => toast.success("Your clients are kept out of outreach."),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-pretty text-muted-foreground">Some of your clients can still be written to.</p>
      <Button variant="outline" size="sm" isPending={keepOut.isExecuting} onClick={() => keepOut.execute()}>
        Keep them out now
      </Button>
    </div>
  );
}

"use client";

import { FlaskConical } from "lucide-react";
import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { openSampleAction } from "@/app/onboarding/sample-actions";
import { Button } from "@/components/ui/button";

/** Looks around in a workspace of made-up people, in place of setting one's own up first. */
export function SampleButton() {
  const router = useRouter();
  const open = useAction(openSampleAction, {
    onSuccess: () => router.push("/dashboard"),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <Button variant="ghost" isPending={open.isExecuting} onClick={() => open.execute()}>
      <FlaskConical />
      Explore with sample data
    </Button>
  );
}

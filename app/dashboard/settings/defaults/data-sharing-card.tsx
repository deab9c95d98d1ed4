"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { setDataSharingAction } from "@/app/dashboard/settings/actions";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { DATA_SHARING_TEXT } from "@/lib/domain/organisation";
import { formatDate } from "@/lib/ui/format-time";

type DataSharingCardProps = {
  isShared: boolean;
  consentedAt: Date | null;
  textVersion: string | null;
  timeZone: string;
  mayDecide: boolean;
};

export function DataSharingCard({ isShared, consentedAt, textVersion, timeZone, mayDecide }: DataSharingCardProps) {
  const decide = useAction(setDataSharingAction, {
    onSuccess: ({ input }) => toast.success(input.isShared ? "Data sharing is on." : "Data sharing is off."),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <Card>
      <CardHeader>
        <CardTitle>Data sharing</CardTitle>
        <Badge tone={isShared ? "success" : "neutral"}>{isShared ? "On" : "Off"}</Badge>
      </CardHeader>
      <CardContent className="grid gap-2">
        <p className="text-pretty">{DATA_SHARING_TEXT}</p>
        <p className="text-xs text-muted-foreground">
          {isShared && consentedAt
            ? `Agreed on ${formatDate(consentedAt, timeZone)} to version ${textVersion} of this text.`
            : "Nothing is shared unless an owner turns it on."}
        </p>
      </CardContent>
      <CardFooter className="justify-end">
        {mayDecide ? null : <p className="mr-auto text-xs text-muted-foreground">An owner decides about this.</p>}
        {isShared ? (
          <Button
            variant="outline"
            disabled={!mayDecide}
            isPending={decide.isExecuting}
            onClick={() => decide.execute({ isShared: false })}
          >
            Turn off
          </Button>
        ) : (
          <ConfirmDialog
            trigger={
              <Button variant="outline" disabled={!mayDecide}>
                Turn on
              </Button>
            }
            title="Share outcomes for learning?"
            description={DATA_SHARING_TEXT}
            confirmLabel="I agree"
            onConfirm={async () => {
              await decide.executeAsync({ isShared: true });
            }}
          />
        )}
      </CardFooter>
    </Card>
  );
}

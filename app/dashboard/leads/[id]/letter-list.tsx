"use client";

import { recordReturnedLetterAction } from "@/app/dashboard/leads/actions";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { ReasonDialog } from "@/app/dashboard/reason-dialog";
import { StatusBadge, type StatusTone } from "@/components/feedback/status-badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { LeadLetter } from "@/lib/db/queries/lead-channels";
import { formatShortTime } from "@/lib/ui/format-time";

type LetterListProps = { letters: readonly LeadLetter[]; now: Date; timeZone: string; mayChange: boolean };

/** The post tells nobody that a letter arrived, so one that was handed to it is as far as anything is known. */
const STATES: Readonly<Record<string, { label: string; tone: StatusTone }>> = {
  queued: { label: "Being made", tone: "info" },
  sent: { label: "With the post", tone: "success" },
  delivered: { label: "Delivered", tone: "success" },
  undelivered: { label: "Not delivered", tone: "danger" },
  failed: { label: "Never posted", tone: "danger" },
  returned: { label: "Came back", tone: "danger" },
};
const IS_OVER = new Set(["failed", "returned"]);

/** Letters to a lead; one that came back is said so here, because only whoever holds the envelope knows. */
export function LetterList({ letters, now, timeZone, mayChange }: LetterListProps) {
  if (letters.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Letters</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="grid gap-4">
          {letters.map(({ id: touchId, sentAt, toAddress, deliveryState }) => {
            const state = deliveryState ?? "queued";
            return (
              <li key={touchId} className="flex flex-wrap items-center justify-between gap-2">
                <span className="min-w-0 flex-1 basis-48">
                  {toAddress ?? "Address not kept"}
                  <span className="block text-xs text-muted-foreground">{sentAt ? formatShortTime(sentAt, now, timeZone) : null}</span>
                </span>
                <StatusBadge status={state} {...STATES[state]} />
                {mayChange && !IS_OVER.has(state) ? (
                  <ReasonDialog
                    trigger={
                      <Button variant="outline" size="sm">
                        It came back
                      </Button>
                    }
                    title="Did this letter come back?"
                    description="No further letter goes to this address. Their other channels go on."
                    confirmLabel="It came back"
                    placeholder="Left address"
                    onConfirm={(reason) =>
                      runChangeOrToast(recordReturnedLetterAction({ touchId, reason }), "Noted: no further letter goes there")
                    }
                  />
                ) : null}
              </li>
            );
          })}
        </ul>
      </CardContent>
    </Card>
  );
}

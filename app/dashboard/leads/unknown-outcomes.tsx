"use client";

import type { Route } from "next";
import Link from "next/link";
import { useState } from "react";
import { resolveUnknownAction } from "@/app/dashboard/leads/actions";
import { leadName } from "@/app/dashboard/leads/lead-words";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { formatShortTime } from "@/lib/ui/format-time";

type UnknownOutcome = {
  id: string;
  leadId: string;
  stepNumber: number;
  subject: string | null;
  reason: string | null;
  claimedAt: Date | null;
  mailbox: string | null;
  email: string;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
};

type UnknownOutcomesProps = {
  touches: readonly UnknownOutcome[];
  now: Date;
  timeZone: string;
  mayDecide: boolean;
  /** On the page of the one lead they all belong to. */
  isOnLead?: boolean;
};

/** Messages whose mail server never answered. A person looks in the mailbox and says; no machine sends them again. */
export function UnknownOutcomes({ touches, now, timeZone, mayDecide, isOnLead = false }: UnknownOutcomesProps) {
  const [busyId, setBusyId] = useState<string | null>(null);
  const decide = async (touchId: string, arrived: boolean) => {
    setBusyId(touchId);
    await runChangeOrToast(
      resolveUnknownAction({ touchId, arrived }),
      arrived ? "Noted as arrived" : "Noted: it did not arrive, and is not sent again",
    );
    setBusyId(null);
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Did {touches.length === 1 ? "this" : "these"} arrive?</CardTitle>
        <CardDescription>
          The mail server did not say. Look in the sent folder or ask them; until then nothing more goes to{" "}
          {touches.length === 1 ? "this person" : "these people"}, so that nobody gets a message twice.
        </CardDescription>
      </CardHeader>
      <CardContent>
        <ul className="grid gap-4">
          {touches.map((touch) => (
            <li key={touch.id} className="flex flex-wrap items-center justify-between gap-3">
              <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
                <span className="font-medium break-words">{touch.subject || "No subject"}</span>
                <span className="text-xs text-muted-foreground">
                  Step {touch.stepNumber}
                  {isOnLead ? null : (
                    <>
                      {" to "}
                      <Link href={`/dashboard/leads/${touch.leadId}` as Route} className="text-link underline underline-offset-2">
                        {leadName(touch)}
                      </Link>
                      {touch.company ? `, ${touch.company}` : ""}
                    </>
                  )}
                  {touch.mailbox ? ` from ${touch.mailbox}` : ""}
                  {touch.claimedAt ? `, ${formatShortTime(touch.claimedAt, now, timeZone)}` : ""}
                </span>
              </div>
              {mayDecide ? (
                <div className="flex gap-2">
                  <Button variant="outline" disabled={busyId !== null} onClick={() => decide(touch.id, true)}>
                    It arrived
                  </Button>
                  <Button variant="outline" disabled={busyId !== null} onClick={() => decide(touch.id, false)}>
                    It did not
                  </Button>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

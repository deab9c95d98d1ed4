"use client";

import type { Route } from "next";
import Link from "next/link";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { NativeSelect } from "@/components/ui/native-select";
import type { Channel } from "@/lib/domain/outreach";
import type { SequencePreview } from "@/lib/engines/campaigns/preview-sequence";

type SequencePreviewPanelProps = {
  preview: SequencePreview;
  isChecking: boolean;
  /** From 0. */
  step: number;
  channel: Channel;
};

/** What the product adds to every text of a channel, outside the template. */
const ADDED: Readonly<Record<Channel, string>> = {
  email: "Your identity and the way out of the list are added below every message.",
  linkedin: "Your legal name is added below.",
  voice: "The call opens with who is calling, for whom, and that it is an AI.",
  sms: "Your legal name and “Reply STOP to opt out” are added below.",
  mail: "Your identity and the way out of the list are printed below.",
};

/** One step as it would reach one of the client's own leads, the one with the least data among them. */
export function SequencePreviewPanel({ preview, isChecking, step, channel }: SequencePreviewPanelProps) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const lead = preview.leads.find(({ leadId }) => leadId === chosenId) ?? preview.leads[0];
  const shown = lead?.steps[step];
  return (
    <Card>
      <CardHeader>
        <CardTitle>Preview of step {step + 1}</CardTitle>
        <span role="status" className="text-xs text-muted-foreground">
          {isChecking ? "Checking…" : ""}
        </span>
      </CardHeader>
      <CardContent className="grid gap-3">
        {lead && shown ? (
          <>
            <NativeSelect aria-label="Lead to preview" value={lead.leadId} onChange={(event) => setChosenId(event.target.value)}>
              {preview.leads.map(({ leadId, name, company, isSparsest }) => (
                <option key={leadId} value={leadId}>
                  {name}
                  {company ? `, ${company}` : ""}
                  {isSparsest ? " (least data)" : ""}
                </option>
              ))}
            </NativeSelect>
            {lead.isSparsest ? <Badge tone="info">The lead we know least about</Badge> : null}
            <div className="grid gap-2 rounded-md border bg-background p-3">
              {channel === "email" ? <p className="font-medium break-words">{shown.subject || "No subject"}</p> : null}
              <p className="text-xs leading-5 break-words whitespace-pre-wrap">{shown.body}</p>
            </div>
            {shown.problems.length > 0 ? (
              <Alert tone="danger" title="Would not be sent to this lead">
                <ul className="list-disc pl-4">
                  {shown.problems.map((problem) => (
                    <li key={problem}>{problem}</li>
                  ))}
                </ul>
              </Alert>
            ) : (
              <p className="text-xs text-muted-foreground">{ADDED[channel]}</p>
            )}
          </>
        ) : (
          <div className="grid justify-items-start gap-2">
            <p className="text-muted-foreground">There are no leads yet to show it on.</p>
            <Button asChild variant="outline" size="sm">
              <Link href={"/dashboard/leads/import" as Route}>Import leads</Link>
            </Button>
          </div>
        )}
      </CardContent>
    </Card>
  );
}

"use client";

import { Bot, Copy, Send, Undo2 } from "lucide-react";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { dismissDraftAction, sendDraftAction, takeBackDraftAction } from "@/app/dashboard/inbox/actions";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Textarea } from "@/components/ui/textarea";
import type { DraftCitation, DraftState } from "@/lib/domain/reply-handling";

export type DraftView = {
  id: string;
  title: string;
  isReminder: boolean;
  state: DraftState;
  subject: string;
  body: string;
  citations: readonly DraftCitation[];
  madeBy: string;
  needsPerson: string | null;
  reason: string | null;
  /** In words: when it goes out by itself, or when it went. */
  timeText: string | null;
  /** By which channel and from what it leaves, or why it cannot from here. */
  wayText: string;
  canSend: boolean;
};

const STATE_TEXTS: Readonly<Partial<Record<DraftState, string>>> = {
  suggested: "Suggestion",
  waiting: "Waits for approval",
  ready: "Goes out by itself",
  sending: "On its way",
  sent: "Sent",
  unknown: "May or may not have arrived",
  failed: "Could not be sent",
};

const SOURCE_TEXTS: Readonly<Record<string, string>> = {
  services: "your services",
  value_proposition: "your value proposition",
  default_offer: "your offer",
  booking_url: "your booking page",
  lead_source: "where their details are from",
};

/** What would be said to them, what it rests on, and the button that sends exactly this text. */
export function DraftCard({ draft, mayChange }: { draft: DraftView; mayChange: boolean }) {
  const [edited, setEdited] = useState({ id: draft.id, body: draft.body });
  const [isPending, startChange] = useTransition();
  const body = edited.id === draft.id ? edited.body : draft.body;
  const isOpen = draft.state === "suggested" || draft.state === "waiting";
  return (
    <Card aria-label={draft.title}>
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          <Bot className="size-4 text-muted-foreground" aria-hidden />
          {draft.title}
        </CardTitle>
        <Badge tone={draft.state === "waiting" ? "warning" : draft.state === "sent" ? "success" : "neutral"}>
          {STATE_TEXTS[draft.state] ?? draft.state}
        </Badge>
      </CardHeader>
      <CardContent className="grid gap-3">
        {draft.needsPerson && isOpen ? (
          <Alert tone="warning" title={draft.needsPerson}>
            Nothing else goes to this person until you decide.
          </Alert>
        ) : null}
        {draft.reason ? <Alert tone="info">{draft.reason}</Alert> : null}
        {isOpen && mayChange ? (
          <Textarea
            aria-label="Answer"
            rows={10}
            value={body}
            disabled={isPending}
            onChange={(event) => setEdited({ id: draft.id, body: event.target.value })}
          />
        ) : (
          <p className="wrap-anywhere whitespace-pre-wrap">{draft.body}</p>
        )}
        <p className="text-xs wrap-anywhere text-muted-foreground">{[draft.wayText, draft.timeText].filter(Boolean).join(". ")}</p>
        {draft.state === "ready" && mayChange ? (
          <Button
            variant="outline"
            className="w-fit"
            isPending={isPending}
            onClick={() =>
              startChange(async () => {
                await runChangeOrToast(takeBackDraftAction({ draftId: draft.id }), "It waits for you again");
              })
            }
          >
            <Undo2 />
            Take back
          </Button>
        ) : null}
        {isOpen && mayChange ? (
          <div className="flex flex-wrap gap-2">
            {draft.canSend ? (
              <Button
                isPending={isPending}
                disabled={body.trim() === ""}
                onClick={() =>
                  startChange(async () => {
                    await runChangeOrToast(sendDraftAction({ draftId: draft.id, subject: draft.subject, body }), ({ isLater }) =>
                      isLater ? "Approved: it goes out at the time shown" : "It goes out now",
                    );
                  })
                }
              >
                <Send />
                {draft.isReminder ? "Approve" : "Send"} {body === draft.body ? "as written" : "as edited"}
              </Button>
            ) : (
              <Button
                variant="outline"
                onClick={() =>
                  void navigator.clipboard.writeText(body).then(
                    () => toast.success("Copied"),
                    () => toast.error("Could not copy"),
                  )
                }
              >
                <Copy />
                Copy
              </Button>
            )}
            <Button
              variant="ghost"
              disabled={isPending}
              onClick={() =>
                startChange(async () => {
                  await runChangeOrToast(dismissDraftAction({ draftId: draft.id }), "Draft put away");
                })
              }
            >
              Dismiss
            </Button>
          </div>
        ) : null}
        <details>
          <summary className="w-fit rounded-sm text-xs text-muted-foreground hover:text-foreground">
            {draft.madeBy === "model" ? "Written by a model" : "Written by fixed texts"}, from {draft.citations.length}{" "}
            {draft.citations.length === 1 ? "source" : "sources"}
          </summary>
          <ul className="mt-2 grid gap-1.5 border-l-2 pl-3 text-xs text-muted-foreground">
            {draft.citations.map((citation) => (
              <li key={`${citation.ref}:${citation.quote}`} className="wrap-anywhere">
                {sourceText(citation)}: “{citation.quote}”
              </li>
            ))}
          </ul>
        </details>
      </CardContent>
    </Card>
  );
}

function sourceText({ kind, ref, title }: DraftCitation): string {
  if (kind === "thread") return "They wrote";
  return title ? `Your knowledge, “${title}”` : (SOURCE_TEXTS[ref] ?? "Your knowledge");
}

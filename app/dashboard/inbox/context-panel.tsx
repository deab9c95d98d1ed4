import type { Route } from "next";
import Link from "next/link";
import { CorrectIntentDialog } from "@/app/dashboard/inbox/correct-intent-dialog";
import { entityNotes, refusalText } from "@/app/dashboard/inbox/draft-view";
import { actionText, INTENT_TEXTS } from "@/app/dashboard/inbox/inbox-words";
import { MatchDialog } from "@/app/dashboard/inbox/match-dialog";
import { ReferralCard } from "@/app/dashboard/inbox/referral-card";
import { ThreadActions } from "@/app/dashboard/inbox/thread-actions";
import { leadName, receiptOf, STATUS_LABELS } from "@/app/dashboard/leads/lead-words";
import { StatusBadge } from "@/components/feedback/status-badge";
import { TierChip } from "@/components/feedback/tier-chip";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { ConversationMessage, InboxThread } from "@/lib/db/queries/inbox";
import type { HeldReferral } from "@/lib/db/queries/reply-drafts";
import { OBJECTION_LABELS } from "@/lib/domain/reply-handling";
import type { Explanation } from "@/lib/engines/explain/explain-lead";
import { cn } from "@/lib/ui/cn";
import { formatPercent } from "@/lib/ui/format-number";
import { formatZonedTime } from "@/lib/ui/format-time";

type ContextPanelProps = {
  thread: InboxThread;
  messages: readonly ConversationMessage[];
  referrals: readonly HeldReferral[];
  explanation: Explanation | null;
  leadZone: string;
  today: string;
  now: Date;
  mayChange: boolean;
  className?: string;
};

/** Who it is, how their last message was understood and why, what was done about it, and what happens next. */
export function ContextPanel({ thread, messages, referrals, explanation, leadZone, today, now, mayChange, className }: ContextPanelProps) {
  const latest = messages.findLast((message) => message.direction === "inbound");
  const receipt = receiptOf(thread.alsReasons, null);
  const at = explanation?.next?.at ? new Date(explanation.next.at) : null;
  const isHeld = thread.heldReason !== null || (thread.snoozedUntil !== null && thread.snoozedUntil > now);
  return (
    <div className={cn("grid min-w-0 gap-4", className)}>
      {mayChange ? (
        <ThreadActions
          threadId={thread.id}
          leadId={thread.deletedAt ? null : thread.leadId}
          isOpen={thread.needsReply || messages.some((message) => message.needsReview)}
          isHeld={isHeld}
          leadZone={leadZone}
          today={today}
          mailto={
            latest?.fromAddress && latest.channel === "email" ? mailtoHref(latest.fromAddress, latest.subject ?? thread.subject) : null
          }
          mailbox={thread.mailbox}
        />
      ) : null}
      <Card>
        <CardHeader>
          <CardTitle>{thread.leadId ? "Lead" : "Unknown sender"}</CardTitle>
        </CardHeader>
        <CardContent className="grid gap-2">
          {thread.leadId ? (
            <>
              <Link href={`/dashboard/leads/${thread.leadId}` as Route} className="w-fit font-medium hover:underline">
                {leadName(thread)}
              </Link>
              <p className="text-muted-foreground">{[thread.title, thread.company].filter(Boolean).join(", ") || thread.email}</p>
              <span className="flex flex-wrap gap-2">
                {thread.alsTier ? <TierChip tier={thread.alsTier} score={thread.alsScore} {...(receipt && { receipt })} /> : null}
                {thread.status ? <StatusBadge status={thread.status} label={STATUS_LABELS[thread.status]} /> : null}
              </span>
              {thread.deletedAt ? <Alert tone="warning">This lead was deleted; the conversation stays.</Alert> : null}
            </>
          ) : (
            <>
              <p className="break-words">{latest?.fromAddress ?? "No address"}</p>
              <p className="text-muted-foreground">
                Nothing in the message says which lead it is from. Until somebody does, their sequence goes on.
              </p>
              {mayChange && latest ? (
                <MatchDialog
                  messageId={latest.id}
                  suggestion={suggestionOf(latest.fromAddress)}
                  trigger={<Button className="w-fit">Match to a lead</Button>}
                />
              ) : null}
            </>
          )}
        </CardContent>
      </Card>
      {latest ? <Understanding message={latest} thread={thread} mayChange={mayChange} /> : null}
      {mayChange ? referrals.map((referral) => <ReferralCard key={referral.id} referral={referral} />) : null}
      {explanation ? (
        <Card>
          <CardHeader>
            <CardTitle>What happens next</CardTitle>
          </CardHeader>
          <CardContent className="grid gap-2">
            <p>{explanation.summary}</p>
            {at ? <p className="text-muted-foreground">{formatZonedTime(at, leadZone)}</p> : null}
          </CardContent>
        </Card>
      ) : null}
    </div>
  );
}

type UnderstandingProps = { message: ConversationMessage; thread: InboxThread; mayChange: boolean };

function Understanding({ message, thread, mayChange }: UnderstandingProps) {
  const notes = entityNotes(message.entities);
  const refusal = refusalText(thread.rejectionReason, thread.followUpOn);
  const intent = message.intent && INTENT_TEXTS[message.intent];
  const reasons = Array.isArray(message.reasons) ? message.reasons.filter((reason) => typeof reason === "string") : [];
  return (
    <Card>
      <CardHeader>
        <CardTitle>Understood as</CardTitle>
        {mayChange ? (
          <CorrectIntentDialog
            messageId={message.id}
            intent={message.intent}
            trigger={
              <Button variant="ghost" size="sm">
                Correct
              </Button>
            }
          />
        ) : null}
      </CardHeader>
      <CardContent className="grid gap-3">
        <div className="grid gap-1">
          <span className="flex flex-wrap items-center gap-2">
            {intent ? <Badge tone={intent.tone}>{intent.label}</Badge> : "Nothing yet"}
            {message.intentConfidence === null || message.classifiedBy === "human" ? null : (
              <span className="text-muted-foreground">{formatPercent(message.intentConfidence, 0)} sure</span>
            )}
          </span>
          <span className="text-xs break-words text-muted-foreground">{deciderText(message.classifiedBy)}</span>
        </div>
        {reasons.length > 0 ? (
          <ul className="grid list-disc gap-1 pl-4 text-xs text-muted-foreground">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        ) : null}
        {thread.objection || refusal ? (
          <div className="grid gap-1 border-t pt-3">
            {thread.objection ? <p>Objects: {OBJECTION_LABELS[thread.objection as keyof typeof OBJECTION_LABELS]}</p> : null}
            {refusal ? <p className="text-muted-foreground">{refusal}</p> : null}
          </div>
        ) : null}
        {notes.length > 0 ? (
          <dl className="grid gap-1.5 border-t pt-3 text-xs">
            {notes.map(({ label, quote }) => (
              <div key={`${label}:${quote}`}>
                <dt className="font-medium text-muted-foreground">{label}</dt>
                <dd className="wrap-anywhere">“{quote}”</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {message.actions.length > 0 ? (
          <div className="grid gap-1 border-t pt-3">
            <p className="text-xs font-medium text-muted-foreground">What follows from it</p>
            <ul className="grid gap-1">
              {message.actions.map((code) => (
                <li key={code}>{actionText(code)}</li>
              ))}
            </ul>
          </div>
        ) : null}
      </CardContent>
    </Card>
  );
}

function deciderText(by: string | null): string {
  if (by === null) return "Nobody has read it yet";
  if (by === "human") return "A person said so";
  if (by === "model") return "Decided by a model, where the rules were unsure";
  return by.startsWith("rules:") ? `Decided by the rules for ${by.slice("rules:".length).replaceAll("_", " ")}` : `Decided by ${by}`;
}

function mailtoHref(address: string, subject: string | null): string {
  const line = subject ? (/^re:/i.test(subject) ? subject : `Re: ${subject}`) : "";
  return `mailto:${encodeURIComponent(address)}${line ? `?subject=${encodeURIComponent(line)}` : ""}`;
}

/** What to look for first: colleagues share a domain. */
function suggestionOf(address: string | null): string {
  const domain = address?.slice(address.lastIndexOf("@") + 1) ?? "";
  return domain.split(".")[0] ?? "";
}

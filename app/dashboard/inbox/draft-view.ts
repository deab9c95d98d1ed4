import { z } from "zod";
import type { DraftView } from "@/app/dashboard/inbox/draft-card";
import type { ShownDraft } from "@/lib/db/queries/reply-drafts";
import { type DraftState, draftCitation, REJECTION_POLICIES, type RejectionReason, replyEntities } from "@/lib/domain/reply-handling";
import { formatZonedTime } from "@/lib/ui/format-time";

/** A draft as its card shows it. */
export function draftView(draft: ShownDraft, timeZone: string): DraftView {
  const state = draft.state as DraftState;
  const citations = z.array(draftCitation).safeParse(draft.citations);
  return {
    id: draft.id,
    state,
    subject: draft.subject,
    body: draft.body,
    citations: citations.success ? citations.data : [],
    madeBy: draft.madeBy,
    needsPerson: draft.needsPerson,
    reason: draft.reason,
    timeText: timeText(draft, state, timeZone),
    isEmail: draft.channel === "email",
  };
}

function timeText({ readyAt, sentAt }: ShownDraft, state: DraftState, timeZone: string): string | null {
  if (state === "ready" && readyAt) return `Goes out at ${formatZonedTime(readyAt, timeZone)}, unless they write again`;
  return state === "sent" && sentAt ? `Sent ${formatZonedTime(sentAt, timeZone)}` : null;
}

const ENTITY_LABELS = {
  meetingPreferences: "Would meet",
  questions: "Asks",
  painPoints: "Troubled by",
  competitors: "Uses today",
  budget: "Budget",
  timeline: "When",
} as const;

/** What a message told beside its intent, as label and quote. */
export function entityNotes(stored: unknown): { label: string; quote: string }[] {
  const read = replyEntities.safeParse(stored);
  if (!read.success) return [];
  const notes = Object.entries(ENTITY_LABELS).flatMap(([key, label]) =>
    read.data[key as keyof typeof ENTITY_LABELS].map(({ quote }) => ({ label, quote })),
  );
  const people = read.data.decisionMakers.map(({ name, role, email, quote }) => ({
    label: [name ?? email, role].filter(Boolean).join(", "),
    quote,
  }));
  return [...notes, ...people].slice(0, 12);
}

/** Why they declined and what follows from it. */
export function refusalText(reason: string | null, followUpOn: string | null): string | null {
  if (reason === null || !(reason in REJECTION_POLICIES)) return null;
  const { label, followUp } = REJECTION_POLICIES[reason as RejectionReason];
  const next = {
    re_engage: `you are told on ${followUpOn}`,
    note_renewal: `you are told on ${followUpOn}, in case their contract is up`,
    ask_referral: "ask who decides, if they are open to it",
    close: "closed",
  }[followUp.kind];
  return `${label}: ${next}`;
}

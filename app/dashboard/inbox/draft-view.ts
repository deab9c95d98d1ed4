import { z } from "zod";
import type { DraftView } from "@/app/dashboard/inbox/draft-card";
import type { ShownDraft } from "@/lib/db/queries/reply-drafts";
import { ANSWER_SENDERS, isAnswerChannel } from "@/lib/domain/answer-channel";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { type DraftState, draftCitation, REJECTION_POLICIES, type RejectionReason, replyEntities } from "@/lib/domain/reply-handling";
import { formatZonedTime } from "@/lib/ui/format-time";

/** A draft as its card shows it. */
export function draftView(draft: ShownDraft, timeZone: string): DraftView {
  const state = draft.state as DraftState;
  const citations = z.array(draftCitation).safeParse(draft.citations);
  return {
    id: draft.id,
    title: titleOf(draft.reminderKind),
    isReminder: draft.reminderKind !== null,
    state,
    subject: draft.subject,
    body: draft.body,
    citations: citations.success ? citations.data : [],
    madeBy: draft.madeBy,
    needsPerson: draft.needsPerson,
    reason: draft.reason && state === "ready" ? `Not sooner: ${draft.reason}` : draft.reason,
    timeText: timeText(draft, state, timeZone),
    ...wayOf(draft),
  };
}

function titleOf(reminderKind: string | null): string {
  if (reminderKind === null) return "Draft answer";
  return `Reminder of the meeting, ${reminderKind === "day_before" ? "a day" : "an hour"} before`;
}

/** By what it leaves and from where, or why it is for a person to take it there. */
function wayOf({ channel, sender, toAddress }: ShownDraft): Pick<DraftView, "wayText" | "canSend"> {
  if (!isAnswerChannel(channel)) return { canSend: false, wayText: "Nothing is sent from here: a call is answered by ringing back" };
  const by = CHANNEL_LABELS[channel];
  if (sender === null)
    return { canSend: false, wayText: `No ${ANSWER_SENDERS[channel]} of yours holds this conversation: copy the text into ${by}` };
  return { canSend: true, wayText: `${by} from ${sender}${toAddress ? ` to ${toAddress}` : ""}` };
}

function timeText({ readyAt, sentAt, dueAt, reminderKind }: ShownDraft, state: DraftState, timeZone: string): string | null {
  if (state === "ready" && readyAt)
    return `Goes out at ${formatZonedTime(readyAt, timeZone)}, unless ${reminderKind === null ? "they write again" : "the meeting changes"}`;
  if (state === "waiting" && dueAt) return `Goes out at ${formatZonedTime(dueAt, timeZone)} if it is approved by then`;
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

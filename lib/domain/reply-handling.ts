import { z } from "zod";
import { agencyVoice } from "./agency-voice";
import { knowledgePassage } from "./knowledge";
import { replyIntent } from "./replies";

/** Why somebody hesitates (domain 5.3). */
export const OBJECTIONS = ["timing", "budget", "authority", "need", "competitor", "trust", "other"] as const;
export const objection = z.enum(OBJECTIONS);
export type Objection = z.infer<typeof objection>;

export const OBJECTION_LABELS: Readonly<Record<Objection, string>> = {
  timing: "the timing",
  budget: "the price",
  authority: "somebody else decides",
  need: "no need",
  competitor: "has somebody for it",
  trust: "doubts us",
  other: "another reason",
};

export const REJECTION_REASONS = [
  "timing_not_now",
  "budget_constraints",
  "using_competitor",
  "not_decision_maker",
  "no_need",
  "bad_experience",
  "too_busy",
  "not_interested_generic",
  "do_not_contact",
  "wrong_contact",
  "company_policy",
  "other",
] as const;
export const rejectionReason = z.enum(REJECTION_REASONS);
export type RejectionReason = z.infer<typeof rejectionReason>;

/** What follows a refusal. Nothing here is sent by a machine: a person is told on the day. */
export type FollowUp =
  | { kind: "re_engage"; afterDays: number }
  | { kind: "ask_referral" }
  | { kind: "note_renewal"; afterDays: number }
  | { kind: "close" };

export type RejectionPolicy = { label: string; objection: Objection; followUp: FollowUp };

/** One policy a reason. 90 days is a quarter's budget round; a contract with somebody else is looked at again after half a year. */
export const REJECTION_POLICIES: Readonly<Record<RejectionReason, RejectionPolicy>> = {
  timing_not_now: { label: "Not now", objection: "timing", followUp: { kind: "re_engage", afterDays: 90 } },
  budget_constraints: { label: "No budget", objection: "budget", followUp: { kind: "re_engage", afterDays: 180 } },
  using_competitor: { label: "Has somebody for it", objection: "competitor", followUp: { kind: "note_renewal", afterDays: 180 } },
  not_decision_maker: { label: "Does not decide", objection: "authority", followUp: { kind: "ask_referral" } },
  no_need: { label: "No need", objection: "need", followUp: { kind: "close" } },
  bad_experience: { label: "Bad experience before", objection: "trust", followUp: { kind: "close" } },
  too_busy: { label: "Too busy", objection: "timing", followUp: { kind: "re_engage", afterDays: 60 } },
  not_interested_generic: { label: "Not interested", objection: "other", followUp: { kind: "close" } },
  do_not_contact: { label: "Wants no contact", objection: "other", followUp: { kind: "close" } },
  wrong_contact: { label: "Wrong person", objection: "authority", followUp: { kind: "ask_referral" } },
  company_policy: { label: "Policy of the company", objection: "other", followUp: { kind: "close" } },
  other: { label: "Another reason", objection: "other", followUp: { kind: "close" } },
};

/** The day on which a person is told to look again; null where nothing follows by date. */
export function followUpDay(reason: RejectionReason, today: string): string | null {
  const { followUp } = REJECTION_POLICIES[reason];
  if (followUp.kind === "ask_referral" || followUp.kind === "close") return null;
  return new Date(Date.parse(today) + followUp.afterDays * 86_400_000).toISOString().slice(0, 10);
}

/** Something a message says, with the words it was read from. */
export const saidThing = z.object({ value: z.string().min(1).max(200), quote: z.string().min(1).max(300) });
export type SaidThing = z.infer<typeof saidThing>;

export const namedPerson = z.object({
  name: z.string().max(100).nullable(),
  role: z.string().max(100).nullable(),
  email: z.string().max(200).nullable(),
  quote: z.string().min(1).max(300),
});
export type NamedPerson = z.infer<typeof namedPerson>;

/** What a reply tells beside its intent (domain 10.4). */
export const replyEntities = z.object({
  meetingPreferences: z.array(saidThing).max(10),
  questions: z.array(saidThing).max(10),
  painPoints: z.array(saidThing).max(10),
  competitors: z.array(saidThing).max(10),
  budget: z.array(saidThing).max(5),
  timeline: z.array(saidThing).max(5),
  decisionMakers: z.array(namedPerson).max(5),
});
export type ReplyEntities = z.infer<typeof replyEntities>;

/** What a sentence of a draft rests on: a message of the thread, or what the client says of itself. */
export const draftCitation = z.object({
  kind: z.enum(["thread", "knowledge"]),
  /** A message's id, or the name of the knowledge: "services", "value_proposition", "default_offer", "booking_url", "lead_source", "entry:<id>". */
  ref: z.string().min(1).max(100),
  quote: z.string().min(1).max(300),
  /** Of an entry, as it was called when it was quoted. */
  title: z.string().max(200).optional(),
});
export type DraftCitation = z.infer<typeof draftCitation>;

export const DRAFT_STATES = ["suggested", "waiting", "ready", "sending", "sent", "unknown", "failed", "dismissed", "superseded"] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** What the client may be quoted on. */
const clientKnowledge = z.object({
  name: z.string(),
  senderName: z.string().nullable(),
  services: z.array(z.string()).max(50),
  valueProposition: z.string().nullable(),
  defaultOffer: z.string().nullable(),
  bookingUrl: z.string().nullable(),
});

/** Everything that reading and answering one reply may look at. */
export const replyToAnswer = z.object({
  messageId: z.string(),
  channel: z.enum(["email", "sms", "linkedin", "voice"]),
  subject: z.string(),
  /** What they typed, without quotes and signature. */
  text: z.string(),
  intent: replyIntent,
  confidence: z.number().min(0).max(1),
  by: z.string(),
  actions: z.array(z.string()),
  reasons: z.array(z.string()),
  /** The last messages before this one, oldest first. */
  thread: z.array(z.object({ id: z.string(), direction: z.enum(["inbound", "outbound"]), text: z.string() })).max(5),
  lead: z.object({ firstName: z.string().nullable(), company: z.string().nullable(), timezone: z.string(), source: z.string() }),
  client: clientKnowledge,
  voice: agencyVoice,
  /** Entries of the client's knowledge that answer this message, best first. */
  knowledge: z.array(knowledgePassage).max(2),
  /** Objections they raised before this message. */
  earlierObjections: z.int().min(0),
  now: z.iso.datetime(),
  /** Three times to offer, in the lead's zone, as a person reads them; empty where no meeting is asked for. */
  times: z.array(z.string()).max(3),
});
export type ReplyToAnswer = z.infer<typeof replyToAnswer>;

export const draftIdInput = z.object({ draftId: z.uuid() });
export const draftSendInput = z.object({
  draftId: z.uuid(),
  subject: z.string().trim().max(300),
  body: z.string().trim().min(1, "Write something").max(5000),
});
export const referralDecisionInput = z.object({
  referralId: z.uuid(),
  decision: z.enum(["add", "dismiss"]),
  email: z.string().trim().toLowerCase().pipe(z.email("Enter a full email address")).nullable().default(null),
});
export const answersByItselfInput = z.object({ isOn: z.boolean() });
export const remindsProspectsInput = z.object({ isOn: z.boolean() });

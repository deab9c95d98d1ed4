import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import { isReplyAction, type ReplyAction, type ReplyIntent, replyChannel, replyIntent } from "@/lib/domain/replies";
import { objection, rejectionReason } from "@/lib/domain/reply-handling";
import { REVIEW_BELOW } from "@/lib/engines/replies/actions-for-reply";
import { classifyReply as classifyByRules } from "@/lib/engines/replies/classify-reply";
import { readObjection } from "@/lib/engines/replies/read-objection";
import { visibleReplyText } from "@/lib/engines/replies/visible-reply-text";

const input = z.object({
  channel: replyChannel,
  headers: z.record(z.string(), z.string()).default({}),
  subject: z.string().max(1000).default(""),
  body: z.string().max(100_000),
  /** Our own footer as it was sent, where it is known. */
  footer: z.string().max(5000).nullable().default(null),
  /** When it is read; dates without a year count from the message's own date, or from here. */
  now: z.iso.datetime(),
});
export type ClassifyReplyInput = z.infer<typeof input>;

export const replyReading = z.object({
  intent: replyIntent,
  confidence: z.number().min(0).max(1),
  reasons: z.array(z.string().max(200)).max(20),
  /** Action codes; what a model puts here is never used. */
  actions: z.array(z.string().max(100)).max(20),
  /** The rule family that decided, or "model". */
  by: z.string().max(60),
  returnDate: z.iso.date().nullable(),
  objection: objection.nullable(),
  rejectionReason: rejectionReason.nullable(),
});
export type ReplyReading = z.infer<typeof replyReading>;

/** A model is at most this sure: it never outweighs a rule that is. */
const SUREST_MODEL = 0.9;
const LONGEST_BODY = 6000;
/** Verdicts of headers, reports and withdrawals, and of text nobody typed. */
const FINAL =
  /^(?:report:|rules:(?:opt_out|away|machine|no_signal|no_answer|vendor_pitch|fact|left_company|challenge|ticket|new_address|unattended|driving|voicemail|acknowledgement|thanks)$)/;
const CLOSING_ACTIONS = /^(?:suppress_|record_complaint|escalate_legal|erase_|end_call|infra_alert|pause_mailbox)/;
const POSITIVE: ReadonlySet<ReplyIntent> = new Set(["meeting_request", "interested"]);

/** What follows from an intent that the rules did not see, the least that is safe. */
const PLAIN_ACTIONS: Readonly<Record<ReplyIntent, readonly ReplyAction[]>> = {
  meeting_request: ["book_meeting"],
  interested: ["send_info"],
  question: ["answer_question"],
  not_interested: ["stop_sequence"],
  unsubscribe: ["suppress_contact", "stop_sequence", "no_auto_reply"],
  out_of_office: ["snooze_days:7", "no_auto_reply"],
  auto_reply: ["pause_sequence", "human_review", "no_auto_reply"],
};

/** What a reply means. Rules decide; a model is asked where they are unsure or disagree, and undoes nothing that protects a person. */
export const classifyReply = defineSkill<ClassifyReplyInput, ReplyReading>({
  name: "classify_reply",
  description: "Says what a reply means, how sure that is, why somebody declines, and when an absent person is back.",
  input,
  output: replyReading,
  baseline: byRules,
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You sort replies to business e-mails, texts and LinkedIn messages in Australia.",
      "meeting_request: wants, moves or confirms a conversation. interested: wants to know more, now or later, or names somebody who would.",
      "question: asks something before they decide. not_interested: declines, also politely, sarcastically or sideways, or is the wrong person.",
      "unsubscribe: wants no further messages, however it is put. out_of_office: an automatic away notice. auto_reply: another automatic message, or no words of their own.",
      "Polite praise beside a refusal is a refusal. Where you doubt between interested and not_interested, say not_interested with a low confidence.",
      'Leave `actions` empty and `returnDate` null. `by` is always "model". `reasons`: one short sentence.',
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ channel, subject, body }, baseline) =>
      [
        `It came by ${channel}. Rules alone say ${baseline.intent}, ${Math.round(baseline.confidence * 100)} % sure.`,
        subject ? fenced("subject", subject) : "",
        fenced("reply", visibleReplyText(body).reply.slice(0, LONGEST_BODY)),
      ]
        .filter(Boolean)
        .join("\n\n"),
    maxOutputTokens: 400,
    temperature: 0.3,
    isNeeded: (_given, baseline) => needsModel(baseline),
  },
  settle: settleReading,
});

function byRules({ channel, headers, subject, body, footer, now }: ClassifyReplyInput): ReplyReading {
  const read = classifyByRules({ channel, headers, subject, body, footer: footer ?? undefined }, { now: new Date(now) });
  return {
    intent: read.intent,
    confidence: read.confidence,
    reasons: read.reasons.map((reason) => reason.slice(0, 200)).slice(0, 20),
    actions: read.actions,
    by: read.by,
    returnDate: read.returnDate ?? null,
    ...readObjection(visibleReplyText(body, { footer: footer ?? undefined }).reply, read),
  };
}

/** Whether rules are unsure or disagree, about something that a model may have a say in. */
export function needsModel(reading: Pick<ReplyReading, "intent" | "by" | "actions" | "confidence">): boolean {
  return !isFinal(reading) && (reading.confidence < REVIEW_BELOW || reading.by === "rules:contrast");
}

function isFinal({ intent, by, actions }: Pick<ReplyReading, "intent" | "by" | "actions">): boolean {
  return intent === "unsubscribe" || FINAL.test(by) || actions.some((action) => CLOSING_ACTIONS.test(action));
}

/** A model never takes back a withdrawal, a machine's verdict or a complaint, nor makes a yes of a no that a rule found. */
function settleReading(answer: ReplyReading, given: ClassifyReplyInput, baseline: ReplyReading): ReplyReading {
  if (isFinal(baseline)) return baseline;
  const isRuledOut = baseline.intent === "not_interested" && baseline.by !== "rules:unrecognised";
  if (isRuledOut && answer.intent !== "unsubscribe" && answer.intent !== "not_interested") return baseline;
  // Nothing in a model's reach makes a booking: where no rule saw a wish to meet it is interest at most.
  const isLeap = POSITIVE.has(answer.intent) && (baseline.by === "rules:unrecognised" || baseline.intent !== "meeting_request");
  const intent = isLeap ? "interested" : answer.intent;
  const actions = intent === baseline.intent ? baseline.actions.filter(isReplyAction) : [...PLAIN_ACTIONS[intent], ...kept(baseline)];
  const confidence = Math.min(answer.confidence, SUREST_MODEL);
  const told =
    confidence < REVIEW_BELOW
      ? [...actions, "human_review" as const]
      : actions.filter((action) => action !== "human_review" || intent === "auto_reply");
  return {
    intent,
    confidence,
    reasons: [...answer.reasons, ...baseline.reasons].slice(0, 20),
    actions: [...new Set(told)],
    by: "model",
    returnDate: intent === "out_of_office" ? baseline.returnDate : null,
    ...readObjection(visibleReplyText(given.body, { footer: given.footer ?? undefined }).reply, { intent, actions: told }),
  };
}

/** What stays whatever the intent: facts, disclosures, channels that were shut, dates. */
function kept({ actions }: ReplyReading): ReplyAction[] {
  return actions
    .filter(isReplyAction)
    .filter((action) => /^(?:mark_|disclose_|disable_|dsar_|route_|snooze_until:|do_not_click|no_auto_reply)/.test(action));
}

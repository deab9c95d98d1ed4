import "server-only";
import type { ReplyAction, ReplyChannel } from "@/lib/domain/replies";
import { actionsForAutomatic, actionsForBounce } from "@/lib/engines/replies/actions-for-reply";
import { type CalendarDate, daysBetween } from "@/lib/engines/replies/calendar-date";
import { type BounceVerdict, classifyBounce } from "@/lib/engines/replies/classify-bounce";
import { decideIntent } from "@/lib/engines/replies/decide-intent";
import type { CalendarAnswer, MailReport } from "@/lib/engines/replies/inbound-email";
import {
  AUTOMATIC_TEXT_RULES,
  type AutomaticKind,
  MACHINE_HEADER_RULES,
  MACHINE_SUBJECT_RULES,
  type ReplyHeaders,
} from "@/lib/engines/replies/machine-rules";
import type { ReplyClassification } from "@/lib/engines/replies/reply-classification";
import { findReturnDate, returnDateOrDefault } from "@/lib/engines/replies/return-date";
import { findHits, hasHit } from "@/lib/engines/replies/rule";

export type MachineEvidence = {
  /** Headers or subject say that software wrote it. */
  isCertain: boolean;
  subjectFamilies: ReadonlySet<string>;
  reasons: string[];
};

/** What headers and subject say about the writer, before anybody reads a word of the body (EM-20). */
export function machineEvidence(headers: ReplyHeaders, subject: string): MachineEvidence {
  const headerHits = MACHINE_HEADER_RULES.filter((rule) => rule.holds(headers));
  const subjectHits = findHits(MACHINE_SUBJECT_RULES, [subject.replace(/^(?:re|aw|sv|fw|fwd): ?(?=auto|out of)/, "")]);
  const families = new Set(subjectHits.map(({ rule }) => rule.family));
  const isSubjectCertain =
    !/^(?:re|aw|sv|antw|r): /.test(subject) &&
    (families.has("auto_reply") || families.has("out_of_office") || families.has("bounce") || families.has("read_receipt"));
  return {
    isCertain: headerHits.some(({ strength }) => strength === "strong") || isSubjectCertain || (headerHits.length > 0 && families.size > 0),
    subjectFamilies: families,
    reasons: [...headerHits.map(({ reason }) => reason), ...subjectHits.map(({ rule }) => rule.reason)],
  };
}

/** Delivery, abuse and read reports. Only the caller knows whether the returned message was ours (EM-32). */
export function classifyReport(report: MailReport): ReplyClassification | undefined {
  if (report.kind === "mdn")
    return { intent: "auto_reply", actions: ["ignore", "no_auto_reply"], confidence: 0.97, by: "report:mdn", reasons: ["a read receipt"] };
  if (report.kind === "arf") {
    if (report.feedbackType === "not-spam")
      return {
        intent: "auto_reply",
        actions: ["ignore", "no_auto_reply"],
        confidence: 0.9,
        by: "report:arf",
        reasons: ["feedback: not spam"],
      };
    const actions: ReplyAction[] = ["suppress_contact", "suppress_global", "stop_sequence", "record_complaint", "no_auto_reply"];
    return { intent: "unsubscribe", actions, confidence: 0.98, by: "report:arf", reasons: [`an abuse report (${report.feedbackType})`] };
  }
  const recipients = report.recipients.length > 0 ? report.recipients : [{ action: null, status: null, diagnosticCode: null }];
  const verdicts = recipients
    .map(({ action, status, diagnosticCode }) =>
      classifyBounce({
        action: action ?? undefined,
        status: status ?? undefined,
        diagnostic: diagnosticCode ?? "",
        isStandard: report.isStandard,
      }),
    )
    .filter((verdict): verdict is BounceVerdict => verdict !== undefined);
  const confidence = verdicts.reduce((lowest, verdict) => Math.min(lowest, verdict.confidence), 0.97);
  const reasons = verdicts.map((verdict) => `delivery report: ${verdict.class} (${verdict.rule})`);
  return {
    intent: "auto_reply",
    actions: actionsForBounce(
      verdicts.map((verdict) => verdict.class),
      confidence,
    ),
    confidence,
    by: "report:dsn",
    reasons: reasons.length > 0 ? reasons : ["a delivery report without a failure"],
  };
}

/** An answer to an invitation of ours. */
export function classifyCalendarAnswer(calendar: CalendarAnswer | null, subject: string): ReplyClassification | undefined {
  const answer =
    calendar?.method === "COUNTER" || /^new time proposed: /.test(subject)
      ? "COUNTER"
      : calendar?.method === "REPLY"
        ? calendar.answer
        : answerInSubject(subject);
  if (!answer) return undefined;
  const read = (actions: ReplyAction[]): ReplyClassification => ({
    intent: "meeting_request",
    actions,
    confidence: 0.9,
    by: "report:calendar",
    reasons: [`an answer to an invitation (${answer.toLowerCase()})`],
  });
  if (answer === "ACCEPTED") return read(["confirm_meeting"]);
  if (answer === "TENTATIVE") return read(["confirm_meeting", "human_review"]);
  return read(["reschedule_meeting", "human_review"]);
}

function answerInSubject(subject: string): string | undefined {
  if (/^(?:accepted|zugesagt|accept[ée]|aceptado|accettato): /.test(subject)) return "ACCEPTED";
  if (/^tentative(?:ly accepted)?: /.test(subject)) return "TENTATIVE";
  return /^(?:declined|abgesagt|refus[ée]|rechazado|rifiutato): /.test(subject) ? "DECLINED" : undefined;
}

/** Words with which a person who is away still speaks to us ("remind me when I'm back"). */
const SPEAKS_TO_US =
  /\b(?:remind me|give (?:me|us) (?:a|another) (?:nudge|shout|call|bell|ring|buzz|hoy|prod|poke)|ping me|nudge me|try me|hit me up|prod me|chase me|(?:can|could|shall|should) (?:we|you)|lets|let us|keen|interested|send (?:me|it|through|over|us)|sounds|happy to|love to|would like to|touch base|circle back|pick (?:this|it) up|(?:talk|speak|chat|catch up|meet|call|ring|email|contact|message|text)(?: me)? (?:then|when i|after|once)|(?:call|ring|email|message|text|contact|try|ask) me|come back to me|get (?:back )?in touch (?:when|then|after|once)|look (?:at|into) (?:it|this)|read (?:it|this)|worth a|tell me|what|how much|not for us|no thanks|not interested|yes|maybe|next steps|free (?:on|after)|will (?:look|read|review|consider|discuss)|reach out (?:then|when|after|again)|follow up (?:then|when|after|in)|try (?:again|then)|your (?:pitch|offer|proposal|idea)|good timing|bad timing|(?:this|it|that) (?:looks|sounds|seems) (?:good|great|interesting|useful|promising)|like the (?:sound|look|idea) of|timing is (?:\w+ )?(?:good|great|perfect)|(?:chat|talk|speak|meet|call) when|send (?:the|your) (?:details|info\w*|brochure|pack|deck|case study|proposal|pricing)|send \w+ (?:details |info )?(?:across|through|over))\b/;

/** Kinds a person also writes by hand. */
const CONVERSATIONAL_KINDS: ReadonlySet<AutomaticKind> = new Set(["away", "closed", "acknowledgement"]);
const KIND_ORDER: readonly AutomaticKind[] = [
  "left_company",
  "challenge",
  "ticket",
  "away",
  "closed",
  "later_reply",
  "new_address",
  "unattended",
  "driving",
  "voicemail",
  "no_answer",
  "acknowledgement",
  "thanks",
];
/** Kinds unmistakable in wording alone; the rest need a machine's header or subject. */
const KNOWN_BY_WORDING: Partial<Record<AutomaticKind, readonly ReplyChannel[]>> = {
  away: ["email", "sms", "linkedin"],
  closed: ["email", "sms", "linkedin"],
  challenge: ["email"],
  ticket: ["email"],
  unattended: ["email", "sms", "linkedin"],
  driving: ["sms", "linkedin"],
  voicemail: ["voice", "sms"],
  no_answer: ["voice"],
  acknowledgement: ["email", "sms", "linkedin"],
};

type AutomaticInput = {
  sentences: readonly string[];
  matchable: string;
  text: string;
  subject: string;
  channel: ReplyChannel;
  sentOn: CalendarDate;
  evidence: MachineEvidence;
};

/** Away notices and other automatic answers, by header, by subject, or by wording nobody types by hand. */
export function classifyAutomatic({
  sentences,
  matchable,
  text,
  subject,
  channel,
  sentOn,
  evidence,
}: AutomaticInput): ReplyClassification | undefined {
  const said = evidence.isCertain ? [...sentences, ...(subject ? [subject] : [])] : sentences;
  const hits = findHits(AUTOMATIC_TEXT_RULES, said);
  const kinds = KIND_ORDER.filter((kind) => hits.some(({ rule }) => rule.family === kind));
  const isLabelled =
    /^(?:auto(?:mated|matic)?(?:[- ]?(?:reply|response|message))?)\b ?[:\-.]|\bauto(?:mated|matic)?[- ](?:reply|response|message|text)[.!)\]]*$/.test(
      matchable,
    );
  const isMachine = evidence.isCertain || isLabelled;

  const kind = isMachine ? kinds[0] : kinds.find((candidate) => KNOWN_BY_WORDING[candidate]?.includes(channel));
  if (
    !isMachine &&
    (kind === undefined || (CONVERSATIONAL_KINDS.has(kind) && speaksToUs(matchable, sentences)) || matchable.length > 900)
  ) {
    return kind && channel === "voice" && (kind === "voicemail" || kind === "no_answer") ? verdictOf(kind, matchable) : undefined;
  }
  const isAwaySubject =
    evidence.subjectFamilies.has("out_of_office") || (kind === undefined && findReturnDate(text, sentOn)?.isCued === true);
  if (
    kind === "away" ||
    kind === "closed" ||
    kind === "later_reply" ||
    (isAwaySubject && (kind === undefined || kind === "acknowledgement" || kind === "thanks"))
  ) {
    return awayVerdict(text, sentOn, [...evidence.reasons, ...hits.map(({ rule }) => rule.reason)], isMachine);
  }
  if (kind === "acknowledgement" && !isMachine && hits.length < 2) return undefined;
  if (kind)
    return {
      ...verdictOf(kind, matchable),
      confidence: isMachine ? 0.9 : 0.75,
      reasons: [...evidence.reasons, ...hits.map(({ rule }) => rule.reason)],
    };
  if (!isMachine) return undefined;
  const isNamedAutomatic = hasHit(MACHINE_SUBJECT_RULES, [subject]);
  return {
    intent: "auto_reply",
    actions: ["ignore", "no_auto_reply"],
    confidence: isNamedAutomatic ? 0.85 : 0.75,
    by: "rules:machine",
    reasons: evidence.reasons,
  };
}

const CLOSED_FOR_GOOD =
  /\b(?:closed|shut) (?:down |its doors |our doors |the doors )?(?:permanently|for good)\b|\bpermanently (?:closed|shut)\b|\b(?:ceased|stopped) (?:trading|operating|operations)\b|\bno longer (?:trading|in business|operating)\b/;

function verdictOf(kind: Exclude<AutomaticKind, "away" | "closed" | "later_reply">, matchable: string): ReplyClassification {
  return {
    intent: "auto_reply",
    actions: actionsForAutomatic(kind, { namesSuccessor: namesSuccessor(matchable), isClosedForGood: CLOSED_FOR_GOOD.test(matchable) }),
    confidence: 0.85,
    by: `rules:${kind}`,
    reasons: [],
  };
}

function awayVerdict(text: string, sentOn: CalendarDate, reasons: string[], isMachine: boolean): ReplyClassification {
  const back = returnDateOrDefault(text, sentOn);
  const actions: ReplyAction[] = [
    back.phrase === undefined || back.needsReview ? `snooze_days:${daysBetween(sentOn, back.date)}` : `snooze_until:${back.date}`,
  ];
  if (back.needsReview) actions.push("human_review");
  actions.push("no_auto_reply");
  return {
    intent: "out_of_office",
    actions,
    confidence: isMachine ? 0.95 : 0.8,
    by: "rules:away",
    reasons: [...new Set(reasons)],
    returnDate: back.date,
  };
}

/** True when the same message also answers us: nobody's autoresponder declines, asks for times or says it is keen. */
function speaksToUs(matchable: string, sentences: readonly string[]): boolean {
  if (SPEAKS_TO_US.test(withoutSelfDescription(matchable))) return true;
  const { by, confidence, facts } = decideIntent(sentences);
  return facts.has("company_closed") || (confidence >= 0.8 && (by === "refusal" || by === "mockery"));
}

/** No autoresponder asks to be reminded or says it is keen. */
const ASKS_US =
  /\b(?:give (?:me|us) (?:a|another) (?:nudge|shout|bell|buzz|hoy|prod|poke)|(?:remind|ping|nudge|chase|prod|poke|try|bug) (?:me|us)|(?:am|are|be|very|really) (?:keen|interested|curious))\b/;

/** Two marks of an acknowledgement: a person who opts out does not also promise an answer within two working days. */
export function isAcknowledgement(sentences: readonly string[]): boolean {
  const hits = findHits(AUTOMATIC_TEXT_RULES, sentences);
  return hits.filter(({ rule }) => rule.family === "acknowledgement" || rule.family === "ticket").length >= 2;
}

/** Sentences an autoresponder says about itself, which contain words a person also uses. */
function withoutSelfDescription(matchable: string): string {
  return matchable.replace(
    /[^.!?\n]*\b(?:urgent\w*|emergenc\w*|immediate (?:assistance|attention|help)|in my absence|meantime|as soon as|when i (?:return|am back|get back)|(?:on|upon) (?:my )?return|if (?:its|it is|you need|this is|the))\b[^.!?\n]*[.!?\n]?/g,
    (sentence) => (ASKS_US.test(sentence) ? sentence : " "),
  );
}

/** A successor with a name or a personal address; a shared address is no referral. */
function namesSuccessor(matchable: string): boolean {
  const target =
    /\b(?:contact|reach|email|enquiries to|emails to|forward to|replaced by|successor is|role is|speak to|write to|please direct [^.]{0,40} to|directed to|taken over by|my replacement(?: is)?)[: ]+(?:to |at |via )?([^\s,;]+(?: [^\s,;.]+)?)/.exec(
      matchable,
    )?.[1];
  if (!target) return false;
  return !/^(?:info|hello|admin|enquiries|enquiry|sales|contact|office|reception|support|accounts|mail|team|help|hr|jobs|us|the|our|my|you|me|them|this|your|any|all)\b/.test(
    target,
  );
}

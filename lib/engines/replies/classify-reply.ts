import "server-only";
import type { ReplyAction, ReplyChannel, ReplyIntent } from "@/lib/domain/replies";
import { actionsForHuman, actionsForWithdrawal, REVIEW_BELOW } from "@/lib/engines/replies/actions-for-reply";
import { type CalendarDate, calendarDateOfHeader, sydneyDate } from "@/lib/engines/replies/calendar-date";
import {
  classifyAutomatic,
  classifyCalendarAnswer,
  classifyReport,
  isAcknowledgement,
  machineEvidence,
} from "@/lib/engines/replies/classify-machine";
import { matchText, sentencesOf } from "@/lib/engines/replies/clean-text";
import { decideIntent } from "@/lib/engines/replies/decide-intent";
import { FACT_RULES } from "@/lib/engines/replies/fact-rules";
import { findWithdrawal, refusedChannels, refusesOneMatter } from "@/lib/engines/replies/find-withdrawal";
import type { InboundEmail } from "@/lib/engines/replies/inbound-email";
import type { ReplyClassification } from "@/lib/engines/replies/reply-classification";
import { findSnoozeDate } from "@/lib/engines/replies/return-date";
import { findHits } from "@/lib/engines/replies/rule";
import { spokenWords } from "@/lib/engines/replies/spoken-words";
import { statedJurisdiction } from "@/lib/engines/replies/stated-jurisdiction";
import { visibleReplyText } from "@/lib/engines/replies/visible-reply-text";

export type ReplyToClassify = {
  channel: ReplyChannel;
  /** Decoded headers in any case; for SMS, LinkedIn and voice the provider's fields. */
  headers?: Readonly<Record<string, string>>;
  subject?: string;
  body?: string;
  /** Instead of headers, subject and body: the parsed message. */
  email?: InboundEmail;
  /** Our own footer and text as sent with the message that is answered, when known (EM-07). */
  footer?: string | undefined;
  sent?: string | undefined;
};

/**
 * Intent and actions of one inbound reply, by rules alone. Order: headers and reports, withdrawal, calendar answers, automatic
 * answers, then what the person says. A withdrawal beats everything, also inside an automatic message; a model may later refine
 * anything but that (SE-31).
 */
export function classifyReply(reply: ReplyToClassify, { now }: { now: Date }): ReplyClassification {
  const { headers, subject, texts, report, calendar } = readInput(reply);
  const subjectText = matchText(subject);
  const evidence = machineEvidence(headers, subjectText);

  const reported = report ? classifyReport(report) : undefined;
  if (reported) return reported;

  const sentOn = calendarDateOfHeader(headers.date) ?? sydneyDate(now);
  const visible = texts.map((text) =>
    visibleReplyText(reply.channel === "voice" ? spokenWords(text) : text, { footer: reply.footer, sent: reply.sent }),
  );
  const said = visible[0]?.reply ?? "";
  const matchable = matchText(said);
  const sentences = sentencesOf(matchable);

  const withdrawn = readWithdrawal(reply.channel, headers, subjectText, visible, evidence.isCertain || isAcknowledgement(sentences));
  if (withdrawn) return withdrawn;

  const answered = classifyCalendarAnswer(calendar, subjectText);
  if (answered) return answered;
  const automatic = classifyAutomatic({ sentences, matchable, text: said, subject: subjectText, channel: reply.channel, sentOn, evidence });
  if (automatic) return automatic;
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(said)) return noSignal(reply.channel, headers);
  return readPerson(reply.channel, { said, matchable, sentences, sentOn, isInThread: isInThread(reply.channel, headers, subjectText) });
}

type Input = {
  headers: Record<string, string>;
  subject: string;
  texts: string[];
  report: InboundEmail["report"];
  calendar: InboundEmail["calendar"];
};

function readInput({ email, headers = {}, subject = "", body = "" }: ReplyToClassify): Input {
  if (email) {
    const texts = email.htmlText && email.htmlText !== email.text ? [email.text, email.htmlText] : [email.text];
    return { headers: email.headers, subject: email.subject, texts, report: email.report, calendar: email.calendar };
  }
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lower[name.toLowerCase()] = value;
  return { headers: lower, subject: subject || lower.subject || "", texts: [body], report: null, calendar: null };
}

const OPT_OUT_SUBJECT =
  /^(?:(?:re|fwd?|aw): ?)*(?:please )?(?:unsubscrib\w*|opt[- ]?out|optout|remove(?: me| us)?|stop|stop emailing(?: me)?|take me off|list[- ]?unsubscrib\w*)(?: (?:me|us|request|please|from \w+|now|immediately|list))*[.! ]*$/;
const OPT_OUT_MAILBOX = /(?:^|[<\s,])[^@\s<>]*(?:unsub(?:scribe)?|opt-?out|remove-?me|list-?leave)[^@\s<>]*@/i;

const PREFERENCE_YIELDS_TO: ReadonlySet<ReplyIntent> = new Set(["meeting_request", "interested", "question"]);

function readWithdrawal(
  channel: ReplyChannel,
  headers: Record<string, string>,
  subject: string,
  visible: readonly { reply: string; unquoted: string }[],
  machine: boolean,
): ReplyClassification | undefined {
  const facts = new Set(visible.flatMap(({ reply }) => findHits(FACT_RULES, sentencesOf(matchText(reply)))).map(({ rule }) => rule.family));
  const senderDomain = /@([a-z0-9.-]+\.[a-z]{2,})/i.exec(headers.from ?? "")?.[1]?.toLowerCase();
  const context = { channel, facts, senderDomain };
  const bySubject =
    OPT_OUT_SUBJECT.test(subject) || OPT_OUT_MAILBOX.test(headers.to ?? "") || OPT_OUT_MAILBOX.test(headers["delivered-to"] ?? "");
  const found = visible.map(({ reply }) => findWithdrawal(reply, { channel, machine })).find((withdrawal) => withdrawal !== undefined);

  if (
    (found?.isPreference || found?.isOneMatter) &&
    PREFERENCE_YIELDS_TO.has(decideIntent(sentencesOf(matchText(visible[0]?.reply ?? ""))).intent)
  )
    return undefined;
  if (found) {
    return {
      intent: "unsubscribe",
      actions: actionsForWithdrawal(found, context),
      confidence: found.onlyChannels.length > 0 ? 0.75 : 0.95,
      by: "rules:opt_out",
      reasons: [found.reason],
    };
  }
  if (!bySubject) return undefined;
  const actions = actionsForWithdrawal(
    {
      family: "keyword",
      families: ["keyword"],
      reason: "",
      onlyChannels: [],
      isPreference: false,
      isOneMatter: false,
      wholeOrganisation: false,
    },
    context,
  );
  return {
    intent: "unsubscribe",
    actions,
    confidence: 0.95,
    by: "rules:opt_out",
    reasons: ["the subject or the address it was sent to is an opt-out"],
  };
}

type Said = { said: string; matchable: string; sentences: string[]; sentOn: CalendarDate; isInThread: boolean };

function readPerson(channel: ReplyChannel, { said, matchable, sentences, sentOn, isInThread }: Said): ReplyClassification {
  const reading = decideIntent(sentences);
  const actions = actionsForHuman(reading, {
    channel,
    hasLink: /https?:\/\/|\bwww\./i.test(said),
    snoozeUntil: findSnoozeDate(said, sentOn),
    country: statedJurisdiction(sentences)?.country,
    closedChannels: reading.intent === "meeting_request" ? [] : closedChannels(reading.facts, matchable),
    refusesOneMatter: refusesOneMatter(matchable),
    unlinkedQuestion: !isInThread && reading.intent === "question",
  });
  const snooze = actions.find((action) => action.startsWith("snooze_until:"))?.slice("snooze_until:".length);
  return {
    intent: reading.intent,
    actions,
    confidence: reading.confidence,
    by: `rules:${reading.by}`,
    reasons: reading.reasons,
    ...(snooze ? { returnDate: snooze } : {}),
  };
}

/** Channels a person shuts in passing ("send a one pager, no calls"); a withdrawal from all of them was decided before. */
function closedChannels(facts: ReadonlySet<string>, matchable: string): ReplyChannel[] {
  const named: ReplyChannel[] = [
    ...(facts.has("no_calls") ? (["voice"] as const) : []),
    ...(facts.has("no_texts") ? (["sms"] as const) : []),
    ...(facts.has("no_emails") ? (["email"] as const) : []),
    ...(facts.has("no_linkedin") ? (["linkedin"] as const) : []),
  ];
  return [...new Set([...named, ...refusedChannels(matchable)])];
}

/** A first message out of the blue is nobody's answer; SMS and LinkedIn are threads by themselves. */
function isInThread(channel: ReplyChannel, headers: Record<string, string>, subject: string): boolean {
  return (
    channel !== "email" ||
    headers["in-reply-to"] !== undefined ||
    headers.references !== undefined ||
    /^(?:re|aw|sv|antw|r): /.test(subject) ||
    subject === ""
  );
}

/** Nothing but a quote, a signature or blank space: never positive, a person looks. */
function noSignal(channel: ReplyChannel, headers: Record<string, string>): ReplyClassification {
  if (channel === "voice" && /no[-_ ]?answer|busy|failed|voicemail|canceled|silence/i.test(Object.values(headers).join(" "))) {
    return {
      intent: "auto_reply",
      actions: ["record_no_answer", "no_auto_reply"],
      confidence: 0.9,
      by: "rules:no_answer",
      reasons: ["nobody answered"],
    };
  }
  const actions: ReplyAction[] =
    channel === "voice" ? ["record_no_answer", "no_auto_reply"] : ["pause_sequence", "human_review", "no_auto_reply"];
  return {
    intent: "auto_reply",
    actions,
    confidence: channel === "voice" ? REVIEW_BELOW : 0.4,
    by: "rules:no_signal",
    reasons: ["no words of the person's own"],
  };
}

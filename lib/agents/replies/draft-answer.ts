import "server-only";
import { quoteEntry } from "@/lib/agents/replies/quote-entry";
import type { DraftCitation, ReplyToAnswer } from "@/lib/domain/reply-handling";
import { needsPerson } from "@/lib/engines/replies/needs-person";

export type DraftAnswer = { subject: string; body: string; citations: DraftCitation[] };

const SOURCES: Readonly<Record<string, string>> = {
  import: "a list of business contacts that we keep",
  referral: "somebody at your company who named you",
};
const MOST_SERVICES = 4;
const LONGEST_QUOTE = 300;
/** What is quoted of one entry: in a letter-like answer, and on a screen that is read on a phone. */
const LONGEST_ENTRY = { email: 700, short: 280 } as const;

/**
 * An answer by fixed texts and the client's own words, or null where none is due: after a withdrawal, to a machine, on the phone.
 * It names no price and promises nothing; what asks for either is told that a person comes back on it.
 */
export function draftAnswer(reply: ReplyToAnswer): DraftAnswer | null {
  const { intent, actions, channel } = reply;
  if (channel === "voice" || actions.includes("no_auto_reply") || actions.includes("ignore")) return null;
  if (intent === "unsubscribe" || intent === "out_of_office" || intent === "auto_reply") return null;
  const parts = partsOf(reply);
  const isShort = channel !== "email";
  const { firstName } = reply.lead;
  const { senderName, name } = reply.client;
  const body = isShort
    ? [firstName ? `Hi ${firstName}.` : "", ...parts.lines].filter(Boolean).join(" ")
    : [firstName ? `Hi ${firstName},` : "Hello,", ...parts.lines, senderName ?? name].join("\n\n");
  return { subject: isShort ? "" : answerSubject(reply.subject), body, citations: parts.citations };
}

type Parts = { lines: string[]; citations: DraftCitation[] };

function partsOf(reply: ReplyToAnswer): Parts {
  const { intent, actions, client, lead } = reply;
  const theirs: DraftCitation[] = quoteOf(reply);
  const has = (code: string) => actions.includes(code);
  if (has("disclose_source")) {
    const source = SOURCES[lead.source] ?? `a business data provider (${lead.source})`;
    const known: DraftCitation = { kind: "knowledge", ref: "lead_source", quote: source };
    return {
      lines: [
        `This is ${client.name}. We have your business contact details from ${source}. If you would rather not be contacted, say so and that is the end of it.`,
      ],
      citations: [...theirs, known],
    };
  }
  if (has("disclose_ai"))
    return {
      lines: [
        `Fair question. Software helps to write and send these messages for ${client.name}, and a person there reads your answer and stands behind it.`,
      ],
      citations: theirs,
    };
  if (has("create_referral")) return { lines: ["Thank you for pointing me to the right person, that helps a lot."], citations: theirs };
  if (isForPerson(reply))
    return {
      lines: ["Thank you for asking. Somebody here will come back to you on exactly that, so that you get a proper answer."],
      citations: theirs,
    };
  if (intent === "meeting_request") return meetingParts(reply, theirs);
  if (actions.some((action) => action.startsWith("snooze_until:")))
    return { lines: ["Understood, I will leave it until then. If anything comes up before, just answer here."], citations: theirs };
  if (intent === "not_interested")
    return { lines: ["Thank you for letting me know. I will not follow up, and all the best."], citations: theirs };
  return entryParts(reply, theirs) ?? knowledgeParts(reply, theirs);
}

/** What the client's own knowledge answers, in the words that stand there; null for anything else. */
function entryParts({ intent, channel, client, knowledge }: ReplyToAnswer, theirs: DraftCitation[]): Parts | null {
  if (intent !== "question" && intent !== "interested") return null;
  const isShort = channel !== "email";
  const quoted = knowledge.slice(0, isShort ? 1 : knowledge.length).flatMap((entry) => {
    const text = quoteEntry(entry, isShort ? LONGEST_ENTRY.short : LONGEST_ENTRY.email);
    return text === null ? [] : { ...entry, text };
  });
  if (quoted.length === 0) return null;
  const link = client.bookingUrl;
  return {
    lines: [
      thanks(intent),
      ...quoted.map(({ text }) => text),
      "If that does not answer it, tell me and somebody here will come back to you.",
      ...(link && !isShort ? [`If talking is easier, pick a time here: ${link}`] : []),
    ],
    citations: [
      ...theirs,
      ...quoted.map(({ ref, title, text }) => ({ kind: "knowledge" as const, ref, title, quote: text.slice(0, LONGEST_QUOTE).trim() })),
      ...(link && !isShort ? [{ kind: "knowledge" as const, ref: "booking_url", quote: link }] : []),
    ],
  };
}

function meetingParts({ actions, times, client }: ReplyToAnswer, theirs: DraftCitation[]): Parts {
  if (actions.includes("confirm_meeting")) return { lines: ["Thank you for confirming. Talk to you then."], citations: theirs };
  const opening = actions.includes("reschedule_meeting") ? "No trouble at all." : "Happy to talk.";
  const link = client.bookingUrl;
  const offer = times.length > 0 ? `Would one of these suit you?\n${times.map((time) => `- ${time}`).join("\n")}` : "When would suit you?";
  return {
    lines: [opening, offer, ...(link ? [`Any other time is easy to pick here: ${link}`] : [])],
    citations: [...theirs, ...(link ? [{ kind: "knowledge" as const, ref: "booking_url", quote: link }] : [])],
  };
}

function knowledgeParts({ intent, client }: ReplyToAnswer, theirs: DraftCitation[]): Parts {
  const citations = [...theirs];
  const cite = (ref: string, quote: string) => {
    citations.push({ kind: "knowledge", ref, quote: quote.slice(0, LONGEST_QUOTE) });
    return quote;
  };
  const services = client.services.slice(0, MOST_SERVICES);
  const lines = [thanks(intent)];
  if (client.valueProposition) lines.push(sentence(cite("value_proposition", client.valueProposition)));
  if (services.length > 0) lines.push(`What we do: ${cite("services", services.join(", "))}.`);
  if (client.defaultOffer) lines.push(`What we would help you with: ${sentence(cite("default_offer", client.defaultOffer))}`);
  if (intent === "question") lines.push("For the rest of your question somebody here will come back to you.");
  if (client.bookingUrl) lines.push(`If talking is easier, pick a time here: ${cite("booking_url", client.bookingUrl)}`);
  return { lines, citations };
}

const thanks = (intent: ReplyToAnswer["intent"]) => (intent === "question" ? "Thank you for asking." : "Thank you, good to hear.");

/** Price, contract and law are never answered by a draft. */
export function isForPerson(reply: ReplyToAnswer): boolean {
  const why = needsPerson({
    ...reply,
    confidence: 1,
    actions: reply.actions.filter((action) => action === "escalate_legal"),
    earlierObjections: 0,
    raisesObjection: false,
  });
  return why !== null;
}

function quoteOf({ messageId, text }: ReplyToAnswer): DraftCitation[] {
  const first = text
    .split(/\n+|(?<=[.!?])\s+/)
    .map((part) => part.trim())
    .find(Boolean);
  return first ? [{ kind: "thread", ref: messageId, quote: first.slice(0, LONGEST_QUOTE) }] : [];
}

const sentence = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

export function answerSubject(subject: string): string {
  const clean = subject.replace(/[\r\n]+/g, " ").trim();
  return (/^re:/i.test(clean) ? clean : `Re: ${clean}`).slice(0, 300);
}

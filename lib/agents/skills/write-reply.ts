import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { BINDING } from "@/lib/agents/replies/binding-words";
import { answerSubject, draftAnswer, isForPerson } from "@/lib/agents/replies/draft-answer";
import { defineSkill } from "@/lib/agents/skill";
import { voiceLines } from "@/lib/agents/voice-lines";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { findNeverSaid } from "@/lib/domain/never-say";
import { type DraftCitation, draftCitation, type ReplyToAnswer, replyToAnswer } from "@/lib/domain/reply-handling";
import { checkClaims } from "@/lib/engines/grounding/check-claims";

export const writtenReply = z.object({
  /** Null where no answer is due. */
  draft: z
    .object({
      subject: z.string().max(300),
      body: z.string().min(1).max(2000),
      citations: z.array(draftCitation).max(20),
    })
    .nullable(),
});
export type WrittenReply = z.infer<typeof writtenReply>;

/** Longest answer on channels that are read on a phone. */
const LONGEST_SHORT = 480;
/** Answers of fact, whose words are ours alone. */
const FIXED = /^(?:disclose_|create_referral|confirm_meeting|dsar_|snooze_)/;

/** An answer to a reply: what it claims stands in the thread or in what the client says of itself. */
export const writeReply = defineSkill<ReplyToAnswer, WrittenReply>({
  name: "write_reply",
  description: "Drafts an answer to a reply that cites the thread and the client's own words, and binds nobody.",
  input: replyToAnswer,
  output: writtenReply,
  baseline: (reply) => ({ draft: draftAnswer(reply) }),
  model: {
    version: 2,
    tier: "strong",
    system: [
      "You draft short, plain answers to replies for an Australian agency. Australian spelling, at most 120 words, no exclamation marks, no flattery.",
      "Say only what the thread or the agency's own words bear out; every sentence that claims something has a citation with a word-for-word quote.",
      "Never name a price, a term, a guarantee, a result, a client or a date that is not given to you; never agree to anything. Use no link but the booking link given.",
      "Where times are given, offer exactly these three and the booking link. For what you cannot answer say that somebody comes back on it.",
      "Sound like the agency: where a sample of its writing is given, take its rhythm and formality from it, and no fact, name, figure or offer. The phrases it never says stand nowhere in your text.",
      'Citations: {"kind":"thread","ref":message id,"quote"} or {"kind":"knowledge","ref":"services"|"value_proposition"|"default_offer"|"booking_url"|"entry:…" as given,"quote"}.',
      FENCE_RULE,
    ].join("\n"),
    prompt: (reply, baseline) =>
      [
        `Intent: ${reply.intent}. Channel: ${reply.channel}. Do: ${reply.actions.join(", ")}.`,
        fenced("the agency, in its own words", JSON.stringify(reply.client)),
        ...voiceLines(reply.voice),
        ...reply.knowledge.map(({ ref, title, text }) =>
          fenced(`knowledge of the agency, ${ref.replace(":", " ")}`, `ref ${ref}\n${title}\n${text}`),
        ),
        reply.times.length > 0 ? `Times to offer, as they read:\n${reply.times.join("\n")}` : "",
        ...reply.thread.map(({ id, direction, text }) => fenced(`${direction} message ${id}`, text.slice(0, 2000))),
        fenced(`reply ${reply.messageId}`, reply.text.slice(0, 4000)),
        `Improve on this plain draft:\n${fenced("plain draft", baseline.draft?.body ?? "")}`,
      ]
        .filter(Boolean)
        .join("\n\n"),
    maxOutputTokens: 900,
    temperature: 0.7,
    // A refusal has one answer, and nothing is added to it.
    isNeeded: (reply, { draft }) =>
      draft !== null && reply.intent !== "not_interested" && !isForPerson(reply) && !reply.actions.some((action) => FIXED.test(action)),
  },
  settle: (answer, reply, baseline) => {
    if (!answer.draft || !baseline.draft) return baseline;
    const { body } = answer.draft;
    const citations = answer.draft.citations.filter((citation) => stands(citation, reply)).map((citation) => named(citation, reply));
    const isFine =
      citations.length > 0 &&
      !BINDING.test(body) &&
      findNeverSaid(body, reply.voice.neverSay).length === 0 &&
      !hasForeignLink(body, reply) &&
      !hasForeignFigure(body, reply) &&
      checkClaims(withoutQuotes(body, reply), factsOf(reply), { now: new Date(reply.now), isAgencyTrusted: false }).unsupported.length ===
        0 &&
      reply.times.every((time) => body.includes(time)) &&
      (reply.times.length === 0 || !reply.client.bookingUrl || body.includes(reply.client.bookingUrl)) &&
      (reply.channel === "email" || body.length <= LONGEST_SHORT);
    if (!isFine) return baseline;
    return { draft: { subject: reply.channel === "email" ? answerSubject(reply.subject) : "", body: body.trim(), citations } };
  },
});

/** Whether what is quoted stands where the citation says. */
function stands({ kind, ref, quote }: DraftCitation, reply: ReplyToAnswer): boolean {
  const source =
    kind === "knowledge"
      ? knowledge(reply)[ref]
      : ref === reply.messageId
        ? reply.text
        : reply.thread.find((message) => message.id === ref)?.text;
  const wanted = plain(quote);
  return source !== undefined && wanted.length > 1 && plain(source).includes(wanted);
}

/** An entry is called what it is called here, whatever the answer calls it. */
function named({ kind, ref, quote }: DraftCitation, { knowledge: entries }: ReplyToAnswer): DraftCitation {
  const entry = kind === "knowledge" ? entries.find((known) => known.ref === ref) : undefined;
  return { kind, ref, quote, ...(entry && { title: entry.title }) };
}

function knowledge({ client, knowledge: entries }: ReplyToAnswer): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(entries.map(({ ref, text }) => [ref, text])),
    services: client.services.join(", "),
    value_proposition: client.valueProposition ?? "",
    default_offer: client.defaultOffer ?? "",
    booking_url: client.bookingUrl ?? "",
  };
}

/** Anything to write to, to ring or to follow that is not our own, theirs included: who answers goes nowhere else because a text says so. */
function hasForeignLink(body: string, { client, times }: ReplyToAnswer): boolean {
  const links = body.match(/https?:\/\/[^\s<>()]+|\bwww\.[^\s<>()]+/gi) ?? [];
  if (links.some((link) => link.replace(/[.,;:!?]+$/, "") !== client.bookingUrl)) return true;
  const rest = [...links, ...times, client.name, ...client.services].reduce((text, known) => text.replaceAll(known, " "), body);
  return /@|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b|(?:\+?\d[\s()-]?){8,}/i.test(rest);
}

/** Figures come from us or from them; a model brings none. */
function hasForeignFigure(body: string, reply: ReplyToAnswer): boolean {
  const known = [
    reply.text,
    ...reply.thread.map(({ text }) => text),
    ...reply.times,
    ...Object.values(knowledge(reply)),
    reply.client.name,
  ].join(" ");
  const figures = new Set(known.match(/\d+/g) ?? []);
  return (body.match(/\d+/g) ?? []).some((figure) => !figures.has(figure));
}

/** What is left to check once the sentences are gone that stand in the agency's knowledge as they are: "you" in them is any client. */
function withoutQuotes(body: string, { knowledge: entries }: ReplyToAnswer): string {
  const known = entries.map(({ text }) => plain(text));
  return body
    .split(/(?<=[.!?])\s+|\n+/)
    .filter((sentence) => !known.some((text) => text.includes(plain(sentence))))
    .join("\n");
}

/** What a draft may assert: who they are, what was said, and what the agency says of itself. */
function factsOf({ lead, client, text, thread, times, knowledge: entries }: ReplyToAnswer): ClaimFact[] {
  const fact = (key: string, value: string | string[] | null): ClaimFact[] =>
    value === null || value.length === 0 ? [] : [{ key, value, source: "thread", fetchedAt: null, confidence: 1 }];
  return [
    ...fact("first_name", lead.firstName),
    ...fact("company", lead.company),
    ...fact("agency.name", client.name),
    ...fact("agency.services", client.services),
    ...fact("agency.value_proposition", client.valueProposition),
    ...fact("agency.default_offer", client.defaultOffer),
    ...entries.flatMap((entry, index) => fact(`agency.knowledge_${index + 1}`, entry.text)),
    ...fact("thread_reply", text),
    ...thread.flatMap((message, index) => fact(`thread_message_${index + 1}`, message.text)),
    ...fact("agency.offered_times", times),
  ];
}

const plain = (text: string) => text.toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, " ").trim();

import "server-only";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { type GeneratedMessage, MESSAGE_LIMITS, type MessageBrief, messageBody } from "@/lib/domain/generated-message";
import { findNeverSaid, quotePhrases } from "@/lib/domain/never-say";
import { checkClaims } from "@/lib/engines/grounding/check-claims";

const FIELDS = new Set([
  "opening",
  "first_name",
  "last_name",
  "title",
  "company",
  "city",
  "industry",
  "agency",
  "offer",
  "sender_name",
  "sender_first_name",
]);
/** Somewhere else to write to or to go, in whatever of the facts it stands. */
const ADDRESS = /https?:\/\/|\bwww\.|[^\s@]@[^\s@]|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\//i;

/**
 * A message held against its brief: every sentence checked, the facts each rests on noted. Where a sentence rests on none, or the text
 * does not fit its channel, the text is that of `instead`, and what was refused is listed.
 * @param instead what stands in; null: nothing does, and the message stays as it is
 */
export function groundMessage(message: GeneratedMessage, brief: MessageBrief, instead: GeneratedMessage | null): GeneratedMessage {
  const own = ofChannel(message, brief);
  const facts = [...brief.facts, ...agencyFacts(brief)];
  const text = [...own.subjectOptions, messageBody(own), ...Object.values(own.voiceObjectionHandlers)].join("\n");
  const { sentences, unsupported } = checkClaims(text, facts, { now: new Date(brief.now) });
  const neverSaid = findNeverSaid(text, brief.voice.neverSay);
  const refused = [
    ...unsupported.map(({ text: sentence, problems }) => ({ text: sentence, problems })),
    ...(neverSaid.length > 0 ? [{ text: quotePhrases(neverSaid), problems: ["it says what the agency never says"] }] : []),
    ...misfits(own, brief).map((problem) => ({ text: messageBody(own).slice(0, 80), problems: [problem] })),
  ].slice(0, 60);
  if (instead && refused.length > 0) return { ...instead, refused };
  const claims = sentences.filter(({ cites }) => cites.length > 0).map(({ text: sentence, cites }) => ({ text: sentence, cites }));
  return { ...own, claims: claims.slice(0, 60), refused: [] };
}

/** What the agency states about itself, as facts. */
export function agencyFacts({ agency, now }: Pick<MessageBrief, "agency" | "now">): ClaimFact[] {
  const said: [string, ClaimFact["value"] | null][] = [
    ["agency.name", agency.name],
    ["agency.value_proposition", agency.valueProposition],
    ["agency.services", agency.services.length > 0 ? agency.services : null],
    ["agency.offer", agency.offer],
  ];
  return said.flatMap(([key, value]) => (value === null ? [] : { key, value, source: "agency", fetchedAt: now, confidence: 1 }));
}

/** Only the fields of the touch's channel, and its number: a model's slip in these is no reason to throw its text away. */
function ofChannel(message: GeneratedMessage, { channel, touchNumber, purpose }: MessageBrief): GeneratedMessage {
  const isNote = channel === "linkedin" && purpose === "connect";
  const text = messageBody({ ...message, channel }).trim();
  return {
    ...message,
    channel,
    touchNumber,
    subjectOptions: channel === "email" ? message.subjectOptions : [],
    emailBody: channel === "email" ? text : null,
    smsMessage: channel === "sms" ? text : null,
    connectionNote: isNote ? text : null,
    inmailBody: channel === "linkedin" && !isNote ? text : null,
    letterBody: channel === "mail" ? text : null,
    voiceScriptPoints: channel === "voice" ? message.voiceScriptPoints : [],
    voiceObjectionHandlers: channel === "voice" ? message.voiceObjectionHandlers : {},
  };
}

function misfits(message: GeneratedMessage, { channel, touchNumber, purpose }: MessageBrief): string[] {
  const body = messageBody(message);
  const words = body.split(/\s+/).filter(Boolean).length;
  const strange = [...`${message.subjectOptions.join(" ")} ${body}`.matchAll(/\{\{\s*([a-z_]+)\s*(\|)?/g)].filter(
    ([, name, fallback]) => !FIELDS.has(name ?? "") || !fallback,
  );
  const longest = {
    email: Number.POSITIVE_INFINITY,
    sms: MESSAGE_LIMITS.sms + 40,
    linkedin: purpose === "connect" ? MESSAGE_LIMITS.note : MESSAGE_LIMITS.inmail,
    voice: MESSAGE_LIMITS.voice,
    mail: MESSAGE_LIMITS.letter,
  }[channel];
  return [
    ...(body.length < 20 ? ["it says too little"] : []),
    ...(body.length > longest ? ["it is too long for its channel"] : []),
    ...(channel === "email" && words >= (touchNumber === 1 ? MESSAGE_LIMITS.firstEmailWords : MESSAGE_LIMITS.emailWords)
      ? ["it has too many words"]
      : []),
    ...(channel === "email" && message.subjectOptions.length !== 3 ? ["it needs three subjects"] : []),
    ...(message.subjectOptions.some((subject) => /\{\{\s*company/.test(subject)) ? ["a subject names the company"] : []),
    ...(strange.length > 0 ? ["it uses a field we do not know, or one without a fallback"] : []),
    ...(ADDRESS.test([...message.subjectOptions, body, ...Object.values(message.voiceObjectionHandlers)].join("\n"))
      ? ["it carries a link or an address nobody gave"]
      : []),
  ];
}

import "server-only";
import type { ReplyIntent } from "@/lib/domain/replies";
import { FACT_RULES, type ReplyFact } from "@/lib/engines/replies/fact-rules";
import { INDIRECT_REFUSAL_RULES } from "@/lib/engines/replies/indirect-rules";
import { INTERESTED_RULES } from "@/lib/engines/replies/interest-rules";
import { MEETING_RULES } from "@/lib/engines/replies/meeting-rules";
import { QUESTION_RULES } from "@/lib/engines/replies/question-rules";
import { FOREIGN_POSITIVE_RULES, REFUSAL_RULES } from "@/lib/engines/replies/refusal-rules";
import { findHits, hasHit, type IntentRule, type RuleHit } from "@/lib/engines/replies/rule";

export type HumanReading = {
  intent: ReplyIntent;
  confidence: number;
  /** Rule family that decided. */
  by: string;
  reasons: string[];
  facts: ReadonlySet<ReplyFact>;
  /** Names of the intent rules that held; the actions read them. */
  signals: ReadonlySet<string>;
};

const ALL_INTENT_RULES: readonly IntentRule[] = [
  ...MEETING_RULES,
  ...INTERESTED_RULES,
  ...QUESTION_RULES,
  ...REFUSAL_RULES,
  ...INDIRECT_REFUSAL_RULES,
  ...FOREIGN_POSITIVE_RULES,
];

/** Refusals that stand against a later friendly word; the others ("we have somebody", "flat out") yield to a real offer of time. */
const HARD_REFUSALS = new Set(["not_interested", "no_thanks", "pass", "policy", "foreign_no", "relationship", "wrong_target"]);
/** Told as history or as a farewell: they count only where nothing is asked or wanted beside them. */
const YIELDING_REFUSALS = new Set(["bad_experience", "farewell", "laughter"]);
const MOCKERY = new Set(["sarcasm", "laughter", "rude", "thumbs_down"]);
const CONTRAST =
  /\b(?:but|however|though|although|that said|having said that|on the other hand|then again|mind you|except|otherwise|still|instead)\b/;
/** A question about what we do, unlike "who has the time?". */
const ASKED_OF_US = /\b(?:you|your|yours|this|it|different|cost|price)\b[^?]*\?$/;
const CONDITIONAL =
  /\b(?:if (?:anything|things|that|it|we|i|our|you|circumstances|the)|should (?:anything|things|that|we|our)|when(?:ever)? (?:we|that|things) (?:need|change))\b/;
const SETTLES_AS_REFUSAL: readonly ReplyFact[] = [
  "deceased",
  "company_closed",
  "competitor",
  "existing_customer",
  "left_company",
  "wrong_person",
  "gatekeeper",
];
const SETTLES_AS_QUESTION: readonly ReplyFact[] = ["asks_data", "hiring", "asks_source", "asks_ai", "objects_tracking"];

const INSTRUCTION_RULES = FACT_RULES.filter(({ family }) => family === "instruction");

type Scored = { weight: number; hit: RuleHit<IntentRule> };

/**
 * What a person's words mean, from named signals. Refusals outweigh friendliness; a machine's pitch is never interest; without
 * any signal the answer is `auto_reply` for a person to look at.
 * @param sentences the reply in match form
 */
export function decideIntent(sentences: readonly string[]): HumanReading {
  const spoken = sentences.filter((sentence) => !isInstruction(sentence));
  const isInstructed = spoken.length < sentences.length;
  const factHits = findHits(FACT_RULES, spoken);
  const facts = new Set<ReplyFact>(factHits.map(({ rule }) => rule.family));
  if (isInstructed) facts.add("instruction");
  const hits = findHits(ALL_INTENT_RULES, spoken);
  const signals = new Set(hits.map(({ rule }) => rule.name));
  const best = (intent: ReplyIntent) => strongest(hits.filter(({ rule }) => rule.family === intent));
  const read = (intent: ReplyIntent, confidence: number, by: string, ...reasons: (string | undefined)[]): HumanReading => ({
    intent,
    confidence: Math.round(Math.min(0.97, Math.max(0.05, confidence)) * 100) / 100,
    by,
    reasons: [...reasons, ...factHits.map(({ rule }) => rule.reason)]
      .filter((reason): reason is string => reason !== undefined)
      .filter((reason, index, all) => all.indexOf(reason) === index),
    facts,
    signals,
  });

  const isOpen = hits.some(({ rule }) => rule.family !== "not_interested" && rule.weight >= 0.7);
  const refusal = strongest(hits.filter(({ rule }) => rule.family === "not_interested" && !(isOpen && YIELDING_REFUSALS.has(rule.name))));
  const meeting = demotedWhenLater(best("meeting_request"), hits, spoken);
  const interest = best("interested");
  const question = best("question");
  const settled = SETTLES_AS_REFUSAL.find((fact) => facts.has(fact));
  const asked = SETTLES_AS_QUESTION.find((fact) => facts.has(fact));

  if (facts.has("vendor_pitch") && !isRefusal(refusal)) return read("auto_reply", 0.75, "vendor_pitch", "pitches to us");
  if (facts.has("deceased")) return read("not_interested", 0.85, "fact", "the person has died");
  const pointing = new Set(
    factHits.filter(({ rule }) => rule.family === "referral" && facts.has("names_address")).map(({ sentence }) => sentence),
  );
  if (
    isReferral(
      facts,
      refusal,
      hits.filter(({ rule, sentence }) => !(rule.name === "has_someone" && pointing.has(sentence))),
      spoken,
    )
  )
    return read("interested", facts.has("referral_warm") ? 0.72 : 0.62, "referral", "points to somebody who should hear it");
  if (settled && settled !== "gatekeeper" && !(meeting && meeting.weight >= 0.84 && isAfter(meeting, refusal)))
    return read("not_interested", 0.85, "fact");

  if (refusal && refusal.weight >= 0.6) {
    const overridden = positiveOverRefusal({ refusal, meeting, interest, question, hits, spoken });
    if (overridden)
      return read(overridden.hit.rule.family, overridden.weight - 0.12, "contrast", overridden.hit.rule.reason, refusal.hit.rule.reason);
    const isDoubtful = (meeting?.weight ?? 0) >= 0.8 || (interest?.weight ?? 0) >= 0.8;
    return read(
      "not_interested",
      refusal.weight - (isDoubtful ? 0.15 : 0),
      MOCKERY.has(refusal.hit.rule.name) ? "mockery" : "refusal",
      refusal.hit.rule.reason,
    );
  }
  if (settled) return read("not_interested", 0.8, "fact");
  if (asked && !(meeting && meeting.weight >= 0.84) && !isReassured(asked, question, interest))
    return read("question", Math.max(0.78, question?.weight ?? 0), "question", question?.hit.rule.reason);
  if (meeting) return read("meeting_request", meeting.weight, "meeting", meeting.hit.rule.reason);
  if (interest && interest.weight > 0.6 && !(question && question.weight >= 0.75 && interest.hit.rule.weight < 0.76))
    return read("interested", interest.weight, "interest", interest.hit.rule.reason);
  if (question) return read("question", question.weight, "question", question.hit.rule.reason);
  if (interest) return read("interested", interest.weight, "interest", interest.hit.rule.reason);
  if (facts.has("booking_link")) return read("meeting_request", 0.7, "meeting", "sends a booking link");
  if (facts.has("instruction") || !isStatement(spoken)) return read("auto_reply", 0.3, "no_signal", "nothing that says yes or no");
  return read("not_interested", 0.35, "unrecognised", "a statement no rule recognises; most of those decline");
}

/** A sentence ends or turns on such words; lines with neither are a name, a title and opening hours. */
const SPEAKS =
  /[.!?,;:]$|\b(?:i|we|you|me|us|my|our|your|it|this|that|they|he|she|is|are|am|was|were|be|been|have|has|had|do|does|did|not|no|nah|yes|will|would|can|could|should|if|but|please|thanks|sorry|ok)\b/;

/** A greeting, a thank-you or a bare name says nothing; four words beside them are a statement. */
function isStatement(sentences: readonly string[]): boolean {
  if (sentences.length > 1 && !sentences.some((sentence) => SPEAKS.test(sentence))) return false;
  const words = sentences
    .join(" ")
    .replace(
      /\b(?:hi|hello|hey|g'day|good (?:morning|afternoon|evening|day)|dear|thanks|thank you|cheers|regards|kind|best|noted|received|got it|for (?:your|the) (?:email|message|note)|for (?:this|that|reaching out|getting in touch|sharing|the (?:info|heads up|update))|ok|okay|so much|very much|mate|again|will read|all the best|have a (?:good|great|nice) (?:day|one|weekend|week))\b/g,
      " ",
    )
    .match(/[\p{L}\p{N}']+/gu);
  return (words?.length ?? 0) >= 4;
}

/** A sentence that addresses a machine is content, never evidence (corpus rule). */
function isInstruction(sentence: string): boolean {
  return hasHit(INSTRUCTION_RULES, [sentence]);
}

function strongest(hits: readonly RuleHit<IntentRule>[]): Scored | undefined {
  const top = hits.reduce<RuleHit<IntentRule> | undefined>(
    (best, hit) => (!best || hit.rule.weight > best.rule.weight ? hit : best),
    undefined,
  );
  if (!top) return undefined;
  const supporting = new Set(hits.map(({ rule }) => rule.name)).size - 1;
  return { hit: top, weight: Math.min(0.95, top.rule.weight + supporting * 0.03) };
}

const isRefusal = (refusal: Scored | undefined) => refusal !== undefined && refusal.weight >= 0.84 && !MOCKERY.has(refusal.hit.rule.name);

function isAfter(later: Scored, earlier: Scored | undefined): boolean {
  if (!earlier) return true;
  return later.hit.sentence > earlier.hit.sentence || (later.hit.sentence === earlier.hit.sentence && later.hit.at > earlier.hit.at);
}

/** "Send something and then we can talk" asks for material first. */
function demotedWhenLater(
  meeting: Scored | undefined,
  hits: readonly RuleHit<IntentRule>[],
  sentences: readonly string[],
): Scored | undefined {
  if (!meeting) return undefined;
  const material = hits.find(({ rule }) => rule.name === "send_it" || rule.name === "considering");
  if (!material || !["asks_to_talk", "can_do", "come_by", "see_you"].includes(meeting.hit.rule.name)) return meeting;
  const isAfterMaterial =
    meeting.hit.sentence > material.sentence || (meeting.hit.sentence === material.sentence && meeting.hit.at >= material.at);
  const text = sentences[meeting.hit.sentence] ?? "";
  const isLater = /\b(?:then|maybe|might|if|before|perhaps|once|after|first|down the track|until)\b/.test(text);
  return isAfterMaterial && isLater ? undefined : meeting;
}

type Rivals = {
  refusal: Scored;
  meeting: Scored | undefined;
  interest: Scored | undefined;
  question: Scored | undefined;
  hits: readonly RuleHit<IntentRule>[];
  spoken: readonly string[];
};

/** The friendly signal that survives a refusal, if any. */
function positiveOverRefusal({ refusal, meeting, interest, question, hits, spoken }: Rivals): Scored | undefined {
  const isHard = hits.some(({ rule }) => rule.family === "not_interested" && HARD_REFUSALS.has(rule.name));
  const lastRefusal = hits.filter(({ rule }) => rule.family === "not_interested").at(-1);
  const comesLast = (candidate: Scored) =>
    hits.some(
      ({ rule, sentence, at }) =>
        rule.family === candidate.hit.rule.family &&
        (sentence > (lastRefusal?.sentence ?? -1) || (sentence === lastRefusal?.sentence && at > lastRefusal.at + 3)),
    );
  const between = (candidate: Scored) => spoken.slice(refusal.hit.sentence, candidate.hit.sentence + 1).join(" ");
  const isConditional = (candidate: Scored) => CONDITIONAL.test(spoken[candidate.hit.sentence] ?? "");
  const hasContrast = (candidate: Scored) => CONTRAST.test(between(candidate));
  const comeback = hits.find(({ rule }) => rule.name === "later_invitation");

  if (meeting && meeting.weight >= 0.82 && comesLast(meeting) && !isConditional(meeting)) {
    const hasTime = hits.some(({ rule }) => ["day_and_time", "can_do", "send_invite", "ring_me", "asks_for_time"].includes(rule.name));
    if (!isHard && (hasTime || hasContrast(meeting))) return meeting;
    if (isHard && hasTime && hasContrast(meeting) && refusal.weight < 0.9) return meeting;
  }
  if (comeback && !isHard && !isConditional({ hit: comeback, weight: comeback.rule.weight })) return { hit: comeback, weight: 0.8 };
  const onlyMockery = hits.every(({ rule }) => rule.family !== "not_interested" || MOCKERY.has(rule.name));
  if (
    interest &&
    interest.weight >= 0.74 &&
    comesLast(interest) &&
    hasContrast(interest) &&
    !isConditional(interest) &&
    !(isHard && refusal.weight >= 0.92) &&
    !onlyMockery
  )
    return interest;
  const asksAfterwards =
    question &&
    question.weight >= 0.78 &&
    question.hit.sentence > (lastRefusal?.sentence ?? -1) &&
    ASKED_OF_US.test(spoken[question.hit.sentence] ?? "");
  if (asksAfterwards && !isHard && !onlyMockery) return question;
  if (question && question.weight >= 0.8 && onlyMockery && !["sarcasm", "thumbs_down"].includes(refusal.hit.rule.name)) return question;
  return undefined;
}

/** A named person or team to go to, told without turning us away. */
function isReferral(
  facts: ReadonlySet<ReplyFact>,
  refusal: Scored | undefined,
  hits: readonly RuleHit<IntentRule>[],
  spoken: readonly string[],
): boolean {
  const pointsAway =
    facts.has("referral") ||
    facts.has("referral_warm") ||
    (facts.has("names_address") && (facts.has("wrong_person") || facts.has("left_company")));
  if (!pointsAway) return false;
  if (facts.has("asks_source") || facts.has("gatekeeper") || facts.has("hostile") || facts.has("company_closed")) return false;
  const turnsAway = hits.some(
    ({ rule }) =>
      rule.family === "not_interested" &&
      !["wrong_target", "not_now"].includes(rule.name) &&
      !(rule.name === "has_someone" && facts.has("referral_warm")) &&
      (rule.name !== "no_thanks" || !facts.has("wrong_person")),
  );
  if (turnsAway && refusal && refusal.weight >= 0.8) return false;
  if (facts.has("delegate") && hits.some(({ rule }) => rule.family === "meeting_request")) return false;
  const isGeneric =
    /\b(?:info|hello|admin|enquiries|sales|contact|office|reception|support|accounts)@|\b(?:head office|the website|our website|web ?form|contact form|procurement|reception|switchboard|the main (?:number|line))\b/.test(
      spoken.join(" "),
    );
  return facts.has("referral_warm") || !isGeneric;
}

/** A question about AI or source inside plain enthusiasm stays enthusiasm only when nothing is really asked. */
function isReassured(fact: ReplyFact, question: Scored | undefined, interest: Scored | undefined): boolean {
  if (fact === "hiring" || fact === "asks_data" || fact === "objects_tracking") return false;
  return question === undefined && interest !== undefined;
}

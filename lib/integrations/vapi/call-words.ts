import "server-only";
import { readSpokenTime } from "@/lib/integrations/vapi/spoken-time";
import type { CallWords, SpokenMessage } from "@/lib/integrations/vapi/wire";

export type CallTurn = { who: "assistant" | "person"; text: string; time: number | null };

/** A later time to call is a wish about the hour, not about being called at all. */
const LATER =
  "(?! (?:(?:me|us) )?(?:back )?(?:before|after|until|till|between|during|right now|just now|now|today|tomorrow|this (?:morning|afternoon|week)|at \\d|at the moment|on (?:mon|tues|wednes|thurs|fri|satur|sun)day))";
const CALL_VERB = "(?:call|ring|phone|contact|bother|harass|hassle)";

/** Any of these ends all calling. Wrongly stopping costs a lead; wrongly going on breaks the law, so they reach wide (AU-30). */
const STOP: readonly RegExp[] = [
  new RegExp(`(?<!\\b(?:we|i|they|he|she|you) )\\b(?:do not|don't|never) (?:ever |you )?${CALL_VERB}\\b${LATER}`),
  new RegExp(`\\b(?:stop|quit|cease) (?:${CALL_VERB}ing|phoning|harassing|bothering|hassling|this|it|these calls)\\b`),
  /^(?:please |just )?(?:stop|unsubscribe|remove|opt out)[.! ]*$/,
  /\b(?:take|get|strike|scratch) (?:me|us|my (?:number|name|details)|this number|our number|that number) off\b/,
  /\b(?:remove|delete|erase) (?:me|us|my|our|this|that|the number)\b/,
  /\b(?:unsubscribe me|opt(?:ing)? (?:me |us )?out|leave (?:me|us) alone|lose (?:my|this|the) number)\b/,
  /\b(?:do not call|don't call|no call) (?:list|register)\b/,
  /\bno more (?:phone )?calls\b/,
  /\b(?:do not|don't|no longer) want (?:any |any more |more |these |your |to (?:get|receive|have) (?:any |any more |more |these |your )?)(?:phone |sales |marketing |cold )?calls\b/,
  /\b(?:do not|don't|never) want to (?:be (?:called|contacted|rung|phoned)|hear from you)\b/,
  /\b(?:never|do not|don't) (?:want you to )?(?:call|ring|phone|contact) (?:me |us |here |this number )?again\b/,
  /\b(?:fuck|piss|bugger|rack|sod) (?:right )?off\b/,
  /\b(?:get lost|go away)\b/,
  /\b(?:i'll|i will|going to|gonna) report (?:you|this)\b/,
  /\b(?:this is|it's|that's) (?:harassment|illegal)\b/,
];

const WRONG_NUMBER: readonly RegExp[] = [
  /\bwrong (?:number|person|guy|bloke|woman|company|business)\b/,
  /\bno ?(?:one|body) (?:here )?(?:by|of|with|called) (?:that|the) name\b/,
  /\bno ?(?:one|body) (?:here )?(?:called|named) \w+/,
  /\b(?:doesn't|does not|don't|do not|no longer|hasn't) work(?:s|ed)? (?:here|for (?:us|them|that))\b/,
  /\b(?:has |have |he's |she's |they've )?left (?:the |this |our )?(?:company|business|organisation|firm)\b/,
  /\b(?:this isn't|this is not|i'm not|i am not) (?:him|her|them|that person)\b/,
];

const CALL_BACK: readonly RegExp[] = [
  /\b(?:call|ring|phone|try) (?:me |us |him |her )?(?:back|again)\b/,
  /\b(?:call|ring|phone|try) (?:me |us )(?:later|tomorrow|next|in |on |at |around |after )/,
  /\bcan (?:you|we) (?:call|ring|phone|talk|speak|do this) (?:\w+ )?(?:later|tomorrow|next|on|at|in|after)\b/,
];
const BAD_MOMENT =
  /\b(?:bad time|not (?:a |the )?good time|in a meeting|busy (?:right |just )?(?:now|at the moment)|i'm driving|can't talk|with a (?:client|customer|patient))\b/;

const NOT_INTERESTED: readonly RegExp[] = [
  /\bnot (?:really |at all |remotely )?interested\b/,
  /\b(?:no thanks|no thank you|not for (?:me|us)|not right for us|not something (?:we|i)|i'll pass|we'll pass)\b/,
  /\b(?:don't|do not|no) need (?:it|that|this|any|one|your|help)?\b/,
  /\b(?:we're|we are|i'm|i am) (?:all )?(?:good|set|sorted|covered|happy (?:with|where))\b/,
  /\balready (?:have|use|got|work with|working with)\b/,
  /\b(?:no budget|can't afford|too expensive)\b/,
];

const INTERESTED: readonly RegExp[] = [
  /\b(?:i'm|i am|we're|we are|might be|would be|could be|definitely|very|quite) interested\b/,
  /\btell me more\b/,
  /\bsounds (?:good|great|interesting|useful)\b/,
  /\bsend (?:me|us|it|that|through|over)\b/,
  /\b(?:how much|what does it cost|what's the price|what would it cost)\b/,
  /\b(?:works for (?:me|us)|suits (?:me|us)|that works|\w+day works)\b/,
  /\b(?:let's|happy to|keen to|love to|like to) (?:talk|chat|meet|book|set|have|do)\b/,
];

const BOOKED = /\b(?:i've booked|i have booked|you're booked|you are booked|that's booked|booked (?:you )?in|locked (?:that|it|you) in)\b/;
const RECORDING = /\brecord|transcri/;
const YES =
  /\b(?:yes|yeah|yep|yup|sure|ok|okay|fine|go ahead|of course|absolutely|certainly|no problem|no worries|no dramas|all good|alright|all right)\b/;
const NO = /\b(?:no|nah|nope|not|don't|do not|rather|can't|cannot|won't|without)\b/;
const WITHDRAWN =
  /\b(?:stop|don't|do not|turn off|switch off|delete|no) (?:the |this |that |any |your )?(?:record|transcri)|(?:record|transcri)\w* off\b|\bnot (?:be(?:ing)? )?recorded\b/;

/** What the turns amount to, by rules alone: opt-outs wait for no model. Holds none of the words themselves. */
export function readCallWords(turns: readonly CallTurn[], alsoAsksToStop: (said: string) => boolean = () => false): CallWords {
  const said = turns.filter(({ who, text }) => who === "person" && /[\p{L}\p{N}]/u.test(text)).map(({ text }) => normal(text));
  const sentences = said.flatMap((turn) => turn.split(/(?<=[.?!])\s+|\n/)).filter(Boolean);
  const says = (rules: readonly RegExp[]) => sentences.some((sentence) => rules.some((rule) => rule.test(sentence)));
  const asking = sentences.filter((sentence) => CALL_BACK.some((rule) => rule.test(sentence)));
  const isNotInterested = says(NOT_INTERESTED);
  const isBadMoment = !isNotInterested && says([BAD_MOMENT]);
  const booking = bookingTurn(turns);
  return {
    didPersonSpeak: said.length > 0,
    asksToStop: asksToStop(sentences) || turns.some(({ who, text }) => who === "person" && alsoAsksToStop(text)),
    isWrongNumber: says(WRONG_NUMBER),
    asksForCallback: asking.length > 0 || isBadMoment,
    callback: asking.length > 0 || isBadMoment ? firstTime(asking.length > 0 ? [...asking, ...sentences] : sentences) : null,
    isBooked: booking !== undefined,
    meeting: booking === undefined ? null : readSpokenTime(booking),
    isNotInterested,
    isInterested: says(INTERESTED),
    consentedAt: readRecordingConsent(turns),
  };
}

/** Whether any sentence of the person is a wish not to be called. */
export function asksToStop(sentences: readonly string[]): boolean {
  return sentences.some((sentence) => STOP.some((rule) => rule.test(normal(sentence))));
}

/**
 * When the person clearly agreed to being recorded (AU-33): the first answer to our question, a yes without a no or a question in it,
 * not taken back later in the call.
 */
export function readRecordingConsent(turns: readonly CallTurn[]): number | null {
  const asked = turns.findIndex(({ who, text }) => who === "assistant" && RECORDING.test(normal(text)) && text.includes("?"));
  const answer = asked < 0 ? undefined : turns[asked + 1];
  if (answer?.who !== "person" || answer.time === null) return null;
  const words = normal(answer.text);
  const isYes = YES.test(words) && !words.includes("?") && !NO.test(words.replace(/\bno (?:problem|worries|dramas)\b/g, ""));
  const isTakenBack = turns.slice(asked + 2).some(({ who, text }) => who === "person" && WITHDRAWN.test(normal(text)));
  return isYes && !isTakenBack ? answer.time : null;
}

/** The turns of a call: from the messages, which carry times, or else from the transcript with its default speaker names. */
export function turnsOf(call: {
  messages?: readonly SpokenMessage[] | null | undefined;
  transcript?: string | null | undefined;
}): CallTurn[] {
  const spoken = (call.messages ?? []).flatMap(({ role, message, time }): CallTurn[] => {
    const who = role === "user" ? "person" : role === "bot" || role === "assistant" ? "assistant" : undefined;
    return who && message ? [{ who, text: message, time: time ?? null }] : [];
  });
  if (spoken.length > 0) return spoken;
  const turns: CallTurn[] = [];
  for (const line of (call.transcript ?? "").split("\n")) {
    const [, speaker, text = ""] = /^\s*(AI|User):\s*(.*)$/.exec(line) ?? [];
    const last = turns.at(-1);
    if (speaker) turns.push({ who: speaker === "AI" ? "assistant" : "person", text, time: null });
    else if (last && line.trim()) last.text += ` ${line.trim()}`;
  }
  return turns;
}

/** The assistant's confirmation of a booking that the person did not contradict in the next turn. */
function bookingTurn(turns: readonly CallTurn[]): string | undefined {
  const at = turns.findLastIndex(({ who, text }) => who === "assistant" && BOOKED.test(normal(text)));
  if (at < 0 || !turns.slice(0, at).some(({ who }) => who === "person")) return undefined;
  const answer = turns[at + 1];
  const isContradicted = answer?.who === "person" && /^(?:no|nope|wait|hang on|actually)\b/.test(normal(answer.text));
  return isContradicted ? undefined : turns[at]?.text;
}

function firstTime(sentences: readonly string[]): CallWords["callback"] {
  for (const sentence of sentences) {
    const time = readSpokenTime(sentence);
    if (time) return time;
  }
  return null;
}

function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/\bdont\b/g, "don't")
    .replace(/\s+/g, " ")
    .trim();
}

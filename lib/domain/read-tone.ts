import { MESSAGE_TONES } from "./generated-message";

export type MessageTone = (typeof MESSAGE_TONES)[number];
export type ToneReading = {
  tone: MessageTone;
  /** What it was read from, in words; empty where the sample says too little. */
  signs: string[];
};

type Sample = { opening: string; closing: string; words: number; contractions: number; exclamations: number; wordsASentence: number };
type Sign = { tone: Exclude<MessageTone, "professional">; points: number; text: string; shows(sample: Sample): boolean };

const FEWEST_WORDS = 8;
/** Points a tone needs before it is more than chance. */
const FLOOR = 2;

const SIGNS: readonly Sign[] = [
  { tone: "formal", points: 2, text: "begins with “Dear”", shows: ({ opening }) => /^dear\b/.test(opening) },
  {
    tone: "formal",
    points: 1,
    text: "closes formally",
    shows: ({ closing }) => /\b(?:yours (?:sincerely|faithfully|truly)|kind regards|respectfully)\b/.test(closing),
  },
  { tone: "formal", points: 1, text: "long sentences without contractions", shows: (s) => s.contractions === 0 && s.wordsASentence >= 18 },
  { tone: "casual", points: 2, text: "an easy greeting", shows: ({ opening }) => /^(?:hey|hiya|g'?day|yo|howdy|morning)\b/.test(opening) },
  { tone: "casual", points: 1, text: "many contractions", shows: ({ contractions, words }) => contractions / words >= 0.03 },
  { tone: "casual", points: 1, text: "closes with “Cheers”", shows: ({ closing }) => /\b(?:cheers|ta|catch you|later)\b/.test(closing) },
  {
    tone: "friendly",
    points: 2,
    text: "warm words",
    shows: ({ opening, closing }) =>
      /\b(?:hope (?:you|your|this|all)|lovely|delighted|thrilled|so glad|great to)\b/.test(opening) ||
      /\b(?:warm(?:ly|est)?|looking forward|have a (?:great|lovely|good)|all the best|take care|thanks so much)\b/.test(closing),
  },
  { tone: "friendly", points: 1, text: "exclamation marks", shows: ({ exclamations }) => exclamations > 0 },
  { tone: "direct", points: 2, text: "short sentences", shows: ({ wordsASentence }) => wordsASentence <= 8 },
  {
    tone: "direct",
    points: 1,
    text: "no greeting",
    shows: ({ opening }) => !/^(?:hi|hello|hey|hiya|dear|g'?day|howdy|morning|good (?:morning|afternoon|day)|greetings)\b/.test(opening),
  },
];

/**
 * The tone of a sample of somebody's writing, by its greeting, contractions, sentence length and closing words: the tone with the most
 * points, if it has enough; professional where the sample says too little or nothing in particular.
 */
export function readTone(sample: string | null): ToneReading {
  const read = readSample(sample ?? "");
  if (read.words < FEWEST_WORDS) return { tone: "professional", signs: [] };
  const shown = SIGNS.filter(({ shows }) => shows(read));
  const scores = MESSAGE_TONES.map((tone) => ({
    tone,
    points: shown.filter((sign) => sign.tone === tone).reduce((sum, { points }) => sum + points, 0),
  }));
  const best = scores.reduce((most, score) => (score.points > most.points ? score : most));
  if (best.points < FLOOR) return { tone: "professional", signs: [] };
  return { tone: best.tone, signs: shown.filter(({ tone }) => tone === best.tone).map(({ text }) => text) };
}

function readSample(sample: string): Sample {
  const text = sample
    .normalize("NFKC")
    .replace(/[‘’`´]/g, "'")
    .toLowerCase()
    .trim();
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
  // Greeting and signature are no sentences: they do not end like one.
  const sentences = text.match(/[^.!?\n]+[.!?]+/g) ?? [text];
  const inSentences = sentences.join(" ").match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
  return {
    opening: text.slice(0, 200),
    closing: text.slice(-120),
    words: words.length,
    contractions: words.filter((word) =>
      /^(?:\p{L}+n't|(?:i|you|we|they|he|she|it|that|there|here|what|who|let)'(?:m|re|ve|ll|d|s))$/u.test(word),
    ).length,
    exclamations: text.match(/!/g)?.length ?? 0,
    wordsASentence: inSentences.length / sentences.length,
  };
}

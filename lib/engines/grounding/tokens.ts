import "server-only";

/** A word or a figure of a sentence, read without its capitals, contraction or possessive. */
export type Token = {
  /** Lower case; of a number its figures or words as written. */
  word: string;
  raw: string;
  isCapital: boolean;
  /** Said of something that is somebody's: "Acme's". */
  isPossessive: boolean;
  /** What a figure or number word says; null for any other word. */
  number: number | null;
  isOrdinal: boolean;
  /** Signs that stand before it: "," "(" "-" "$". Empty: a space. */
  before: string;
  isGlued: boolean;
};

const UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const SMALL = new Map(UNITS.split(" ").map((word, at) => [word, at]));
const TENS = new Map(
  "twenty thirty forty fourty fifty sixty seventy eighty ninety"
    .split(" ")
    .map((word, at) => [word, word === "fourty" ? 40 : (at > 2 ? at - 1 : at) * 10 + 20]),
);
const SCALES = new Map([
  ["hundred", 100],
  ["thousand", 1e3],
  ["grand", 1e3],
  ["million", 1e6],
  ["billion", 1e9],
  ["dozen", 12],
]);
const GLUED_SCALES = new Map([
  ["k", 1e3],
  ["m", 1e6],
  ["mil", 1e6],
  ["mn", 1e6],
  ["b", 1e9],
  ["bn", 1e9],
]);
const ORDINALS = new Map(
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" ").map((word, at) => [word, at + 1]),
);

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(can)(?:'?t|not)\b/gi, "$1 not"],
  [/\b(wo)n'?t\b/gi, "will not"],
  [/\b(do|does|did|is|are|was|were|have|has|had|would|could|should|must|need)n'?t\b/gi, "$1 not"],
  [/\b(you|we|they|i)'(re)\b|\b(you|they)(re)\b/gi, "$1$3 are"],
  [/\b(you|we|they|i|would|could|should|who)'ve\b|\b(you|i)ve\b/gi, "$1$2 have"],
  [/\b(i)'?m\b/gi, "$1 am"],
  [/\b(you|we|they|i|it|that|he|she|who|there)'ll\b|\b(you)ll\b/gi, "$1$2 will"],
  [/\b(you|we|they|i|he|she|who|there|it)'d\b|\b(you)d\b/gi, "$1$2 would"],
  [/\b(it|that|there|here|what|who|he|she|where|how|everything|nothing|when)'s\b/gi, "$1 is"],
  [/\blet's\b/gi, "let us"],
  [/\bur\b/g, "your"],
  [/\bu\b(?! ?\.)/g, "you"],
  [/\bya\b/g, "you"],
];

const PIECE =
  /(?<money>(?:A|AU|US|NZ)?[$€£])?(?<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?::(?<minutes>\d\d))?(?<ordinal>(?:st|nd|rd|th)\b)?|(?<word>[a-z]+(?:\d[a-z\d]*)?)(?<possessive>'s?(?![a-z]))?|(?<sign>[^\sa-z\d])/gi;

/** The words of a folded sentence in order, number words and figures read as one number each. */
export function tokenise(sentence: string): Token[] {
  const text = CONTRACTIONS.reduce((changed, [pattern, replacement]) => changed.replace(pattern, replacement), sentence);
  const tokens: Token[] = [];
  let before = "";
  let end = -1;
  for (const match of text.matchAll(PIECE)) {
    const { money, figure, minutes, ordinal, word, possessive, sign } = match.groups ?? {};
    const isGlued = match.index === end;
    end = match.index + match[0].length;
    if (sign !== undefined) {
      // A percent sign and a plus speak of the figure before them.
      if ((sign === "%" || sign === "+") && isGlued) tokens.push({ ...plainToken(sign), isGlued });
      else before += sign;
      continue;
    }
    if (figure !== undefined) {
      tokens.push({
        ...plainToken(minutes ? `${figure}:${minutes}` : figure),
        number: Number(figure.replaceAll(",", "")),
        isOrdinal: ordinal !== undefined,
        before: money ? `${before}$` : before,
        isGlued,
      });
    } else if (word !== undefined) {
      tokens.push({ ...plainToken(word), isPossessive: possessive !== undefined, before, isGlued });
    }
    before = "";
  }
  return joinNumbers(tokens);
}

function plainToken(raw: string): Token {
  return {
    word: raw.toLowerCase(),
    raw,
    isCapital: /^[A-Z]/.test(raw),
    isPossessive: false,
    number: null,
    isOrdinal: false,
    before: "",
    isGlued: false,
  };
}

/** "two hundred and fifty", "forty-eight", "2.5 million", "3k", "half a dozen": one token with its value. */
function joinNumbers(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token;
    const next = tokens[at + 1];
    const ordinal = ORDINALS.get(token.word);
    if (ordinal !== undefined) {
      joined.push({ ...token, number: ordinal, isOrdinal: true });
      at += 1;
      continue;
    }
    const scale = next?.isGlued ? GLUED_SCALES.get(next.word) : undefined;
    if (token.number !== null && scale) {
      joined.push({ ...token, number: token.number * scale, raw: token.raw + next?.raw });
      at += 2;
      continue;
    }
    if (/^an?$/.test(token.word) && /^(?:decade|century)$/.test(next?.word ?? "")) {
      joined.push({ ...token, number: 1 });
      at += 1;
      continue;
    }
    const { value, length } = readNumber(tokens, at);
    if (length > 0) {
      joined.push({
        ...token,
        number: value,
        raw: tokens
          .slice(at, at + length)
          .map(({ raw }) => raw)
          .join(" "),
      });
      at += length;
    } else {
      joined.push(token);
      at += 1;
    }
  }
  return joined;
}

function readNumber(tokens: readonly Token[], from: number): { value: number; length: number } {
  let at = from;
  let total = 0;
  let part: number | null = null;
  const word = (index: number) => (index > from && /[,;(:.!?/]/.test(tokens[index]?.before ?? "") ? "" : (tokens[index]?.word ?? ""));
  if (word(at) === "half" && /^an?$/.test(word(at + 1)) && word(at + 2) === "dozen") return { value: 6, length: 3 };
  if (word(at) === "couple") return { value: 2, length: word(at + 1) === "of" ? 2 : 1 };
  if (/^an?$/.test(word(at)) && (SCALES.has(word(at + 1)) || word(at + 1) === "couple")) {
    if (word(at + 1) === "couple") return { value: 2, length: word(at + 2) === "of" ? 3 : 2 };
    part = 1;
    at += 1;
  }
  for (;;) {
    const here = word(at);
    const figure = tokens[at]?.isOrdinal ? undefined : at === from || part === null ? tokens[at]?.number : null;
    const small: number | undefined = SMALL.get(here);
    const tens: number | undefined = TENS.get(here);
    const scale: number | undefined = SCALES.get(here);
    if (figure !== null && figure !== undefined && part === null && here !== "") part = figure;
    else if (tens !== undefined && (part === null || part % 100 === 0)) part = (part ?? 0) + tens;
    else if (small !== undefined && (part === null || part % 100 === 0 || (part % 10 === 0 && part % 100 >= 20 && small < 10)))
      part = (part ?? 0) + small;
    else if (scale !== undefined && part !== null) {
      if (scale === 100) part *= 100;
      else {
        total += part * scale;
        part = 0;
      }
    } else if (here === "and" && part !== null && (part >= 100 || total > 0) && (SMALL.has(word(at + 1)) || TENS.has(word(at + 1)))) {
      // "two hundred and fifty"
    } else break;
    at += 1;
  }
  return part === null ? { value: 0, length: 0 } : { value: total + part, length: at - from };
}

import { z } from "zod";
import { remember } from "./remember";

export const NEVER_SAY_LIMITS = { phrases: 100, shortest: 2, longest: 80 } as const;

/** Phrases that no message of a client may carry, each once whatever its capitals. */
export const neverSayInput = z.object({
  phrases: z
    .array(z.string())
    .max(NEVER_SAY_LIMITS.phrases * 2)
    .transform((phrases) => unique(phrases.map((phrase) => phrase.replace(/\s+/g, " ").trim()).filter(Boolean)))
    .superRefine((phrases, context) => {
      const problem = listProblem(phrases);
      if (problem !== null) context.addIssue({ code: "custom", message: problem });
    }),
});
export type NeverSayInput = z.input<typeof neverSayInput>;

/**
 * The phrases that stand in a text as whole words, in the order of the list. Capitals, accents, widths, curly quotes, kinds of hyphen, line
 * breaks and invisible characters make no difference; "agency" is found in "agency's", "can" is not found in "can't".
 */
export function findNeverSaid(text: string, phrases: readonly string[]): string[] {
  if (phrases.length === 0) return [];
  const { any, each } = matchers(phrases.join("\n"));
  const plain = comparable(text);
  return any?.test(plain) ? phrases.filter((_phrase, index) => each[index]?.test(plain)) : [];
}

/** Phrases as a sentence names them: “cheap” and “guarantee”. */
export function quotePhrases(phrases: readonly string[]): string {
  const quoted = phrases.map((phrase) => `“${phrase}”`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

function unique(phrases: readonly string[]): string[] {
  const seen = new Set<string>();
  return phrases.filter((phrase) => {
    const key = comparable(phrase);
    return seen.has(key) ? false : seen.add(key);
  });
}

function listProblem(phrases: readonly string[]): string | null {
  const { phrases: most, shortest, longest } = NEVER_SAY_LIMITS;
  if (phrases.length > most) return `At most ${most} phrases`;
  const unreadable = phrases.find((phrase) => comparable(phrase) === "");
  if (unreadable !== undefined) return "A phrase needs a character that can be seen";
  const short = phrases.find((phrase) => phrase.length < shortest);
  if (short !== undefined) return `“${short}” is too short: at least ${shortest} characters`;
  const long = phrases.find((phrase) => phrase.length > longest);
  return long === undefined ? null : `“${long.slice(0, 30)}…” is too long: at most ${longest} characters`;
}

/** A text with everything taken off that a reader does not tell apart. */
function comparable(text: string): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]|(?!\s)[\p{Cc}\p{Cf}]/gu, "")
    .replace(/ς/g, "σ")
    .replace(/[‘’ʼ′`´]/g, "'")
    .replace(/[“”„″«»]/g, '"')
    .replace(/[‐‑−–—―]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}

type Matchers = { any: RegExp | null; each: readonly RegExp[] };

const matchers = remember((joined: string): Matchers => {
  const patterns = joined.split("\n").map(wholeWords);
  const real = patterns.filter((pattern) => pattern !== NOTHING);
  return { any: real.length > 0 ? new RegExp(real.join("|"), "u") : null, each: patterns.map((pattern) => new RegExp(pattern, "u")) };
});

const NOTHING = "(?!)";
const WORD = "[\\p{L}\\p{N}]";

function wholeWords(phrase: string): string {
  const plain = comparable(phrase);
  if (plain === "") return NOTHING;
  const escaped = plain.replace(/[$()*+./?[\\\]^{|}]/g, "\\$&");
  // Only a letter or a figure can go on into a longer word; a sign stands by itself.
  const before = /^[\p{L}\p{N}]/u.test(plain) ? `(?<!${WORD}|${WORD}')` : "";
  const after = /[\p{L}\p{N}]$/u.test(plain) ? `(?!${WORD}|'(?!s(?!${WORD}))${WORD})` : "";
  return `${before}${escaped}${after}`;
}

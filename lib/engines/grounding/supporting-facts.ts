import "server-only";
import type { FactBook, KnownFact } from "@/lib/engines/grounding/fact-book";
import { stem } from "@/lib/engines/grounding/stem";
import type { Word } from "@/lib/engines/grounding/subject-of";

/** What one segment rests on, and what of it rests on nothing. */
export type SegmentVerdict = { cites: Set<string>; problems: Set<string> };

export type SegmentSetting = {
  book: FactBook;
  now: Date /** What the agency says of itself in a text a person wrote is theirs to answer for. */;
  isAgencyTrusted: boolean;
  /** All words of the sentence. */
  sentence: readonly Word[];
  /** The sentence has the reader in it, in whatever place. */
  mentionsReader: boolean;
};

/** Things that happen to businesses: whoever speaks of one says that it happened. */
export const EVENTS =
  /^(?:launch(?:es|ed|ing)?|relaunch\w*|expansion|expand(?:s|ed|ing)|merger|merged|acqui\w+|rebrand\w*|awards?|awarded|raise|raised|raising|round|funding|funded|seed|opening|opened|reopen\w*|move|moved|moving|relocat\w+|announcements?|announc\w+|partnership|ipo|listing|win|wins|won|promotion|promoted|appointment|appointed|redundanc\w+|layoffs?|restructur\w+|fire|flood|lawsuit|outage|breach|hiring|hire|hires|hired|recruit(?!ers?\b)\w*|vacanc\w+|growth|growing|grew|grown|scaling|scaled|doubl\w+|tripl\w+|quadrupl\w+|milestone|anniversary|rollout|migration|migrat\w+|renovation|refurbish\w*|fitout|refit|takeover|buyout|closure|closed|closing|shut\w*|feature|featured|article|interview|podcast|keynote|nominat\w+|finalists?|certif\w+|accredit\w*|tender|contract|donat\w+|sponsor\w*|recall|scandal|fine|fined|investment|invested|investors?|series|unicorn|departure|resign\w*|retire\w*|wedding|birthday|baby|holiday|surgery|injury|marathon|speech|panel|webinar|stall|expo|conference|summit)$/;

/** Kinds that only a fact of their own can bear out, whatever the company says of itself elsewhere. */
const HARD = new Set(["funding", "hiring", "growth", "award", "news", "text", "contact", "founded", "tenure"]);

/** Which facts let a sentence say this word. */
export function supportingFacts(words: readonly Word[], at: number, facts: readonly KnownFact[]): KnownFact[] {
  const { word } = words[at] as Word;
  const base = stem(word);
  if (word === "leading" && /^(?:a|an|the|most|your)$/.test(words[at - 1]?.word ?? "")) return [];
  if (/^dat(?:es|ed|ing)$/.test(word))
    return facts.filter((fact) => fact.dates.length > 0 && words.slice(at + 1, at + 4).some(({ number }) => number !== null));
  if (DECADES.has(word)) return facts.filter((fact) => fact.kind === "founded" && beganIn(words, at, fact));
  // A chair one takes, not one somebody sits on.
  if (/^(?:chair|seat)$/.test(word) && words[at - 1]?.word !== "the") return [];
  if (word === "charge" && words[at - 1]?.word !== "in") return [];
  const isEvent = EVENTS.test(word);
  const isHeaded = word === "growth" && /^(?:heads?|leads?|runs?|heading|leading|running|of)$/.test(words[at - 1]?.word ?? "");
  const isFounding =
    /^(?:set|founded|founding|started|established|built|created|cofounded)$/.test(word) &&
    words
      .slice(Math.max(0, at - 3), at)
      .some((one) => /^(?:you|he|she)$/.test(one.word) || one.named.some(({ kind }) => kind === "person"));
  return facts.filter((fact) => {
    if (isFounding && (fact.kind === "founded" || fact.kind === "tenure")) return false;
    if (!fact.stems.has(base))
      // "biotech" of "biotechnology"
      return (
        sizeWord(words, at, fact) || (fact.kind === "industry" && base.length >= 5 && fact.textStems.some((one) => one.startsWith(base)))
      );
    if (isEvent && !HARD.has(fact.kind) && !(word === "recruitment" && fact.kind === "industry") && !(isHeaded && fact.kind === "title"))
      return false;
    if (fact.kind === "title" && fact.demoted.length > 0 && fact.textStems.includes(base))
      return fact.demoted.every((one) => words.some((other) => other.word === one));
    if (isEvent && fact.kind === "tenure" && !/^(?:appointed|promoted|anniversary)$/.test(word)) return false;
    return true;
  });
}

/** "since the late seventies" of a company; when somebody took a role is another matter. */
function beganIn(words: readonly Word[], at: number, { dates }: KnownFact): boolean {
  const decade = DECADES.get(words[at]?.word ?? "") ?? 0;
  const [article, part] = [words[at - 1]?.word, words[at - 2]?.word];
  const [from, to] = PARTS_OF_DECADE[article ?? ""] ?? [0, 9];
  if (article !== "the" && part !== "the") return false;
  if (words.some(({ word, named }) => /^(?:he|she|role|job|joined|led|leading)$/.test(word) || named.some(({ kind }) => kind === "person")))
    return false;
  return dates.some(({ year }) => year >= decade + from && year <= decade + to);
}
const DECADES: ReadonlyMap<string, number> = new Map(
  "twenties thirties forties fifties sixties seventies eighties nineties".split(" ").map((word, at) => [word, 1920 + 10 * at]),
);
const PARTS_OF_DECADE: Readonly<Record<string, readonly [number, number]>> = { early: [0, 3], mid: [4, 6], late: [7, 9] };

/** "small", "mid-sized", "large" as the Australian Bureau of Statistics counts: under 20, under 200, and above. */
function sizeWord(words: readonly Word[], at: number, { kind, range }: KnownFact): boolean {
  if (kind !== "employees" || range === null) return false;
  const word = words[at]?.word ?? "";
  const isDenied = words.slice(Math.max(0, at - 3), at).some((one) => one.word === "not");
  if (/^(?:small|smaller)$/.test(word)) return isDenied ? range.min >= 20 : range.max < 20;
  if (/^(?:mid|medium|midsize|midsized|sized)$/.test(word)) return range.min >= 20 && range.max < 200;
  if (/^(?:large|larger|big|bigger)$/.test(word)) return range.min >= 200;
  return /^(?:solo|sole)$/.test(word) && range.max === 1;
}

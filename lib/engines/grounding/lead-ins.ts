import "server-only";
import { TOOLS } from "@/lib/engines/grounding/names-of-things";
import type { Word } from "@/lib/engines/grounding/subject-of";

type LeadIn = { word: RegExp; before?: RegExp; after?: RegExp };

/** Words that only say where a fact stands or whose a thing is, by what stands right before and behind them. */
const LEAD_INS: readonly LeadIn[] = [
  { word: /^(?:says|reads|tells|shows|suggests)$/, before: /\b(?:title|role|record|file|profile|listing|notes)$/ },
  { word: /^(?:says|reads)$/, after: /^your (?:title|headline|profile|record|listing|site|website)\b/ },
  { word: /^(?:record|file|listing|profile)$/, after: /^(?:says|shows|reads|lists)\b/ },
  { word: /^(?:file|record|records|books)$/, before: /\b(?:on|on our|on my|by the|per the|to the|from the|by our|by my)$/ },
  { word: /^(?:recorded|listed|registered|noted|logged)$/, before: /\b(?:last|latest|the|your|is|are|has|have|been|as|only|most recent)$/ },
  {
    word: /^(?:recorded|listed|registered|noted|logged)$/,
    after: /^(?:as|in|at|under|on|for|with|headcount|turnover|revenue|size|location|title|funding|raise|round)\b/,
  },
  { word: /^(?:count|reckoning|maths|calendar|arithmetic)$/, before: /\bby (?:our|my)$/ },
  { word: /^feeling$/, before: /\bknow (?:the|that)$/ },
  { word: /^down$/, before: /\b(?:have|have you|have it|have them)$/, after: /^(?:for|as|against|at|with|$)/ },
  { word: /^(?:sits|sit|lands|land|falls|fall|rests|rest|belongs|stops)$/, after: /^(?:with|on|to) you(?:r desk|r plate|rs)?$/ },
  {
    word: /^(?:runs|run|running|gets|manages)$/,
    after: /^(?:with|on) (?:#|about|around|some|over|under|nearly|almost|just|roughly|fewer|more)(?= |$)/,
  },
  { word: /^(?:early|mid|late)$/, after: /^(?:\w+ties)\b/ },
];

/** Every word of the table, so that most words are told at one look. */
const LEADING: ReadonlySet<string> = new Set(LEAD_INS.flatMap(({ word }) => word.source.match(/[a-z]+/g) ?? []));

/** Whether the word claims nothing itself: "your title says", "on file", "runs with thirty staff". */
export function isLeadIn(words: readonly Word[], at: number): boolean {
  const word = words[at]?.word ?? "";
  if (!LEADING.has(word)) return false;
  return LEAD_INS.some(
    (one) =>
      one.word.test(word) &&
      (one.before?.test(plain(words.slice(Math.max(0, at - 3), at))) ?? true) &&
      (one.after?.test(plain(words.slice(at + 1, at + 4))) ?? true),
  );
}

/** "the only tool on our list": what else there is stays open. */
export function isOfList(words: readonly Word[], at: number): boolean {
  return /^only \w+ (?:on (?:file|record|our list)|i (?:can|have)|we have|listed)\b/.test(plain(words.slice(at, at + 6)));
}

/** "it's Tess from Blue Heeler Studio": who writes says who that is. */
const INTRODUCING = /(?:^|\b(?:and|so|but|hi|hello) )(?:it|this|i|my name|the name)(?: is| am)(?: [a-z]+)?$/;
export function introducesSender(words: readonly Word[], at: number, sentence: readonly Word[]): boolean {
  if (words[at]?.isCapital !== true || !INTRODUCING.test(plain(words.slice(0, at)))) return false;
  const isNamed =
    /^my name is/.test(plain(words.slice(0, 3))) ||
    (words.length === 3 && sentence.some(({ word }) => word === "i" || word === "we") && !TOOLS.has(words[at]?.word ?? ""));
  const end = words.findIndex(({ word }, index) => index > at && /^(?:from|at|of|with|here)$/.test(word));
  if (end < 0 || end - at > 2) return isNamed && words.length - at <= 2;
  return (
    (words[end]?.word === "here" && end === words.length - 1) ||
    words.slice(end + 1, end + 3).some(({ named }) => named.some(({ side, kind }) => side === "agency" && kind === "company"))
  );
}

function plain(words: readonly Word[]): string {
  return words.map(({ word, number }) => (number === null ? word : "#")).join(" ");
}

import "server-only";
import { isCalendarName } from "@/lib/engines/grounding/calendar-names";
import type { KnownFact } from "@/lib/engines/grounding/fact-book";
import { introducesSender } from "@/lib/engines/grounding/lead-ins";
import { PLACES, PLATFORMS, TOOLS } from "@/lib/engines/grounding/names-of-things";
import { opensGenerally } from "@/lib/engines/grounding/opens-generally";
import { ORDINARY_THINGS } from "@/lib/engines/grounding/ordinary-things";
import { monthOf } from "@/lib/engines/grounding/read-dates";
import type { Segment } from "@/lib/engines/grounding/segments";
import { stem } from "@/lib/engines/grounding/stem";
import { FINITE, PAST_FORMS, type Word } from "@/lib/engines/grounding/subject-of";
import type { SegmentSetting, SegmentVerdict } from "@/lib/engines/grounding/supporting-facts";
import { ACRONYMS, COMMON, FUNCTION_WORDS, GENERIC_SUBJECTS, NEUTRAL, POSSESSABLE } from "@/lib/engines/grounding/vocabulary";

const FOCUS = /^(?:use|uses|using|used|run|running|on|have|has|with|tried|try|considered|prefer|like|via|through|in)$/;

export const ROLE_LETTERS = /^(?:ceo|cfo|coo|cto|cmo|cio|cro|md|gm|vp)$/;

export const NAMES_OF_TIME =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october|november|december|easter|christmas|anzac|xmas|i|am|pm)$/;

/** Every name has to be a name of the facts, or of no one: a day, a month, a short form, a word a sentence begins with. */
export function checkNames(
  { words, speaks, isQuestion }: Segment,
  { book, isAgencyTrusted, mentionsReader, sentence }: SegmentSetting,
  ofOthers: boolean,
  { cites, problems }: SegmentVerdict,
): void {
  const shouts = words.length > 2 && words.every(({ raw, number }) => number !== null || raw === raw.toUpperCase());
  for (const [at, token] of words.entries()) {
    const { word, named } = token;
    if (token.number !== null || isCalendarName(words, at)) continue;
    if (
      ROLE_LETTERS.test(word) &&
      named.length === 0 &&
      speaks !== "agency" &&
      !words.some(({ word: other }) => /^(?:many|most|a|any|every|some|whose|your)$/.test(other))
    ) {
      const titles = book.facts.filter(({ kind, side, stems }) => kind === "title" && side === "prospect" && stems.has(stem(word)));
      if (titles.length === 0) problems.add(`"${token.raw}" is not their role`);
      for (const { key } of titles) cites.add(key);
      continue;
    }
    const own = named.filter(
      (fact) =>
        speaks !== "agency" ||
        fact.side === "agency" ||
        ["person", "company", "location", "industry", "title", "web"].includes(fact.kind) ||
        !/^[A-Z]/.test(token.raw) ||
        // "We know HubSpot well" tells nothing of the reader.
        fact.kind === "technologies",
    );
    const fits = own.filter(
      (fact) =>
        (fitsRelation(fact, words, at, ofOthers) || (speaks === "agency" && fact.kind === "location")) &&
        (speaks !== "reader" || (fact.side === "agency" ? fact.kind === "company" || fact.kind === "person" : isTold(fact, sentence))),
    );
    if (fits.length > 0) {
      for (const { key, kind, side } of fits) if (side === "prospect" || kind !== "person") cites.add(key);
      continue;
    }
    if (at === 0 && !mentionsReader && speaks !== "reader" && ORDINARY_THINGS.has(word) && !words.some(isPast)) continue;
    // "Your title on LinkedIn is …"
    if (word === "linkedin" && words[at - 1]?.word === "on" && /^(?:title|role|profile)$/.test(words[at - 2]?.word ?? "")) continue;
    const signs = !token.isCapital || book.facts.some(({ kind, side }) => kind === "person" && side === "agency");
    if (named.length === 0 && !signs && introducesSender(words, at, sentence)) continue;
    // "Award" behind "Community Achievement", where the fact says "Awards".
    const endsName = words[at - 1]?.named.filter(({ side, textStems }) => side === "prospect" && textStems.includes(stem(word))) ?? [];
    if (token.isCapital && named.length === 0 && endsName.length > 0) {
      for (const { key } of endsName) cites.add(key);
      continue;
    }
    const isName =
      token.isCapital &&
      !shouts &&
      !(
        COMMON.has(word) ||
        FUNCTION_WORDS.has(word) ||
        NEUTRAL.has(word) ||
        POSSESSABLE.has(word) ||
        ACRONYMS.has(word) ||
        GENERIC_SUBJECTS.has(word) ||
        NAMES_OF_TIME.test(word)
      ) &&
      monthOf(word) === null;
    const isTheirWord =
      at === 0 &&
      token.before === "" &&
      !TOOLS.has(word) &&
      !PLACES.has(word) &&
      book.facts.some(
        ({ kind, side, stems, textStems }) =>
          (side === "prospect" && stems.has(stem(word))) ||
          (!mentionsReader && kind !== "person" && kind !== "company" && textStems.includes(stem(word))),
      );
    if (isName && (isTheirWord || (at === 0 && speaks !== "reader" && opensGenerally(words, mentionsReader)))) continue;
    const isRunOfNames =
      token.isCapital &&
      !shouts &&
      at > 0 &&
      words[at - 1]?.isCapital === true &&
      words[at - 1]?.number === null &&
      !FUNCTION_WORDS.has(word) &&
      !FUNCTION_WORDS.has(words[at - 1]?.word ?? "") &&
      named.length === 0 &&
      !ACRONYMS.has(word) &&
      !NAMES_OF_TIME.test(word) &&
      !NAMES_OF_TIME.test(words[at - 1]?.word ?? "");
    const isKnownThing = TOOLS.has(word) || PLACES.has(word) || (speaks === "reader" && PLATFORMS.has(word));
    if (!isName && !isRunOfNames && !isKnownThing && named.length === 0) continue;
    if (named.length > 0 && !isName && !isKnownThing && !token.isCapital) continue;
    if (speaks !== "reader" && PLATFORMS.has(word) && words[at - 1]?.word !== "your") continue;
    if (
      isAgencyTrusted &&
      (speaks === "agency" || (speaks === "nobody" && !mentionsReader && words[0]?.word !== "with" && !tellsOfDeed(words)))
    )
      continue;
    // "Do you use Xero?" takes nothing for granted.
    if (
      speaks === "supposed" &&
      words.slice(Math.max(0, at - 3), at).some((one) => FOCUS.test(one.word)) &&
      !words.some(({ word: other }) => other === "your" || other === "still" || other === "again") &&
      (isQuestion || words[0]?.word === "if")
    )
      continue;
    if (/^(?:australia|australian|australians|aussie)$/.test(word) && speaks !== "reader") continue;
    problems.add(`"${token.raw}" is a name no fact gives`);
  }
}

function isPast({ word }: Word): boolean {
  return PAST_FORMS.test(word) || /[a-z]{2}ed$|^(?:was|were|had|did)$/.test(word);
}

/** "Moving from Podium to Birdeye was bold": what one did, whoever is not named. */
function tellsOfDeed(words: readonly Word[]): boolean {
  return /^[a-z]{3,}ing$/.test(words[0]?.word ?? "") && words.some(({ word }) => word === "was" || word === "were");
}

/** A name out of a longer text stands for it only where the sentence says more of that text. */
function isTold(fact: KnownFact, words: readonly Word[]): boolean {
  if (!["news", "text", "soft", "contact"].includes(fact.kind)) return true;
  const others = words.filter(({ named, word, number }) => number === null && !named.includes(fact) && !FUNCTION_WORDS.has(word));
  return fact.textStems.length < 4 || others.some(({ word }) => fact.textStems.includes(stem(word)));
}

/** A name stands for its fact only in a relation the fact gives: a tool is used, not worked for. */
function fitsRelation(fact: KnownFact, words: readonly Word[], at: number, ofOthers: boolean): boolean {
  if (ofOthers && ["technologies", "employees"].includes(fact.kind)) return false;
  const before = words
    .slice(Math.max(0, at - 3), at)
    .filter(({ named }) => !named.includes(fact))
    .map(({ word }) => word);
  const last = before.at(-1) ?? "";
  // A tool is used; it does nothing itself.
  if (
    fact.kind === "technologies" &&
    before.length === 0 &&
    FINITE.test(words.slice(at).find(({ named }) => !named.includes(fact))?.word ?? "") &&
    !/(?:is|are) (?:(?:the|your|an?|one of|two of|both)? ?(?:\w+ ){0,3}(?:systems?|tools?|software|platforms?|programs?|ones?)(?: (?:that )?(?:i|we)? ?(?:can )?(?:on (?:file|record|our list)|have|see|found|know|listed|down|you use)|$)|(?:on|down|listed|what)\b)|(?:is|are) (?:already |also |still |among |on |in |part of )+(?:your|the|place)\b|\b(?:holds|stores|shows|knows|keeps|records|tracks) (?:the|all|every|your|most)\b/.test(
      words.map(({ word }) => word).join(" "),
    )
  )
    return false;
  if (fact.kind === "technologies") return !/^(?:for|at|from|by|against|than|of)$/.test(last) || before.includes("use");
  if (fact.kind === "location") return !/^(?:from|to|near|outside|beyond|leaving|left)$/.test(last) || before.includes("close");
  return true;
}

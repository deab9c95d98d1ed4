import "server-only";
import { isCalendarName } from "@/lib/engines/grounding/calendar-names";
import { checkEvents, checkSpan } from "@/lib/engines/grounding/check-events";
import { checkNames, NAMES_OF_TIME, ROLE_LETTERS } from "@/lib/engines/grounding/check-names";
import { checkNumber } from "@/lib/engines/grounding/check-numbers";
import type { KnownFact } from "@/lib/engines/grounding/fact-book";
import { isLeadIn, isOfList } from "@/lib/engines/grounding/lead-ins";
import { HABIT } from "@/lib/engines/grounding/opens-generally";
import { monthOf } from "@/lib/engines/grounding/read-dates";
import type { Segment } from "@/lib/engines/grounding/segments";
import type { Word } from "@/lib/engines/grounding/subject-of";
import { EVENTS, type SegmentSetting, type SegmentVerdict, supportingFacts } from "@/lib/engines/grounding/supporting-facts";
import { COMMON, FUNCTION_WORDS, GENERIC_SUBJECTS, HEADS, NEUTRAL, OTHER_PARTIES, POSSESSABLE } from "@/lib/engines/grounding/vocabulary";

const NEGATORS = /^(?:not|no|never|without|none|nobody|neither|nor|lack|lacks|lacking|missing|stopped|quit|cannot|hardly|barely)$/;

const PREMISES =
  /^(?:offices?|sites?|stores?|shops?|branch(?:es)?|depots?|clinics?|locations?|showrooms?|warehouses?|factor(?:y|ies)|venues?|restaurants?|trucks?|vehicles?|vans?|states)$/;
/** What comes to everybody's desk. */
const MEETING =
  /\b(?:see|sees|know|knows|hear|get|gets|read|receive|field|answer) (?:plenty of|every|a lot of|lots of|all the|many|more|most|enough|your share of|all sorts of)(?: \w+)?$/;
/** "You plan to list next year." */
const INTENDING = /^(?:to|on)$/;
/** "take a week": a figure in words. */
const LASTING = /^(?:take|takes|took|taking|taken|for|over|within|after|wait|waits|waiting|every|nearly|almost|about)$/;
const PRAISING = /^(?:congratulations|congrats|kudos|bravo)$/;

const PRAISE_OF_DEED = /^(?:well done|hats off|good on|(?:nice|great|good|amazing|fantastic|brilliant) (?:work|job|stuff|effort))$/;

/** Holds a segment against the facts. */
export function checkSegment(segment: Segment, setting: SegmentSetting): SegmentVerdict {
  const verdict: SegmentVerdict = { cites: new Set(), problems: new Set() };
  const { words, speaks } = segment;
  const side = speaks === "agency" ? "agency" : "prospect";
  const ofOthers = speaks === "reader" && isOfOthers(words);
  const facts = setting.book.facts.filter(
    (fact) =>
      fact.side === side &&
      (!ofOthers ||
        !["employees", "technologies", "location", "founded", "hiring", "funding", "revenue", "industry", "growth"].includes(fact.kind)),
  );

  checkNames(segment, setting, ofOthers, verdict);
  checkFigures(segment, setting, facts, verdict);
  const said = speaks === "reader" ? checkWords(segment, facts, verdict) : checkPossessions(segment, setting, verdict);
  if (speaks !== "agency") checkEvents(segment, setting, facts, verdict);
  checkSpan(segment, setting, facts, verdict, said);
  return verdict;
}

function isOfOthers(words: readonly Word[]): boolean {
  const at = words.findIndex(({ word }) => OTHER_PARTIES.has(word));
  return at >= 0 && at <= 3 && words.slice(0, at).some(({ word }) => word === "your" || word === "the");
}

function checkFigures(
  { words, speaks, isQuestion }: Segment,
  { book, now, isAgencyTrusted, mentionsReader, sentence }: SegmentSetting,
  facts: readonly KnownFact[],
  { cites, problems }: SegmentVerdict,
): void {
  if (isAgencyTrusted && speaks === "agency") return;
  const isAdjunct = words.length <= 5 && /^(?:since|after|in|for|with|from)$/.test(words[0]?.word ?? "");
  const context = isAdjunct ? sentence : words;
  const isPerson =
    speaks === "reader" &&
    (isAdjunct ? sentence : words.slice(0, 4)).some(
      ({ word, named }) => /^(?:you|he|she)$/.test(word) || named.some(({ kind }) => kind === "person"),
    );
  const isProposal = speaks === "agency" || speaks === "nobody" || isQuestion || speaks === "supposed";
  for (const [at, token] of words.entries()) {
    if (
      token.number === null ||
      (token.number === 1 && /^(?:one|1st|first|an?)$/.test(token.word) && !/^(?:decade|century|hundred)$/.test(words[at + 1]?.word ?? ""))
    )
      continue;
    if (token.isOrdinal && token.number <= 3 && (speaks === "nobody" || speaks === "agency") && !mentionsReader) continue;
    // "Most people ask three builders" counts nothing of anybody's.
    const isFigureOfSpeech =
      isGenericPlural(words[0]?.word ?? "", words[1]?.word ?? "") && !/^(?:%|percent|per|in|out|of)$/.test(words[at + 1]?.word ?? "");
    if (speaks === "nobody" && !mentionsReader && token.number <= 10 && isFigureOfSpeech && !token.before.includes("$")) continue;
    if (speaks === "nobody" && !mentionsReader && /^(?:minute|hour|day|week|month)s?$/.test(words[at + 1]?.word ?? "")) continue;
    // "the two big moments for most charities"
    const isOfMost =
      words[at - 1]?.word === "the" &&
      (words.slice(at).some(({ word }) => /^(?:most|many|any|every)$/.test(word)) ||
        sentence.some((_, index) => isCalendarName(sentence, index)));
    if (speaks === "nobody" && !mentionsReader && token.number <= 3 && isOfMost) continue;
    // "Most people ask two, not four."
    if (speaks === "nobody" && !mentionsReader && token.number <= 10 && at > 0 && at === words.length - 1 && !token.before.includes("$"))
      continue;
    // "a launch or two"
    if (token.number === 2 && at === 1 && words[0]?.word === "or") continue;
    // What the agency says of its trade is its own to answer for; a size or an age is somebody's.
    if (isAgencyTrusted && speaks === "nobody" && !mentionsReader && (isFigureOfSpeech || !countsBusiness(words, at))) continue;
    if (token.named.length > 0) {
      for (const { key, side } of token.named) if (side === "prospect") cites.add(key);
      continue;
    }
    const pool = speaks === "nobody" || speaks === "supposed" ? book.facts : facts;
    const found = checkNumber({ tokens: words, facts: pool, isProposal, isPerson, isReaders: speaks === "reader", context, now }, at);
    if (found.isFine) for (const cite of found.cites) cites.add(cite);
    else problems.add(`"${token.raw}" is a figure no fact gives`);
  }
}

/** In a plain assertion about the reader every word is empty, or said by a fact. @returns the facts that carry it */
function checkWords({ words }: Segment, facts: readonly KnownFact[], { cites, problems }: SegmentVerdict): Set<KnownFact> {
  const carrying = new Set<KnownFact>();
  const negated = words.some(
    ({ word }, at) =>
      NEGATORS.test(word) &&
      !(
        word === "no" && /^(?:doubt|less|later|small|mean|surprise|secret|wonder|accident|bad|easy|simple)$/.test(words[at + 1]?.word ?? "")
      ) &&
      !(word === "not" && words[at + 1]?.word === "only"),
  );
  for (const [at, token] of words.entries()) {
    const { word } = token;
    if (token.number !== null) continue;
    const named = token.named.filter(({ kind, side }) => side === "prospect" && !(kind === "company" || kind === "person"));
    for (const fact of named) carrying.add(fact);
    if (token.named.length > 0 && (named.length > 0 || token.named.some(({ kind }) => kind === "company" || kind === "person"))) continue;
    if (isEmpty(words, at) && !ROLE_LETTERS.test(word)) continue;
    const month = monthOf(word);
    if (month !== null && token.isCapital) {
      const dated = facts.filter(({ dates }) => dates.some((date) => date.month === month));
      if (words[at - 1]?.number == null && words[at + 1]?.number == null && dated.length === 0)
        problems.add(`"${token.raw}" is not in what we know of them`);
      continue;
    }
    if (PRAISING.test(word)) continue;
    const fits = supportingFacts(words, at, facts).filter((fact) => !fact.isDenial || negated);
    if (fits.length > 0) for (const fact of fits) carrying.add(fact);
    else problems.add(`"${token.raw}" is not in what we know of them`);
  }
  const occasions = [...carrying].filter(({ kind }) => ["funding", "award", "news", "growth", "tenure", "text"].includes(kind));
  const opening = words
    .slice(0, 2)
    .map(({ word }) => word)
    .join(" ");
  if ((words.some(({ word }) => PRAISING.test(word)) || PRAISE_OF_DEED.test(opening)) && occasions.length === 0)
    problems.add("no fact gives an occasion to congratulate");
  if (words.some(({ word }, at) => /^(?:only|exclusively|solely)$/.test(word) && !isOfList(words, at)) && carrying.size > 0)
    problems.add("no fact says that it is only so");
  const truths = [...carrying].filter(({ isDenial }) => !isDenial);
  if (negated && truths.length > 0 && problems.size === 0 && ![...carrying].some(({ isDenial }) => isDenial))
    problems.add("it denies what a fact says");
  for (const { key } of carrying) cites.add(key);
  return carrying;
}

/** "ninety staff", "eleven sites", "fifteen years in business": said of one business, whoever that is. */
function countsBusiness(words: readonly Word[], at: number): boolean {
  // "A firm that places a thousand temps a month"
  if (
    /^an? \w+ (?:that|which|with|of)$/.test(
      words
        .slice(0, 3)
        .map(({ word }) => word)
        .join(" "),
    )
  )
    return true;
  if (/^(?:with|[a-z]{3,}ing)$/.test(words[0]?.word ?? "")) return true;
  // "A ten-year-old firm"
  if (/^an?$/.test(words[at - 1]?.word ?? "") && /^years?$/.test(words[at + 1]?.word ?? "") && words[at + 2]?.word === "old") return true;
  if (at === 0) return !/^(?:in|out|of|%|percent|per)$/.test(words[1]?.word ?? "");
  const behind = words.slice(at + 1, at + 4);
  return (
    behind.some(({ word }) => HEADS.has(word) || PREMISES.test(word)) ||
    words.some(({ word }) => /^(?:team|crew|staff|workforce|headcount|founded|established)$/.test(word)) ||
    /^(?:the|all|those)$/.test(words[at - 1]?.word ?? "")
  );
}

function isGenericPlural(word: string, next = ""): boolean {
  return (
    /^(?:many|most|some|few|plenty|people|everyone)$/.test(word) ||
    (/[^s]s$/.test(word) && (COMMON.has(word) || GENERIC_SUBJECTS.has(word) || HABIT.test(next)))
  );
}

/** A word that claims nothing of the reader where it stands. */
function isEmpty(words: readonly Word[], at: number): boolean {
  const { word } = words[at] as Word;
  const before = words[at - 1]?.word ?? "";
  const two = words[at - 2]?.word ?? "";
  if ((word === "e" && words[at + 1]?.word === "mail") || (word === "mail" && before === "e")) return true;
  if (word === "i" || isLeadIn(words, at)) return true;
  if (NAMES_OF_TIME.test(word))
    return (
      (word === "may" && ((words[at] as Word).raw !== "May" || at === 0)) ||
      /^(?:on|next|this|by|before|every|each|or|and)$/.test(before) ||
      /day$/.test(word)
    );
  if (/^(?:just|new|newly|recent|recently|latest|lately|last|fresh)$/.test(word)) return true; // When it was is looked at by itself.
  if (word === "leading" && /^(?:a|the|an)$/.test(before)) return false;
  if (/^(?:know|knows)$/.test(word) && /^(?:us|me|our|my)$/.test(words[at + 1]?.word ?? "")) return false;
  if (/^(?:competitors?|rivals?)$/.test(word)) return false;
  if (before === "my") return true;
  if (word === "says") return /^(?:something|a|plenty|much|it)$/.test(words[at + 1]?.word ?? "");
  // "open on Saturdays"
  if (word === "open" && /^(?:on|late|early|until|till|every|at|from|all|again|daily|weekends|sundays)$/.test(words[at + 1]?.word ?? ""))
    return false;
  if (/days$/.test(word) && NAMES_OF_TIME.test(word)) return false;
  // "you probably see every enquiry"
  if (
    POSSESSABLE.has(word) &&
    MEETING.test(
      words
        .slice(Math.max(0, at - 5), at)
        .map((one) => one.word)
        .join(" "),
    )
  )
    return true;
  if (/^(?:hour|day|week|fortnight|month|quarter|year)$/.test(word) && /^an?$/.test(before) && LASTING.test(two)) return false;
  // "big enough to enter": how one finds it.
  if (words[at + 1]?.word === "enough" || (before === "to" && two === "enough")) return true;
  if (word === "year") return /^(?:last|this|past|next|every|each|new|of|the)$/.test(before);
  if (
    /^(?:plan|plans|planning|list|book|books)$/.test(word) &&
    INTENDING.test(words[at + 1]?.word ?? "") &&
    !/^(?:the|a|your|our|to|any|no)$/.test(before)
  )
    return false;
  if (/^(?:list|book)$/.test(word) && before === "to") return false;
  if (before === "for" && words[at - 2]?.named.some(({ kind }) => kind === "technologies")) return true;
  if (word === "present") return before === "at";
  if (word === "close")
    return /^(?:to|by|at|enough)$/.test(words[at + 1]?.word ?? "") || /^(?:keep|stay|so|how|very|too|pretty|fairly)$/.test(before);
  if (FUNCTION_WORDS.has(word) || NEUTRAL.has(word)) return !(EVENTS.test(word) && word !== "move");
  if (before === "your" || (two === "your" && (POSSESSABLE.has(before) || NEUTRAL.has(before)))) return POSSESSABLE.has(word);
  return false;
}

/** "your Bondi showroom" says that there is one, whatever else the sentence does. */
function checkPossessions({ words, speaks }: Segment, { book }: SegmentSetting, { cites, problems }: SegmentVerdict): Set<KnownFact> {
  const carrying = new Set<KnownFact>();
  const facts = book.facts.filter(({ side }) => side === "prospect");
  for (const [start, token] of words.entries()) {
    const isOwner =
      token.word === "your" || (token.isPossessive && token.named.some(({ side, kind }) => side === "prospect" && kind === "company"));
    if (!isOwner) continue;
    for (let at = start + 1; at < Math.min(words.length, start + 5); at += 1) {
      const word = words[at] as Word;
      if (/[,;:()–.]/.test(word.before) || STOPS.test(word.word)) break;
      if (word.number !== null || FUNCTION_WORDS.has(word.word)) {
        if (word.number === null && !/^(?:own|other|most|more|current)$/.test(word.word)) break;
        continue;
      }
      if (word.named.some(({ side }) => side === "prospect")) continue;
      if (word.word === "last" && words[at + 1] && supportingFacts(words, at + 1, facts).length > 0) continue;
      const fits = supportingFacts(words, at, facts);
      if (POSSESSABLE.has(word.word) || (NEUTRAL.has(word.word) && !EVENTS.test(word.word))) {
        if (/(?:ing|ed)$/.test(word.word) && at > start + 1) break;
        continue;
      }
      if (fits.length > 0) {
        for (const fact of fits) {
          carrying.add(fact);
          cites.add(fact.key);
        }
        continue;
      }
      // A verb behind the thing owned ends it: "what your customers search for".
      if (at > start + 1 && speaks !== "reader" && !EVENTS.test(word.word) && POSSESSABLE.has(words[at - 1]?.word ?? "")) break;
      problems.add(`"your … ${word.raw}" is not in what we know of them`);
    }
  }
  return carrying;
}

const STOPS =
  /^(?:to|for|of|at|in|on|with|from|by|and|or|is|are|was|were|has|have|had|do|does|did|can|could|would|might|may|should|will|so|that|if|when|while|as|than|about|into|without|within|before|after|through|via|not|need|needs|look|looks|keep|keeps|get|gets|go|goes|come|comes|find|finds|make|makes|see|sees|work|works|run|runs|start|starts|already|actually|really)$/;

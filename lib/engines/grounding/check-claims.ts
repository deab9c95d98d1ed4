import "server-only";
import type { CheckedSentence, ClaimFact } from "@/lib/domain/claim-facts";
import { allWordings } from "@/lib/engines/content/spintax";
import { checkSegment } from "@/lib/engines/grounding/check-segment";
import { type FactBook, type KnownFact, openFactBook } from "@/lib/engines/grounding/fact-book";
import { foldText, hasUnreadable } from "@/lib/engines/grounding/fold-text";
import { plainClaims } from "@/lib/engines/grounding/plain-claims";
import { claimedContact } from "@/lib/engines/grounding/prior-contact";
import { splitSegments } from "@/lib/engines/grounding/segments";
import { splitSentences } from "@/lib/engines/grounding/split-sentences";
import { stem } from "@/lib/engines/grounding/stem";
import { isReadersName, type Word } from "@/lib/engines/grounding/subject-of";
import { type Token, tokenise } from "@/lib/engines/grounding/tokens";
import { COMMON, FUNCTION_WORDS, NEUTRAL } from "@/lib/engines/grounding/vocabulary";

export type CheckOptions = {
  now: Date;
  /** The agency answers for what it wrote about itself; by default that, too, has to be among the facts. */
  isAgencyTrusted?: boolean;
  /** A person has seen whom it greets: a name that was corrected since is no claim. */
  isGreetingSeen?: boolean;
};
export type CheckedText = { sentences: CheckedSentence[] /** Those a fact is missing for. */; unsupported: CheckedSentence[] };

const MAXIMUM_WORDINGS = 24;
const GREETING =
  /^(?:hi|hello|hey|dear|g'day|gday|good (?:morning|afternoon|evening|day)|(?:morning|afternoon)(?=,| [A-Z]))\b(?<name>[^,!:–\n]*)(?:[,!:–]|$)\s*/i;
const LONGEST_GREETING = 5;
const GREETED =
  /^(?:there|all|team|reader|folks|friend|everyone|again|sir|madam|mr|mrs|ms|dr|both|the|and|at|to|morning|afternoon|evening|day)$/;
const CLOSING =
  /^(?:cheers|regards|kind regards|warm regards|best|best regards|best wishes|many thanks|thanks|thank you|thanks again|yours sincerely|yours faithfully|all the best|warmly|talk soon|speak soon|ta|sincerely)[,.! ]*$/i;
const NAME_LINE = /^(?:[A-Z][a-z'-]+\.? ?){1,4}$/;

/**
 * Holds every sentence of a message against stored facts. What it asserts of the reader (figures, dates, names, tools, funding, people,
 * hiring, growth, prizes, news, place, role, earlier contact, something seen) needs a fact that says it; general statements, offers
 * and open questions need none. When in doubt the sentence is unsupported. Pure: the same text, facts and time give the same answer,
 * and a further fact never takes support away. Every wording of a text with spintax is read.
 */
export function checkClaims(text: string, facts: readonly ClaimFact[], options: CheckOptions): CheckedText {
  const book = openFactBook(facts);
  const sentences: CheckedSentence[] = [];
  const known = new Map<string, Checked>();
  for (const wording of allWordings(text, MAXIMUM_WORDINGS)) {
    let afterClosing = false;
    // Of whom the sentence before spoke, which is whom "they" means.
    let before: "nobody" | "reader" | "others" = "nobody";
    const lines = wording
      .split(/\n+/)
      .map((line) => line.trim())
      .filter(Boolean);
    for (const [at, line] of lines.entries()) {
      // Who signs asserts nothing; the identity block below says who it is.
      const isSignature = NAME_LINE.test(line) && (afterClosing || (lines.length > 1 && at === lines.length - 1));
      afterClosing ||= CLOSING.test(line);
      if (isSignature || CLOSING.test(line)) continue;
      for (const sentence of splitSentences(line)) {
        const key: string = `${before} ${sentence}`;
        const checked: Checked = known.get(key) ?? checkSentence(sentence, book, options, before !== "others");
        before = checked.mentionsReader ? "reader" : "others";
        if (known.has(key)) continue;
        known.set(key, checked);
        sentences.push({ text: checked.text, cites: checked.cites, problems: checked.problems });
      }
    }
  }
  return { sentences, unsupported: sentences.filter(({ problems }) => problems.length > 0) };
}

type Checked = CheckedSentence & { mentionsReader: boolean };

function checkSentence(
  text: string,
  book: FactBook,
  { now, isAgencyTrusted = false, isGreetingSeen = false }: CheckOptions,
  refersBack: boolean,
): Checked {
  const cites = new Set<string>();
  const problems = new Set<string>();
  const folded = withoutAddresses(foldText(text));
  if (hasUnreadable(folded)) problems.add("it is written in letters we cannot read");
  const { rest, name } = withoutGreeting(folded.replace(TAG, "."));
  if (name !== "" && !isGreetingSeen) checkGreeting(name, book, { cites, problems });

  const words = nameWords(tokenise(rest), book);
  const plain = words.map(({ word }) => word).join(" ");
  const mentionsReader = words.some((word) => /^(?:you|your|yours|yourself)$/.test(word.word) || isReadersName(word));
  // "We helped Acme" and "we helped you" claim the same.
  const named = words.some(isTheirCompany) ? words.map((word) => (isTheirCompany(word) ? "you" : word.word)).join(" ") : null;
  const contact = claimedContact(plain) ?? (named === null ? null : claimedContact(named.replace(/\byou(?: you)+\b/g, "you")));
  if (contact) {
    const fits = contactFacts(book, words, contact.isOwnMessage);
    for (const { key } of fits) cites.add(key);
    if (fits.length === 0) problems.add(`"${contact.words}" claims earlier contact that nobody noted`);
    // What such a sentence says besides is said by the same note.
    else return { text, cites: [...cites].toSorted((a, b) => (a < b ? -1 : 1)), problems: [...problems], mentionsReader };
  }
  const segments = splitSegments(words, { isQuestion: /\?["')\]]*$/.test(rest.trim()), refersBack });
  const speaksOfReader = mentionsReader || segments.some(({ speaks }) => speaks === "reader");
  for (const claimed of plainClaims(segments)) problems.add(`"${claimed}" is a claim no fact gives`);
  for (const segment of segments) {
    const found = checkSegment(segment, { book, now, isAgencyTrusted, mentionsReader: speaksOfReader, sentence: words });
    for (const cite of found.cites) cites.add(cite);
    for (const problem of found.problems) problems.add(problem);
  }
  return { text, cites: [...cites].toSorted((a, b) => (a < b ? -1 : 1)), problems: [...problems], mentionsReader };
}

/** "…, didn't it?" asks nothing. */
const TAG =
  /,\s*(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|would|will|should|wo|ca)(?:n't| not)? (?:it|you|they|he|she|there|that)(?: not)?|right|correct|yes|no|eh|hey)\s*\?$/i;

function isTheirCompany({ named, isPossessive }: Word): boolean {
  return !isPossessive && named.some(({ side, kind }) => side === "prospect" && kind === "company");
}

/** Where a link leads is no claim; a bare domain of somebody else is a name like any other. */
function withoutAddresses(text: string): string {
  return text
    .replace(/https?:\/\/\S+/gi, " ")
    .replace(/\{\{[^{}]*\}\}/g, " ")
    .replace(/\S+@\S+\.\S+/g, " ");
}

function withoutGreeting(text: string): { rest: string; name: string } {
  const match = GREETING.exec(text);
  const name = match?.groups?.name?.replace(/[.\s]+$/, "").trim() ?? "";
  if (!match) return { rest: text, name: "" };
  if (name.split(/\s+/).length <= LONGEST_GREETING) return { rest: text.slice(match[0].length), name };
  // "Hi Lee I wanted to ask": no comma ends the name.
  const [hello = "", first = "", ...others] = text.split(/\s+/);
  return /^[A-Z]/.test(first) ? { rest: others.join(" "), name: first } : { rest: text.slice(hello.length), name: "" };
}

/** Whoever is greeted is who the message goes to. */
function checkGreeting(name: string, book: FactBook, verdict: { cites: Set<string>; problems: Set<string> }): void {
  for (const word of nameWords(tokenise(name), book)) {
    const known = word.named.filter(({ side, kind }) => side === "prospect" && (kind === "person" || kind === "company"));
    for (const { key } of known) verdict.cites.add(key);
    if (known.length === 0 && !GREETED.test(word.word)) {
      verdict.problems.add(`"${word.raw}" is not the name of whom this goes to`);
    }
  }
}

/** Marks the words that name a fact, the longest name first. A name that is an ordinary word counts only with its capital. */
function nameWords(tokens: readonly Token[], book: FactBook): Word[] {
  const words: Word[] = tokens.map((token) => ({ ...token, named: [] }));
  for (let at = 0; at < words.length; ) {
    const phrases = book.phrases.get(words[at]?.word ?? "") ?? [];
    const fitting = phrases.filter(
      ({ words: phrase, fact }) =>
        phrase.every((one, offset) => words[at + offset]?.word === one) && looksLikeName(words.slice(at, at + phrase.length), fact),
    );
    const length = Math.max(0, ...fitting.map(({ words: phrase }) => phrase.length));
    if (length === 0) {
      at += 1;
      continue;
    }
    const named = fitting.filter(({ words: phrase }) => phrase.length === length).map(({ fact }) => fact);
    for (let index = at; index < at + length; index += 1) words[index] = { ...(words[index] as Word), named };
    at += length;
  }
  return words;
}

function looksLikeName(tokens: readonly Token[], { kind }: KnownFact): boolean {
  const isOrdinary = tokens.every(({ word }) => COMMON.has(word) || FUNCTION_WORDS.has(word) || NEUTRAL.has(word) || word.length < 3);
  if (!isOrdinary) return true;
  if (kind === "person" || kind === "company" || kind === "location" || kind === "technologies")
    return tokens.some(({ isCapital }) => isCapital);
  return tokens.length > 1;
}

/** Notes of earlier contact that carry a sentence: ours, for our own messages; otherwise one whose text says all that the sentence says. */
function contactFacts(book: FactBook, words: readonly Word[], isOwnMessage: boolean): KnownFact[] {
  const notes = book.facts.filter(({ kind, isDenial, side }) => kind === "contact" && !isDenial && side === "prospect");
  const content = words.filter(
    ({ word, number, named }) =>
      number === null &&
      !FUNCTION_WORDS.has(word) &&
      !NEUTRAL.has(word) &&
      !named.some(({ kind }) => kind === "person" || kind === "company"),
  );
  return notes.filter((note) => {
    if (isOwnMessage && note.textStems.length <= 1 && words.every(({ number }) => number === null || number <= 2))
      return OWN_MESSAGE.test(note.key);
    const last = /^(?:as|our|last|week|month|earlier|discussed|spoke|talked|met|mentioned|call|chat|conversation|meeting)$/;
    return (
      note.textStems.length > 1 &&
      content.every(({ word }) => note.stems.has(stem(word)) || (last.test(word) && note.stems.has(stem(word)))) &&
      words.every(({ number }) => number === null || note.figures.some(({ value }) => value === number))
    );
  });
}
const OWN_MESSAGE = /touch|message|contacted|sent|connect/i;

import "server-only";
import { divideAtObservation, PERCEIVING, speaksOfSeen } from "@/lib/engines/grounding/divide-at-observation";
import { followOn, isOffered } from "@/lib/engines/grounding/follow-on";
import { implyReader } from "@/lib/engines/grounding/imply-reader";
import {
  FINITE,
  GENERIC_DETERMINERS,
  ITS_OWN,
  isModal,
  isReadersName,
  LINKS,
  OPENERS,
  PAST_FORMS,
  type Speaks,
  subjectOf,
  type Word,
} from "@/lib/engines/grounding/subject-of";
import { FUNCTION_WORDS, POSSESSABLE } from "@/lib/engines/grounding/vocabulary";

export type Segment = { words: readonly Word[]; speaks: Speaks; isQuestion: boolean };

const CONDITIONS = /^(?:if|whether|unless|should|in case|whenever|suppose|assuming)$/;
const ADJUNCTS =
  /^(?:with|as|based|being|having|given|at|since|after|following|for|from|in|on|running|leading|managing|heading|owning|growing|employing|operating|building|now|by|of|under|like|unlike|between|across|among|than)$/;
const AUXILIARIES = /^(?:do|does|did|is|are|was|were|have|has|had|can|could|would|will|shall|should|may|might|am)$/;
const QUESTION_WORDS = /^(?:what|how|why|when|where|who|which|whose|whom)$/;
/** What is behind these is their object, not a subject of its own: "help you win". */
const TAKES_OBJECT =
  /^(?:help|helps|helping|helped|let|lets|letting|give|gives|giving|gave|send|sends|sending|sent|show|shows|showing|shown|tell|tells|telling|ask|asks|asking|want|like|save|saves|saving|bring|brings|bringing|offer|call|calling|email|emailing|to|for|of|from|at|by|on|with|than|get|gets|getting|keep|keeping|cost|costs|costing|leave|leaves|leaving|make|makes|making|give|free|frees|walk|take|join|meet|about|between|without|around|near|beside|like|reach|reaches|suit|suits|thank|text|ring|contact|see|seeing|support|and|or)$/;
const PRAISE =
  /^(?:congratulations|congrats|kudos|bravo|impressive|amazing|fantastic|brilliant|great|nice|lovely|love|loved|loving|huge|well|exciting|awesome|saw|noticed|spotted|heard|read|seen|seeing|enjoyed|liked|hats|big|incredible|beautiful|stunning|superb|outstanding|excellent|good|sorry|came|found|following)$/;
const FINDING = /^(?:can (?:find|see)|could (?:find|see)|have|found|know of|see) (?:is|are|was|on|down)\b|^can (?:find|see) for\b/;
const PAST =
  /(?:ed|was|were|did|had|lost|won|left|sold|bought|built|began|grew|took|made|went|came|spoke|met|said|ran|chose|moved|opened|told)$/;

/** The parts of a sentence that have a subject of their own, and whom each speaks of. */
export function splitSegments(words: readonly Word[], { isQuestion, refersBack }: { isQuestion: boolean; refersBack: boolean }): Segment[] {
  const parts: Word[][] = [];
  for (const [at, word] of words.entries()) {
    const part = parts.at(-1);
    if (!part || (part.length > 0 && startsPart(words, at))) parts.push([word]);
    else part.push(word);
  }
  const segments: Segment[] = [];
  let isObserved = false;
  const divided = parts.flatMap(divideAtObservation);
  // "Lee, congratulations …" begins behind the name.
  const start = Math.max(
    0,
    divided.findIndex(({ part }) => !isNameOnly(part)),
  );
  for (const [at, { part, seen }] of divided.entries()) {
    const last = at === divided.length - 1;
    const found: Found = seen
      ? { speaks: speaksOfSeen(part, seen), isObserving: seen === "perceived", isAsking: false }
      : speaksOf(part, {
          previous: segments.at(-1) ?? null,
          isFirst: at <= start,
          isObserved,
          following: divided.slice(at + 1).map((one) => one.part),
          isQuestion,
        });
    isObserved ||= found.isObserving;
    segments.push({
      words: part,
      speaks: found.speaks,
      isQuestion: isQuestion && (found.isAsking || (last && segments.some((segment) => segment.isQuestion))),
    });
  }
  return implyReader(segments, { isQuestion, refersBack, start });
}

function startsPart(words: readonly Word[], at: number): boolean {
  const word = words[at] as Word;
  const previous = words[at - 1] as Word;
  const next = words[at + 1];
  const isNumberPair = word.number !== null && previous.number !== null;
  if (/[,;:()–]/.test(word.before) && !isNumberPair && !sharesName(word, previous)) return true;
  if (sharesName(word, previous)) return false;
  if (LINKS.test(word.word))
    return (
      !(previous.number !== null && next?.number != null) &&
      !(previous.number !== null && /^(?:or)$/.test(word.word)) &&
      !(next?.word === "counting")
    );
  if (OPENERS.test(word.word)) {
    if (word.word === "that")
      return next !== undefined && (/^(?:you|your|the|i|we|our|it|they|there|a|an|many|most)$/.test(next.word) || isReadersName(next));
    if (word.word === "so") return next !== undefined && !/^(?:far|much|many|good|well|quiet)$/.test(next.word);
    if (word.word === "as")
      return (
        !/^(?:such|well|just|soon|long|far|much|same|known|many|few|role|work|works|working|on|been|time|years|months)$/.test(
          previous.word,
        ) &&
        next?.word !== "well" &&
        previous.word !== "as" &&
        !words.slice(Math.max(0, at - 4), at).some((one) => one.word === "as")
      );
    if (word.word === "than") return previous.word !== "more" && previous.word !== "less" && previous.word !== "fewer";
    if (word.word === "now" || word.word === "given" || word.word === "once")
      return next?.word === "that" || (word.word === "given" && /^(?:your|the|how)$/.test(next?.word ?? ""));
    if (word.word === "since" || word.word === "before" || word.word === "after")
      return (
        next?.number == null &&
        !/^(?:look|looks|looked|looking|take|takes|ask|asks|go|goes)$/.test(previous.word) &&
        !/^(?:last|then|hand|january|february|march|april|may|june|july|august|september|october|november|december)$/.test(next?.word ?? "")
      );
    return true;
  }
  // "the last funding I can find is …"
  if (
    /^(?:i|we)$/.test(word.word) &&
    FINDING.test(
      words
        .slice(at + 1, at + 4)
        .map((one) => one.word)
        .join(" "),
    )
  )
    return false;
  if (/^(?:i|we)$/.test(word.word) && !/^(?:and|or|as|that|what|if|when|than)$/.test(previous.word) && !AUXILIARIES.test(previous.word))
    return true;
  const seemsSo = previous.word === "like" && /^(?:looks?|looked|sounds?|sounded|seems?|feels?|looking)$/.test(words[at - 2]?.word ?? "");
  if (seemsSo && (word.word === "you" || word.word === "your" || word.word === "the" || isReadersName(word))) return true;
  if (word.word === "you")
    return (
      next !== undefined &&
      !/[,;:()–]/.test(next.before) &&
      (FINITE.test(next.word) || (next.number === null && !FUNCTION_WORDS.has(next.word))) &&
      !TAKES_OBJECT.test(previous.word) &&
      (!AUXILIARIES.test(previous.word) || (/^(?:is|was)$/.test(previous.word) && /^(?:are|have|were|had)$/.test(next.word))) &&
      !LINKS.test(previous.word) &&
      !OPENERS.test(previous.word)
    );
  if (word.word === "your" || word.word === "the" || isReadersName(word)) {
    if (
      AUXILIARIES.test(previous.word) ||
      LINKS.test(previous.word) ||
      OPENERS.test(previous.word) ||
      /^(?:of|for|to|at|from|by|with|on|in|about|into|between|like|than|your|the)$/.test(previous.word)
    )
      return false;
    if (word.word === "the" && !ITS_OWN.test(next?.word ?? "")) return false;
    return verbAfterName(words, at);
  }
  return false;
}

/** Whether what begins here is followed by a verb of its own within the next words. */
function verbAfterName(words: readonly Word[], at: number): boolean {
  // What is owned stands before its verb: "your quotes are".
  for (let index = words[at]?.word === "your" ? at + 2 : at + 1; index < Math.min(words.length, at + 6); index += 1) {
    const word = words[index] as Word;
    if (/[,;:()–]/.test(word.before) || /^(?:to|for|of|at|in|on|with|from|by|and|or)$/.test(word.word)) return false;
    if (FINITE.test(word.word) && !(word.word === "team")) return true;
  }
  return false;
}

function sharesName(word: Word, previous: Word): boolean {
  return word.named.some((fact) => previous.named.includes(fact));
}

type Around = {
  previous: Segment | null;
  isFirst: boolean;
  isObserved: boolean;
  following: readonly (readonly Word[])[];
  isQuestion: boolean;
};
type Found = { speaks: Speaks; isObserving: boolean; isAsking: boolean };

function speaksOf(part: readonly Word[], around: Around): Found {
  const { previous, isFirst, isObserved, following, isQuestion } = around;
  const found = (speaks: Speaks, more: Partial<Found> = {}): Found => ({ speaks, isObserving: false, isAsking: false, ...more });
  const body = part.filter(
    ({ word }, at) =>
      !(at === 0 && (LINKS.test(word) || OPENERS.test(word))) &&
      !(word === "well" && part[at + 1]?.word !== "done") &&
      !/^(?:also|then|still|just|maybe|perhaps|clearly|obviously|honestly|really|please|yes|no|already|probably|likely|certainly|usually|often|now|hi|hello|hey)$/.test(
        word,
      ),
  );
  const opener = part[0]?.word ?? "";
  const first = body[0];
  if (!first) return found(previous?.speaks ?? "nobody");

  const asks = isQuestion && (AUXILIARIES.test(first.word) || QUESTION_WORDS.test(opener)) && (isFirst || !previous || !isObserved);
  if (asks) {
    const negative =
      part[1]?.word === "not" ||
      (QUESTION_WORDS.test(opener) && /\b(?:did|had|have|has|was|were) (?:you|your|the)\b/.test(part.map(({ word }) => word).join(" ")));
    return found(negative ? "reader" : "supposed", { isAsking: true });
  }
  if (isFirst && /^(?:congrat\w*|kudos|bravo|hats|well|welcome)$/.test(first.word) && !(first.word === "well" && body[1]?.word !== "done"))
    return found("reader", { isObserving: true });
  if (isFirst && (body[1]?.isPossessive || first.isPossessive) && /^(?:last|this|yesterday|today)$/.test(first.word))
    return found("reader");
  if (isFirst && /^(?:business|turnover|revenue|profits?)$/.test(first.word) && FINITE.test(body[1]?.word ?? "")) return found("reader");
  const subject = subjectOf(body);
  const follows = isFirst || !previous ? null : followOn(part, body, { subject, previous, isObserved });
  if (follows) return found(follows);
  if (subject === "agency")
    return found("agency", { isObserving: body.length < 5 && body.some(({ word }) => PERCEIVING.test(word)) && !body.some(isModal) });
  const isCondition =
    CONDITIONS.test(opener) ||
    (/^(?:when|once|before|until|while)$/.test(opener) && subject === "reader" && !PAST.test(body[1]?.word ?? ""));
  if (subject === "reader") {
    // "your team and new enquiries": a heading has no verb, and asserts no more than what it names.
    if (
      isFirst &&
      namesOnly(part) &&
      !following.some((one) => one.some(({ word, isPossessive }) => FINITE.test(word) || isPossessive || /(?:ed|ing|ly)$/.test(word)))
    )
      return found("nobody");
    if (isCondition) return found("supposed");
    return found(isOffered(body) ? "supposed" : "reader");
  }
  // "Business is booming at Acme", "Somebody acquired Acme": not about nobody.
  const namesReader = part.some((word, at) => at > 0 && isReadersName(word) && !/^(?:like|unlike|than)$/.test(part[at - 1]?.word ?? ""));
  // "Acme, an award-winning builder, …"
  const isApposition =
    /^(?:an?|the|one)$/.test(first.word) &&
    (part[0]?.before ?? "").includes(",") &&
    previous?.words.every(({ named }) => named.some(({ kind, side }) => side === "prospect" && kind === "company"));
  if (isApposition) return found("reader");
  // "Acme Tools is a client of yours": a name, and something it has to do with the reader.
  const tiesThem = first.named.length > 0 && part.some(({ word }) => /^(?:you|your|yours)$/.test(word));
  const namesTheirs = first.word === "the" && body.some(({ named }) => named.some(({ side }) => side === "prospect"));
  const asserts =
    (body.some(({ word }, at) => at > 0 && (FINITE.test(word) || /ed$/.test(word) || PAST_FORMS.test(word))) ||
      // "Guests complain about Acme": several of a kind, and what they do.
      (/[^su]s$/.test(first.word) && /^[a-z]{3,}$/.test(body[1]?.raw ?? "") && !FUNCTION_WORDS.has(body[1]?.word ?? ""))) &&
    !body.some(isModal);
  if (
    (namesReader || namesTheirs || tiesThem) &&
    asserts &&
    !isQuestion &&
    !isCondition &&
    !GENERIC_DETERMINERS.test(first.word) &&
    !/^(?:ask|see|tell|let)$/.test(first.word)
  )
    return found("reader");
  if (subject === "nobody") return found(isObserved && !GENERIC_DETERMINERS.test(first.word) ? "reader" : "nobody");
  if (isCondition) return found("supposed");
  const saysHow =
    /^(?:good|great|nice|big|huge|lovely)$/.test(first.word) &&
    (body.slice(1).some(({ word }, at) => FINITE.test(word) && !(at === 0 && /^works?$/.test(word))) ||
      (/[^su]s$/.test(body[1]?.word ?? "") && body[2] !== undefined && !FUNCTION_WORDS.has(body[2].word)));
  const apologises =
    first.word === "sorry" &&
    /^(?:to|for)$/.test(body[1]?.word ?? "") &&
    /^(?:write|bother|trouble|disturb|interrupt|land|email|chase|the)$/.test(body[2]?.word ?? "");
  if (isFirst && PRAISE.test(first.word) && !saysHow && !apologises) return found("reader", { isObserving: true });
  if (
    !isFirst &&
    (LINKS.test(opener) || /^(?:which|who|whose)$/.test(opener) || /[,;:(–]/.test(part[0]?.before ?? "")) &&
    previous &&
    !ADJUNCTS.test(first.word)
  )
    return found(
      isObserved && previous.speaks === "agency"
        ? "reader"
        : previous.speaks === "reader" && body.slice(0, 5).some(isModal)
          ? "supposed"
          : previous.speaks,
    );
  if (ADJUNCTS.test(first.word) || ADJUNCTS.test(opener)) {
    const next = following
      .map((one) => subjectOf(one.filter(({ word }) => !OPENERS.test(word) && !LINKS.test(word))))
      .find((one) => one !== null);
    if (isFirst && next) return found(next);
    return found(previous && previous.speaks !== "nobody" ? (isObserved ? "reader" : previous.speaks) : (next ?? "nobody"));
  }
  return found(isObserved ? "reader" : "nobody");
}

/** Whoever is called by name: what comes behind says something of its own. */
function isNameOnly(part: readonly Word[]): boolean {
  return part.every(({ named, isPossessive }) => !isPossessive && named.some(({ side, kind }) => side === "prospect" && kind === "person"));
}

function namesOnly(part: readonly Word[]): boolean {
  return (
    part.length <= 4 && part.every((word, at) => (at === 0 && word.word === "your") || POSSESSABLE.has(word.word) || isReadersName(word))
  );
}

import "server-only";
import { FINITE, MODALS, type Word } from "@/lib/engines/grounding/subject-of";
import { COMMON, FUNCTION_WORDS, NEUTRAL, POSSESSABLE } from "@/lib/engines/grounding/vocabulary";

const SAYS_OF_ONE = /^(?:is|was|has|had|does|did|will|said|told|asked|mentioned|suggested|'s)$/;
const KIND_OF_PEOPLE = /^[a-z]{3,}(?:ers|ors|ists|ents|ants|ees)$/;
const PLURAL = /[^su]s$/;
/** What several of a kind do as a rule. */
export const HABIT =
  /^(?:often|usually|tend|rarely|seldom|sometimes|mostly|typically|generally|always|never|still|also|who|that|whose|are|were|have|do|can|could|may|might|want|look|ask|choose|find|need|decide|compare|prefer|expect|read|remember|come|go|take|cost|keep|make|get|give|bring|lose|win|sell|buy|leave|stay|start|stop|wait|work|pay|say|see|know|like|love|hate|call|ring|book|search|judge|trust|care|live|move|run|talk|visit|change|help|matter|fill|drop|rise|fall|count|sit|stand|turn)$/;

const DEFINES = /^(?:is|are) (?:an?|the|never|not|always|often|usually|rarely|still|hard|easy|only|rare|one)$/;
const RELATED = /^(?:client|customer|supplier|competitor|partner|friend|fan|user|reference|referee|ours|us|we|owner|investor)s?$/;

/**
 * Whether the capital of a sentence's first word is only that of a beginning: "Telling givers …", "Pet owners usually …", "Families choosing …".
 * Several of a kind do what follows; a single name would take "chooses".
 */
export function opensGenerally(words: readonly Word[], mentionsReader: boolean): boolean {
  const [first, next] = words;
  if (!first || first.isPossessive) return false;
  if (!next) return first.word.length > 5 && first.word.endsWith("ing");
  if (next.isCapital) return false;
  if (/^[a-z]{3,}ing$/.test(first.word)) return !SAYS_OF_ONE.test(next.word);
  if (KIND_OF_PEOPLE.test(first.word) && HABIT.test(next.word)) return true;
  // Of the reader's suppliers and customers a name tells something: "Bunnings stock your range".
  if (mentionsReader || /[,;:()–]/.test(next.before)) return false;
  // "Pilots in robotics can drag on"
  if (PLURAL.test(first.word) && /^(?:in|on|at|without|under)$/.test(next.word))
    return words.slice(2, 6).some((word) => isPluralBehind(word)) && !words.slice(1, 6).some(({ isCapital }) => isCapital);
  if (PLURAL.test(first.word))
    return (
      isPluralBehind(next) ||
      (/^[a-z]{3,}$/.test(next.word) &&
        !/(?:s|ed|ly)$|^(?:was|told|said|chose|won|bought|and|has|had|did|makes?|for|from|with|the)$/.test(next.word))
    );
  // "Wool is a slow product": what a thing is, told of nobody.
  if (
    DEFINES.test(
      words
        .slice(1, 3)
        .map(({ word }) => word)
        .join(" "),
    )
  )
    return !words.some(({ word, isCapital }, at) => (at > 0 && isCapital) || RELATED.test(word));
  // "Storm season brings …": the first of two nouns.
  if (!PLURAL.test(next.word) && isKnownNoun(next.word)) return true;
  const plural = words.slice(1, 4).findIndex(({ word, before }) => PLURAL.test(word) && !FINITE.test(word) && before === "") + 1;
  if (plural === 0 || words.slice(1, plural).some(({ word, isCapital }) => isCapital || FINITE.test(word))) return false;
  const behind = words[plural + 1];
  return behind !== undefined && isPluralBehind(behind);
}

function isKnownNoun(word: string): boolean {
  return (
    (COMMON.has(word) || POSSESSABLE.has(word)) &&
    !FUNCTION_WORDS.has(word) &&
    !NEUTRAL.has(word) &&
    !FINITE.test(word) &&
    !/(?:ed|ing)$/.test(word)
  );
}

function isPluralBehind({ word }: Word): boolean {
  return HABIT.test(word) || MODALS.test(word) || /^[a-z]{3,}ing$/.test(word);
}

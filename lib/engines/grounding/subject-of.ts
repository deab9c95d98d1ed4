import "server-only";
import type { KnownFact } from "@/lib/engines/grounding/fact-book";
import type { Token } from "@/lib/engines/grounding/tokens";
import { COMMON, FUNCTION_WORDS, GENERIC_SUBJECTS } from "@/lib/engines/grounding/vocabulary";

/** A token with the facts it names. */
export type Word = Token & { named: readonly KnownFact[] };

/**
 * Whom a segment speaks of.
 * - `reader`: the prospect, as a plain assertion: every word needs a fact
 * - `supposed`: the prospect in a question, a condition, an offer ("you could"): what it takes for granted needs a fact
 * - `agency`: whoever writes
 * - `nobody`: businesses in general, or nothing that can be told
 */
export type Speaks = "reader" | "supposed" | "agency" | "nobody";
export const LINKS = /^(?:and|but|or|nor|yet|plus)$/;
export const OPENERS =
  /^(?:because|where|when|which|who|whom|whose|while|if|whether|whereas|although|though|unless|until|how|what|why|so|since|before|after|as|than|now|once|given|that)$/;
export const MODALS = /^(?:can|could|would|might|may|should|shall|will)$/;
export const FINITE =
  /^(?:is|are|was|were|has|have|had|do|does|did|can|could|would|might|may|should|will|must|am|need|needs|look|looks|seem|seems|keep|keeps|run|runs|use|uses|employ|employs|own|owns|lead|leads|manage|manages|make|makes|get|gets|got|want|wants|know|knows|see|sees|work|works|already|still|also|currently|recently|just|probably|likely|really|never|always|often|only|not|say|says|said|told|asked|hire|hires|sell|sells|sold|serve|serves|offer|offers|started|founded|raised|opened|launched|won|lost|moved|bought|grew|built|joined|took|took|left|became|began|made|ran|went|spoke|wrote|came|met|mentioned|spend|spends|lose|loses|rank|ranks|turn|turns|handle|handles|quote|quotes|care|cares|operate|operates|specialise|specialises|recruit|recruits|rely|relies|think|thinks|feel|feels|struggle|struggles|outsource|deserve|appreciate|understand|remember|head|heads|oversee|oversees|hold|holds|build|builds|come|comes|live|lives|deal|deals)$/;
export const GENERIC_DETERMINERS =
  /^(?:many|most|some|few|several|other|others|plenty|lots|people|businesses|companies|everyone|nobody|no|any|anyone|every|each|owners|it|this|there|here|nothing|everything|something|one|what|whatever|these|those|they|both|all|a|an)$/;
/** Whether a word offers or supposes; the month of May does neither. */
export function isModal({ word, raw }: Word): boolean {
  return MODALS.test(word) && raw !== "May";
}

/** Forms that tell of what took place, beside those in -ed. */
export const PAST_FORMS =
  /^(?:fell|rose|sank|shrank|went|came|got|took|lost|won|left|sold|bought|built|began|grew|made|ran|chose|met|spoke|hit|beat|broke|stood|kept|paid|sent|spent|struck|drew|drove|split|led|gave|wrote|told|blew|swung|threw)$/;
/** Things of a business that one calls "the …" only where the reader's own are meant. */
export const ITS_OWN =
  /^(?:team|company|business|firm|site|website|office|shop|store|showroom|brand|crew|warehouse|factory|podcast|blog|newsletter|practice|clinic|restaurant|cafe|studio|workshop|yard|rollout|reviews?|board|ads|app|homepage|outfit|group|organisation)$/;

/** Whether the company or a name of the reader's side stands here. */
export function isReadersName({ named }: Word): boolean {
  return named.some(({ side, kind }) => side === "prospect" && (kind === "company" || kind === "person"));
}

/** Who does what the words say, by how they begin; null where they do not say. */
export function subjectOf(body: readonly Word[]): "reader" | "agency" | "nobody" | null {
  const [first, second] = body;
  if (!first) return null;
  if (/^(?:you|your|yours)$/.test(first.word)) return "reader";
  if (/^(?:i|we|our|my|us)$/.test(first.word)) return "agency";
  if (first.named.some(({ side, kind }) => side === "agency" && (kind === "company" || kind === "person"))) return "agency";
  // "recruitment marketing is what we do", "Coastal Joinery doubled its enquiries": out of what the agency tells of itself.
  const told = first.named.find(({ side }) => side === "agency");
  const isAside = body.some((word) => /^yours?$|^you$/.test(word.word) || isReadersName(word));
  if (told && second?.named.includes(told) && !isAside) return "agency";
  if (isReadersName(first)) {
    const name = body.findIndex((word) => !isReadersName(word));
    return first.isPossessive ||
      body.slice(0, Math.max(1, name)).some(({ isPossessive }) => isPossessive) ||
      (name > 0 && FINITE.test(body[name]?.word ?? "")) ||
      name > 0
      ? "reader"
      : null;
  }
  if (first.word === "the" && /^(?:takes|costs|saves)$/.test(body[2]?.word ?? "") && /^(?:us|me)$/.test(body[3]?.word ?? ""))
    return "agency";
  if (first.word === "the" && second && ITS_OWN.test(second.word))
    return body.slice(2, 5).some(({ named }) => named.some(({ side }) => side === "agency"))
      ? "agency"
      : body.length === 2
        ? null
        : "reader";
  if (/^(?:he|she)$/.test(first.word)) return "reader";
  // "half of your staff" are the reader's own.
  if (
    /^(?:half|most|some|all|none|many|one|two|part|much|third|few|each|both|any|several|plenty|lots)$/.test(first.word) &&
    body.slice(1, 4).some(({ word }) => word === "of") &&
    body.slice(2, 5).some(({ word }) => word === "your")
  )
    return "reader";
  if (GENERIC_SUBJECTS.has(first.word)) return "nobody";
  if (/[^s]s$/.test(first.word) && (COMMON.has(first.word) || FUNCTION_WORDS.has(first.word))) return "nobody";
  return null;
}

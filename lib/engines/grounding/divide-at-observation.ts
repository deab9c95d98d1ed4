import "server-only";
import { GENERIC_DETERMINERS, LINKS, MODALS, OPENERS, type Speaks, subjectOf, type Word } from "@/lib/engines/grounding/subject-of";

export const PERCEIVING =
  /^(?:saw|seen|noticed|notice|noticing|noted|spotted|spot|read|heard|hear|hearing|learned|learnt|learning|gather|gathered|found|checked|reviewed|audited|tested|visited|browsed|watched|watching|listened|followed|following|love|loved|loving|liked|like|enjoyed|enjoy|enjoying|admire|admired|admiring|impressed|remember|recall|recalled|congratulate|thrilled|delighted|sorry|researched|researching|looked|discovered|observed|scrolled|googled|searched|stumbled|analysed|analyzed|inspected|detected|see|seeing|came|fan|tell)$/;
/** What one knows or thinks of somebody is said of them, too; how things are in general is not. */
const KNOWING =
  /^(?:know|believe|assume|suspect|suspected|realise|realised|realize|realized|understand|figured|reckon|guess|guessing|bet|imagine|think|thought|aware|appreciate|told)$/;
/** With these a wish is said, not something seen. */
const WISHING = /^(?:would|to|will|might|may|not|let|happy|glad|please|us)$/;

export type Divided = { part: readonly Word[]; seen: "perceived" | "known" | null };

/** May stand between "I" and what was seen. */
const BEFORE_SEEING =
  /^(?:was|were|am|is|are|have|had|has|did|do|just|still|also|already|recently|really|never|always|often|only|not|can|could|came|went|got|took|a|good|quick|so|very|truly|personally|happened|to|been|help|but|both|all|actually|honestly|particularly|especially|absolutely|must|say|admit)$/;

/** "I saw | last week's launch": what somebody says they saw is a part of its own. */
export function divideAtObservation(part: readonly Word[]): Divided[] {
  const whole: Divided[] = [{ part, seen: null }];
  const lead = part.findIndex(({ word }, at) => !(at === 0 && (LINKS.test(word) || OPENERS.test(word))));
  if (lead < 0) return whole;
  // "… and noticed …" goes on seeing.
  const goesOn =
    lead === 1 &&
    LINKS.test(part[0]?.word ?? "") &&
    PERCEIVING.test(part[1]?.word ?? "") &&
    /(?:ed|saw|read|heard|found|loved|learnt|came)$/.test(part[1]?.word ?? "");
  if (!goesOn && subjectOf(part.slice(lead)) !== "agency") return whole;
  const from = goesOn ? lead : lead + 1;
  const at = part.findIndex(({ word }, index) => index >= from && index <= lead + 6 && (PERCEIVING.test(word) || KNOWING.test(word)));
  if (at < 0) return whole;
  const before = part.slice(from, at).map(({ word }) => word);
  const seesAnyway = /^(?:see|tell|notice|noticed)$/.test(part[at]?.word ?? "") && before.some((word) => /^(?:can|could)$/.test(word));
  if (before.some((word) => !BEFORE_SEEING.test(word)) || (!seesAnyway && before.some((word) => WISHING.test(word)))) return whole;
  let end = at + 1;
  while (/^(?:at|on|about|through|across|to|that|hear|see|read|learn|by|over|up|into|of|forward)$/.test(part[end]?.word ?? "")) end += 1;
  if (end >= part.length) return whole;
  return [
    { part: part.slice(0, end), seen: null },
    { part: part.slice(end), seen: PERCEIVING.test(part[at]?.word ?? "") ? "perceived" : "known" },
  ];
}

export function speaksOfSeen(part: readonly Word[], seen: "perceived" | "known"): Speaks {
  const subject = subjectOf(part);
  const isModal = part.slice(0, 5).some(({ word }) => MODALS.test(word));
  if (subject === "agency") return "agency";
  if (/^(?:it|this|that|they|the)$/.test(part[0]?.word ?? "")) return isModal ? "supposed" : "reader";
  if (subject === "nobody" && (seen === "known" || GENERIC_DETERMINERS.test(part[0]?.word ?? ""))) return "nobody";
  return isModal ? "supposed" : "reader";
}

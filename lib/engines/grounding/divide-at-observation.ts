import "server-only";
import {
  FINITE,
  GENERIC_DETERMINERS,
  isModal,
  isReadersName,
  LINKS,
  OPENERS,
  type Speaks,
  subjectOf,
  type Word,
} from "@/lib/engines/grounding/subject-of";

export const PERCEIVING =
  /^(?:saw|seen|noticed|notice|noticing|noted|spotted|spot|read|heard|hear|hearing|learned|learnt|learning|gather|gathered|found|checked|reviewed|audited|tested|visited|browsed|watched|watching|listened|followed|following|love|loved|loving|liked|like|enjoyed|enjoy|enjoying|admire|admired|admiring|impressed|remember|recall|recalled|congratulate|thrilled|delighted|sorry|researched|researching|looked|discovered|observed|scrolled|googled|searched|stumbled|analysed|analyzed|inspected|detected|see|seeing|came|fan|tell)$/;
/** What one knows or thinks of somebody is said of them, too; how things are in general is not. */
const KNOWING =
  /^(?:know|believe|assume|suspect|suspected|realise|realised|realize|realized|understand|figured|reckon|guess|guessing|bet|imagine|think|thought|aware|appreciate|told)$/;
/** With these a wish is said, not something seen. */
const WISHING = /^(?:would|to|will|might|may|not|let|happy|glad|please|us)$/;

/** "It's a shame about …", "Nice that …": how one finds a thing says that it is so. */
const EVALUATING =
  /^(?:and |but |so )?(?:(?:it|that) (?:is|was) )?(?:also |really |so |very |truly |always |such |an? |quite |rather |pretty )*(?:great|good|nice|lovely|shame|pity|sad|impressive|interesting|fantastic|brilliant|wonderful|exciting|encouraging|terrific|amazing|cool|inspiring|refreshing|unfortunate|sorry|glad|pleased|thrilled|delighted|rare|unusual|uncommon|rough|awful|terrible|(?<settled>clear|obvious|plain|no surprise|no secret|no wonder)) (?:that|to see|to hear|to read|to learn|to watch|to find|to come|about|how|what)(?: that| of| about| how)? /;

export type Divided = { part: readonly Word[]; seen: "perceived" | "known" | null };

/** May stand between "I" and what was seen. */
const BEFORE_SEEING =
  /^(?:was|were|am|is|are|have|had|has|did|do|just|still|also|already|recently|really|never|always|often|only|not|can|could|came|went|got|took|a|good|quick|so|very|truly|personally|happened|to|been|help|but|both|all|actually|honestly|particularly|especially|absolutely|must|say|admit)$/;

/** "I saw | last week's launch": what somebody says they saw is a part of its own. */
export function divideAtObservation(part: readonly Word[]): Divided[] {
  const whole: Divided[] = [{ part, seen: null }];
  const judged = EVALUATING.exec(
    part
      .slice(0, 9)
      .map(({ word }) => word)
      .join(" "),
  );
  if (judged) {
    const end = judged[0].trim().split(" ").length;
    if (end < part.length)
      return [
        { part: part.slice(0, end), seen: null },
        { part: part.slice(end), seen: judged.groups?.settled === undefined ? "perceived" : "known" },
      ];
  }
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
  // "We have looked after Salt House."
  if (at < 0 || (part[at + 1]?.word === "after" && /^look(?:ed)?$/.test(part[at]?.word ?? ""))) return whole;
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

const LEFT_TO_YOU =
  /^(?!the |your )[a-z]+ (?:[a-z]+ )?(?:probably |likely |mostly )?(?:falls?|comes?|sits?|lands?|rests?|is|are) (?:to|with|on|up to) (?:you|your (?:desk|plate))$/;

export function speaksOfSeen(part: readonly Word[], seen: "perceived" | "known"): Speaks {
  const subject = subjectOf(part);
  // "I'm guessing marketing falls to you": whose it may be.
  if (seen === "known" && LEFT_TO_YOU.test(part.map(({ word }) => word).join(" "))) return "supposed";
  const isSupposed = part.slice(0, 5).some(isModal);
  if (subject === "agency") return "agency";
  if (/^(?:it|this|that|they|the)$/.test(part[0]?.word ?? "")) return isSupposed ? "supposed" : "reader";
  // "I know export buyers": a thing one knows, and nothing said of it.
  const namesThing =
    seen === "known" &&
    part.length <= 4 &&
    !part.some((word) => FINITE.test(word.word) || /^(?:your?|the|this|that)$/.test(word.word) || isReadersName(word));
  if (subject === null && namesThing) return "nobody";
  const isOne = part.some(({ word }) => /^(?:such|so|yours|like)$/.test(word));
  if (subject === "nobody" && !isOne && (seen === "known" || GENERIC_DETERMINERS.test(part[0]?.word ?? ""))) return "nobody";
  return isSupposed ? "supposed" : "reader";
}

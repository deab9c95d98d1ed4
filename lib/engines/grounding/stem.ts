import "server-only";
import { remember } from "@/lib/domain/remember";

const AMERICAN: readonly (readonly [RegExp, string])[] = [
  [/isation/g, "ization"],
  [/is(e|ed|es|ing)$/, "iz$1"],
  [/ys(e|ed|es|ing)$/, "yz$1"],
  [/our(s|ed|ing|ite|able)?$/, "or$1"],
  [/(.)tre(s?)$/, "$1ter$2"],
  [/ogue(s?)$/, "og$1"],
  [/programme/g, "program"],
  [/jewellery/g, "jewelry"],
  [/tyre/g, "tire"],
  [/(.)ll(ed|ing|er|ers)$/, "$1l$2"],
];
const IRREGULAR: Readonly<Record<string, string>> = {
  built: "build",
  led: "lead",
  won: "win",
  grew: "grow",
  grown: "grow",
  began: "begin",
  made: "make",
  making: "make",
  ran: "run",
  bought: "buy",
  sold: "sell",
  spoke: "speak",
  spoken: "speak",
  taught: "teach",
  wrote: "write",
  written: "write",
  people: "person",
  women: "woman",
  children: "child",
};

/** The part of a word that its forms share: plural, tense and British or American spelling fall away. */
export const stem = remember((word: string): string => {
  const irregular = IRREGULAR[word];
  if (irregular) return irregular;
  let base = AMERICAN.reduce((changed, [pattern, replacement]) => changed.replace(pattern, replacement), word);
  if (base.length > 4) base = base.replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1");
  if (base.length > 3) base = base.replace(/([^s])s$/, "$1");
  if (base.length > 5) base = base.replace(/(ing|ed|er|or)$/, "");
  if (base.length > 9) base = base.replace(/ment$/, "");
  if (base.length > 6) base = base.replace(/(?:ery|ation|ate|at|ion)$/, "");
  if (base.length > 3) base = base.replace(/([bdgklmnprtz])\1$/, "$1").replace(/e$/, "");
  return base;
});

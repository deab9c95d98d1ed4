import "server-only";
import type { KnownFact } from "@/lib/engines/grounding/fact-book";
import { isWithin } from "@/lib/engines/grounding/read-dates";
import type { Segment } from "@/lib/engines/grounding/segments";
import { EVENTS, type SegmentSetting, type SegmentVerdict, supportingFacts } from "@/lib/engines/grounding/supporting-facts";

const DEFINITE =
  /^(?:the|your|that|this|last|recent|latest|new|recently|past|upcoming|big|massive|successful|such|huge|impressive|incredible|amazing|all|congratulations|congrats|following|after|since|on|week|month|year|yesterday)$/;

/** Turns of somebody's business; of business at large where nobody is addressed. */
const CHANGES =
  /^(?:drop|drops|fall|decline|declines|loss|losses|slump|surge|spike|shift|switch|changeover|delays?|backlog|shortage|complaints?|theft|dispute|strike|incident|accident|downturn|handover|succession|overhaul|redesign|rebuild|revamp|upgrade|transition|turnaround|split|pivot|setback|sale|collapse|cuts|increase|rise|jump|slowdown|stoppage|rush|success|failure)$/;

const SPANS: readonly [RegExp, string][] = [
  [/\b(?:this|current) year\b/, "this year"],
  [/\b(?:last|past) year\b/, "last year"],
  [/\b(?:last|past) month\b/, "last month"],
  [/\bthis month\b/, "this month"],
  [/\b(?:last|past) week\b|\bthe other day\b|\bdays ago\b/, "last week"],
  [/\bthis week\b/, "this week"],
  [/\byesterday\b/, "yesterday"],
  [/\b(?:this morning|earlier today|tonight)\b/, "today"],
  [
    /\b(?:last|past) quarter\b|\blast (?:summer|winter|spring|autumn|january|february|march|april|may|june|july|august|september|october|november|december)\b/,
    "last quarter",
  ],
  [/(?<!\bmost )\brecent\b|\bjust\b(?! now)|\b(?:recently|latest|new|newly|lately|fresh)\b/, "recent"],
];

/** A launch, an award, a round: named as one that took place, it needs a fact that says so. */
export function checkEvents(
  { words, speaks }: Segment,
  { mentionsReader }: SegmentSetting,
  facts: readonly KnownFact[],
  { cites, problems }: SegmentVerdict,
): void {
  if (speaks === "reader") return; // Every word of it was held against the facts.
  for (const [at, { word, raw, named }] of words.entries()) {
    const isChange = mentionsReader && CHANGES.test(word);
    if (!(EVENTS.test(word) || isChange) || named.length > 0) continue;
    const before = words.slice(Math.max(0, at - 3), at);
    const isTaken = before.some((one) => DEFINITE.test(one.word) || one.isPossessive);
    const isOurs = before.some((one) => /^(?:our|my|we|i)$/.test(one.word));
    if (!isTaken || isOurs) continue;
    if (
      /^(?:growth|hiring|hire|hires|closing|opening|listing|move|moving|round|fire|holiday|conference|fine|contract|tender|podcast|article|win|wins|won|series|seed|raise|investment|investors|awards|growing|recruit|recruitment|recruiting|interview)$/.test(
        word,
      ) &&
      !before.some(
        (one) =>
          /^(?:your|last|recent|latest|new|recently|congratulations|congrats|successful|big|massive|huge|impressive|incredible|amazing)$/.test(
            one.word,
          ) || one.isPossessive,
      ) &&
      !(
        before.at(-1)?.word === "the" &&
        /^(?:round|series|raise|seed|awards|win|growth|hires|investment|podcast|article|interview|move|opening)$/.test(word)
      )
    )
      continue;
    const fits = supportingFacts(words, at, facts);
    if (fits.length === 0) problems.add(`"${raw}" is an event no fact tells of`);
    for (const { key } of fits) cites.add(key);
  }
}

/** "last month", "recently": when it was has to be known. */
export function checkSpan(
  { words, speaks }: Segment,
  { now }: SegmentSetting,
  facts: readonly KnownFact[],
  { problems }: SegmentVerdict,
  carrying: ReadonlySet<KnownFact>,
): void {
  if (speaks === "agency") return;
  const plain = words.map(({ word }) => word).join(" ");
  const hasEvent = words.some(({ word }) => EVENTS.test(word));
  if (speaks !== "reader" && !hasEvent) return;
  for (const [pattern, span] of SPANS) {
    if (!pattern.test(plain)) continue;
    if (span === "this year" || span === "this week" || span === "this month")
      if (!/(?:ed|won|grew|began|took|opened|made)\b/.test(plain)) continue;
    if (
      speaks === "reader" &&
      span === "recent" &&
      /\bjust\b/.test(plain) &&
      !/\bjust (?:raised|won|opened|launched|moved|started|joined|hired|closed|announced|took|been|became|finished|signed|bought|sold|celebrated|turned|promoted|appointed)\b/.test(
        plain,
      ) &&
      !/\b(?:recent|recently|latest|new|newly|lately|fresh)\b/.test(plain)
    )
      continue;
    const isRole = [...carrying].some(({ kind }) => kind === "title");
    const dated = [...carrying, ...facts.filter(({ kind }) => isRole && kind === "tenure")].filter(({ kind }) => kind !== "founded");
    const isSaid = span === "recent" && [...carrying].some(({ textStems }) => textStems.includes("new") && plain.includes("new"));
    if (!isSaid && !dated.some(({ dates }) => dates.some((date) => isWithin(date, span, now))))
      problems.add(`no fact says that it was ${span === "recent" ? "recent" : span}`);
  }
}

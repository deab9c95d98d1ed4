import "server-only";
import { canBeClient, tidyName } from "@/lib/agents/website/portfolio/client-name";

/** A company's name inside a title: capitals, with small words between them. */
const NAME = String.raw`((?:the\s+)?[\p{Lu}\d][\p{L}\p{N}.'’&+-]*(?:\s+(?:(?:of|and|the|de|la|for|on|in|by)\s+)?[\p{Lu}\d&+][\p{L}\p{N}.'’&+-]*){0,4})`;
const DID =
  "grew|grows|doubled|doubles|tripled|triples|quadrupled|increased|increases|boosted|boosts|cut|cuts|reduced|halved|scaled|scales|generated|generates|won|wins|gained|gains|achieved|achieves|became|becomes|built|builds|launched|launches|reached|reaches|sold|sells|turned|turns|found|finds|filled|fills|saved|saves|went|goes|got|gets|made|makes|hit|hits|took|takes|transformed|transforms|used|uses|improved|improves|drove|drives|unlocked|unlocks|expanded|rebranded|rebrands|modernised|earned|attracted|booked|broke|lifted|lifts|raised|secured|added|moved|ranked|dominates|dominated|rebuilt|stopped|slashed|started|is|are|was|can|keeps|kept|leads|led|stays|outgrew|brought|brings|landed|beat|beats|came|put|puts|connects|connected|recruits|recruited|hired|hires|cracked|tells|told|owns|owned|exceeded|exceeds|surpassed|opened|opens|more|from|to|with|through|by|in|on|over";
const HELPED =
  "help(?:ed|ing|s)?|take|took|taking|grow|grew|growing|scale|scaled|scaling|launch|launched|launching|rebrand|rebranded|rebranding|transform|transformed|transforming|build|built|building|double|doubled|doubling|triple|tripled|tripling|boost|boosted|boosting|turn|turned|turning|put|putting|bring|brought|bringing|make|made|making|give|gave|giving|get|got|getting|reimagin(?:e|ed|ing)|position(?:ed|ing)?|reposition(?:ed|ing)?|modernis(?:e|ed|ing)|moderniz(?:e|ed|ing)|redesign(?:ed|ing)?|reviv(?:e|ed|ing)|refresh(?:ed|ing)?|market(?:ed|ing)?|fill(?:ed|ing)?|driv(?:e|ing)|drove|connect(?:ed|ing)?|introduc(?:e|ed|ing)|elevat(?:e|ed|ing)|evolv(?:e|ed|ing)|design(?:ed|ing)?|increas(?:e|ed|ing)|lift(?:ed|ing)?|support(?:ed|ing)?|rebuild(?:ing)?|rebuilt|rais(?:e|ed|ing)|reinvent(?:ed|ing)?|redefin(?:e|ed|ing)|revitalis(?:e|ed|ing)|unlock(?:ed|ing)?|generat(?:e|ed|ing)|achiev(?:e|ed|ing)|craft(?:ed|ing)|develop(?:ed|ing)?|simplif(?:y|ied|ying)|streamlin(?:e|ed|ing)|improv(?:e|ed|ing)|attract(?:ed|ing)?|expand(?:ed|ing)?|establish(?:ed|ing)?|moderni[sz]ing|tell(?:ing)?|told|shap(?:e|ed|ing)|mov(?:e|ed|ing)|recruit(?:ed|ing)?|migrat(?:e|ed|ing)|replatform(?:ed|ing)?|reconnect(?:ed|ing)?|streamlining|modernising|reduc(?:e|ed|ing)|cut(?:ting)?|book(?:ed|ing)|partner(?:ed|ing)? with|work(?:ed|ing)? with|creat(?:e|ed|ing)|supercharg(?:e|ed|ing)|skyrocket(?:ed|ing)?|accelerat(?:e|ed|ing)|rank(?:ed|ing)?|sell(?:ing)?|sold|deliver(?:ed|ing)?";
const N = (source: string, flags = "u") => new RegExp(source.replaceAll("NAME", NAME), flags);

/** How titles of case studies name their client, surest first. Small letters are spelt both ways, since a name is told by its capitals. */
const PATTERNS: readonly (readonly [RegExp, number])[] = [
  [N(String.raw`^(?:[Cc]ase [Ss]tudy|[Ss]uccess [Ss]tory|[Cc]lient [Ss]tory|[Cc]lient|[Pp]roject|CASE STUDY)\s*[:|–—-]\s*NAME`), 0.86],
  [N(String.raw`^NAME\s*[:|–—-]?\s*(?:[Cc]ase [Ss]tudy|[Ss]uccess [Ss]tory|CASE STUDY)\b`), 0.88],
  [
    N(
      String.raw`^(?:[Hh]ow\s+)?(?:[Ww]e|[Oo]ur (?:team|agency|studio))\s+(?:${HELPED})\s+NAME(?=['’]s|['’]|\s+(?:\p{Ll}|\d)|\s*[,:–—-]|$)`,
    ),
    0.88,
  ],
  [N(String.raw`^[Hh]ow\s+NAME\s+(?:${DID}|[\p{Ll}]+(?:ed|s))\b`), 0.88],
  [
    N(
      String.raw`^(?:${HELPED.replace(/(^|\|)(\w)/g, (_, bar: string, first: string) => `${bar}[${first.toUpperCase()}${first}]`)})\s+NAME(?=['’]s|['’]|\s+(?:\p{Ll}|\d)|\s*[,:|–—-]|$)`,
    ),
    0.82,
  ],
  [N(String.raw`^NAME['’]s?\s+(?:\p{Ll}|\d|Journey|Growth|Story|Rebrand|Website|Digital)`), 0.72],
  [N(String.raw`^NAME\s+(?:${DID})\s+\S`), 0.74],
  [N(String.raw`^NAME\s+\p{Ll}{3,}(?:s|ed)\s+(?:[$£€\d]|its\s|their\s)`), 0.72],
  [N(String.raw`^NAME\s*(?::|\||–|—|\s-\s|,)\s*\S`), 0.76],
  [N(String.raw`^NAME\s+[x×]\s+\p{Lu}`), 0.74],
  [N(String.raw`\d[\d,.]*\s?(?:%|x|k|m)?\+?\s[^|:]{3,60}?\b(?:for|at|with)\s+NAME\s*$`), 0.78],
  [N(String.raw`\b(?:for|with|at)\s+NAME(?=\s+(?:in|by|with|across|over|through|to|and|after|within|without)\b|\s*$)`), 0.7],
];

/** What a company has, after its name: "Bloom & Co's Email Revenue". A name may hold an apostrophe of its own. */
const OWNED =
  /['’]s (?:email|website|digital|brand|growth|online|social|marketing|sales|journey|launch|rebrand|story|revenue|content|seo)\b.*$/i;
const FIRST_VERB = new RegExp(`^(?:${HELPED})$`, "i");
/** What titles written with capitals throughout also write large: everything but names. */
const COMMON = new RegExp(
  `^(?:${DID}|${HELPED}|leads?|sales|revenue|traffic|organic|qualified|enquir\\w+|bookings?|conversions?|roi|roas|growth|increase|online|new|a|an|its|their|without|months?|days|weeks?|years?|first|using|after|within|across|over|while|websites?|rankings?|visibility|engagement|orders?|customers?|followers|awareness|cost|costs|per|lead|we|our|how|why)$`,
  "i",
);

/** The client a case study's title names; null when it names none, or names what everybody could be called. */
export function nameInTitle(title: string, ownName: string | null): { name: string; confidence: number } | null {
  const asWe = ownName === null ? title : title.replaceAll(ownName, "we");
  const whole = asWe
    .replace(/\s+/g, " ")
    .replace(/^["“]|["”]$/g, "")
    .trim();
  const rest = whole.replace(/^(?:case study|success story|client story)\s*[:|–—-]\s*/i, "");
  return [whole, rest].map(plainly).flatMap((text) => search(text, ownName))[0] ?? null;
}

/** True for a word that titles of case studies are made of, and names are not. */
export function isCommonWord(word: string): boolean {
  return COMMON.test(word);
}

function search(text: string, ownName: string | null): { name: string; confidence: number }[] {
  return PATTERNS.flatMap(([pattern, confidence]) => {
    const name = tidyName((pattern.exec(text)?.[1] ?? "").replace(OWNED, "").replace(/['’]s?$/, ""));
    const isCommon = isCommonWord(name.split(" ")[0] ?? "") || FIRST_VERB.test(name.split(" ")[0] ?? "");
    return name !== "" && !isCommon && canBeClient(name, ownName) ? [{ name, confidence }] : [];
  });
}

/** In a Title Written Like This capitals tell nothing; its common words are written small, and what stays large may be a name. */
function plainly(text: string): string {
  const words = text.split(" ");
  const lettered = words.filter((word) => /\p{L}/u.test(word));
  const capitals = lettered.filter((word) => /^\p{Lu}/u.test(word)).length;
  if (lettered.length < 4 || capitals / lettered.length <= 0.7) return text;
  return words.map((word, index) => (index > 0 && COMMON.test(word.replace(/[^\p{L}]/gu, "")) ? word.toLowerCase() : word)).join(" ");
}

import "server-only";

/** Names of the trade that need no source. */
const COMMON_NAMES = new Set(
  "google ads adwords linkedin facebook meta instagram tiktok youtube seo sem ppc crm cms ceo cmo cto cfo coo md hr it pr b2b b2c icp nsw vic qld sa wa tas act nt australia australian new zealand i".split(
    " ",
  ),
);

/**
 * Whether prose about an audience tells something its material does not: a figure, an address, or a name in the middle of a sentence.
 * @param facts everything the material says, in lower case
 */
export function bringsNews(text: string, facts: string): boolean {
  if (/@|https?:|www\./i.test(text)) return true;
  const known = figuresIn(facts);
  if ([...figuresIn(text)].some((figure) => !known.has(figure))) return true;
  return text
    .split(/(?<=[.!?:])\s+/)
    .flatMap((sentence) => sentence.match(/[\p{L}][\p{L}\p{N}'’-]*/gu)?.slice(1) ?? [])
    .filter((word) => /^\p{Lu}/u.test(word))
    .map((word) => word.toLowerCase().replace(/['’]s$/, ""))
    .some((name) => !COMMON_NAMES.has(name) && !facts.includes(name));
}

function figuresIn(text: string): Set<string> {
  return new Set((text.match(/\d[\d.,]*/g) ?? []).map((figure) => figure.replace(/[.,]+$/, "")));
}

import "server-only";
import { settledSource } from "@/lib/agents/website/evidence";
import { isSaid } from "@/lib/agents/website/is-said";
import { hasAddress } from "@/lib/agents/website/without-addresses";
import type { SitePage, SourcedFact } from "@/lib/domain/site-facts";

/** Words that talk to a reader that is a machine; a sentence with them is bait, not a fact. */
const BAIT =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|above|previous)\b|\bsystem prompt\b|\b(?:language model|as an ai|ai assistant)\b/i;

/**
 * The part of a model's facts that the pages bear out: quoted literally and made of the page's own words, without an e-mail address
 * anywhere, each on the page that says it.
 */
export function settledFacts<Fact extends SourcedFact>(facts: readonly Fact[], pages: readonly SitePage[]): Fact[] {
  return facts.flatMap((fact) => {
    const source = isClean(fact) ? settledSource(fact, pages) : undefined;
    const page = source && pages.find(({ url }) => url === source.url);
    return page && isSaid(fact.value, page) ? [source] : [];
  });
}

export function settledFact(fact: SourcedFact | null, pages: readonly SitePage[]): SourcedFact | null {
  return fact === null ? null : (settledFacts([fact], pages)[0] ?? null);
}

/** True when nothing in it is an e-mail address, and no quotation of it is bait. */
export function isClean(value: unknown): boolean {
  if (typeof value === "string") return !hasAddress(value) && !BAIT.test(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isClean);
}

import "server-only";
import { quoteOf } from "@/lib/agents/website/evidence";
import { above, isBody, type Placed, placed } from "@/lib/agents/website/topics";
import { toIndustry } from "@/lib/domain/industries";
import type { PortfolioCompany, SitePage, SourcedFact } from "@/lib/domain/site-facts";

const INDUSTRY_TITLE = /industr|sectors?\b|who we (?:help|serve|work (?:with|for))|markets we|verticals|specialis(?:e|ing) in/i;
/** How prose comes to a list of trades. */
const IN_PROSE =
  /\b(?:industries|sectors|verticals|markets|portfolio|clients|experience|expertise|brands|businesses|companies)\b[^.!?]{0,40}?\b(?:spans?|spanning|across|includ(?:e|es|ing)|such as|like|from|in)\s+([^.!?]{8,200})/gi;
const LONGEST = 60;
const LONGEST_PART = 4;

/** What case studies say of their clients' trades, and the trades a site lists or tells as those it works for. */
export function findIndustries(companies: readonly PortfolioCompany[], pages: readonly SitePage[]): SourcedFact[] {
  const hints = companies.flatMap(({ industryHint }) => (industryHint ? [industryHint] : []));
  const told = pages.flatMap((page) =>
    page.pageType === "blog" || page.pageType === "careers"
      ? []
      : placed(page).flatMap((block) => [...listed(block, page), ...(page.pageType === "case_studies" ? [] : inProse(block, page))]),
  );
  return [...new Map([...hints, ...told].map((fact) => [fact.value.toLowerCase(), fact])).values()].slice(0, 24);
}

function listed(block: Placed, { url }: SitePage): SourcedFact[] {
  const isNamed =
    block.kind === "item" ||
    block.kind === "link" ||
    (block.kind === "heading" && block.level >= 3) ||
    (block.kind === "text" && block.text.split(" ").length <= LONGEST_PART);
  const isUnder =
    above(block).some((title) => INDUSTRY_TITLE.test(title)) || block.marks.includes("industry") || block.marks.includes("sector");
  // Chips begin with a picture sign.
  const value = block.text.replace(/^[^\p{L}\p{N}]+/u, "");
  if (!isBody(block) || !isNamed || !isUnder || value === "" || value.length > LONGEST || toIndustry(value) === null) return [];
  return [{ value, url, quote: quoteOf(block.text), confidence: 0.8 }];
}

/** Two trades or more after each other: one alone may be anything. */
function inProse(block: Placed, { url }: SitePage): SourcedFact[] {
  if (!isBody(block) || block.kind === "image" || block.kind === "link" || block.kind === "quote" || block.marks.includes("testimonial"))
    return [];
  return [...block.text.matchAll(IN_PROSE)].flatMap(([, list = ""]) => {
    const parts = list
      .split(/\s*(?:,|;|\band\b|&|\bor\b|\bto\b)\s*/i)
      .map((part) => part.trim())
      .filter((part) => part.length > 2 && part.split(" ").length <= LONGEST_PART && !/\p{Lu}.*\s\p{Lu}/u.test(part));
    const trades = parts.filter((part) => toIndustry(part) !== null && !OWN_TRADE.test(part));
    return new Set(trades.map(toIndustry)).size < 2
      ? []
      : trades.map((value) => ({ value, url, quote: quoteOf(block.text, value), confidence: 0.65 }));
  });
}

/** What an agency says of its own work. */
const OWN_TRADE = /\b(?:marketing|design|brand\w*|media|web\w*|software|advertising|strategy|content|digital|creative|development|seo)\b/i;

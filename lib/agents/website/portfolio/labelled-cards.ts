import "server-only";
import { quoteOf } from "@/lib/agents/website/evidence";
import { plainUrl, slugOf } from "@/lib/agents/website/portfolio/case-address";
import { canBeClient, tidyName } from "@/lib/agents/website/portfolio/client-name";
import { findIndustry, findResults } from "@/lib/agents/website/portfolio/find-results";
import type { Mention } from "@/lib/agents/website/portfolio/mention";
import { nameInTitle } from "@/lib/agents/website/portfolio/name-in-title";
import { isBody, type Placed, placed } from "@/lib/agents/website/topics";
import { toIndustry } from "@/lib/domain/industries";
import type { SitePage } from "@/lib/domain/site-facts";

export const CLIENT_LABEL = /^(?:the |our )?(?:client|customer|company|brand)\s*(?:name)?\s*:?$/i;
export const CLIENT_IN_LINE = /^(?:client|customer|company|brand)(?: name)?\s*[:–—|]\s*(.{2,60})$/i;
const TOLD = /^(?:learn|see|read|discover|find out) (?:more about )?(how .{8,120})$/i;

/** A name as a page gives it, with the words that give it. */
export type Named = { name: string; quote: string; confidence: number };

/** Cards of work without a heading, whose client stands in a box of that name: "NT Trailers · Manufacturing". */
export function labelledCards(page: SitePage, ownName: string | null): Mention[] {
  const blocks = placed(page).filter(isBody);
  return blocks.flatMap((block) => {
    const group = block.groups.at(-1);
    const card = group === undefined ? [] : blocks.filter((other) => other.groups.includes(group));
    const about = onlyCase(card);
    if (
      card.some(({ kind }) => kind === "heading") ||
      (about === null && !block.marks.some((mark) => /^(?:case|casestudy|project|work)$/.test(mark)))
    )
      return [];
    const named = markedClient([block], ownName);
    if (!named || !block.marks.slice(0, 2).includes("client")) return [];
    const trade = block.text.split(/\s*[·|•]\s*/)[1] ?? "";
    return [
      {
        name: named.name,
        source: "case_study" as const,
        ...(about !== null && { about: plainUrl(about) }),
        confidence: 0.85,
        evidence: { url: page.url, quote: quoteOf(block.text, named.name) },
        domain: null,
        summary: card.find(({ kind, text }) => kind === "text" && text.split(" ").length >= 8)?.text.slice(0, 500) ?? null,
        results: findResults(page, card),
        industry:
          toIndustry(trade) === null
            ? findIndustry(page, card)
            : { value: trade, url: page.url, quote: quoteOf(block.text, trade), confidence: 0.85 },
      },
    ];
  });
}

/** "Learn how we helped Acme grow": a sentence that is a title. */
export function casesTold(page: SitePage, ownName: string | null): Mention[] {
  return page.blocks.flatMap((block) => {
    const title = isBody(block) && block.kind === "text" ? TOLD.exec(block.text.replace(/[.!]$/, ""))?.[1] : undefined;
    const named = title === undefined ? null : nameInTitle(title.replace(/^how/, "How"), ownName);
    return named
      ? [
          {
            name: named.name,
            source: "case_study" as const,
            confidence: 0.7,
            evidence: { url: page.url, quote: quoteOf(block.text, named.name) },
            domain: null,
          },
        ]
      : [];
  });
}

/** What a card itself calls its client: a short line in a box of that name. */
export function markedClient(card: readonly Placed[], ownName: string | null): Named | null {
  for (const { text, kind, marks } of card) {
    const name = tidyName((CLIENT_IN_LINE.exec(text)?.[1] ?? text).split(/\s+[·|•]\s+/)[0] ?? "");
    const isLine = kind !== "image" && marks.slice(0, 2).includes("client") && !marks.includes("testimonial") && !marks.includes("logo");
    if (isLine && name.split(" ").length <= 6 && !CLIENT_LABEL.test(text) && canBeClient(name, ownName))
      return { name, quote: text, confidence: 0.9 };
  }
  return null;
}

/** The one case study that a card leads to. */
export function onlyCase(card: readonly Placed[]): string | null {
  const links = new Set(card.flatMap(({ href }) => (href !== null && slugOf(href) !== null ? [href] : [])));
  const [only = null] = links;
  return links.size === 1 ? only : null;
}

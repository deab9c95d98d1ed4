import "server-only";
import { bare } from "@/lib/agents/website/company-name";
import { quoteOf } from "@/lib/agents/website/evidence";
import { plainUrl, slugOf } from "@/lib/agents/website/portfolio/case-address";
import { canBeClient, nameInAlt, tidyName } from "@/lib/agents/website/portfolio/client-name";
import { domainOf } from "@/lib/agents/website/portfolio/find-logos";
import { findIndustry, findResults } from "@/lib/agents/website/portfolio/find-results";
import { findWorkRows } from "@/lib/agents/website/portfolio/find-work-rows";
import {
  CLIENT_IN_LINE,
  CLIENT_LABEL,
  casesTold,
  labelledCards,
  markedClient,
  type Named,
  onlyCase,
} from "@/lib/agents/website/portfolio/labelled-cards";
import { type Mention, NOT_CLIENTS_TITLE, TESTIMONIAL_TITLE, WORK_TITLE } from "@/lib/agents/website/portfolio/mention";
import { isCommonWord, nameInTitle } from "@/lib/agents/website/portfolio/name-in-title";
import { serviceCategory } from "@/lib/agents/website/service-names";
import { above, isBody, type Placed, placed } from "@/lib/agents/website/topics";
import type { SitePage } from "@/lib/domain/site-facts";

const ABOUT_CLIENT = /^(?:About|Meet|Who (?:is|are)) (?!us\b|the\b|our\b)(.{2,60}?)\??$/;
const CASE_LABEL = /^(?:featured )?(?:case study|success story|client story|project)$/i;
const LEADING_ON = /^(?:read|view|see|learn|discover|explore|visit|more|next|previous|prev|back|all|full|launch|live|find out)\b|→|»/i;

/** Clients by the case studies written about them: pages of their own, and the cards that lead there. */
export function findCaseStudies(page: SitePage, ownName: string | null): Mention[] {
  const slug = page.pageType === "case_studies" ? slugOf(page.url) : null;
  const own = slug === null ? [] : ownPage(page, slug, ownName);
  return [...own, ...cards(page, ownName), ...labelledCards(page, ownName), ...findWorkRows(page, ownName), ...casesTold(page, ownName)];
}

/** A page about one client: what it says of the client outright, then what title and address agree on. */
function ownPage(page: SitePage, slug: string, ownName: string | null): Mention[] {
  const blocks = placed(page).filter(isBody);
  const [top] = blocks.filter(({ kind }) => kind === "heading").toSorted((a, b) => a.level - b.level);
  const pageTitle = page.title.split(/\s+[|–—·]\s+/)[0] ?? "";
  // Without a first heading the page's title comes before the headings of its parts.
  const titles = top?.level === 1 ? [top.text, pageTitle] : [pageTitle, top?.text ?? ""];
  const fromTitles = titles.flatMap((title) => fromTitle(title, slug, ownName) ?? []);
  const named =
    labelled(blocks, ownName) ??
    fromTitles.find(({ name }) => sharedWords(name, slug) !== null) ??
    fromTitles[0] ??
    named1(blocks, slug, ownName) ??
    inSlug(page, slug, ownName);
  if (!named) return [];
  const paragraph = blocks.find(
    ({ kind, text, marks }) => (kind === "text" || kind === "item") && text.split(" ").length >= 8 && !marks.includes("testimonial"),
  );
  const site = blocks.find(
    ({ href, text, kind }) =>
      domainOf(href, page.url) !== null &&
      (kind === "image" ||
        /visit|view|live|launch|website|site|\.(?:com|au|org)/i.test(text) ||
        similar(domainOf(href, page.url) ?? "", named.name)),
  );
  return [
    {
      name: named.name,
      source: "case_study",
      about: plainUrl(page.url),
      confidence: named.confidence,
      evidence: { url: page.url, quote: named.quote },
      domain: site ? domainOf(site.href, page.url) : null,
      summary: paragraph?.text.slice(0, 500) ?? page.metaDescription?.slice(0, 500) ?? null,
      results: findResults(page, blocks),
      industry: findIndustry(page, blocks),
    },
  ];
}

function labelled(blocks: readonly Placed[], ownName: string | null): Named | null {
  for (const [index, { text, kind }] of blocks.entries()) {
    const inLine = CLIENT_IN_LINE.exec(text)?.[1] ?? (kind === "heading" ? ABOUT_CLIENT.exec(text)?.[1] : undefined);
    const value = inLine ?? (CLIENT_LABEL.test(text) ? blocks[index + 1]?.text : undefined);
    const name = value === undefined ? "" : tidyName(value);
    if (name !== "" && name.split(" ").length <= 6 && canBeClient(name, ownName))
      return { name, quote: quoteOf(inLine ? text : (value ?? ""), name), confidence: 0.95 };
  }
  return null;
}

/** The part of a title that its address repeats is the surest reading; then what titles of case studies look like; then a title that is a name. */
function fromTitle(title: string, slug: string, ownName: string | null): Named | null {
  const shared = sharedWords(title, slug);
  const pattern = nameInTitle(title, ownName);
  const quote = quoteOf(title);
  if (pattern && shared && bare(pattern.name).startsWith(bare(shared)))
    return { name: pattern.name, quote, confidence: Math.min(0.95, pattern.confidence + 0.07) };
  if (pattern && shared && bare(shared).includes(bare(pattern.name))) return { name: pattern.name, quote, confidence: pattern.confidence };
  if (shared && canBeClient(shared, ownName) && shared.split(" ").length <= 5 && isWholeSlug(shared, slug))
    return { name: shared, quote, confidence: 0.86 };
  if (pattern) return { name: pattern.name, quote, confidence: pattern.confidence };
  const name = tidyName(title);
  if (!isShortName(name, ownName)) return null;
  const words = name.toLowerCase().split(/\s+/);
  const isAddressed = slug !== "" && slug.split("-").every((word) => words.includes(word));
  return { name, quote, confidence: isAddressed ? 0.88 : 0.78 };
}

/** A heading of the page, or a name in its words, that is spelt as the address is. */
function named1(blocks: readonly Placed[], slug: string, ownName: string | null): Named | null {
  for (const { text, kind } of blocks) {
    const wanted = kind === "image" ? (nameInAlt(text) ?? "") : text;
    const shared = sharedWords(wanted, slug);
    if (shared && isWholeSlug(shared, slug) && canBeClient(shared, ownName))
      return { name: shared, quote: quoteOf(text, shared), confidence: 0.74 };
  }
  return null;
}

/** Only the address names the client: a guess, quoted as what it is. */
function inSlug({ url }: SitePage, slug: string, ownName: string | null): Named | null {
  const words = slug
    .split("-")
    .filter((word) => word !== "" && !/^(?:case|study|project|client|website|rebrand|branding|seo|web|design)$/.test(word));
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return words.every((word) => /^[a-z]{2,}$/.test(word) && !isCommonWord(word)) &&
    words.join("").length >= 5 &&
    words.length <= 3 &&
    canBeClient(name, ownName) &&
    !/^(?:how|why|the)$/i.test(words[0] ?? "")
    ? { name, quote: url.slice(0, 240), confidence: 0.45 }
    : null;
}

/** Cards that lead to case studies, and cards under such a title that lead nowhere. */
function cards(page: SitePage, ownName: string | null): Mention[] {
  const blocks = placed(page);
  const seen = new Set<string>();
  return blocks.flatMap((block, index): Mention[] => {
    if (
      !isBody(block) ||
      block.text === "" ||
      LEADING_ON.test(block.text) ||
      block.marks.some((mark) => mark === "testimonial" || mark === "breadcrumb" || mark === "team") ||
      (block.kind !== "heading" &&
        block.marks.slice(0, 2).some((mark) => mark === "tag" || mark === "category" || mark === "industry" || mark === "meta"))
    )
      return [];
    const group = block.groups.at(-1);
    const card = group === undefined ? blocks.slice(index, index + 1) : blocks.filter((other) => other.groups.includes(group));
    const isOneCard = card.filter(({ kind }) => kind === "heading").length <= 2;
    const leadsTo = block.href ?? (block.kind === "heading" && isOneCard ? onlyCase(card) : null);
    const slug = leadsTo === null || leadsTo === page.url ? null : slugOf(leadsTo);
    const isUnderWork =
      above(block).some((title) => WORK_TITLE.test(title) && !NOT_CLIENTS_TITLE.test(title)) ||
      block.marks.slice(0, 4).some((mark) => mark === "portfolio" || mark === "casestudy") ||
      page.pageType === "portfolio";
    const isHeading = block.kind === "heading" && (block.level >= 2 || slug !== null);
    if (
      slug === null &&
      !(
        isHeading &&
        isUnderWork &&
        (block.groups.length > 0 ||
          CASE_LABEL.test(blocks[index - 1]?.text ?? "") ||
          block.marks.includes("project") ||
          block.marks.includes("casestudy"))
      )
    )
      return [];
    const isPraised = card.some(({ kind, text: words }) => kind === "quote" || /^["“]/.test(words));
    if (slug === null && (isPraised || above(block).some((title) => TESTIMONIAL_TITLE.test(title)))) return [];
    if (slug === null && (WORK_TITLE.test(block.text) || TESTIMONIAL_TITLE.test(block.text))) return [];
    const text = block.kind === "image" ? (nameInAlt(block.text) ?? "") : block.text;
    if (!isHeading && block.kind !== "link" && block.kind !== "image" && block.kind !== "item" && text.split(" ").length > 12) return [];
    const named = (isOneCard ? markedClient(card, ownName) : null) ?? fromTitle(text, slug ?? "", ownName);
    if (!named || (slug === null && named.confidence < 0.72)) return [];
    const isSure = isHeading || (slug !== null && sharedWords(named.name, slug) !== null);
    const key = `${bare(named.name)} ${slug}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const summary = isOneCard ? card.find(({ kind, text: words }) => kind === "text" && words.split(" ").length >= 8)?.text : undefined;
    return [
      {
        name: named.name,
        source: "case_study",
        ...(leadsTo !== null && slug !== null && { about: plainUrl(leadsTo) }),
        confidence: Math.min(0.9, named.confidence * (isSure ? 0.97 : 0.75) * (slug === null ? 0.9 : 1)),
        evidence: { url: page.url, quote: quoteOf(named.quote, named.name) },
        domain: null,
        summary: summary?.slice(0, 500) ?? null,
        results: isOneCard ? findResults(page, card) : [],
        industry: isOneCard ? findIndustry(page, card) : null,
      },
    ];
  });
}

/** A name alone: few words, capitals, and nothing anybody sells. */
function isShortName(name: string, ownName: string | null): boolean {
  const words = name.split(" ");
  return (
    words.length <= 4 &&
    words.every((word) => /^[\p{Lu}\d&+]/u.test(word) || /^(?:of|and|the|de|la|for|on)$/.test(word)) &&
    canBeClient(name, ownName) &&
    !(serviceCategory(name) !== "other" && words.length <= 2 && isTrade(name))
  );
}

function isTrade(name: string): boolean {
  return /\b(?:seo|ppc|branding|web|website|design|development|marketing|advertising|strategy|video|content|email|social|media|analytics|campaigns?|consulting|automation|training|workshops?)\b/i.test(
    name,
  );
}

/** The run of a title's words that its address begins with, in the title's spelling: "Harbour Dental" of /work/harbour-dental-seo. */
function sharedWords(title: string, slug: string): string | null {
  if (slug === "") return null;
  const wanted = bare(slug);
  const words = title.split(/\s+/);
  let best: string | null = null;
  for (let from = 0; from < words.length; from += 1) {
    for (let to = Math.min(words.length, from + 6); to > from; to -= 1) {
      const phrase = tidyName(words.slice(from, to).join(" ")).replace(/['’]s?$/, "");
      const key = bare(phrase);
      const isNamed =
        key.length >= 3 && phrase.split(" ").every((word) => /^[\p{Lu}\d&+]/u.test(word) || /^(?:of|and|the|de|la|for|on|by)$/.test(word));
      if (
        isNamed &&
        (wanted.startsWith(key) || wanted.replace(/^(?:casestudy|how|project|client|the)/, "").startsWith(key)) &&
        key.length > bare(best ?? "").length
      )
        best = phrase;
    }
  }
  return best;
}

/** The phrase makes up the address, but for what such addresses add. */
function isWholeSlug(phrase: string, slug: string): boolean {
  const rest = bare(slug).replace(bare(phrase), "");
  return (
    rest.length <= 3 ||
    /^(?:the)?(?:casestudy|case|study|website|rebrand|branding|seo|webdesign|ppc|project|campaign|brand|identity|pty|ltd|group|design|ecommerce|\d)*$/.test(
      rest,
    )
  );
}

function similar(domain: string, name: string): boolean {
  const host = bare(domain.split(".")[0] ?? "");
  const key = bare(name);
  return host.length >= 4 && (key.startsWith(host) || host.startsWith(key.slice(0, 8)));
}

import "server-only";
import { quoteOf, standsIn } from "@/lib/agents/website/evidence";
import { canBeClient, nameKey, tidyName } from "@/lib/agents/website/portfolio/client-name";
import { findCaseStudies } from "@/lib/agents/website/portfolio/find-case-studies";
import { findClientLists } from "@/lib/agents/website/portfolio/find-client-lists";
import { findIndustries } from "@/lib/agents/website/portfolio/find-industries";
import { findLogos } from "@/lib/agents/website/portfolio/find-logos";
import { findTestimonials } from "@/lib/agents/website/portfolio/find-testimonials";
import type { Mention } from "@/lib/agents/website/portfolio/mention";
import { PORTFOLIO_SOURCES, type PortfolioCompany, type PortfolioFound, type SitePage, type SourcedFact } from "@/lib/domain/site-facts";

const MOST_COMPANIES = 80;

/** The clients a site names: case studies, testimonials, logos and lists, each company once with everything that speaks for it. */
export function findPortfolio(pages: readonly SitePage[], ownName: string | null): PortfolioFound {
  const mentions = pages.flatMap((page) =>
    page.pageType === "blog" || page.pageType === "careers"
      ? []
      : [
          ...findCaseStudies(page, ownName),
          ...findTestimonials(page, ownName),
          ...findLogos(page, ownName),
          ...findClientLists(page, ownName),
        ].filter(({ evidence }) => standsIn(evidence.quote, page) || page.url.startsWith(evidence.quote)),
  );
  const companies = merged(oneNameEach(mentions), ownName);
  return summarised(companies, pages);
}

/** What a list of companies amounts to as a whole. */
export function summarised(companies: readonly PortfolioCompany[], pages: readonly SitePage[]): PortfolioFound {
  const best = companies.slice(0, 5);
  const counts = PORTFOLIO_SOURCES.map((source) => [source, companies.filter((company) => company.source === source).length] as const);
  return {
    companies: [...companies],
    totalClientsClaimed: clientsClaimed(pages),
    notableBrands: companies
      .filter(({ evidence }) => new Set(evidence.map(({ source }) => source)).size >= 2)
      .slice(0, 10)
      .map(({ name }) => name),
    industriesRepresented: findIndustries(companies, pages),
    sourceDistribution: Object.fromEntries(counts) as PortfolioFound["sourceDistribution"],
    confidence: best.length === 0 ? 0 : rounded(best.reduce((sum, { confidence }) => sum + confidence, 0) / best.length),
  };
}

/** A case study is about one client: of the names its page and the cards that lead to it suggest, the surest stays. */
function oneNameEach(mentions: readonly Mention[]): Mention[] {
  const votes = new Map<string, Map<string, number>>();
  for (const { about, name, confidence } of mentions) {
    if (about === undefined) continue;
    const own = votes.get(about) ?? new Map<string, number>();
    votes.set(about, own.set(nameKey(name), Math.max(own.get(nameKey(name)) ?? 0, confidence)));
  }
  const chosen = new Map([...votes].map(([about, own]) => [about, [...own].toSorted(([, a], [, b]) => b - a)[0]?.[0]]));
  return mentions.filter(({ about, name }) => about === undefined || chosen.get(about) === nameKey(name));
}

function merged(mentions: readonly Mention[], ownName: string | null): PortfolioCompany[] {
  const groups = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const key = nameKey(mention.name);
    if (key !== "" && canBeClient(tidyName(mention.name), ownName)) groups.set(key, [...(groups.get(key) ?? []), mention]);
  }
  for (const [key, own] of [...groups].toSorted(([a], [b]) => b.length - a.length)) {
    const longer = [...groups.keys()].find(
      (other) => other !== key && isShortFormOf(own[0]?.name ?? "", groups.get(other)?.[0]?.name ?? ""),
    );
    if (longer === undefined) continue;
    groups.set(longer, [...(groups.get(longer) ?? []), ...own]);
    groups.delete(key);
  }
  return [...groups.values()]
    .map(toCompany)
    .filter(({ confidence }) => confidence >= 0.4)
    .toSorted((a, b) => b.confidence - a.confidence || b.evidence.length - a.evidence.length)
    .slice(0, MOST_COMPANIES);
}

/** "Harbour" beside "Harbour Dental": the same company, when the longer one begins with the shorter as whole words. */
function isShortFormOf(short: string, long: string): boolean {
  const [a, b] = [tidyName(short).toLowerCase(), tidyName(long).toLowerCase()];
  const squeezed = [a, b].map((name) => name.replace(/[^a-z0-9]/g, ""));
  if (squeezed[0] === squeezed[1]) return true;
  const isLong = a.length >= 5 || /^[\p{Lu}\d]{3,}$/u.test(tidyName(short));
  return isLong && b.startsWith(`${a} `) && b.split(" ").length - a.split(" ").length <= 2;
}

function toCompany(mentions: readonly Mention[]): PortfolioCompany {
  const ordered = mentions.toSorted(
    (a, b) => PORTFOLIO_SOURCES.indexOf(a.source) - PORTFOLIO_SOURCES.indexOf(b.source) || b.confidence - a.confidence,
  );
  const strongest = ordered[0] as Mention;
  const evidence = new Map(ordered.map(({ source, evidence: { url, quote } }) => [`${source} ${url} ${quote}`, { source, url, quote }]));
  // Independent places agree: each leaves less room for a mistake. Several cards of one kind are one place.
  const bySource = PORTFOLIO_SOURCES.map((source) =>
    Math.max(0, ...ordered.filter((mention) => mention.source === source).map(({ confidence }) => confidence)),
  );
  const confidence = Math.min(0.98, 1 - bySource.reduce((doubt, sure) => doubt * (1 - sure), 1));
  const results = ordered.flatMap((mention) => mention.results ?? []);
  // A file tells a name without its capitals; where the page writes it, it is written so.
  const isWritten = ({ name: said, evidence: { quote } }: Mention) => (quote.includes(said) ? 1 : 0);
  const [spelt] = ordered.toSorted((a, b) => isWritten(b) - isWritten(a) || b.confidence - a.confidence);
  const name = tidyName(spelt?.name ?? strongest.name);
  return {
    name,
    domain: ordered.find(({ domain }) => domain)?.domain ?? null,
    source: strongest.source,
    evidence: [...evidence.values()].slice(0, 10),
    industryHint: ordered.find(({ industry }) => industry)?.industry ?? null,
    testimonial: ordered.find(({ testimonial }) => testimonial)?.testimonial ?? null,
    caseStudySummary: ordered.find(({ summary }) => summary)?.summary ?? null,
    resultsMentioned: [...new Map(results.map((result) => [result.value, result])).values()].slice(0, 8),
    confidence: rounded(confidence),
  };
}

const CLAIM =
  /\b(?:over |more than |nearly |almost )?(\d[\d,]*)\s*\+?\s*(?:(?:happy|satisfied|amazing|great|australian|local|active|growing|ambitious|b2b|small|brilliant|businesses and) ){0,2}(?:clients|customers|brands|businesses|companies|organi[sz]ations)\b/i;

/** "Trusted by 120+ dental practices" */
const BY_KIND =
  /\b(?:trusted by|helped|worked with|work with|chosen by|partner(?:ed)? (?:to|with)) (?:over |more than )?(\d[\d,]*)\s*\+?\s+(?:[\p{L}-]+ ){0,3}(?:practices|clinics|teams|retailers|builders|schools|firms|stores|tradies|operators|founders|startups)\b/iu;

function clientsClaimed(pages: readonly SitePage[]): SourcedFact | null {
  for (const { url, blocks, pageType } of pages) {
    if (pageType === "blog" || pageType === "case_studies") continue;
    for (const [index, block] of blocks.entries()) {
      const next = blocks[index + 1];
      const isCounter =
        /^\d[\d,]*\s*\+?$/.test(block.text) &&
        next &&
        /^(?:\w+ ){0,2}(?:clients|brands|businesses|companies|customers)\b/i.test(next.text) &&
        next.text.length < 60;
      const text = isCounter ? `${block.text} ${next.text}` : block.text;
      const told = BY_KIND.exec(text)?.[1]?.replaceAll(",", "");
      const count = told ?? (block.kind === "image" ? undefined : CLAIM.exec(text)?.[1]?.replaceAll(",", ""));
      if (count && Number(count) >= 3 && Number(count) < 1_000_000) return { value: count, url, quote: quoteOf(text), confidence: 0.8 };
    }
  }
  return null;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

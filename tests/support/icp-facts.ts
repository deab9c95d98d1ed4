import type { AskModel } from "@/lib/agents/model-port";
import type { EnrichedCompany } from "@/lib/domain/enriched-person";
import type { KnownClient } from "@/lib/domain/icp-findings";
import type { SitePage, SiteService, SourcedFact } from "@/lib/domain/site-facts";

/** For tests of what is concluded from a site: a statement of its front page. */
export function aFact(value: string, url = "https://agency.example/"): SourcedFact {
  return { value: value.slice(0, 400), url, quote: value.slice(0, 400), confidence: 0.8 };
}

export function aService(value: string, category: SiteService["category"]): SiteService {
  return { ...aFact(value), description: null, category };
}

/** Clients of an agency of which nothing is known but what is given. */
export function knownClients(given: readonly (Partial<KnownClient> & { name: string })[]): KnownClient[] {
  return given.map((own) => ({
    domain: null,
    industryText: null,
    industryFrom: null,
    employeeCount: null,
    annualRevenueUsd: null,
    city: null,
    state: null,
    country: null,
    technologies: [],
    isHiring: null,
    latestFundingDate: null,
    evidence: [{ source: "website", url: "https://agency.example/work", quote: own.name }],
    praisedBy: null,
    caseStudy: null,
    ...own,
  }));
}

/** A page with these lines, each a block of its own. */
export function aPage(pageType: SitePage["pageType"], lines: readonly string[], changes: Partial<SitePage> = {}): SitePage {
  return {
    url: `https://agency.example/${pageType}`,
    title: pageType,
    metaDescription: null,
    pageType,
    language: "en",
    headings: [],
    contentSummary: "",
    keyPoints: [],
    imagesDescribed: [],
    ctas: [],
    hasTestimonials: false,
    hasCaseStudies: false,
    hasClientLogos: false,
    socialLinks: {},
    text: lines.join("\n"),
    attributes: [],
    blocks: lines.map((text, section) => ({
      kind: "text",
      level: 0,
      text,
      href: null,
      src: null,
      area: "main",
      groups: [],
      section,
      marks: [],
    })),
    ...changes,
  };
}

/** A model that says this, whatever it is asked. */
export const answering =
  (data: unknown): AskModel =>
  async () => ({
    kind: "answer",
    data: data as never,
    model: "m",
    usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1 },
    costMicroAud: 7,
  });

/** What a data provider knows of a company; nothing but what is given. */
export function aCompany(given: Partial<EnrichedCompany>): EnrichedCompany {
  const text = { providerId: null, name: null, domain: null, website: null, linkedinUrl: null, description: null, industry: null };
  const place = { street: null, city: null, state: null, postcode: null, country: null };
  const figures = { employeeCount: null, foundedYear: null, latestFundingDate: null, totalFundingUsd: null, annualRevenueUsd: null };
  return { ...text, ...place, ...figures, keywords: [], technologies: [], isHiring: null, ...given };
}

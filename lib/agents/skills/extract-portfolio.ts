import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import { namesIt, settledSource, standsIn } from "@/lib/agents/website/evidence";
import { canBeClient, nameKey } from "@/lib/agents/website/portfolio/client-name";
import { findPortfolio, summarised } from "@/lib/agents/website/portfolio/find-portfolio";
import { isClean, settledFact, settledFacts } from "@/lib/agents/website/settle-facts";
import { QUOTE_RULE, sitePrompt } from "@/lib/agents/website/site-prompt";
import {
  PORTFOLIO_SOURCES,
  type PortfolioCompany,
  type PortfolioFound,
  portfolioFound,
  type SitePage,
  sitePage,
} from "@/lib/domain/site-facts";

const input = z.object({ pages: z.array(sitePage).max(20), companyName: z.string().nullable() });
export type ExtractPortfolioInput = z.infer<typeof input>;

/** An agency's clients, with what speaks for each. */
export const extractPortfolio = defineSkill<ExtractPortfolioInput, PortfolioFound>({
  name: "extract_portfolio",
  description: "Finds the clients an agency's website names: by case study, testimonial, logo or list, each with its evidence.",
  input,
  output: portfolioFound,
  baseline: ({ pages, companyName }) => findPortfolio(pages, companyName),
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You list the clients an agency's website names. A client is a company the agency worked for: not the agency itself, not a tool, a platform, an award,",
      "a publication, a person or an industry.",
      `For each say where it is named (${PORTFOLIO_SOURCES.join(", ")}), with the words or the file name that name it, and results as the page states them.`,
      "A domain only where the page links to it.",
      QUOTE_RULE,
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ pages }, { companies }) =>
      `${sitePrompt(pages)}\nCorrect and complete what rules alone found: ${fenced(
        "what rules found",
        JSON.stringify(companies.map(({ name, source }) => ({ name, source }))),
      )}`,
    maxOutputTokens: 3072,
    temperature: 0.3,
  },
  settle: (answer, { pages, companyName }, baseline) => {
    const companies = answer.companies.flatMap((company) => settledCompany(company, { pages, companyName, baseline }));
    if (companies.length === 0) return baseline;
    const once = [...new Map(companies.map((company) => [nameKey(company.name), company])).values()];
    return summarised(once, pages);
  },
});

type Given = { pages: readonly SitePage[]; companyName: string | null; baseline: PortfolioFound };

/** A company as the pages bear it out: each piece of evidence must stand there and name it. */
function settledCompany(company: PortfolioCompany, { pages, companyName, baseline }: Given): PortfolioCompany[] {
  if (!isClean(company) || !canBeClient(company.name, companyName)) return [];
  const evidence = company.evidence.flatMap((source) => {
    const settled = namesIt(source.quote, company.name) ? settledSource(source, pages) : undefined;
    return settled ? [settled] : [];
  });
  const known = baseline.companies.find(({ name }) => nameKey(name) === nameKey(company.name));
  const all = [...evidence, ...(known?.evidence ?? [])];
  const source = PORTFOLIO_SOURCES.find((kind) => all.some((piece) => piece.source === kind));
  if (!source) return [];
  const said = company.testimonial;
  const isSaid =
    said !== null &&
    pages.some(
      (page) => standsIn(said.text.slice(0, 200), page) && [said.person, said.title].every((name) => name === null || standsIn(name, page)),
    );
  return [
    {
      ...company,
      source,
      evidence: [...new Map(all.map((piece) => [`${piece.source} ${piece.url} ${piece.quote}`, piece])).values()].slice(0, 10),
      domain:
        known?.domain ??
        (pages.some(
          ({ attributes }) =>
            company.domain !== null &&
            attributes.some((text) => text.includes(`//${company.domain}`) || text.includes(`//www.${company.domain}`)),
        )
          ? company.domain
          : null),
      industryHint: settledFact(company.industryHint, pages) ?? known?.industryHint ?? null,
      testimonial: isSaid ? said : (known?.testimonial ?? null),
      caseStudySummary:
        company.caseStudySummary !== null && pages.some((page) => standsIn((company.caseStudySummary ?? "").slice(0, 200), page))
          ? company.caseStudySummary
          : (known?.caseStudySummary ?? null),
      resultsMentioned: settledFacts(company.resultsMentioned, pages),
    },
  ];
}

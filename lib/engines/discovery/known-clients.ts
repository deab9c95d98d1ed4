import "server-only";
import type { EnrichedCompany } from "@/lib/domain/enriched-person";
import { toEvidence } from "@/lib/domain/icp";
import type { KnownClient } from "@/lib/domain/icp-findings";
import { PORTFOLIO_SOURCES, type PortfolioCompany, type PortfolioFound } from "@/lib/domain/site-facts";

const MOST_TECHNOLOGIES = 200;

/** A client as the agency's site names it, with what a data provider knows of it; null where nobody was asked or nobody knows. */
export function knownClientOf(company: PortfolioCompany, lookedUp: EnrichedCompany | null): KnownClient {
  const industryText = lookedUp?.industry ?? company.industryHint?.value ?? null;
  return {
    name: company.name,
    domain: company.domain ?? lookedUp?.domain?.slice(0, 253) ?? null,
    industryText: industryText?.slice(0, 300) ?? null,
    industryFrom: lookedUp?.industry ? "provider" : company.industryHint ? "website" : null,
    employeeCount: lookedUp?.employeeCount ?? null,
    annualRevenueUsd: lookedUp?.annualRevenueUsd ?? null,
    city: lookedUp?.city?.slice(0, 200) ?? null,
    state: lookedUp?.state?.slice(0, 200) ?? null,
    country: lookedUp?.country?.slice(0, 200) ?? null,
    technologies: (lookedUp?.technologies ?? []).slice(0, MOST_TECHNOLOGIES).map((tool) => tool.slice(0, 100)),
    isHiring: lookedUp?.isHiring ?? null,
    latestFundingDate: lookedUp?.latestFundingDate ?? null,
    evidence: company.evidence.map(toEvidence).slice(0, 12),
    praisedBy: company.testimonial?.title ?? null,
    caseStudy: company.caseStudySummary,
  };
}

/** A portfolio without the companies of these names, and without what only they said of an industry. */
export function withoutCompanies(found: PortfolioFound, names: readonly string[]): PortfolioFound {
  const isOut = ({ name }: PortfolioCompany) => names.includes(name);
  const companies = found.companies.filter((company) => !isOut(company));
  const hints = (of: readonly PortfolioCompany[]) => of.flatMap(({ industryHint }) => industryHint ?? []);
  const lost = new Set(hints(found.companies.filter(isOut)).map(({ quote }) => quote));
  const kept = new Set(hints(companies).map(({ value }) => value.toLowerCase()));
  return {
    ...found,
    companies,
    notableBrands: found.notableBrands.filter((name) => !names.includes(name)),
    industriesRepresented: found.industriesRepresented.filter(({ value, quote }) => !lost.has(quote) || kept.has(value.toLowerCase())),
    sourceDistribution: Object.fromEntries(
      PORTFOLIO_SOURCES.map((source) => [source, companies.filter((company) => company.source === source).length]),
    ) as PortfolioFound["sourceDistribution"],
  };
}

import "server-only";
import { runSkill, type SkillResult, type SkillRun } from "@/lib/agents/run-skill";
import { classifyIndustries } from "@/lib/agents/skills/classify-industries";
import { deriveIcp } from "@/lib/agents/skills/derive-icp";
import { type EstimateCompanySizeInput, estimateCompanySize } from "@/lib/agents/skills/estimate-company-size";
import { extractPortfolio } from "@/lib/agents/skills/extract-portfolio";
import { extractServices } from "@/lib/agents/skills/extract-services";
import { extractValueProp } from "@/lib/agents/skills/extract-value-prop";
import { parseWebsite, withReading } from "@/lib/agents/skills/parse-website";
import { suggestAlsWeights } from "@/lib/agents/skills/suggest-als-weights";
import { EMPTY_SITE, parseSite } from "@/lib/agents/website/parse-site";
import { serviceCategory } from "@/lib/agents/website/service-names";
import type { ByHand, DiscoveryStep } from "@/lib/domain/discovery";
import { BY_HAND, type IcpProfile } from "@/lib/domain/icp";
import type { DiscoveryResults, KnownClient, Made } from "@/lib/domain/icp-findings";
import type { ParsedSite, PortfolioFound } from "@/lib/domain/site-facts";
import { knownClientOf } from "@/lib/engines/discovery/known-clients";
import { toProfile } from "@/lib/engines/discovery/to-profile";

/** What the skills of a discovery work on: the site as it was read (null where somebody typed instead) and what was found before. */
export type DiscoveryMaterial = {
  site: ParsedSite | null;
  results: DiscoveryResults;
  /** What a data provider says of the agency itself. */
  lookedUp: EstimateCompanySizeInput["lookedUp"];
  now: Date;
};

/** The steps that one skill each does, once the pages are read. */
export type SkillStep = Exclude<DiscoveryStep, "fetch_website" | "parse_website" | "enrich_portfolio">;

/** The pages as all other skills read them, called what the parser (or a model) says they are. */
export async function readPages(pages: readonly { url: string; html: string }[], run: SkillRun): Promise<SkillResult<ParsedSite>> {
  const read = await runSkill(parseWebsite, { pages: [...pages] }, run);
  return { ...read, data: withReading(parseSite(pages), read.data) };
}

/** Runs the skill of one step on what is known so far. */
export function runStep<Step extends SkillStep>(
  step: Step,
  material: DiscoveryMaterial,
  run: SkillRun,
): Promise<SkillResult<NonNullable<DiscoveryResults[Step]>["data"]>> {
  const steps: { [Name in SkillStep]: () => Promise<SkillResult<NonNullable<DiscoveryResults[Name]>["data"]>> } = {
    extract_services: () => runSkill(extractServices, siteInput(material), run),
    extract_value_prop: () => runSkill(extractValueProp, { ...siteInput(material), services: services(material) }, run),
    extract_portfolio: () => runSkill(extractPortfolio, siteInput(material), run),
    classify_industries: () => runSkill(classifyIndustries, industryInput(material), run),
    estimate_company_size: () => runSkill(estimateCompanySize, sizeInput(material), run),
    derive_icp: () => runSkill(deriveIcp, icpInput(material), run),
    suggest_als_weights: () => runSkill(suggestAlsWeights, weightsInput(material), run),
  };
  return steps[step]();
}

/** Facts that a person typed, in the form in which skills find them on a site. */
export function typedResults(typed: ByHand): DiscoveryResults {
  const fact = (value: string) => ({ value, url: BY_HAND, quote: value.slice(0, 400), confidence: 1 });
  const found = typed.services.map((name) => ({ ...fact(name), description: null, category: serviceCategory(name) }));
  const companies: PortfolioFound["companies"] = typed.clients.map(({ name, domain }) => ({
    name,
    domain,
    source: "client_list",
    evidence: [{ url: BY_HAND, quote: name, source: "client_list" }],
    industryHint: null,
    testimonial: null,
    caseStudySummary: null,
    resultsMentioned: [],
    confidence: 1,
  }));
  return {
    extract_services: made({ services: found, primaryCategories: [], serviceFocus: null, sourcePages: [], confidence: 1 }),
    extract_value_prop: made({
      valueProposition: typed.valueProposition ? fact(typed.valueProposition.slice(0, 500)) : null,
      taglines: [],
      differentiators: [],
      brandPromises: [],
      targetAudienceHints: typed.valueProposition ? [fact(typed.valueProposition.slice(0, 500))] : [],
      tone: null,
      confidence: typed.valueProposition ? 1 : 0,
    }),
    extract_portfolio: made({
      companies,
      totalClientsClaimed: null,
      notableBrands: [],
      industriesRepresented: [],
      sourceDistribution: { case_study: 0, testimonial: 0, logo: 0, client_list: companies.length },
      confidence: companies.length > 0 ? 1 : 0,
    }),
  };
}

export type DiscoverIcpInput = {
  pages: readonly { url: string; html: string }[];
  /** Asks a data provider about the clients found; absent: nobody is asked. */
  lookUp?: (portfolio: PortfolioFound) => Promise<KnownClient[]>;
  /** Told as each step is done, which one made it. */
  onStep?: (step: DiscoveryStep, by: "baseline" | "model" | null) => void;
  now: Date;
};

export type DiscoveredIcp = { site: ParsedSite; results: DiscoveryResults; profile: IcpProfile };

/** From the pages of an agency's website to whom it sells to, all steps one after the other. */
export async function discoverIcp({ pages, lookUp, onStep, now }: DiscoverIcpInput, run: SkillRun): Promise<DiscoveredIcp> {
  const { data: site, by } = await readPages(pages, run);
  onStep?.("parse_website", by);
  const material: DiscoveryMaterial = { site, results: {}, lookedUp: null, now };
  const take = async (step: SkillStep) => {
    const result = await runStep(step, material, run);
    Object.assign(material.results, { [step]: { data: result.data, by: result.by } });
    onStep?.(step, result.by);
  };
  await take("extract_services");
  await Promise.all([take("extract_value_prop"), take("extract_portfolio")]);
  const portfolio = portfolioOf(material.results);
  const clients = lookUp ? await lookUp(portfolio) : portfolio.companies.map((company) => knownClientOf(company, null));
  material.results.enrich_portfolio = made(clients);
  onStep?.("enrich_portfolio", null);
  await Promise.all([take("classify_industries"), take("estimate_company_size")]);
  await take("derive_icp");
  await take("suggest_als_weights");
  return { site, results: material.results, profile: toProfile(material.results) };
}

function siteInput({ site }: DiscoveryMaterial) {
  return { pages: site?.pages ?? [], companyName: site?.companyName?.value.slice(0, 200) ?? null };
}

function services({ results }: DiscoveryMaterial) {
  return results.extract_services?.data.services ?? [];
}

function industryInput({ results }: DiscoveryMaterial) {
  return {
    clients: results.enrich_portfolio?.data ?? [],
    represented: portfolioOf(results).industriesRepresented,
    audienceHints: results.extract_value_prop?.data.targetAudienceHints ?? [],
    services: results.extract_services?.data.services ?? [],
  };
}

function sizeInput({ site, lookedUp, now }: DiscoveryMaterial): EstimateCompanySizeInput {
  const { pages, companyName, contactInfo } = site ?? EMPTY_SITE;
  return {
    companyName: companyName?.value.slice(0, 200) ?? null,
    pages,
    addresses: contactInfo.addresses,
    lookedUp,
    thisYear: now.getUTCFullYear(),
  };
}

function icpInput(material: DiscoveryMaterial) {
  const { site, results, now } = material;
  return {
    industries: results.classify_industries?.data ?? { industries: [], focus: null, focusDescription: "", confidence: 0 },
    clients: results.enrich_portfolio?.data ?? [],
    services: services(material),
    audienceHints: results.extract_value_prop?.data.targetAudienceHints ?? [],
    valueProposition: results.extract_value_prop?.data.valueProposition ?? null,
    offices: results.estimate_company_size?.data.offices ?? [],
    domain: site?.domain || null,
    now,
  };
}

function weightsInput({ results }: DiscoveryMaterial) {
  if (!results.derive_icp) throw new Error("weights are suggested for a profile, and there is none yet");
  return { icp: results.derive_icp.data, focus: results.classify_industries?.data.focus ?? null };
}

function portfolioOf({ extract_portfolio }: DiscoveryResults): PortfolioFound {
  return (
    extract_portfolio?.data ?? {
      companies: [],
      totalClientsClaimed: null,
      notableBrands: [],
      industriesRepresented: [],
      sourceDistribution: { case_study: 0, testimonial: 0, logo: 0, client_list: 0 },
      confidence: 0,
    }
  );
}

function made<Data>(data: Data): Made<Data> {
  return { data, by: "baseline" };
}

import { parseArgs } from "node:util";
import { type DiscoveredIcp, discoverIcp } from "@/lib/agents/discover-icp";
import { isReadable, SITE_STATE_WORDS } from "@/lib/domain/site-reading";
import { isLoopbackUrl } from "@/lib/env-schema";
import { InvalidError } from "@/lib/errors";
import { readSite, type SiteReading } from "@/lib/integrations/website/read-site";
import { describeAnalysis } from "./analysis-text";
import { commandLineModel } from "./command-line-model";

type Surroundings = { environment: Readonly<Record<string, string | undefined>>; out: NodeJS.WritableStream; now: () => Date };

/**
 * `agency analyse <url>`: reads an agency's website and derives whom it sells to, with a model where a key is configured and by rules alone
 * otherwise. A site that cannot be read is an answer too: its state, and the next best step. An operator may name an address of the own
 * network; no redirect leads there.
 * @throws InvalidError when no address is given
 */
export async function analyse(args: string[], { environment, out, now }: Surroundings): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: "boolean", default: false } } });
  const [address] = positionals;
  if (!address) throw new InvalidError("Name the website: analyse <url>", "url");
  const { APP_URL: appUrl } = environment;
  const contactUrl = appUrl && !isLoopbackUrl(appUrl) ? appUrl : null;
  const reading = await readSite(address, { allowPrivateHosts: true, contactUrl });
  const model = commandLineModel(environment, { now });
  const madeBy: Record<string, string> = {};
  const found = isReadable(reading.state)
    ? await discoverIcp(
        { pages: reading.pages, now: now(), onStep: (step, by) => Object.assign(madeBy, by && { [step]: by }) },
        { ask: model.ask, scope: { clientId: null, runId: null, leadId: null } },
      )
    : null;
  const analysis = {
    ...toOutcome(reading),
    ...(found && { ...toFacts(found), made_by: madeBy, model_cost_micro_aud: model.spentMicroAud() }),
  };
  out.write(values.json ? `${JSON.stringify(analysis)}\n` : describeAnalysis(analysis));
}

function toOutcome({ url, state, detail, language, pages }: SiteReading) {
  const { sentence, nextStep, advice } = SITE_STATE_WORDS[state];
  return { url, state, sentence, detail, next_step: nextStep, advice, language, pages_read: pages.map((page) => page.url) };
}

export type Analysis = ReturnType<typeof toOutcome> & Partial<ReturnType<typeof toFacts>>;

/** The findings under the names that the blueprint's skills give them. */
function toFacts({ site, results, profile }: DiscoveredIcp) {
  const { extract_services: services, extract_value_prop: value, extract_portfolio: portfolio } = results;
  const { classify_industries: industries, estimate_company_size: size, derive_icp: icp, suggest_als_weights: weights } = results;
  return {
    company_name: site.companyName,
    pages: site.pages.map(({ url, title, pageType }) => ({ url, title, page_type: pageType })),
    contact_info: site.contactInfo,
    social_links: site.socialLinks,
    services: (services?.data.services ?? []).map(({ value: name, ...rest }) => ({ name, ...rest })),
    primary_categories: services?.data.primaryCategories ?? [],
    service_focus: services?.data.serviceFocus ?? null,
    value_proposition: value?.data.valueProposition ?? null,
    taglines: value?.data.taglines ?? [],
    differentiators: value?.data.differentiators ?? [],
    brand_promises: value?.data.brandPromises ?? [],
    target_audience_hints: value?.data.targetAudienceHints ?? [],
    tone: value?.data.tone ?? null,
    portfolio: (portfolio?.data.companies ?? []).map((company) => ({
      company_name: company.name,
      company_domain: company.domain,
      source: company.source,
      confidence: company.confidence,
      evidence: company.evidence,
      industry_hint: company.industryHint,
      testimonial: company.testimonial,
      case_study_summary: company.caseStudySummary,
      results_mentioned: company.resultsMentioned,
    })),
    total_clients_claimed: portfolio?.data.totalClientsClaimed ?? null,
    notable_brands: portfolio?.data.notableBrands ?? [],
    industries_represented: portfolio?.data.industriesRepresented ?? [],
    industries: (industries?.data.industries ?? []).map(snake),
    industry_focus: industries?.data.focus ?? null,
    focus_description: industries?.data.focusDescription ?? null,
    size: size ? snake(size.data) : null,
    icp: icp ? snake(icp.data) : null,
    weights: weights?.data.weights ?? null,
    weights_reasoning: weights?.data.reasoning ?? null,
    priority_signals: weights?.data.prioritySignals ?? [],
    recommendations: profile.recommendations,
  };
}

/** `teamSize` as `team_size`, at the first level: what is deeper is a fact or text. */
function snake<Value extends object>(value: Value): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), inner as unknown]),
  );
}

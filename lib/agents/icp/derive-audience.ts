import "server-only";
import { derivePains, deriveSignals, deriveTechnologies, deriveTitles } from "@/lib/agents/icp/buyers";
import { certainty, type Derived, nothing } from "@/lib/agents/icp/derived";
import { derivePlaces } from "@/lib/agents/icp/places";
import { deriveRevenue, deriveSizes } from "@/lib/agents/icp/size-and-revenue";
import { joined, label } from "@/lib/agents/icp/vote-industries";
import type { IcpDerived, IndustriesFound, KnownClient } from "@/lib/domain/icp-findings";
import type { Industry } from "@/lib/domain/industries";
import type { SiteService, SourcedFact } from "@/lib/domain/site-facts";

export type AudienceInput = {
  industries: IndustriesFound;
  clients: readonly KnownClient[];
  services: readonly SiteService[];
  audienceHints: readonly SourcedFact[];
  valueProposition: SourcedFact | null;
  offices: readonly SourcedFact[];
  /** The agency's own. */
  domain: string | null;
  now: Date;
};

const FEWEST_INDUSTRIES = 3;
const MOST_INDUSTRIES = 5;

/** The kind of company an agency sells to, counted from those it has sold to; how sure that makes anybody is said with each part. */
export function deriveAudience(input: AudienceInput): IcpDerived {
  const { clients, services, audienceHints } = input;
  const statements = [...audienceHints, ...(input.valueProposition ? [input.valueProposition] : [])];
  const industries = mainIndustries(input.industries, clients);
  const companySizes = deriveSizes(clients, statements);
  const locations = derivePlaces(clients, input);
  const lookedUp = clients.filter(isLookedUp).length;
  const placed = new Set(input.industries.industries.flatMap((found) => found.clients)).size;
  const sampleSize = Math.max(lookedUp, placed);
  const pattern = {
    industry: sentence(industries, `${placed} of ${clients.length} clients could be placed: ${joined(industries.values.map(label))}.`),
    size: sentence(companySizes, `${joined(companySizes.values)} people.`),
    location: sentence(locations, `${joined(locations.values)}.`),
    confidence: certainty(sampleSize * Math.max(industries.confidence, 0.3), sampleSize),
  };
  return {
    industries,
    companySizes,
    revenueRanges: deriveRevenue(clients, companySizes),
    locations,
    technologies: deriveTechnologies(clients),
    signals: deriveSignals(clients, services, input.now),
    titles: deriveTitles(clients, companySizes.values, industries.values),
    painPoints: derivePains(clients, services, audienceHints),
    pattern: { ...pattern, description: describe(industries, companySizes, locations, sampleSize) },
    sampleSize,
    dataQuality: dataQuality(clients),
    recommendations: recommend(input, { lookedUp, sampleSize, industries }),
  };
}

/** The main ones, and of the others those with a client until there are three; never one that nothing speaks for. */
function mainIndustries({ industries, focusDescription, confidence }: IndustriesFound, clients: readonly KnownClient[]): Derived<Industry> {
  if (industries.length === 0) return nothing("Nothing on your site says in which industries your clients are. Please choose them.");
  const main = industries.filter(({ isPrimary }) => isPrimary);
  const others = industries.filter(({ isPrimary, share }) => !isPrimary && share >= 0.05);
  const chosen = [...main, ...others.slice(0, Math.max(0, FEWEST_INDUSTRIES - main.length))].slice(0, MOST_INDUSTRIES);
  const agreeing = new Set(chosen.flatMap((found) => found.clients)).size;
  return {
    values: chosen.map(({ industry }) => industry),
    // Statements of the site count when there are no clients to count.
    confidence: agreeing > 0 ? Math.max(certainty(agreeing, clients.length), Math.min(confidence, 0.5)) : Math.min(confidence, 0.5),
    reason: focusDescription,
    evidence: chosen.flatMap(({ evidence }) => evidence.slice(0, 3)).slice(0, 12),
  };
}

/** Part of what matters that is known of the clients, less when there are few. */
function dataQuality(clients: readonly KnownClient[]): number {
  if (clients.length === 0) return 0;
  const known = clients.map(
    ({ industryText, employeeCount, country, annualRevenueUsd, technologies }) =>
      [industryText, employeeCount, country, annualRevenueUsd, technologies.length > 0 || null].filter((one) => one !== null).length / 5,
  );
  const part = known.reduce((sum, one) => sum + one, 0) / known.length;
  return Math.round(part * (clients.length / (clients.length + 2)) * 100) / 100;
}

type Conclusions = { lookedUp: number; sampleSize: number; industries: Derived<Industry> };

function recommend({ clients, services, industries: found }: AudienceInput, { lookedUp, sampleSize, industries }: Conclusions): string[] {
  return [
    ...(clients.length === 0 ? ["Name a few of your clients: they say more about whom you sell to than anything else."] : []),
    ...(clients.length > 0 && sampleSize < 5
      ? [`Only ${sampleSize} of your clients say something yet. Add more of them for a firmer profile.`]
      : []),
    ...(clients.length > 0 && lookedUp === 0
      ? ["None of your clients could be looked up: add their domains, so that sizes and places can be counted."]
      : []),
    ...(industries.values.length > 0 && industries.values.length < FEWEST_INDUSTRIES
      ? ["Fewer than three industries are evident. Add those you want to grow in."]
      : []),
    ...(found.focus === "generalist" && clients.length >= 5
      ? ["Your clients are spread over many industries. A campaign for one at a time works better than one for all."]
      : []),
    ...(services.length === 0 ? ["Say what you offer: messages are written from it."] : []),
  ];
}

function describe(industries: Derived<Industry>, sizes: Derived<string>, places: Derived<string>, sampleSize: number): string {
  if (sampleSize === 0)
    return "There are no clients to see a pattern in yet; what stands here comes from your own words or from rules of thumb.";
  const where = places.values.length > 0 ? ` in ${joined(places.values)}` : "";
  const who = industries.values.length > 0 ? `${joined(industries.values.map(label))} companies` : "companies";
  return `Judged by ${sampleSize === 1 ? "one client" : `${sampleSize} clients`}, you sell to ${who}${where} with ${joined(sizes.values)} people.`;
}

function sentence({ values }: Derived<string>, text: string): string {
  return values.length > 0 ? text : "";
}

function isLookedUp({ industryFrom, employeeCount, country }: KnownClient): boolean {
  return industryFrom === "provider" || employeeCount !== null || country !== null;
}

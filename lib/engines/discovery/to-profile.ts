import "server-only";
import type { ByHand } from "@/lib/domain/discovery";
import { CARD_VALUES, type CardName, type CardValue, type IcpEvidence, type IcpProfile, toEvidence } from "@/lib/domain/icp";
import type { DiscoveryResults, IcpDerived } from "@/lib/domain/icp-findings";
import { COMPONENT_MAXIMA, COMPONENTS } from "@/lib/domain/scoring";
import type { SiteSource } from "@/lib/domain/site-facts";

type Cards = IcpProfile["cards"];
type Found = { confidence: number; by: "baseline" | "model"; reason: string; evidence: IcpEvidence[] };

/** The cards that the results so far can fill. */
export function cardsOf(results: DiscoveryResults, typed: ByHand | null = null): Partial<Cards> {
  return { ...agencyCards(results, typed), ...audienceCards(results.derive_icp), ...weightCard(results), ...typedIndustries(typed) };
}

/** The whole profile as found; a card that nothing was found for is empty and says so. */
export function toProfile(results: DiscoveryResults, typed: ByHand | null = null): IcpProfile {
  const icp = results.derive_icp?.data;
  return {
    cards: { ...emptyCards(), ...cardsOf(results, typed) },
    pattern: icp?.pattern ?? { industry: "", size: "", location: "", description: "", confidence: 0 },
    sampleSize: icp?.sampleSize ?? 0,
    recommendations: icp?.recommendations ?? [],
  };
}

function agencyCards(
  { extract_services, extract_value_prop, estimate_company_size }: DiscoveryResults,
  typed: ByHand | null,
): Partial<Cards> {
  const cards: Partial<Cards> = {};
  if (extract_services) {
    const { services, confidence } = extract_services.data;
    const value = distinct(services.map(({ value }) => value.slice(0, 100))).slice(0, 30);
    const reason =
      value.length > 0
        ? `${value.length === 1 ? "One service" : `${value.length} services`} named on your site.`
        : "No service was found on your site.";
    cards.services = typed
      ? byPerson("services", typed.services)
      : card(value, { confidence, by: extract_services.by, reason, evidence: evidenceOf(services) });
  }
  if (extract_value_prop) {
    const { valueProposition: found, confidence } = extract_value_prop.data;
    const reason = found ? "In the words of your site." : "Your site does not say it in one sentence.";
    const made = { confidence: found ? confidence : 0, by: extract_value_prop.by, reason, evidence: evidenceOf(found ? [found] : []) };
    cards.value_proposition = typed?.valueProposition
      ? byPerson("value_proposition", typed.valueProposition)
      : card(found?.value.slice(0, 600) ?? "", made);
  }
  if (estimate_company_size) {
    const { teamSize, yearsInBusiness, offices, evidence, confidence } = estimate_company_size.data;
    const value = { teamSize, yearsInBusiness, offices: distinct(offices.map((office) => office.value.slice(0, 100))).slice(0, 20) };
    const reason = teamSize === null ? "Your site does not say how many you are." : "As your site or a data provider says.";
    // Age and offices may be known where the head-count is not.
    const knows = teamSize === null && (yearsInBusiness !== null || offices.length > 0) ? 0.4 : confidence;
    const made = { confidence: knows, by: estimate_company_size.by, reason, evidence: evidenceOf([...evidence, ...offices]) };
    cards.agency = typed?.teamSize ? byPerson("agency", { ...value, teamSize: typed.teamSize }) : card(value, made);
  }
  return cards;
}

function audienceCards(derived: DiscoveryResults["derive_icp"]): Partial<Cards> {
  if (!derived) return {};
  const of = <Name extends keyof IcpDerived>(name: Name) => {
    const { confidence, reason, evidence } = derived.data[name] as { confidence: number; reason: string; evidence: IcpEvidence[] };
    return { confidence, reason, evidence, by: derived.by };
  };
  const { data } = derived;
  return {
    industries: card(data.industries.values, of("industries")),
    company_sizes: card<string[]>(data.companySizes.values, of("companySizes")),
    revenue_ranges: card(data.revenueRanges.values, of("revenueRanges")),
    locations: card(distinct(data.locations.values), of("locations")),
    technologies: card(distinct(data.technologies.values), of("technologies")),
    signals: card(distinct(data.signals.values), of("signals")),
    titles: card(distinct(data.titles.values), of("titles")),
    pain_points: card(distinct(data.painPoints.values), of("painPoints")),
  };
}

function weightCard({ suggest_als_weights: suggested }: DiscoveryResults): Partial<Cards> {
  if (!suggested) return {};
  const { weights, reasoning, confidence } = suggested.data;
  const moved = COMPONENTS.filter((component) => weights[component] !== COMPONENT_MAXIMA[component]);
  const reason = moved
    .map((component) => `${component.replaceAll("_", " ")}: ${reasoning[component]}`)
    .join(" ")
    .slice(0, 600);
  return {
    weights: card(weights, {
      confidence,
      by: suggested.by,
      reason: reason || "Where the score starts: nothing speaks for moving it yet.",
      evidence: [],
    }),
  };
}

function typedIndustries(typed: ByHand | null): Partial<Cards> {
  return typed && typed.industries.length > 0 ? { industries: byPerson("industries", typed.industries) } : {};
}

function emptyCards(): Cards {
  const nothing = { confidence: 0, by: "baseline" as const, reason: "Nothing was found for this.", evidence: [] };
  const list = () => card<string[]>([], nothing);
  return {
    services: list(),
    value_proposition: card("", nothing),
    agency: card({ teamSize: null, yearsInBusiness: null, offices: [] }, nothing),
    industries: card([], nothing),
    company_sizes: list(),
    revenue_ranges: card([], nothing),
    locations: list(),
    technologies: list(),
    signals: list(),
    titles: list(),
    pain_points: list(),
    weights: card({ ...COMPONENT_MAXIMA }, nothing),
  };
}

function card<Value>(value: Value, found: Found) {
  return { value, ...found, evidence: found.evidence.slice(0, 12), isEdited: false, isConfirmed: false };
}

/** What somebody typed is edited by them: a later discovery leaves it alone. */
function byPerson<Name extends CardName>(name: Name, value: CardValue<Name>) {
  const made = { confidence: 1, by: "person" as const, reason: "Entered by your team.", evidence: [], isEdited: true, isConfirmed: false };
  return { value: CARD_VALUES[name].parse(value) as CardValue<Name>, ...made };
}

function evidenceOf(facts: readonly SiteSource[]): IcpEvidence[] {
  return facts.map(toEvidence);
}

function distinct(values: readonly string[]): string[] {
  const known = values.map((value) => value.trim()).filter(Boolean);
  return [...new Map(known.map((value) => [value.toLowerCase(), value])).values()];
}

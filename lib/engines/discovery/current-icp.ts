import "server-only";
import type { Db } from "@/lib/db/client";
import { findIcpInForce, getIcpColumns } from "@/lib/db/queries/discoveries";
import type { CurrentIcp } from "@/lib/domain/discovery";
import { CARD_VALUES, type CardName, type CardValue, type IcpProfile, icpProfile, REVENUE_RANGES } from "@/lib/domain/icp";
import { INDUSTRIES } from "@/lib/domain/industries";
import { COMPONENT_MAXIMA } from "@/lib/domain/scoring";

/**
 * The profile in force: the latest confirmed version, or what the client's own columns say where it was confirmed before versions were kept.
 */
export async function getCurrentIcp(db: Db, { clientId }: { clientId: string }): Promise<CurrentIcp> {
  const version = await findIcpInForce(db, { clientId });
  if (version)
    return { version: version.version, confirmedAt: version.createdAt.toISOString(), profile: icpProfile.parse(version.profile) };
  const columns = await getIcpColumns(db, { clientId });
  if (!columns.icpConfirmedAt) return { version: 0, confirmedAt: null, profile: null };
  return { version: 0, confirmedAt: columns.icpConfirmedAt.toISOString(), profile: profileOf(columns) };
}

type Columns = Awaited<ReturnType<typeof getIcpColumns>>;

/** A profile that a person typed, card by card; what they left empty nobody has decided. */
export function profileOf(columns: Columns): IcpProfile {
  const known = new Set<string>(INDUSTRIES);
  const revenue = REVENUE_RANGES.filter((range) => columns.icpRevenueRange?.includes(range));
  const weights = CARD_VALUES.weights.safeParse(columns.alsWeights);
  return {
    cards: {
      services: typed("services", unique(columns.servicesOffered)),
      value_proposition: typed("value_proposition", columns.valueProposition?.slice(0, 600) ?? ""),
      agency: typed("agency", { teamSize: columns.teamSize, yearsInBusiness: columns.yearsInBusiness, offices: [] }),
      industries: typed(
        "industries",
        INDUSTRIES.filter((industry) => known.has(industry) && columns.icpIndustries.includes(industry)),
      ),
      company_sizes: typed("company_sizes", unique(columns.icpCompanySizes)),
      revenue_ranges: typed("revenue_ranges", revenue),
      locations: typed("locations", unique(columns.icpLocations)),
      technologies: typed("technologies", unique(columns.icpTechnologies)),
      signals: typed("signals", unique(columns.icpSignals)),
      titles: typed("titles", unique(columns.icpTitles)),
      pain_points: typed("pain_points", unique(columns.icpPainPoints)),
      weights: weights.success ? typed("weights", weights.data) : startingWeights(),
    },
    pattern: { industry: "", size: "", location: "", description: "", confidence: 0 },
    sampleSize: 0,
    recommendations: [],
  };
}

/** Nobody chose them: they stay out of force until somebody does. */
function startingWeights(): IcpProfile["cards"]["weights"] {
  const reason = "Where the score starts; nobody has chosen weights yet.";
  return { value: { ...COMPONENT_MAXIMA }, confidence: 0, by: "baseline", reason, evidence: [], isEdited: false, isConfirmed: false };
}

function typed<Name extends CardName>(_name: Name, value: CardValue<Name>) {
  const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
  return {
    value,
    confidence: isEmpty ? 0 : 1,
    by: "person" as const,
    reason: isEmpty ? "Nobody has filled this in yet." : "Entered by your team.",
    evidence: [],
    isEdited: !isEmpty,
    isConfirmed: true,
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Map(values.map((value) => [value.toLowerCase(), value])).values()];
}

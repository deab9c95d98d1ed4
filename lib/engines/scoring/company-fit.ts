import "server-only";
import { countryName, toCountryCode, toTargetCountries } from "@/lib/domain/countries";
import { type EmployeeRange, toEmployeeRange } from "@/lib/domain/employee-range";
import { areAdjacentIndustries, DEFAULT_ICP_INDUSTRIES, type Industry, toIndustry } from "@/lib/domain/industries";
import type { ScoreReason } from "@/lib/domain/scoring";
import type { WebPresence } from "@/lib/domain/web-presence";
import type { ScorableLead, ScoringIcp } from "@/lib/engines/scoring/lead";
import { line } from "@/lib/engines/scoring/line";

const DEFAULT_SIZE: EmployeeRange = { min: 5, max: 50 };
/** A company up to four times the target's upper end still earns part of the points: 51 to 200 for the default 5 to 50. */
const NEAR_SIZE_FACTOR = 4;
const DEFAULT_COUNTRIES = ["AU"];
/** Business is done the same way, in English: part of the points for each other. */
const NEAR_COUNTRIES = ["AU", "NZ", "US", "GB"];

/** Is this the kind of company the client sells to? At most 25 points (domain.md 2.3). */
export function scoreCompanyFit(lead: ScorableLead, icp: ScoringIcp): ScoreReason[] {
  return [
    industry(lead.organization_industry, icp.industries),
    employees(lead.organization_employee_count, icp.sizes),
    country(lead.organization_country, icp.locations),
    ...webPresencePoints(lead.dataforseo),
  ];
}

function industry(text: string | null, wanted: ScoringIcp["industries"]): ScoreReason {
  const at = { maximum: 10, field: "organization_industry" };
  const named = (wanted ?? []).map(toIndustry).filter((slug) => slug !== null);
  const targets: readonly Industry[] = named.length > 0 ? named : DEFAULT_ICP_INDUSTRIES;
  const found = toIndustry(text);
  if (!found) {
    const reason = text ? `Industry "${text}" is not one we know, so the match is unknown` : "Industry is unknown";
    return line("company_fit", { ...at, points: 0, reason, unknown: true });
  }
  if (targets.includes(found)) return line("company_fit", { ...at, points: 10, reason: `${label(found)} is a target industry` });
  const neighbour = targets.find((target) => areAdjacentIndustries(found, target));
  if (neighbour)
    return line("company_fit", { ...at, points: 5, reason: `${label(found)} is close to the target industry ${label(neighbour)}` });
  return line("company_fit", { ...at, points: 0, reason: `${label(found)} is not a target industry` });
}

function employees(count: number | null, sizes: ScoringIcp["sizes"]): ScoreReason {
  const at = { maximum: 5, field: "organization_employee_count" };
  if (count === null) return line("company_fit", { ...at, points: 0, reason: "Company size is unknown", unknown: true });
  const stated = (sizes ?? []).map(toEmployeeRange).filter((range) => range !== null);
  const ranges = stated.length > 0 ? stated : [DEFAULT_SIZE];
  const people = count === 1 ? "1 employee" : `${count} employees`;
  if (ranges.some(({ min, max }) => count >= min && count <= max)) {
    return line("company_fit", { ...at, points: 5, reason: `${people}: the size the client sells to` });
  }
  const lowest = Math.min(...ranges.map(({ min }) => min));
  const highest = Math.max(...ranges.map(({ max }) => max));
  if (count >= 1 && count < lowest)
    return line("company_fit", { ...at, points: 2, reason: `${people}: smaller than the client usually sells to` });
  if (count >= 1 && count <= highest * NEAR_SIZE_FACTOR) {
    return line("company_fit", { ...at, points: 3, reason: `${people}: near the size the client sells to` });
  }
  return line("company_fit", { ...at, points: 0, reason: `${people}: not a size the client sells to` });
}

function country(text: string | null, locations: ScoringIcp["locations"]): ScoreReason {
  const at = { maximum: 5, field: "organization_country" };
  const code = toCountryCode(text);
  if (!code) {
    const reason = text ? `"${text}" is not a country we know` : "Country is unknown";
    return line("company_fit", { ...at, points: 0, reason, unknown: true });
  }
  const stated = toTargetCountries(locations ?? []);
  const targets = stated.length > 0 ? stated : DEFAULT_COUNTRIES;
  if (targets === "everywhere" || targets.includes(code)) {
    return line("company_fit", { ...at, points: 5, reason: `${countryName(code)} is a target country` });
  }
  if (NEAR_COUNTRIES.includes(code) && NEAR_COUNTRIES.some((near) => targets.includes(near))) {
    return line("company_fit", { ...at, points: 3, reason: `${countryName(code)} is close to the target market` });
  }
  return line("company_fit", { ...at, points: 0, reason: `${countryName(code)} is not a target country` });
}

/** The blueprint's bands: rank 0-150, 151-500, 501 and up; visits 0-200, 201-1000, above; any keyword in the top ten. */
function webPresencePoints(presence: WebPresence | null): ScoreReason[] {
  const banded = (value: number | null | undefined, bands: readonly [number, number]) => {
    if (value === null || value === undefined) return null;
    return value > bands[1] ? 2 : value > bands[0] ? 1 : 0;
  };
  const keywords = presence?.top10_keywords;
  return [
    presenceLine("dataforseo.domain_rank", 2, banded(presence?.domain_rank, [150, 500]), `Domain rank ${presence?.domain_rank}`),
    presenceLine(
      "dataforseo.organic_etv",
      2,
      banded(presence?.organic_etv, [200, 1000]),
      `About ${presence?.organic_etv} search visits a month`,
    ),
    presenceLine(
      "dataforseo.top10_keywords",
      1,
      typeof keywords === "number" ? Number(keywords > 0) : null,
      `${keywords} keywords in the top ten`,
    ),
  ];
}

function presenceLine(field: string, maximum: number, points: number | null, reason: string): ScoreReason {
  if (points === null)
    return line("company_fit", { points: 0, maximum, field, reason: "Web presence has not been looked up", unknown: true });
  return line("company_fit", { points, maximum, field, reason });
}

function label(slug: Industry): string {
  return slug.replaceAll("_", " ");
}

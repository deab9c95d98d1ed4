import "server-only";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import { DEFAULT_WEIGHTS, type Tier } from "@/lib/domain/scoring";
import { scoreLead } from "@/lib/engines/scoring/score-lead";

/**
 * How hot a lead looks before it is enriched for good: its score, 0 to 100, by what is known so far, with the default weights and no
 * particular audience. Decides who is asked for what is missing: Hunter for cold and cool leads, Clay for the hottest (domain.md 3.2).
 */
export function preliminaryScore(person: EnrichedPerson, now: Date): { score: number; tier: Tier } {
  const company = person.organization;
  const lead = {
    email: person.email,
    email_status: person.emailStatus,
    email_verified: person.emailStatus === "verified",
    phone: person.phone,
    phone_verified: false,
    linkedin_url: person.linkedinUrl,
    personal_email: person.personalEmail,
    title: person.title,
    seniority: person.seniority,
    organization_industry: company?.industry ?? null,
    organization_employee_count: company?.employeeCount ?? null,
    organization_country: company?.country ?? person.country,
    organization_is_hiring: company?.isHiring ?? null,
    organization_latest_funding_date: company?.latestFundingDate ?? null,
    employment_start_date: person.currentJobStart,
    dataforseo: null,
    bounced: false,
    unsubscribed: false,
    competitor: false,
  };
  const icp = { industries: null, sizes: null, locations: null };
  const { als_score, als_tier } = scoreLead(lead, { icp, weights: DEFAULT_WEIGHTS, weightSource: "defaults", now });
  return { score: als_score, tier: als_tier };
}

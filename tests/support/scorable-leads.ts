import type { ScorableLead, ScoringIcp } from "@/lib/engines/scoring/lead";

/** The day leads are scored on in tests. */
export const NOW = new Date("2026-06-30T02:00:00Z");

/** A client that has not said whom it sells to. */
export const NO_ICP: ScoringIcp = { industries: null, sizes: null, locations: null };

/** A lead nothing is known of. */
export const BLANK: ScorableLead = {
  email: null,
  email_status: null,
  email_verified: false,
  phone: null,
  phone_verified: false,
  linkedin_url: null,
  personal_email: null,
  title: null,
  seniority: null,
  organization_industry: null,
  organization_employee_count: null,
  organization_country: null,
  organization_is_hiring: null,
  organization_latest_funding_date: null,
  employment_start_date: null,
  dataforseo: null,
  bounced: false,
  unsubscribed: false,
  competitor: false,
};

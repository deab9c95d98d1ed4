import "server-only";
import type { EmailStatus } from "@/lib/domain/email-status";
import type { WebPresence } from "@/lib/domain/web-presence";

/**
 * What the scorer reads of a lead: the columns of `leads` under their SQL names, as `agency score` takes them.
 * Dates are ISO days (a time after the day is ignored). `dataforseo` null means the domain was never looked up.
 */
export type ScorableLead = {
  email: string | null;
  email_status: EmailStatus | null;
  email_verified: boolean;
  phone: string | null;
  phone_verified: boolean;
  linkedin_url: string | null;
  personal_email: string | null;
  title: string | null;
  seniority: string | null;
  organization_industry: string | null;
  organization_employee_count: number | null;
  organization_country: string | null;
  organization_is_hiring: boolean | null;
  organization_latest_funding_date: string | null;
  employment_start_date: string | null;
  dataforseo: WebPresence | null;
  bounced: boolean;
  unsubscribed: boolean;
  competitor: boolean;
};

/** Whom the client sells to. Null or empty lists fall back to the defaults of domain.md 2.3. */
export type ScoringIcp = {
  industries: readonly string[] | null;
  sizes: readonly string[] | null;
  locations: readonly string[] | null;
};

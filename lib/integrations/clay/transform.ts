import "server-only";
import type { EmailStatus } from "@/lib/domain/email-status";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import { CLAY_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import type { ClayCallback } from "@/lib/integrations/clay/webhook";

/** The answer to one row. `person` is null when nothing was found; look-ups that found nothing are paid for all the same. */
export type ClayAnswer = {
  requestId: string;
  outcome: ClayCallback["status"];
  person: EnrichedPerson | null;
  /** The vendor of the waterfall that knew. */
  vendor: string | null;
  credits: number;
  costMicroAud: number;
};

/** domain.md 3.1: what Clay says of a person counts 0.85 to 0.90 unless it says otherwise. */
const CONFIDENCE = { found: 0.9, partial: 0.85 } as const;

const EMAIL_STATUSES: Readonly<Record<string, EmailStatus>> = {
  valid: "verified",
  verified: "verified",
  invalid: "invalid",
  catch_all: "catch_all",
  "catch-all": "catch_all",
  accept_all: "catch_all",
};

export function toClayAnswer(callback: ClayCallback): ClayAnswer {
  const { agency_os_request_id: requestId, status: outcome } = callback;
  const credits = callback.credits_used ?? 0;
  const person = outcome === "found" || outcome === "partial" ? toPerson(callback, CONFIDENCE[outcome]) : null;
  const costMicroAud = Math.round(credits * CLAY_CREDIT_MICRO_AUD);
  return { requestId, outcome, person, vendor: callback.provider || null, credits, costMicroAud };
}

function toPerson(callback: ClayCallback, confidence: number): EnrichedPerson {
  return {
    source: "clay",
    providerId: null,
    email: callback.email?.toLowerCase() || null,
    emailStatus: toEmailStatus(callback),
    firstName: callback.first_name || null,
    lastName: callback.last_name || null,
    title: callback.title || null,
    headline: null,
    seniority: null,
    departments: [],
    linkedinUrl: callback.linkedin_url || null,
    phone: callback.phone || null,
    personalEmail: null,
    city: null,
    state: null,
    country: null,
    currentJobStart: null,
    employmentHistory: [],
    company: callback.company || null,
    organization: toCompany(callback),
    confidence,
  };
}

/** A status we do not know says that somebody looked; none at all, that nobody did. */
function toEmailStatus({ email_status }: ClayCallback): EmailStatus {
  if (!email_status) return "guessed";
  const status = email_status.toLowerCase();
  return Object.hasOwn(EMAIL_STATUSES, status) ? (EMAIL_STATUSES[status] ?? "unknown") : "unknown";
}

function toCompany({ company, domain, company_employee_count, company_industry, company_country }: ClayCallback): EnrichedCompany | null {
  if (!company && !domain) return null;
  return {
    providerId: null,
    name: company || null,
    domain: domain?.toLowerCase() || null,
    website: null,
    linkedinUrl: null,
    description: null,
    industry: company_industry || null,
    employeeCount: company_employee_count ?? null,
    street: null,
    city: null,
    state: null,
    postcode: null,
    country: company_country || null,
    foundedYear: null,
    latestFundingDate: null,
    totalFundingUsd: null,
    annualRevenueUsd: null,
    keywords: [],
    technologies: [],
    isHiring: null,
  };
}

import "server-only";
import type { EmailStatus } from "@/lib/domain/email-status";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import { personConfidence } from "@/lib/domain/person-confidence";
import type { ApolloOrganization, ApolloPerson } from "@/lib/integrations/apollo/wire";

const EMAIL_STATUS: Readonly<Record<string, EmailStatus>> = {
  verified: "verified",
  extrapolated: "guessed",
  guessed: "guessed",
  "likely to engage": "guessed",
  catch_all: "catch_all",
  "catch-all": "catch_all",
  accept_all: "catch_all",
  invalid: "invalid",
  bounced: "invalid",
};

/** Apollo's person in our words, with our confidence. `isHiring` stays null until the job postings are asked for. */
export function toEnrichedPerson(person: ApolloPerson): EnrichedPerson {
  const history = (person.employment_history ?? []).filter((job) => job !== null);
  const current = history.filter((job) => job.current).sort(latestFirst)[0];
  const organization = person.organization ? toEnrichedCompany(person.organization) : null;
  const fields = {
    email: realEmail(person.email),
    firstName: filled(person.first_name),
    lastName: filled(person.last_name),
    title: filled(person.title) ?? filled(current?.title),
    company: organization?.name ?? filled(current?.organization_name),
    linkedinUrl: filled(person.linkedin_url),
    phone: filled(person.contact?.sanitized_phone),
  };
  const emailStatus = fields.email ? toEmailStatus(person.email_status) : "unknown";
  return {
    source: "apollo",
    providerId: filled(person.id),
    ...fields,
    emailStatus,
    headline: filled(person.headline),
    seniority: filled(person.seniority),
    departments: present(person.departments),
    personalEmail: present(person.personal_emails)[0]?.toLowerCase() ?? null,
    city: filled(person.city),
    state: filled(person.state),
    country: filled(person.country),
    currentJobStart: day(current?.start_date),
    employmentHistory: history.map((job) => ({
      company: filled(job.organization_name),
      title: filled(job.title),
      start: day(job.start_date),
      end: day(job.end_date),
      isCurrent: job.current === true,
    })),
    organization,
    confidence: personConfidence({ ...fields, emailStatus }),
  };
}

export function toEnrichedCompany(organization: ApolloOrganization): EnrichedCompany {
  return {
    providerId: filled(organization.id),
    name: filled(organization.name),
    domain: filled(organization.primary_domain)?.toLowerCase() ?? null,
    website: filled(organization.website_url),
    linkedinUrl: filled(organization.linkedin_url),
    description: filled(organization.short_description),
    industry: filled(organization.industry),
    employeeCount: organization.estimated_num_employees ?? null,
    street: filled(organization.street_address),
    city: filled(organization.city),
    state: filled(organization.state),
    postcode: filled(organization.postal_code),
    country: filled(organization.country),
    foundedYear: organization.founded_year ?? null,
    latestFundingDate: day(organization.latest_funding_round_date),
    totalFundingUsd: organization.total_funding ?? null,
    annualRevenueUsd: organization.annual_revenue ?? null,
    keywords: present(organization.keywords),
    technologies: present(organization.technology_names),
    isHiring: null,
  };
}

/** Words we do not know mean that Apollo could not say. */
export function toEmailStatus(status: string | null | undefined): EmailStatus {
  return EMAIL_STATUS[status?.toLowerCase() ?? ""] ?? "unknown";
}

/** Apollo fills the field with a notice instead of an address when the plan does not reveal it. */
function realEmail(email: string | null | undefined): string | null {
  const address = filled(email)?.toLowerCase() ?? null;
  return address?.startsWith("email_not_unlocked@") || address?.startsWith("domain_not_unlocked@") ? null : address;
}

function latestFirst(a: { start_date?: string | null | undefined }, b: { start_date?: string | null | undefined }): number {
  return (b.start_date ?? "").localeCompare(a.start_date ?? "");
}

function filled(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

function present(texts: readonly (string | null)[] | null | undefined): string[] {
  return (texts ?? []).filter((text) => text !== null && text !== "") as string[];
}

function day(date: string | null | undefined): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(date ?? "")?.[0] ?? null;
}

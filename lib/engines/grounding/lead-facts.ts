import "server-only";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import type { FieldProvenance } from "@/lib/domain/enriched-person";

/** A lead's own columns, as far as a message may speak of them. */
export type GroundingLead = {
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  company: string | null;
  domain: string | null;
  city: string | null;
  leadState: string | null;
  country: string | null;
  linkedinUrl: string | null;
  organizationIndustry: string | null;
  organizationEmployeeCount: number | null;
  organizationFoundedYear: number | null;
  organizationIsHiring: boolean | null;
  organizationLatestFundingDate: string | null;
  organizationDescription: string | null;
  employmentStartDate: string | null;
  source: string;
  /** Of `leads.enriched_fields`: who told each column, when, and how sure they were. */
  enrichedFields: unknown;
  custom: unknown;
};

/** What the agency states about itself. */
export type GroundingAgency = {
  clientName: string;
  legalName: string | null;
  offer: string | null;
  servicesOffered: readonly string[];
  valueProposition: string | null;
  companyDescription: string | null;
  yearsInBusiness: number | null;
  teamSize: number | null;
};

const COLUMNS = {
  firstName: "first_name",
  lastName: "last_name",
  title: "title",
  company: "company",
  domain: "website",
  city: "city",
  leadState: "state",
  country: "country",
  linkedinUrl: "linkedin_url",
  organizationIndustry: "industry",
  organizationEmployeeCount: "employee_count",
  organizationFoundedYear: "founded_year",
  organizationIsHiring: "is_hiring",
  organizationLatestFundingDate: "latest_funding_date",
  organizationDescription: "company_description",
  employmentStartDate: "employment_start_date",
} as const satisfies Partial<Record<keyof GroundingLead, string>>;

/**
 * What may be said of a lead: its columns with who told them and when, and what was imported beside them. A column nobody is noted for
 * was told by the client.
 */
export function leadFacts(lead: GroundingLead): ClaimFact[] {
  const told = (lead.enrichedFields ?? {}) as Readonly<Record<string, FieldProvenance | undefined>>;
  const own = Object.entries(COLUMNS).flatMap(([column, key]) => {
    const value = lead[column as keyof typeof COLUMNS];
    if (value === null || value === "") return [];
    const by = told[column === "leadState" ? "state" : column];
    return [{ key, value, source: by?.provider ?? lead.source, fetchedAt: by?.fetchedAt ?? null, confidence: by?.confidence ?? 1 }];
  });
  const custom = typeof lead.custom === "object" && lead.custom !== null ? Object.entries(lead.custom as Record<string, unknown>) : [];
  const imported = custom.flatMap(([key, value]) =>
    typeof value === "string" && value.trim() !== ""
      ? [{ key: `custom.${key}`, value, source: "import", fetchedAt: null, confidence: 1 }]
      : [],
  );
  return [...own, ...imported];
}

/** What the agency may say of itself, and who signs. */
export function agencyOwnFacts(agency: GroundingAgency, senderName: string | null): ClaimFact[] {
  const said: [string, ClaimFact["value"] | null][] = [
    ["agency.name", agency.clientName],
    ["agency.legal_name", agency.legalName],
    ["agency.sender_name", senderName],
    ["agency.offer", agency.offer],
    ["agency.services", agency.servicesOffered.length > 0 ? [...agency.servicesOffered] : null],
    ["agency.value_proposition", agency.valueProposition],
    ["agency.description", agency.companyDescription],
    ["agency.years_in_business", agency.yearsInBusiness],
    ["agency.team_size", agency.teamSize],
  ];
  return said.flatMap(([key, value]) =>
    value === null || value === "" ? [] : { key, value, source: "agency", fetchedAt: null, confidence: 1 },
  );
}

/** That this campaign has reached them before, which lets a follow-up say so. */
export function ownMessagesFact(fetchedAt: Date): ClaimFact {
  return { key: "messages_sent", value: true, source: "touches", fetchedAt: fetchedAt.toISOString(), confidence: 1 };
}

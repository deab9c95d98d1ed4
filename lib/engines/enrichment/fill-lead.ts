import "server-only";
import type { Updateable } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { Lead } from "@/lib/db/types.gen";
import { timezoneOfState, toAustralianState } from "@/lib/domain/australian-place";
import { toCountryCode } from "@/lib/domain/countries";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import type { Tier } from "@/lib/domain/scoring";
import type { Provenance } from "@/lib/engines/enrichment/provenance";

/** Columns a provider may fill, each with the field of a record it comes from. */
const FIELD_OF = {
  firstName: "firstName",
  lastName: "lastName",
  title: "title",
  company: "company",
  domain: "organization.domain",
  websiteUrl: "organization.website",
  linkedinUrl: "linkedinUrl",
  personalEmail: "personalEmail",
  seniority: "seniority",
  city: "city",
  state: "state",
  timezone: "state",
  country: "country",
  providerPersonId: "providerId",
  organizationIndustry: "organization.industry",
  organizationEmployeeCount: "organization.employeeCount",
  organizationCountry: "organization.country",
  organizationFoundedYear: "organization.foundedYear",
  organizationIsHiring: "organization.isHiring",
  organizationLatestFundingDate: "organization.latestFundingDate",
  organizationDescription: "organization.description",
  employmentStartDate: "currentJobStart",
  phone: "phone",
} as const;
export type LeadColumn = keyof typeof FIELD_OF;
const COLUMNS = Object.keys(FIELD_OF) as LeadColumn[];
/** Told by a company's record where the person's own says nothing. */
const BY_COMPANY: Partial<Record<LeadColumn, string>> = {
  state: "organization.state",
  timezone: "organization.state",
  country: "organization.country",
  organizationCountry: "country",
};
/** Whose score opens the channels that a phone number, a profile and a postal address are for. */
export const DEEP_TIERS: ReadonlySet<Tier> = new Set(["warm", "hot"]);
/** Bought for those only. */
export const DEPTH_COLUMNS: readonly LeadColumn[] = ["phone", "linkedinUrl"];
/** A phone number told by the way is left out: it is depth. */
export const WATERFALL_COLUMNS: readonly LeadColumn[] = COLUMNS.filter((column) => column !== "phone");

/**
 * What a provider knows fills what we did not, and each filled column notes who told it, how sure they were, and when; what the client
 * told us stays. The caller holds the lead, and writes the address's status itself.
 * @returns the columns that were filled
 */
export async function fillLead(
  db: Db,
  { clientId }: Ctx,
  { leadId, person, columns }: { leadId: string; person: EnrichedPerson; columns: readonly LeadColumn[] },
): Promise<LeadColumn[]> {
  const lead = await db
    .selectFrom("leads")
    .select([...COLUMNS, "enrichedFields"])
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const known = columnsOf(person);
  const filled = columns.filter((column) => lead[column] === null && (known[column] ?? null) !== null);
  const provenance = person.provenance ?? {};
  const entries = [
    ...filled.flatMap((column) => {
      const entry = provenance[FIELD_OF[column]] ?? provenance[BY_COMPANY[column] ?? ""];
      return entry ? [[column, entry] as const] : [];
    }),
    ...(provenance.emailStatus ? [["emailStatus", provenance.emailStatus] as const] : []),
  ];
  const enrichedFields = JSON.stringify({ ...(lead.enrichedFields as Provenance), ...Object.fromEntries(entries) });
  const patch: Updateable<Lead> = { ...Object.fromEntries(filled.map((column) => [column, known[column]])), enrichedFields };
  await db.updateTable("leads").set(patch).where("id", "=", leadId).where("clientId", "=", clientId).execute();
  return filled;
}

function columnsOf(person: EnrichedPerson): Partial<Record<LeadColumn, string | number | boolean | null>> {
  const company = person.organization;
  const state = toAustralianState(person.state ?? company?.state ?? "");
  return {
    firstName: person.firstName,
    lastName: person.lastName,
    title: person.title,
    company: person.company,
    domain: company?.domain ?? null,
    websiteUrl: company?.website ?? null,
    linkedinUrl: person.linkedinUrl,
    personalEmail: person.personalEmail,
    seniority: person.seniority,
    city: person.city,
    state: state ?? null,
    timezone: state ? timezoneOfState(state) : null,
    country: toCountryCode(person.country ?? company?.country ?? null),
    providerPersonId: person.providerId,
    organizationIndustry: company?.industry ?? null,
    organizationEmployeeCount: company?.employeeCount ?? null,
    organizationCountry: company?.country ?? person.country,
    organizationFoundedYear: company?.foundedYear ?? null,
    organizationIsHiring: company?.isHiring ?? null,
    organizationLatestFundingDate: company?.latestFundingDate ?? null,
    organizationDescription: company?.description ?? null,
    employmentStartDate: person.currentJobStart,
    phone: person.phone,
  };
}

import "server-only";
import { subDays, subMonths } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { SAMPLE_AGENCY, SAMPLE_WEIGHTS } from "@/lib/engines/sample/sample-agency";
import { officeTimeAgo } from "@/lib/engines/sample/sample-day";
import { type Known, SAMPLE_PEOPLE, type SamplePerson } from "@/lib/engines/sample/sample-people";
import { chooseWeights } from "@/lib/engines/scoring/choose-weights";
import { scoreLead } from "@/lib/engines/scoring/score-lead";

const IMPORTED_DAYS_AGO = 13;
/** Numbers that ACMA keeps for fiction. */
const FICTIONAL_MOBILES = ["+61491570006", "+61491570156", "+61491570157", "+61491570158", "+61491570159", "+61491570110"] as const;

/** What is known of a person, from what of them is known: months in the role, and months since the last funding. */
const KNOWN: Readonly<
  Record<
    Known,
    { emailStatus: string; hasPhone: boolean; hasProfile: boolean; isHiring: boolean | null; months: number | null; funded: number | null }
  >
> = {
  all: { emailStatus: "verified", hasPhone: true, hasProfile: true, isHiring: true, months: 3, funded: 8 },
  much: { emailStatus: "verified", hasPhone: false, hasProfile: true, isHiring: true, months: 9, funded: null },
  some: { emailStatus: "verified", hasPhone: false, hasProfile: true, isHiring: null, months: 30, funded: null },
  little: { emailStatus: "guessed", hasPhone: false, hasProfile: false, isHiring: false, months: null, funded: null },
  bare: { emailStatus: "unknown", hasPhone: false, hasProfile: false, isHiring: null, months: null, funded: null },
};

/**
 * The people, each scored by the product's own rules.
 * @returns their ids, in the order of SAMPLE_PEOPLE
 */
export async function insertSampleLeads(db: Db, ctx: Ctx): Promise<string[]> {
  const importedAt = officeTimeAgo(ctx.now, IMPORTED_DAYS_AGO, 0);
  const rows = await db
    .insertInto("leads")
    .values(SAMPLE_PEOPLE.map((person, at) => leadRow(ctx, person, { importedAt, at })))
    .returning(["id", "email"])
    .execute();
  const byEmail = new Map(rows.map(({ id, email }) => [email, id]));
  const ids = SAMPLE_PEOPLE.map(({ email }) => byEmail.get(email) ?? "");
  await insertConsent(db, ctx, { ids, importedAt });
  const count = SAMPLE_PEOPLE.length;
  await recordActivity(db, { ...ctx, now: importedAt }, { action: "imported", reason: `${count} sample leads came with the workspace` });
  return ids;
}

function leadRow({ clientId, now }: Ctx, person: SamplePerson, { importedAt, at }: { importedAt: Date; at: number }) {
  const { emailStatus, hasPhone, hasProfile, isHiring, months, funded } = KNOWN[person.known];
  const known = {
    email: person.email,
    phone: hasPhone ? (FICTIONAL_MOBILES[at % FICTIONAL_MOBILES.length] ?? null) : null,
    phoneVerified: hasPhone,
    linkedinUrl: hasProfile ? `https://www.linkedin.com/in/sample-${person.firstName}-${person.lastName}`.toLowerCase() : null,
    organizationIndustry: person.industry,
    organizationEmployeeCount: person.employees,
    organizationCountry: "AU",
    organizationIsHiring: isHiring,
    employmentStartDate: months === null ? null : day(subMonths(now, months)),
    organizationLatestFundingDate: funded === null ? null : day(subMonths(now, funded)),
  };
  const { weights, source } = chooseWeights({ clientConfirmedIcp: SAMPLE_WEIGHTS });
  const score = scoreLead(
    {
      email: known.email,
      email_status: emailStatus as "verified",
      email_verified: emailStatus === "verified",
      phone: known.phone,
      phone_verified: known.phoneVerified,
      linkedin_url: known.linkedinUrl,
      personal_email: null,
      title: person.title,
      seniority: null,
      organization_industry: known.organizationIndustry,
      organization_employee_count: known.organizationEmployeeCount,
      organization_country: known.organizationCountry,
      organization_is_hiring: known.organizationIsHiring,
      organization_latest_funding_date: known.organizationLatestFundingDate,
      employment_start_date: known.employmentStartDate,
      dataforseo: null,
      bounced: false,
      unsubscribed: false,
      competitor: false,
    },
    {
      icp: {
        industries: [...SAMPLE_AGENCY.icpIndustries],
        sizes: [...SAMPLE_AGENCY.icpCompanySizes],
        locations: [...SAMPLE_AGENCY.icpLocations],
      },
      weights,
      weightSource: source,
      now,
    },
  );
  return {
    ...known,
    clientId,
    firstName: person.firstName,
    lastName: person.lastName,
    title: person.title,
    company: person.company,
    domain: person.domain,
    city: person.city,
    state: person.state,
    country: "AU",
    emailStatus,
    emailVerifiedAt: emailStatus === "verified" ? subDays(importedAt, 1) : null,
    status: "scored" as const,
    source: "sample",
    enrichedAt: importedAt,
    alsScore: score.als_score,
    alsTier: score.als_tier,
    alsDataQuality: score.components.data_quality,
    alsAuthority: score.components.authority,
    alsCompanyFit: score.components.company_fit,
    alsTiming: score.components.timing,
    alsRisk: score.components.risk,
    alsComponents: JSON.stringify(score.components),
    alsWeightsUsed: JSON.stringify(score.weights),
    alsWeightSource: score.weight_source,
    alsReasons: JSON.stringify(score.reasons),
    scoredAt: importedAt,
    createdAt: importedAt,
  };
}

/** Each published an address with their role, as far as the sample goes. */
async function insertConsent(db: Db, { clientId }: Ctx, { ids, importedAt }: { ids: readonly string[]; importedAt: Date }): Promise<void> {
  await db
    .insertInto("consentBases")
    .values(
      SAMPLE_PEOPLE.map(({ title, domain }, at) => ({
        clientId,
        leadId: ids[at] ?? "",
        channel: "email" as const,
        basis: "inferred_publication",
        evidence: JSON.stringify({ role: title, relevance: "Decides how customers find the company", no_contrary_statement: true }),
        sourceUrl: `https://${domain}/team`,
        capturedAt: importedAt,
        recordedVia: "import",
      })),
    )
    .execute();
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

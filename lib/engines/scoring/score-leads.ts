import "server-only";
import { subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { WebPresence } from "@/lib/domain/web-presence";
import { webPresence } from "@/lib/domain/web-presence";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { chooseWeights } from "@/lib/engines/scoring/choose-weights";
import { scoreLead } from "@/lib/engines/scoring/score-lead";
import { ProviderError } from "@/lib/errors";
import { leadsScored } from "@/lib/events/catalogue";

/** SEO figures of a domain are good for this long (blueprint, DataForSEO). */
const WEB_PRESENCE_DAYS = 30;

type WebPresenceSource = Pick<EnrichmentProviders, "getSearchTraffic" | "getBacklinkProfile">;
type LeadRow = Awaited<ReturnType<typeof listLeads>>[number];

/**
 * Scores leads and stores score, tier, components, weights, their source and the receipt. Only a lead that was never scored moves
 * to `scored`: a re-score never takes anybody back in the life-cycle. A provider that fails leaves its points unknown, not zero.
 * @param leadIds at most 100
 * @returns how many were scored
 */
export async function scoreLeads(ctx: Ctx, { leadIds }: { leadIds: readonly string[] }, source: WebPresenceSource): Promise<number> {
  const { leads, circumstances, known } = await ctx.tx(async (db) => {
    const found = await listLeads(db, ctx, leadIds);
    return { leads: found, circumstances: await loadCircumstances(db, ctx), known: await findWebPresence(db, ctx, domainsOf(found)) };
  });
  if (leads.length === 0) return 0;
  const fetched = await fetchWebPresence(
    source,
    domainsOf(leads).filter((domain) => !known.has(domain)),
  );

  return ctx.tx(async (db) => {
    await keepWebPresence(db, ctx, fetched, leads);
    const presenceOf = (lead: LeadRow) => (lead.domain ? (known.get(lead.domain) ?? fetched.get(lead.domain)?.data ?? null) : null);
    const newlyScored: string[] = [];
    for (const lead of leads) {
      const score = scoreLead(toScorable(lead, presenceOf(lead)), { ...circumstances, now: ctx.now });
      await db
        .updateTable("leads")
        .set({
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
          scoredAt: ctx.now,
          ...(lead.status === "enriched" && { status: "scored" as const }),
        })
        .where("id", "=", lead.id)
        .where("clientId", "=", ctx.clientId)
        .execute();
      if (lead.status === "enriched") newlyScored.push(lead.id);
    }
    if (newlyScored.length > 0) await enqueueEvent(db, leadsScored.create({ clientId: ctx.clientId, leadIds: newlyScored }));
    return leads.length;
  });
}

function listLeads(db: Db, { clientId }: Ctx, leadIds: readonly string[]) {
  return db
    .selectFrom("leads")
    .select([
      "id",
      "email",
      "emailStatus",
      "phone",
      "phoneVerified",
      "linkedinUrl",
      "personalEmail",
      "title",
      "seniority",
      "domain",
      "organizationIndustry",
      "organizationEmployeeCount",
      "organizationCountry",
      "organizationIsHiring",
      "organizationLatestFundingDate",
      "employmentStartDate",
      "status",
      "isCompetitor",
    ])
    .where("clientId", "=", clientId)
    .where("id", "in", leadIds)
    .where("status", "<>", "new")
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
}

/** Whom the client sells to, and the weights that hold for it; the later rungs read tables that may still be empty. */
async function loadCircumstances(db: Db, { clientId }: Ctx) {
  const client = await db
    .selectFrom("clients")
    .select([
      "icpIndustries",
      "icpCompanySizes",
      "icpLocations",
      "icpConfirmedAt",
      "alsWeights",
      "alsLearnedWeights",
      "alsLearnedConfidence",
      "conversionSampleCount",
    ])
    .where("id", "=", clientId)
    .executeTakeFirstOrThrow();
  const platform = await db
    .selectFrom("platformWeights")
    .select(["weightType", "industrySegment", "weights", "confidence"])
    .where((eb) => eb.or([eb("weightType", "=", "global"), eb("industrySegment", "=", client.icpIndustries[0] ?? "")]))
    .execute();
  const { weights, source: weightSource } = chooseWeights({
    clientLearned: client.alsLearnedWeights
      ? { weights: client.alsLearnedWeights, confidence: client.alsLearnedConfidence ?? 0, sampleSize: client.conversionSampleCount }
      : null,
    clientConfirmedIcp: client.icpConfirmedAt ? client.alsWeights : null,
    platformIndustry: platform.find((row) => row.weightType === "industry") ?? null,
    platformGlobal: platform.find((row) => row.weightType === "global") ?? null,
  });
  return {
    icp: { industries: client.icpIndustries, sizes: client.icpCompanySizes, locations: client.icpLocations },
    weights,
    weightSource,
  };
}

function domainsOf(leads: readonly LeadRow[]): string[] {
  return [...new Set(leads.flatMap((lead) => lead.domain ?? []))];
}

async function findWebPresence(db: Db, { now }: Ctx, domains: readonly string[]): Promise<Map<string, WebPresence>> {
  if (domains.length === 0) return new Map();
  const rows = await db
    .selectFrom("private.dataforseoCache")
    .select(["domain", "data"])
    .where("domain", "in", domains)
    .where("fetchedAt", ">", subDays(now, WEB_PRESENCE_DAYS))
    .execute();
  return new Map(
    rows.flatMap(({ domain, data }) => {
      const parsed = webPresence.safeParse(data);
      return parsed.success ? [[domain, parsed.data] as const] : [];
    }),
  );
}

type Fetched = { data: WebPresence; costMicroAud: number };

async function fetchWebPresence(source: WebPresenceSource, domains: readonly string[]): Promise<Map<string, Fetched>> {
  const results = await Promise.all(
    domains.map(async (domain): Promise<[string, Fetched] | null> => {
      const [traffic, links] = await Promise.allSettled([source.getSearchTraffic(domain), source.getBacklinkProfile(domain)]);
      for (const result of [traffic, links])
        if (result.status === "rejected" && !(result.reason instanceof ProviderError)) throw result.reason;
      if (traffic.status === "rejected" || links.status === "rejected") return null; // scored without it, asked again next time
      const { costMicroAud: trafficCost, ...visits } = traffic.value;
      const { costMicroAud: linksCost, ...profile } = links.value;
      return [domain, { data: { ...visits, ...profile }, costMicroAud: trafficCost + linksCost }];
    }),
  );
  return new Map(results.filter((result) => result !== null));
}

async function keepWebPresence(db: Db, ctx: Ctx, fetched: ReadonlyMap<string, Fetched>, leads: readonly LeadRow[]): Promise<void> {
  for (const [domain, { data, costMicroAud }] of [...fetched].sort()) {
    await db
      .insertInto("private.dataforseoCache")
      .values({ domain, data: JSON.stringify(data), fetchedAt: ctx.now })
      .onConflict((conflict) => conflict.column("domain").doUpdateSet({ data: JSON.stringify(data), fetchedAt: ctx.now }))
      .execute();
    await db
      .insertInto("providerCosts")
      .values({
        clientId: ctx.clientId,
        leadId: leads.find((lead) => lead.domain === domain)?.id ?? null,
        provider: "dataforseo",
        operation: "domain",
        costMicros: costMicroAud,
        idempotencyKey: `dataforseo:${ctx.clientId}:${domain}:${ctx.now.toISOString()}`,
        occurredAt: ctx.now,
      })
      .onConflict((conflict) => conflict.column("idempotencyKey").doNothing())
      .execute();
  }
}

function toScorable(lead: LeadRow, dataforseo: WebPresence | null) {
  return {
    email: lead.email,
    email_status: lead.emailStatus as "verified" | null,
    email_verified: lead.emailStatus === "verified",
    phone: lead.phone,
    phone_verified: lead.phoneVerified,
    linkedin_url: lead.linkedinUrl,
    personal_email: lead.personalEmail,
    title: lead.title,
    seniority: lead.seniority,
    organization_industry: lead.organizationIndustry,
    organization_employee_count: lead.organizationEmployeeCount,
    organization_country: lead.organizationCountry,
    organization_is_hiring: lead.organizationIsHiring,
    organization_latest_funding_date: lead.organizationLatestFundingDate,
    employment_start_date: lead.employmentStartDate,
    dataforseo,
    bounced: lead.status === "bounced",
    unsubscribed: lead.status === "unsubscribed",
    competitor: lead.isCompetitor,
  };
}

import "server-only";
import { subDays } from "date-fns";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { staleBefore } from "@/lib/domain/research";
import type { LeadScore } from "@/lib/domain/scoring";
import type { WebPresence } from "@/lib/domain/web-presence";
import { webPresence } from "@/lib/domain/web-presence";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { chooseWeights } from "@/lib/engines/scoring/choose-weights";
import { scoreLead } from "@/lib/engines/scoring/score-lead";
import { ProviderError } from "@/lib/errors";
import { leadResearchRequested, leadsScored } from "@/lib/events/catalogue";

/** SEO figures of a domain are good for this long (blueprint, DataForSEO). */
const WEB_PRESENCE_DAYS = 30;
/** Two calls a domain; DataForSEO takes at most 30 at once. */
const DOMAINS_AT_ONCE = 10;

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

  const scores = leads.map((lead) => {
    const presence = lead.domain ? (known.get(lead.domain) ?? fetched.get(lead.domain)?.data ?? null) : null;
    return { id: lead.id, score: scoreLead(toScorable(lead, presence), { ...circumstances, now: ctx.now }) };
  });
  return ctx.tx(async (db) => {
    await keepWebPresence(db, ctx, fetched, leads);
    const { newlyScored, unknownHot } = await storeScores(db, ctx, scores);
    const { clientId } = ctx;
    await enqueueEvent(
      db,
      ...(newlyScored.length > 0 ? [leadsScored.create({ clientId, leadIds: newlyScored })] : []),
      ...(unknownHot.length > 0 ? [leadResearchRequested.create({ clientId, leadIds: unknownHot })] : []),
    );
    return leads.length;
  });
}

/**
 * Writes all scores in one statement. The status is judged on the row as it is now: a lead that opted out while providers were asked stays
 * opted out.
 * @returns by id, those that were never scored before, and the hot ones of whom nobody found anything out lately
 */
async function storeScores(
  db: Db,
  ctx: Ctx,
  scores: readonly { id: string; score: LeadScore }[],
): Promise<{ newlyScored: string[]; unknownHot: string[] }> {
  const rows = JSON.stringify(
    scores.map(({ id, score }) => ({
      id,
      score: score.als_score,
      tier: score.als_tier,
      components: score.components,
      weights: score.weights,
      source: score.weight_source,
      reasons: score.reasons,
    })),
  );
  const { rows: stored } = await sql<{ id: string; isNew: boolean; isUnknownHot: boolean }>`
    with given as (
      select * from jsonb_to_recordset(${rows}::jsonb)
        as given(id uuid, score integer, tier als_tier, components jsonb, weights jsonb, source text, reasons jsonb)
    ), held as (
      select l.id, l.status from leads l
      where l.client_id = ${ctx.clientId} and l.id in (select id from given)
      order by l.id
      for update
    )
    update leads l set
      als_score = given.score, als_tier = given.tier,
      als_data_quality = (given.components ->> 'data_quality')::integer, als_authority = (given.components ->> 'authority')::integer,
      als_company_fit = (given.components ->> 'company_fit')::integer, als_timing = (given.components ->> 'timing')::integer,
      als_risk = (given.components ->> 'risk')::integer,
      als_components = given.components, als_weights_used = given.weights, als_weight_source = given.source, als_reasons = given.reasons,
      scored_at = ${ctx.now},
      status = case when held.status = 'enriched' then 'scored' else held.status end
    from given join held on held.id = given.id
    where l.id = given.id and l.client_id = ${ctx.clientId}
    returning l.id, held.status = 'enriched' as is_new,
      given.tier = 'hot' and not exists (
        select from lead_research r where r.lead_id = l.id and r.researched_at > ${staleBefore(ctx.now)}
      ) as is_unknown_hot
  `.execute(db);
  const idsOf = (rows: typeof stored) => rows.map(({ id }) => id).sort();
  return { newlyScored: idsOf(stored.filter(({ isNew }) => isNew)), unknownHot: idsOf(stored.filter(({ isUnknownHot }) => isUnknownHot)) };
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

/** `data` is null when a provider failed; what the other part of the answer cost is owed all the same. */
type Fetched = { data: WebPresence | null; costMicroAud: number };

async function fetchWebPresence(source: WebPresenceSource, domains: readonly string[]): Promise<Map<string, Fetched>> {
  const fetched = new Map<string, Fetched>();
  for (let start = 0; start < domains.length; start += DOMAINS_AT_ONCE) {
    const batch = domains.slice(start, start + DOMAINS_AT_ONCE);
    const answers = await Promise.all(batch.map((domain) => fetchDomain(source, domain)));
    batch.forEach((domain, index) => {
      const answer = answers[index];
      if (answer) fetched.set(domain, answer);
    });
  }
  return fetched;
}

async function fetchDomain(source: WebPresenceSource, domain: string): Promise<Fetched> {
  const [traffic, links] = await Promise.allSettled([source.getSearchTraffic(domain), source.getBacklinkProfile(domain)]);
  for (const result of [traffic, links]) if (result.status === "rejected" && !(result.reason instanceof ProviderError)) throw result.reason;
  const costMicroAud = [traffic, links].reduce((sum, part) => sum + (part.status === "fulfilled" ? part.value.costMicroAud : 0), 0);
  // Scored without it, asked again next time.
  if (traffic.status === "rejected" || links.status === "rejected") return { data: null, costMicroAud };
  const { costMicroAud: _traffic, ...visits } = traffic.value;
  const { costMicroAud: _links, ...profile } = links.value;
  return { data: { ...visits, ...profile }, costMicroAud };
}

async function keepWebPresence(db: Db, ctx: Ctx, fetched: ReadonlyMap<string, Fetched>, leads: readonly LeadRow[]): Promise<void> {
  const answers = [...fetched].sort(([one], [other]) => (one < other ? -1 : 1)); // one order of locks for everybody
  const known = answers.filter(([, { data }]) => data !== null);
  if (known.length > 0) {
    await db
      .insertInto("private.dataforseoCache")
      .values(known.map(([domain, { data }]) => ({ domain, data: JSON.stringify(data), fetchedAt: ctx.now })))
      .onConflict((conflict) =>
        conflict.column("domain").doUpdateSet((eb) => ({ data: eb.ref("excluded.data"), fetchedAt: eb.ref("excluded.fetchedAt") })),
      )
      .execute();
  }
  const charged = answers.filter(([, { costMicroAud }]) => costMicroAud > 0);
  if (charged.length === 0) return;
  await db
    .insertInto("providerCosts")
    .values(
      charged.map(([domain, { costMicroAud }]) => ({
        clientId: ctx.clientId,
        leadId: leads.find((lead) => lead.domain === domain)?.id ?? null,
        provider: "dataforseo",
        operation: "domain",
        costMicros: costMicroAud,
        idempotencyKey: `dataforseo:${ctx.clientId}:${domain}:${ctx.now.toISOString()}`,
        occurredAt: ctx.now,
      })),
    )
    .onConflict((conflict) => conflict.column("idempotencyKey").doNothing())
    .execute();
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

import "server-only";
import { type Insertable, type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Db } from "@/lib/db/client";
import type { IndustryResearch, LeadResearch } from "@/lib/db/types.gen";
import type { Industry } from "@/lib/domain/industries";

/** What was found out about an industry for the same question, while it holds, and the client's zone. */
export function findIndustryResearch(
  db: Db,
  { clientId, industry, fingerprint, now }: { clientId: string; industry: Industry; fingerprint: string; now: Date },
) {
  return db
    .selectFrom("industryResearch as r")
    .innerJoin("clients as k", "k.id", "r.clientId")
    .select(["r.result", "r.madeBy", "r.researchedAt", "k.timezone"])
    .where("r.clientId", "=", clientId)
    .where("r.industry", "=", industry)
    .where("r.fingerprint", "=", fingerprint)
    .where("r.expiresAt", ">", now)
    .executeTakeFirst();
}

/** Takes the place of what was known of the industry. */
export async function putIndustryResearch(db: Db, row: Insertable<IndustryResearch>): Promise<void> {
  const { clientId: _client, industry: _industry, ...found } = row;
  await db
    .insertInto("industryResearch")
    .values(row)
    .onConflict((conflict) => conflict.columns(["clientId", "industry"]).doUpdateSet(found))
    .execute();
}

/** Hot leads of whom nothing fresh is known and whom nobody has stopped, with what may be said of them. */
export function listLeadsToResearch(
  db: Db,
  { clientId, leadIds, staleBefore, askedBefore, run }: ResearchScope & { staleBefore: Date; askedBefore: Date; run: string },
) {
  return db
    .selectFrom("leads as l")
    .leftJoin("leadResearch as r", "r.leadId", "l.id")
    .select([
      "l.id",
      "l.firstName",
      "l.lastName",
      "l.title",
      "l.company",
      "l.domain",
      "l.city",
      "l.state as leadState",
      "l.country",
      "l.linkedinUrl",
      "l.organizationIndustry",
      "l.organizationEmployeeCount",
      "l.organizationFoundedYear",
      "l.organizationIsHiring",
      "l.organizationLatestFundingDate",
      "l.organizationDescription",
      "l.employmentStartDate",
      "l.source",
      "l.enrichedFields",
      "l.custom",
    ])
    .where("l.clientId", "=", clientId)
    .where("l.id", "in", leadIds)
    .where("l.alsTier", "=", "hot")
    .where("l.status", "in", ["enriched", "scored", "in_sequence"])
    .where("l.isCompetitor", "=", false)
    .where("l.deletedAt", "is", null)
    .where((eb) => eb.or([eb("r.researchedAt", "is", null), eb("r.researchedAt", "<=", staleBefore)]))
    .where((eb) => eb.or([eb("r.askedAt", "is", null), eb("r.askedAt", "<=", askedBefore), eb("r.askedByRun", "=", run)]))
    .orderBy("l.id")
    .execute();
}
type ResearchScope = { clientId: string; leadIds: readonly string[] };

/**
 * Notes that a run is about to hand the questions about these leads to a model.
 * @returns ids of those it may ask about: nobody asked since `askedBefore`, the run itself included
 */
export async function markAsked(
  db: Db,
  { clientId, leadIds, askedBefore, run, now }: ResearchScope & { askedBefore: Date; run: string; now: Date },
): Promise<string[]> {
  const rows = await db
    .insertInto("leadResearch")
    .columns(["leadId", "clientId", "askedAt", "askedByRun"])
    .expression(
      db
        .selectFrom("leads")
        .select(({ val }) => ["id", "clientId", sql<Date>`${val(now)}::timestamptz`.as("askedAt"), val(run).as("askedByRun")])
        .where("clientId", "=", clientId)
        .where("id", "in", leadIds)
        .where("deletedAt", "is", null)
        .orderBy("id")
        // Whoever takes the lead away waits; a plan, which passes over what is held, does not.
        .forKeyShare(),
    )
    .onConflict((conflict) =>
      conflict
        .column("leadId")
        .doUpdateSet({ askedAt: now, askedByRun: run })
        .where(({ eb, or }) => or([eb("leadResearch.askedAt", "is", null), eb("leadResearch.askedAt", "<=", askedBefore)])),
    )
    .returning("leadId")
    .execute();
  return rows.map(({ leadId }) => leadId);
}

export type FoundResearch = Pick<
  Selectable<LeadResearch>,
  "leadId" | "openingLine" | "summary" | "cites" | "madeBy" | "why" | "promptVersion"
> & { recentActivity: readonly string[] };

/**
 * Stores what was found out about leads in one statement, over what was known before. Of a lead that went meanwhile nothing is kept.
 * @returns how many were stored
 */
export async function putLeadResearch(
  db: Db,
  { clientId, found, now }: { clientId: string; found: readonly FoundResearch[]; now: Date },
): Promise<number> {
  const { rows } = await sql`
    insert into lead_research (lead_id, client_id, opening_line, summary, recent_activity, cites, made_by, why, prompt_version, researched_at)
    select l.id, l.client_id, given."openingLine", given.summary, given."recentActivity", given.cites, given."madeBy", given.why,
      given."promptVersion", ${now}
    from leads l
    join jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as given(
      "leadId" uuid, "openingLine" text, summary text, "recentActivity" jsonb, cites text[], "madeBy" text, why text, "promptVersion" integer
    ) on given."leadId" = l.id
    where l.client_id = ${clientId} and l.deleted_at is null
    order by l.id
    for key share of l
    on conflict (lead_id) do update set
      opening_line = excluded.opening_line, summary = excluded.summary, recent_activity = excluded.recent_activity, cites = excluded.cites,
      made_by = excluded.made_by, why = excluded.why, prompt_version = excluded.prompt_version, researched_at = excluded.researched_at,
      asked_at = null, asked_by_run = null
    returning lead_id
  `.execute(db);
  return rows.length;
}

/** What is known of a lead before writing to them; without `researchedAt` it is being found out. */
export async function findLeadResearch(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  const row = await db
    .selectFrom("leadResearch")
    .select(["openingLine", "summary", "recentActivity", "cites", "madeBy", "why", "researchedAt", "askedAt"])
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .executeTakeFirst();
  return row && { ...row, recentActivity: z.array(z.string()).catch([]).parse(row.recentActivity) };
}
export type LeadResearchRow = NonNullable<Awaited<ReturnType<typeof findLeadResearch>>>;

import "server-only";
import { sql } from "kysely";
import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { type WritingProgress, type WritingStatus, writingStage } from "@/lib/domain/campaign-writing";
import { INDUSTRIES, type Industry, toIndustry } from "@/lib/domain/industries";

type CampaignScope = { clientId: string; campaignId: string };
type WritingScope = { clientId: string; writingId: string };

/** The newest writing of a campaign, as its pages show it. */
export async function findLatestWriting(db: Db, { clientId, campaignId }: CampaignScope): Promise<WritingProgress | undefined> {
  const row = await db
    .selectFrom("campaignWritings as w")
    .leftJoin("sequenceVersions as v", "v.id", "w.versionId")
    .select(["w.id", "w.status", "w.stages", "w.error", "w.isInForce", "w.dismissedAt", "v.version"])
    .where("w.clientId", "=", clientId)
    .where("w.campaignId", "=", campaignId)
    .orderBy("w.createdAt", "desc")
    .orderBy("w.id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    status: row.status as WritingStatus,
    stages: z.array(writingStage).parse(row.stages),
    error: row.error,
    version: row.version,
    isInForce: row.isInForce,
    isDismissed: row.dismissedAt !== null,
  };
}

/** A writing with what it began from, held until the transaction ends. */
export function lockWriting(db: Db, { clientId, writingId }: WritingScope) {
  return db
    .selectFrom("campaignWritings")
    .select(["id", "campaignId", "status", "stages", "basedOnVersionId"])
    .where("clientId", "=", clientId)
    .where("id", "=", writingId)
    .forUpdate()
    .executeTakeFirst();
}

/** Whether a version is as a writing left it. */
export async function isWrittenVersion(db: Db, { clientId, versionId }: { clientId: string; versionId: string }): Promise<boolean> {
  const row = await db
    .selectFrom("campaignWritings")
    .select("id")
    .where("clientId", "=", clientId)
    .where("versionId", "=", versionId)
    .executeTakeFirst();
  return row !== undefined;
}

/** What a campaign is written from: its own details, the agency's, and the audience it inherits. */
export async function findWritingBrief(db: Db, { clientId, campaignId }: CampaignScope) {
  return db
    .selectFrom("campaigns as c")
    .innerJoin("clients as k", "k.id", "c.clientId")
    .select([
      "c.name",
      "c.description",
      "c.status",
      "c.offer",
      "c.targetIndustries",
      "k.name as agencyName",
      "k.defaultOffer",
      "k.valueProposition",
      "k.servicesOffered",
      "k.companyDescription",
      "k.icpIndustries",
      "k.icpTitles",
      "k.icpCompanySizes",
      "k.icpPainPoints",
      "k.toneSample",
      "k.neverSay",
      "k.tier",
    ])
    .where("c.clientId", "=", clientId)
    .where("c.id", "=", campaignId)
    .where("c.deletedAt", "is", null)
    .executeTakeFirst();
}

/** How much of the agency's portfolio each industry is: its companies, each by how sure we are of it. */
export async function listPortfolioWeights(db: Db, { clientId }: { clientId: string }): Promise<Partial<Record<Industry, number>>> {
  const rows = await db
    .selectFrom("clientPortfolio")
    .select(["companyIndustry", sql<number>`sum(confidence)`.as("weight")])
    .where("clientId", "=", clientId)
    .where("companyIndustry", "is not", null)
    .where("standing", "<>", "not_client")
    .groupBy("companyIndustry")
    .execute();
  const weights: Partial<Record<Industry, number>> = {};
  for (const { companyIndustry, weight } of rows) {
    const industry = INDUSTRIES.find((known) => known === companyIndustry);
    if (industry) weights[industry] = weight;
  }
  return weights;
}

/** The industries of the audience in our slugs, in the order the agency gave them. */
export function knownIndustries(names: readonly string[]): Industry[] {
  return [...new Set(names.flatMap((name) => toIndustry(name) ?? []))];
}

/** Leads a new campaign could still enrol. */
export async function countFreeLeads(db: Db, { clientId }: { clientId: string }): Promise<number> {
  const row = await db
    .selectFrom("leads")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("clientId", "=", clientId)
    .where("campaignId", "is", null)
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
  return row.n;
}

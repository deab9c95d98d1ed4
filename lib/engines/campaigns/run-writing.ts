import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import {
  countFreeLeads,
  findWritingBrief,
  isWrittenVersion,
  knownIndustries,
  listPortfolioWeights,
  lockWriting,
} from "@/lib/db/queries/campaign-writings";
import { listCampaignSteps } from "@/lib/db/queries/sequence-versions";
import type { AgencyVoice } from "@/lib/domain/agency-voice";
import { type WritingStage, type WritingStageName, writingStage } from "@/lib/domain/campaign-writing";
import type { Industry } from "@/lib/domain/industries";
import type { Channel } from "@/lib/domain/outreach";
import { TIERS, type Tier } from "@/lib/domain/scoring";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { addSequenceVersion, type NewStep } from "@/lib/engines/campaigns/add-sequence-version";
import { listOwnChannels } from "@/lib/engines/campaigns/create-campaign";
import { holdCampaign } from "@/lib/engines/campaigns/edit-sequence";
import { mergeWriting } from "@/lib/engines/campaigns/merge-writing";
import { NotFoundError } from "@/lib/errors";

/** What a campaign is written from. Small and plain, for it is carried from one durable step to the next. */
export type WritingBrief = {
  campaignId: string;
  campaignName: string;
  description: string | null;
  agency: { name: string; valueProposition: string | null; services: string[]; offer: string | null };
  voice: AgencyVoice;
  icp: { industries: Industry[]; titles: string[]; companySizes: string[]; painPoints: string[] };
  channels: Channel[];
  tiers: Tier[];
  portfolioWeights: Partial<Record<Industry, number>>;
  freeLeads: number;
};

/**
 * Begins a writing and reads what it is written from. A repeat reads again.
 * @returns null when it has ended already
 * @throws NotFoundError when the client has no such writing
 */
export function beginWriting(ctx: Ctx, { writingId }: { writingId: string }): Promise<WritingBrief | null> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const writing = await lockWriting(db, { clientId, writingId });
    if (!writing) throw new NotFoundError("There is no such writing");
    if (writing.status === "done" || writing.status === "failed") return null;
    await updateWriting(db, { clientId, writingId }, { status: "running" });
    const scope = { clientId, campaignId: writing.campaignId };
    const row = await findWritingBrief(db, scope);
    if (!row) throw new NotFoundError("There is no such campaign in this workspace");
    return {
      campaignId: writing.campaignId,
      campaignName: row.name,
      description: row.description,
      agency: {
        name: row.agencyName,
        valueProposition: row.valueProposition ?? row.companyDescription,
        services: row.servicesOffered.slice(0, 20),
        offer: row.offer ?? row.defaultOffer,
      },
      voice: { sample: row.toneSample, neverSay: row.neverSay },
      icp: {
        industries: knownIndustries(row.targetIndustries.length > 0 ? row.targetIndustries : row.icpIndustries),
        titles: row.icpTitles.slice(0, 30),
        companySizes: row.icpCompanySizes.slice(0, 12),
        painPoints: row.icpPainPoints.slice(0, 20),
      },
      channels: await listOwnChannels(db, ctx),
      tiers: await listTiers(db, ctx),
      portfolioWeights: await listPortfolioWeights(db, { clientId }),
      freeLeads: await countFreeLeads(db, { clientId }),
    };
  });
}

/** Tiers the client's scored leads have; all that are written to where none is scored yet. */
async function listTiers(db: Db, { clientId }: Pick<Ctx, "clientId">): Promise<Tier[]> {
  const rows = await db
    .selectFrom("leads")
    .select("alsTier")
    .distinct()
    .where("clientId", "=", clientId)
    .where("alsTier", "is not", null)
    .where("alsTier", "<>", "dead")
    .where("deletedAt", "is", null)
    .execute();
  const found = TIERS.filter((tier) => rows.some(({ alsTier }) => alsTier === tier));
  return found.length > 0 ? found : TIERS.filter((tier) => tier !== "dead");
}

/** Writes down how a stage stands, for whoever watches. */
export function recordStage(
  ctx: Ctx,
  { writingId, stage, ...change }: { writingId: string; stage: WritingStageName } & Partial<Omit<WritingStage, "stage">>,
): Promise<void> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const writing = await lockWriting(db, { clientId, writingId });
    if (writing?.status !== "running") return;
    const stages = z.array(writingStage).parse(writing.stages);
    await updateWriting(
      db,
      { clientId, writingId },
      { stages: JSON.stringify(stages.map((known) => (known.stage === stage ? { ...known, ...change } : known))) },
    );
  });
}

/**
 * Stores what was written as a version. It goes into force where the campaign is a draft that nobody has changed by hand since it was made
 * or written; else it waits, so that no word of a person and no lead on their way is overrun. A repeat changes nothing.
 */
export function finishWriting(ctx: Ctx, { writingId, steps }: { writingId: string; steps: readonly NewStep[] }): Promise<void> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const found = await db
      .selectFrom("campaignWritings")
      .select("campaignId")
      .where("clientId", "=", clientId)
      .where("id", "=", writingId)
      .executeTakeFirst();
    if (!found) throw new NotFoundError("There is no such writing");
    const { campaignId } = found;
    const activeVersionId = await holdCampaign(db, ctx, campaignId);
    const writing = await lockWriting(db, { clientId, writingId });
    if (writing?.status !== "running") return;

    const known = await listCampaignSteps(db, { clientId, campaignId });
    const inForce = known.filter(({ sequenceVersionId }) => sequenceVersionId === activeVersionId);
    const { status } = await db
      .selectFrom("campaigns")
      .select("status")
      .where("clientId", "=", clientId)
      .where("id", "=", campaignId)
      .executeTakeFirstOrThrow();
    const isUntouched =
      activeVersionId === null ||
      ((inForce[0]?.version === 1 || (await isWrittenVersion(db, { clientId, versionId: activeVersionId }))) &&
        inForce.every(({ writtenBy }) => writtenBy !== "person"));
    const isInForce = status === "draft" && isUntouched && writing.basedOnVersionId === activeVersionId;
    const { version, versionId } = await addSequenceVersion(db, ctx, {
      campaignId,
      steps: mergeWriting(steps, inForce),
      moves: "new_only",
      isInForce,
    });
    await updateWriting(db, { clientId, writingId }, { status: "done", versionId, isInForce, finishedAt: ctx.now });
    await recordActivity(db, ctx, {
      action: "changed",
      campaignId,
      reason: isInForce ? `The sequence was written: version ${version}` : `Version ${version} was written and waits to be taken over`,
    });
  });
}

/** Ends a writing that could not go on, with a line that says so. */
export function failWriting(ctx: Ctx, { writingId, error }: { writingId: string; error: string }): Promise<void> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const writing = await lockWriting(db, { clientId, writingId });
    if (!writing || writing.status === "done" || writing.status === "failed") return;
    await updateWriting(db, { clientId, writingId }, { status: "failed", error, finishedAt: ctx.now });
  });
}

async function updateWriting(
  db: Db,
  { clientId, writingId }: { clientId: string; writingId: string },
  change: { status?: string; stages?: string; versionId?: string; isInForce?: boolean; error?: string; finishedAt?: Date },
): Promise<void> {
  await db.updateTable("campaignWritings").set(change).where("clientId", "=", clientId).where("id", "=", writingId).execute();
}

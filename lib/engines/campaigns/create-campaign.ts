import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { countFreeLeads, knownIndustries, listPortfolioWeights } from "@/lib/db/queries/campaign-writings";
import type { CampaignShare, CampaignSplit } from "@/lib/domain/campaign-plan";
import { type NewCampaignInput, newCampaignInput } from "@/lib/domain/campaign-writing";
import { type CampaignInput, campaignInput } from "@/lib/domain/campaigns";
import { defaultSequence } from "@/lib/domain/default-sequence";
import type { Industry } from "@/lib/domain/industries";
import type { Channel } from "@/lib/domain/outreach";
import { addSequenceVersion } from "@/lib/engines/campaigns/add-sequence-version";
import { refuseTakenName } from "@/lib/engines/campaigns/refuse-taken-name";
import { insertWriting } from "@/lib/engines/campaigns/request-writing";
import { splitByPortfolio } from "@/lib/engines/campaigns/split-by-portfolio";
import { InvalidError } from "@/lib/errors";

/**
 * Creates a draft with the default sequence of the client's channels as version 1.
 * @throws ConflictError when a living campaign of the client has this name
 */
export function createCampaign(ctx: Ctx, input: CampaignInput): Promise<{ campaignId: string }> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => ({ campaignId: await insertCampaign(db, ctx, input, WHOLE_AUDIENCE) }));
}

/** Whom a campaign takes: everybody, or one industry and its part of the leads. */
const WHOLE_AUDIENCE: Pick<CampaignShare, "leadAllocation"> & { targetIndustries: Industry[] } = {
  leadAllocation: 100,
  targetIndustries: [],
};

/**
 * Creates what a new campaign asks for: one draft for the whole audience, or one for each industry with its share of the leads; to be
 * written from the audience where that is wished. All of them, or none.
 * @throws ConflictError when a living campaign of the client has one of the names
 * @throws InvalidError when the audience names fewer than two industries to split
 */
export function createFromAudience(ctx: Ctx, input: NewCampaignInput): Promise<{ campaignIds: string[] }> {
  requireRole(ctx, "member");
  const { isSplit, isWritten, ...wanted } = newCampaignInput.parse(input);
  return ctx.tx(async (db) => {
    const split = isSplit ? await loadSplit(db, ctx, { name: wanted.name }) : null;
    if (split && !split.shouldSplit) throw new InvalidError("Your audience names one industry; there is nothing to split", "isSplit");
    const shares = split
      ? split.campaigns.map(({ name, industry, leadAllocation }) => ({ name, leadAllocation, targetIndustries: [industry] }))
      : [{ name: wanted.name, ...WHOLE_AUDIENCE }];
    const campaignIds: string[] = [];
    for (const { name, ...audience } of shares) {
      const campaignId = await insertCampaign(db, ctx, { ...wanted, name }, audience);
      if (isWritten) await insertWriting(db, ctx, campaignId);
      campaignIds.push(campaignId);
    }
    return { campaignIds };
  });
}

/** Whether the client's audience suggests several campaigns, by rules alone. */
export async function loadSplit(db: Db, { clientId }: Pick<Ctx, "clientId">, { name }: { name: string }): Promise<CampaignSplit> {
  const { icpIndustries, icpTitles, icpPainPoints } = await db
    .selectFrom("clients")
    .select(["icpIndustries", "icpTitles", "icpPainPoints"])
    .where("id", "=", clientId)
    .executeTakeFirstOrThrow();
  return splitByPortfolio({
    campaignName: name,
    icp: { industries: knownIndustries(icpIndustries), titles: icpTitles, painPoints: icpPainPoints },
    totalLeadBudget: await countFreeLeads(db, { clientId }),
    portfolioWeights: await listPortfolioWeights(db, { clientId }),
  });
}

async function insertCampaign(
  db: Db,
  ctx: Ctx,
  input: CampaignInput,
  { leadAllocation, targetIndustries }: typeof WHOLE_AUDIENCE,
): Promise<string> {
  const { name, description, permissionMode, offer } = campaignInput.parse(input);
  const client = await db.selectFrom("clients").select("timezone").where("id", "=", ctx.clientId).executeTakeFirstOrThrow();
  const { id: campaignId } = await db
    .insertInto("campaigns")
    .values({
      clientId: ctx.clientId,
      name,
      description,
      permissionMode,
      offer: offer || null,
      timezone: client.timezone,
      leadAllocationPct: leadAllocation,
      targetIndustries,
      createdBy: actingUserId(ctx),
      createdAt: ctx.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow()
    .catch(refuseTakenName(name));
  const steps = defaultSequence(await listOwnChannels(db, ctx));
  await addSequenceVersion(db, ctx, { campaignId, steps, moves: "new_only", isInForce: true });
  return campaignId;
}

/** The channels the client has something to send with. */
export async function listOwnChannels(db: Db, { clientId }: Pick<Ctx, "clientId">): Promise<Channel[]> {
  const rows = await db
    .selectFrom("resources")
    .select("channel")
    .distinct()
    .where("clientId", "=", clientId)
    .where("kind", "<>", "domain")
    .where("deletedAt", "is", null)
    .execute();
  return rows.map(({ channel }) => channel);
}

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { insertSampleCampaign } from "@/lib/engines/sample/insert-campaign";
import { insertSampleLeads } from "@/lib/engines/sample/insert-leads";
import { insertSampleOutreach } from "@/lib/engines/sample/insert-outreach";
import { insertSampleReplies } from "@/lib/engines/sample/insert-replies";
import { SAMPLE_AGENCY, SAMPLE_WEIGHTS } from "@/lib/engines/sample/sample-agency";

/**
 * A person's sample workspace: made-up people over the tiers, a campaign under way, answers, meetings. One a person: a second call finds the first.
 * The database keeps it from sending, buying and connecting (private.refuse_in_sample).
 * @param ctx of the product itself, for any client: the sample is a client of its own
 * @returns its client id
 */
export function openSample(ctx: Ctx, { userId }: { userId: string }, options: { pepper: string }): Promise<{ clientId: string }> {
  return ctx.tx(async (db) => {
    await takeTurns(db, `sample:${userId}`);
    const existing = await db
      .selectFrom("clients")
      .select("id")
      .where("sampleFor", "=", userId)
      .where("isSample", "=", true)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (existing) return { clientId: existing.id };

    const clientId = await insertWorkspace(db, ctx, userId);
    const own: Ctx = { ...ctx, clientId, tx: (work) => work(db) };
    const campaign = await insertSampleCampaign(db, own);
    const leadIds = await insertSampleLeads(db, own);
    const sent = await insertSampleOutreach(db, own, { campaign, leadIds });
    await insertSampleReplies(db, own, { campaign, leadIds, sent }, options);
    return { clientId };
  });
}

async function insertWorkspace(db: Db, { now }: Ctx, userId: string): Promise<string> {
  const { id } = await db
    .insertInto("clients")
    .values({
      ...SAMPLE_AGENCY,
      servicesOffered: [...SAMPLE_AGENCY.servicesOffered],
      icpIndustries: [...SAMPLE_AGENCY.icpIndustries],
      icpCompanySizes: [...SAMPLE_AGENCY.icpCompanySizes],
      icpLocations: [...SAMPLE_AGENCY.icpLocations],
      icpTitles: [...SAMPLE_AGENCY.icpTitles],
      icpPainPoints: [...SAMPLE_AGENCY.icpPainPoints],
      isSample: true,
      sampleFor: userId,
      subscriptionStatus: "paused",
      creditsRemaining: 0,
      alsWeights: JSON.stringify(SAMPLE_WEIGHTS),
      icpConfirmedAt: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.insertInto("memberships").values({ userId, clientId: id, role: "owner", acceptedAt: now }).execute();
  return id;
}

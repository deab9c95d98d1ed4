import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type CampaignInput, campaignInput, type SequenceStepInput } from "@/lib/domain/campaigns";
import { defaultSequence } from "@/lib/domain/default-sequence";
import type { Channel } from "@/lib/domain/outreach";
import { refuseTakenName } from "@/lib/engines/campaigns/refuse-taken-name";

/**
 * Creates a draft with the default sequence of the client's channels as version 1.
 * @throws ConflictError when a living campaign of the client has this name
 */
export function createCampaign(ctx: Ctx, input: CampaignInput): Promise<{ campaignId: string }> {
  requireRole(ctx, "member");
  const { name, description, permissionMode, offer } = campaignInput.parse(input);
  return ctx.tx(async (db) => {
    const client = await db.selectFrom("clients").select("timezone").where("id", "=", ctx.clientId).executeTakeFirstOrThrow();
    const campaign = await db
      .insertInto("campaigns")
      .values({
        clientId: ctx.clientId,
        name,
        description,
        permissionMode,
        offer: offer || null,
        timezone: client.timezone,
        createdBy: actingUserId(ctx),
        createdAt: ctx.now,
      })
      .returning("id")
      .executeTakeFirstOrThrow()
      .catch(refuseTakenName(name));
    await addSequenceVersion(db, ctx, campaign.id, defaultSequence(await listChannels(db, ctx)));
    return { campaignId: campaign.id };
  });
}

/** The channels the client has something to send with. */
async function listChannels(db: Db, { clientId }: Ctx): Promise<Channel[]> {
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

/**
 * Stores steps as the campaign's next version and makes it the one new enrolments take. Running enrolments keep theirs. The
 * caller holds the campaign.
 * @returns the version number
 */
export async function addSequenceVersion(db: Db, ctx: Ctx, campaignId: string, steps: readonly SequenceStepInput[]): Promise<number> {
  const { clientId } = ctx;
  const latest = await db
    .selectFrom("sequenceVersions")
    .select(({ fn }) => fn.max("version").as("version"))
    .where("clientId", "=", clientId)
    .where("campaignId", "=", campaignId)
    .executeTakeFirst();
  const version = (latest?.version ?? 0) + 1;
  const created = await db
    .insertInto("sequenceVersions")
    .values({ clientId, campaignId, version, createdBy: actingUserId(ctx), createdAt: ctx.now })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("sequenceSteps")
    .values(steps.map((step, index) => ({ clientId, sequenceVersionId: created.id, stepNumber: index + 1, ...step })))
    .execute();
  await db
    .updateTable("campaigns")
    .set({ activeVersionId: created.id })
    .where("id", "=", campaignId)
    .where("clientId", "=", clientId)
    .execute();
  return version;
}

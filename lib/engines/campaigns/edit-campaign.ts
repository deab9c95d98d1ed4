import "server-only";
import type { Updateable } from "kysely";
import { type Ctx, requireRole } from "@/lib/context";
import type { Campaign } from "@/lib/db/types.gen";
import { type CampaignInput, type CampaignScheduleInput, campaignInput, campaignScheduleInput } from "@/lib/domain/campaigns";
import { refuseTakenName } from "@/lib/engines/campaigns/refuse-taken-name";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { NotFoundError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

/**
 * Changes name, description, mode and offer. Takes effect on the next message; a plan made under another mode is made again.
 * @throws ConflictError when another living campaign of the client has this name
 * @throws NotFoundError when the client has no such campaign
 */
export function editCampaign(ctx: Ctx, { campaignId, ...input }: CampaignInput & { campaignId: string }): Promise<void> {
  requireRole(ctx, "member");
  const { offer, ...details } = campaignInput.parse(input);
  return update(ctx, campaignId, { ...details, offer: offer || null }).catch(refuseTakenName(details.name));
}

/**
 * Changes when and how much is sent. The gate reads it at each hand-over.
 * @throws NotFoundError when the client has no such campaign
 */
export function editSchedule(ctx: Ctx, { campaignId, ...input }: CampaignScheduleInput & { campaignId: string }): Promise<void> {
  requireRole(ctx, "member");
  return update(ctx, campaignId, campaignScheduleInput.parse(input));
}

async function update(ctx: Ctx, campaignId: string, change: Updateable<Campaign>): Promise<void> {
  await ctx.tx(async (db) => {
    const before = await db
      .selectFrom("campaigns")
      .select("permissionMode")
      .where("id", "=", campaignId)
      .where("clientId", "=", ctx.clientId)
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw new NotFoundError("There is no such campaign in this workspace");
    await db.updateTable("campaigns").set(change).where("id", "=", campaignId).where("clientId", "=", ctx.clientId).execute();
    // Drafts that no longer need a person, or messages that now do, must not wait for the next hour.
    if (change.permissionMode !== undefined && change.permissionMode !== before.permissionMode)
      await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
  });
}

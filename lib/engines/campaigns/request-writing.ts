import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { FRESH_STAGES } from "@/lib/domain/campaign-writing";
import { holdCampaign } from "@/lib/engines/campaigns/edit-sequence";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { campaignWritingRequested } from "@/lib/events/catalogue";

/**
 * Asks for a campaign to be written from its audience. What comes of it goes into force only where nobody has written by hand and nobody is
 * on their way; else it waits for a person to take over.
 * @throws NotFoundError when the client has no such campaign
 * @throws ConflictError while one is being written
 */
export function requestWriting(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<{ writingId: string }> {
  requireRole(ctx, "member");
  return ctx.tx((db) => insertWriting(db, ctx, campaignId));
}

/** The same within a transaction that has just made the campaign. */
export async function insertWriting(db: Db, ctx: Ctx, campaignId: string): Promise<{ writingId: string }> {
  const { clientId } = ctx;
  const activeVersionId = await holdCampaign(db, ctx, campaignId);
  const open = await db
    .selectFrom("campaignWritings")
    .select("id")
    .where("clientId", "=", clientId)
    .where("campaignId", "=", campaignId)
    .where("status", "in", ["queued", "running"])
    .executeTakeFirst();
  if (open) throw new ConflictError("This campaign is being written already");
  const { id: writingId } = await db
    .insertInto("campaignWritings")
    .values({
      clientId,
      campaignId,
      stages: JSON.stringify(FRESH_STAGES),
      basedOnVersionId: activeVersionId,
      requestedBy: actingUserId(ctx),
      createdAt: ctx.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await enqueueEvent(db, campaignWritingRequested.create({ clientId, campaignId, writingId }));
  return { writingId };
}

/**
 * Puts away a written sequence that waits to be taken over. Its version stays in the history.
 * @throws NotFoundError when the client's campaign has no such writing
 */
export function dismissWriting(ctx: Ctx, { campaignId, writingId }: { campaignId: string; writingId: string }): Promise<void> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable("campaignWritings")
      .set({ dismissedAt: ctx.now })
      .where("clientId", "=", ctx.clientId)
      .where("campaignId", "=", campaignId)
      .where("id", "=", writingId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new NotFoundError("There is no such draft in this campaign");
  });
}

import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { CHANNEL_LABELS, type Channel } from "@/lib/domain/outreach";
import { reasonInput } from "@/lib/domain/reasons";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError } from "@/lib/errors";
import { planRequested, stopsChanged } from "@/lib/events/catalogue";

/** Stops one channel of a client at once. @throws ConflictError when it stands still already */
export function stopChannel(ctx: Ctx, { channel, reason }: { channel: Channel; reason: string }): Promise<void> {
  requireRole(ctx, "member");
  const said = reasonInput.parse(reason);
  return ctx.tx(async (db) => {
    const stopped = await db
      .insertInto("channelStops")
      .values({ clientId: ctx.clientId, channel, reason: said, stoppedAt: ctx.now, stoppedBy: actingUserId(ctx) })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!stopped) throw new ConflictError(`${CHANNEL_LABELS[channel]} is stopped already`);
    await enqueueEvent(db, stopsChanged.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, { action: "channel_stopped", reason: said, channel });
  });
}

/** Takes a channel up again; what became due meanwhile is planned afresh. @throws ConflictError when it is not stopped */
export function releaseChannel(ctx: Ctx, { channel, reason }: { channel: Channel; reason: string }): Promise<void> {
  requireRole(ctx, "admin");
  const said = reasonInput.parse(reason);
  return ctx.tx(async (db) => {
    const released = await db
      .updateTable("channelStops")
      .set({ releasedAt: ctx.now })
      .where("clientId", "=", ctx.clientId)
      .where("channel", "=", channel)
      .where("releasedAt", "is", null)
      .executeTakeFirst();
    if (released.numUpdatedRows === 0n) throw new ConflictError(`${CHANNEL_LABELS[channel]} is not stopped`);
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }), stopsChanged.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, { action: "channel_released", reason: said, channel });
  });
}

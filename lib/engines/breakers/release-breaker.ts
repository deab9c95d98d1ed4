import "server-only";
import { addDays } from "date-fns";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { HALF_OPEN_DAYS } from "@/lib/domain/breakers";
import { reasonInput } from "@/lib/domain/reasons";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { planRequested, stopsChanged } from "@/lib/events/catalogue";

/**
 * A named admin takes a breaker up again and says why; for some days only a share of the cap leaves (OP-50). The product never does.
 * @throws ConflictError when it does not stand open (or is not the client's)
 */
export function releaseBreaker(ctx: Ctx, { tripId, reason }: { tripId: string; reason: string }): Promise<void> {
  requireRole(ctx, "admin");
  if (actingUserId(ctx) === null) throw new ForbiddenError("Only a person can release a breaker");
  const releaseReason = reasonInput.parse(reason);
  return ctx.tx(async (db) => {
    const released = await db
      .updateTable("breakerTrips")
      .set({ releasedAt: ctx.now, releaseReason, halfOpenUntil: addDays(ctx.now, HALF_OPEN_DAYS) })
      .where("id", "=", tripId)
      .where("clientId", "=", ctx.clientId)
      .where("releasedAt", "is", null)
      .returning(["breaker", "campaignId", "resourceId"])
      .executeTakeFirst();
    if (!released) throw new ConflictError("This breaker does not stand open any more");
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    if (released.breaker === "seat_acceptance") await enqueueEvent(db, stopsChanged.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, {
      action: "breaker_released",
      reason: releaseReason,
      ...(released.campaignId !== null && { campaignId: released.campaignId }),
      metadata: { breaker: released.breaker, resource_id: released.resourceId },
    });
  });
}

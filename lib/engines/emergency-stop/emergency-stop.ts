import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { reasonInput } from "@/lib/domain/reasons";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError } from "@/lib/errors";
import { planRequested, stopsChanged } from "@/lib/events/catalogue";

/**
 * Stops everything of a client at once. The gate reads it in the transaction of each hand-over, so nothing that has not been
 * handed over yet leaves after this commits.
 */
export function stopEverything(ctx: Ctx, { reason }: { reason: string }): Promise<void> {
  requireRole(ctx, "admin");
  const pauseReason = reasonInput.parse(reason);
  return ctx.tx(async (db) => {
    const stopped = await db
      .updateTable("clients")
      .set({ pausedAt: ctx.now, pausedBy: actingUserId(ctx), pauseReason })
      .where("id", "=", ctx.clientId)
      .where("pausedAt", "is", null)
      .executeTakeFirst();
    if (stopped.numUpdatedRows === 0n) throw new ConflictError("The emergency stop is on already");
    await enqueueEvent(db, stopsChanged.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, { action: "emergency_stop", reason: pauseReason });
  });
}

/** Lets outreach run again; what became due meanwhile is planned afresh, inside every cap. */
export function releaseStop(ctx: Ctx): Promise<void> {
  requireRole(ctx, "admin");
  return ctx.tx(async (db) => {
    const released = await db
      .updateTable("clients")
      .set({ pausedAt: null, pausedBy: null, pauseReason: null })
      .where("id", "=", ctx.clientId)
      .where("pausedAt", "is not", null)
      .executeTakeFirst();
    if (released.numUpdatedRows === 0n) throw new ConflictError("The emergency stop is not on");
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }), stopsChanged.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, { action: "emergency_release", reason: "Released by an admin" });
  });
}

import "server-only";
import type { Ctx } from "@/lib/context";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { inboundReceived } from "@/lib/events/catalogue";

/**
 * Stores what a provider should have delivered to our door and was found at the provider instead; it takes the same way from here.
 * @returns false when the door has had it already
 */
export function storeDelivery(
  ctx: Ctx,
  { provider, externalId, body }: { provider: string; externalId: string; body: unknown },
): Promise<boolean> {
  return ctx.tx(async (db) => {
    const stored = await db
      .insertInto("private.inboundEvents")
      .values({ provider, externalId, headers: JSON.stringify({}), body: JSON.stringify(body), receivedAt: ctx.now })
      .onConflict((conflict) => conflict.columns(["provider", "externalId"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (stored) await enqueueEvent(db, inboundReceived.create({ inboundEventId: stored.id, provider }));
    return stored !== undefined;
  });
}

import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { findDelivery, findWebhook } from "@/lib/db/queries/webhooks";
import { TEST_EVENT } from "@/lib/domain/webhook-events";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { requestDeliveries } from "@/lib/engines/webhooks/request-deliveries";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { webhookDeliveryRequested } from "@/lib/events/catalogue";

/**
 * Sends a delivery again from its first attempt on, body and `webhook-id` as they were.
 * @throws ConflictError while it is being delivered, or when its webhook is switched off
 * @throws NotFoundError when the client has no such delivery
 */
export function replayDelivery(ctx: Ctx, { deliveryId }: { deliveryId: string }): Promise<void> {
  requireRole(ctx, "admin");
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const delivery = await findDelivery(db, { clientId, deliveryId });
    if (!delivery || delivery.deletedAt !== null) throw new NotFoundError("There is no such delivery in this workspace");
    if (!delivery.isActive && delivery.eventType !== TEST_EVENT) throw new ConflictError("Switch the webhook on first");
    const again = await db
      .updateTable("webhookDeliveries")
      .set((eb) => ({ status: "pending", round: eb("round", "+", 1), attempts: 0, nextAttemptAt: now }))
      .where("clientId", "=", clientId)
      .where("id", "=", deliveryId)
      .where("status", "<>", "pending")
      .returning(["webhookId", "round"])
      .executeTakeFirst();
    if (!again) throw new ConflictError("It is being delivered already");
    await enqueueEvent(db, webhookDeliveryRequested.create({ clientId, deliveryId, ...again }));
  });
}

/**
 * Sends a `webhook.test` to one webhook, switched on or not; it is tried once and counts for nothing.
 * @throws NotFoundError when the client has no such webhook
 */
export function sendTestDelivery(ctx: Ctx, { webhookId }: { webhookId: string }): Promise<{ deliveryId: string | undefined }> {
  requireRole(ctx, "admin");
  const { clientId, now: at } = ctx;
  return ctx.tx(async (db) => {
    if (!(await findWebhook(db, { clientId, webhookId }))) throw new NotFoundError("There is no such webhook in this workspace");
    const eventKey = `${TEST_EVENT}:${at.toISOString()}`;
    const data = { webhook_id: webhookId };
    const { ids } = await requestDeliveries(db, ctx, [{ webhookId, event: TEST_EVENT, eventKey, leadId: null, at, data }]);
    return { deliveryId: ids[0] };
  });
}

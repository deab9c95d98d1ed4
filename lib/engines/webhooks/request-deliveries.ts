import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { insertDeliveries } from "@/lib/db/queries/webhooks";
import type { TEST_EVENT, WebhookEvent } from "@/lib/domain/webhook-events";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { webhookDeliveryRequested } from "@/lib/events/catalogue";

/** What happened, as one webhook is told. */
export type WebhookMessage = {
  webhookId: string;
  event: WebhookEvent | typeof TEST_EVENT;
  /** Names what happened; a webhook hears of it once. */
  eventKey: string;
  leadId: string | null;
  at: Date;
  data: Record<string, unknown>;
};

/** Stores deliveries and asks for each to be made, in the caller's transaction. A repeat adds nothing. */
export async function requestDeliveries(db: Db, { clientId, now }: Ctx, messages: readonly WebhookMessage[]): Promise<{ ids: string[] }> {
  const added = await insertDeliveries(
    db,
    messages.map(({ webhookId, event, eventKey, leadId, at, data }) => ({
      clientId,
      webhookId,
      leadId,
      eventType: event,
      eventKey,
      payload: JSON.stringify({ event_type: event, timestamp: at.toISOString(), client_id: clientId, data }),
      nextAttemptAt: now,
    })),
  );
  await enqueueEvent(
    db,
    ...added.map(({ id, webhookId, round }) => webhookDeliveryRequested.create({ clientId, webhookId, deliveryId: id, round })),
  );
  return { ids: added.map(({ id }) => id) };
}

import "server-only";
import { type Insertable, sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { WebhookDelivery } from "@/lib/db/types.gen";
import { WEBHOOK_LIMIT, type WebhookEvent } from "@/lib/domain/webhook-events";

type OfClient = { clientId: string };

/** Whether a webhook of the client listens to any of these events: asked with every activity, so an index answers it. */
export function anybodyListens({ clientId }: OfClient, events: readonly WebhookEvent[]) {
  return sql<boolean>`exists (
    select from webhook_configs
    where client_id = ${clientId} and is_active and deleted_at is null and events && ${events}::text[]
  )`;
}

/** The webhooks that listen to an event, in a fixed order. */
export function listListeners(db: Db, { clientId }: OfClient, event: WebhookEvent) {
  return db
    .selectFrom("webhookConfigs")
    .select(["id", "createdAt"])
    .where("clientId", "=", clientId)
    .where("isActive", "=", true)
    .where("deletedAt", "is", null)
    .where(sql<boolean>`${event} = any (events)`)
    .orderBy("id")
    .limit(WEBHOOK_LIMIT)
    .execute();
}

/** @returns those that are new; an event that its webhook was told of already is left out */
export async function insertDeliveries(db: Db, rows: readonly Insertable<WebhookDelivery>[]) {
  if (rows.length === 0) return [];
  return db
    .insertInto("webhookDeliveries")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["webhookId", "eventKey"]).doNothing())
    .returning(["id", "webhookId", "round"])
    .execute();
}

/** A client's webhooks as its settings show them, oldest first. */
export function listWebhooks(db: Db, { clientId }: OfClient) {
  return db
    .selectFrom("webhookConfigs")
    .select([
      "id",
      "url",
      "description",
      "events",
      "isActive",
      "disabledReason",
      "consecutiveFailures",
      "lastSuccessAt",
      "lastFailureAt",
      "createdAt",
    ])
    .where("clientId", "=", clientId)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(WEBHOOK_LIMIT)
    .execute();
}
export type WebhookRow = Awaited<ReturnType<typeof listWebhooks>>[number];

export function findWebhook(db: Db, { clientId, webhookId }: OfClient & { webhookId: string }) {
  return db
    .selectFrom("webhookConfigs")
    .select(["id", "url", "description", "events", "isActive"])
    .where("clientId", "=", clientId)
    .where("id", "=", webhookId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
}

/** A page of what was sent to a webhook, newest first. `before` is the last id of the page before. */
export function listDeliveries(
  db: Db,
  { clientId, webhookId, limit, before }: OfClient & { webhookId: string; limit: number; before: string | null },
) {
  return db
    .selectFrom("webhookDeliveries")
    .select([
      "id",
      "eventType",
      "status",
      "round",
      "attempts",
      "responseStatus",
      "responseBody",
      "problem",
      "durationMs",
      "lastAttemptAt",
      "nextAttemptAt",
      "payload",
      "createdAt",
    ])
    .where("clientId", "=", clientId)
    .where("webhookId", "=", webhookId)
    .$if(before !== null, (query) => query.where("id", "<", before))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}
export type WebhookDeliveryRow = Awaited<ReturnType<typeof listDeliveries>>[number];

/** A delivery with the webhook it goes to, removed ones included. */
export function findDelivery(db: Db, { clientId, deliveryId }: OfClient & { deliveryId: string }) {
  return db
    .selectFrom("webhookDeliveries as d")
    .innerJoin("webhookConfigs as w", (join) => join.onRef("w.id", "=", "d.webhookId").onRef("w.clientId", "=", "d.clientId"))
    .select(["d.id", "d.webhookId", "d.eventType", "d.payload", "d.status", "d.round", "d.attempts", "d.nextAttemptAt"])
    .select(["w.url", "w.isActive", "w.deletedAt"])
    .where("d.clientId", "=", clientId)
    .where("d.id", "=", deliveryId)
    .executeTakeFirst();
}

/** What signs for a webhook now: the current secret first, beside it the one it replaces. */
export function listSigningSecrets(db: Db, { clientId, webhookId, now }: OfClient & { webhookId: string; now: Date }) {
  return db
    .selectFrom("private.webhookSecrets")
    .select("sealed")
    .where("clientId", "=", clientId)
    .where("webhookId", "=", webhookId)
    .where((eb) => eb.or([eb("expiresAt", "is", null), eb("expiresAt", ">", now)]))
    .orderBy(sql`expires_at desc nulls first`)
    .limit(2)
    .execute();
}

/** An activity with what its lead is told by. */
export function findToldActivity(db: Db, { clientId, activityId }: OfClient & { activityId: string }) {
  return db
    .selectFrom("activities as a")
    .leftJoin("leads as l", (join) => join.onRef("l.id", "=", "a.leadId").onRef("l.clientId", "=", "a.clientId"))
    .select(["a.id", "a.action", "a.leadId", "a.campaignId", "a.touchId", "a.channel", "a.metadata", "a.occurredAt"])
    .select(["l.email as leadEmail", "l.status as leadStatus"])
    .where("a.clientId", "=", clientId)
    .where("a.id", "=", activityId)
    .executeTakeFirst();
}

/** @param leadIds at most 100 */
export function listToldLeads(db: Db, { clientId, leadIds }: OfClient & { leadIds: readonly string[] }) {
  return db
    .selectFrom("leads")
    .select(["id", "email", "campaignId", "emailStatus", "alsScore", "alsTier", "createdAt", "enrichedAt", "scoredAt"])
    .where("clientId", "=", clientId)
    .where("id", "in", leadIds)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
}

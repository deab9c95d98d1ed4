import "server-only";
import { addMilliseconds } from "date-fns";
import type { Updateable } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { findDelivery, listSigningSecrets } from "@/lib/db/queries/webhooks";
import type { WebhookDelivery } from "@/lib/db/types.gen";
import { TEST_EVENT, WEBHOOK_RETRY_DELAYS_MS } from "@/lib/domain/webhook-events";
import { countGivenUp } from "@/lib/engines/webhooks/count-given-up";
import { openWebhookSecret } from "@/lib/engines/webhooks/webhook-secret";
import { signStandardWebhook } from "@/lib/integrations/signatures/standard-webhook";
import type { PostWebhook, WebhookAnswer } from "@/lib/integrations/webhook-delivery/post-webhook";

const GONE = 410;

/** What comes next: `nextAttemptAt` is null when the delivery arrived, was given up, or is another run's by now. */
export type Attempted = { status: "delivered" | "pending" | "failed" | "superseded"; nextAttemptAt: Date | null };

/**
 * Makes one attempt at a delivery and writes down how it went. The wait between attempts is the caller's. An attempt that was recorded is
 * not made again; one that a crash cut off is, with the same `webhook-id`, by which the receiver knows the repeat.
 * @param attempt how many attempts of this round came before
 */
export async function attemptDelivery(
  ctx: Ctx,
  { deliveryId, round, attempt }: { deliveryId: string; round: number; attempt: number },
  { secretsKey, post }: { secretsKey: string; post: PostWebhook },
): Promise<Attempted> {
  const { clientId, now } = ctx;
  const loaded = await ctx.tx(async (db) => {
    const delivery = await findDelivery(db, { clientId, deliveryId });
    if (!delivery || delivery.round !== round || delivery.status !== "pending") return null;
    return { delivery, secrets: await listSigningSecrets(db, { clientId, webhookId: delivery.webhookId, now }) };
  });
  if (!loaded) return { status: "superseded", nextAttemptAt: null };
  const { delivery, secrets } = loaded;
  if (delivery.attempts !== attempt) return { status: "pending", nextAttemptAt: delivery.nextAttemptAt };

  const { webhookId, payload: body } = delivery;
  const isTest = delivery.eventType === TEST_EVENT;
  if (delivery.deletedAt !== null || (!delivery.isActive && !isTest)) {
    const values = { status: "failed" as const, problem: "The webhook was switched off", nextAttemptAt: null };
    await ctx.tx((db) => settle(db, ctx, { deliveryId, round, attempt }, values));
    return { status: "failed", nextAttemptAt: null };
  }
  const keys = secrets.map(({ sealed }) => openWebhookSecret(sealed, { clientId, webhookId }, secretsKey));
  const answer = await post({
    url: delivery.url,
    body,
    headers: signStandardWebhook({ id: deliveryId, at: now, body, secrets: keys, prefix: "webhook" }),
  });
  return ctx.tx((db) => record(db, ctx, { deliveryId, webhookId, round, attempt, isTest }, answer));
}

type Attempt = { deliveryId: string; round: number; attempt: number };

async function record(
  db: Db,
  ctx: Ctx,
  { webhookId, isTest, ...attempt }: Attempt & { webhookId: string; isTest: boolean },
  { status: responseStatus, body, durationMs, problem }: WebhookAnswer,
): Promise<Attempted> {
  const { now } = ctx;
  const isDelivered = problem === null;
  const isGone = responseStatus === GONE;
  const delayMs = isTest || isGone ? undefined : WEBHOOK_RETRY_DELAYS_MS[attempt.attempt];
  const nextAttemptAt = isDelivered || delayMs === undefined ? null : addMilliseconds(now, delayMs);
  const status = isDelivered ? "delivered" : nextAttemptAt === null ? "failed" : "pending";
  const isMine = await settle(db, ctx, attempt, {
    status,
    responseStatus,
    responseBody: body,
    problem,
    durationMs,
    lastAttemptAt: now,
    nextAttemptAt,
  });
  if (!isMine) return { status: "superseded", nextAttemptAt: null };
  await db
    .updateTable("webhookConfigs")
    .set(isDelivered ? { consecutiveFailures: 0, lastSuccessAt: now } : { lastFailureAt: now })
    .where("clientId", "=", ctx.clientId)
    .where("id", "=", webhookId)
    .execute();
  if (status === "failed" && !isTest) await countGivenUp(db, ctx, { webhookId, isGone });
  return { status, nextAttemptAt };
}

/** @returns false when somebody replayed the delivery, or recorded this attempt, meanwhile */
async function settle(
  db: Db,
  { clientId }: Ctx,
  { deliveryId, round, attempt }: Attempt,
  values: Updateable<WebhookDelivery>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("webhookDeliveries")
    .set({ ...values, ...(values.lastAttemptAt !== undefined && { attempts: attempt + 1 }) })
    .where("clientId", "=", clientId)
    .where("id", "=", deliveryId)
    .where("round", "=", round)
    .where("attempts", "=", attempt)
    .where("status", "=", "pending")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

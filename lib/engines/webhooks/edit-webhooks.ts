import "server-only";
import type { Updateable } from "kysely";
import { type Ctx, requireRole } from "@/lib/context";
import { takeTurns } from "@/lib/db/queries/take-turns";
import type { WebhookConfig } from "@/lib/db/types.gen";
import { WEBHOOK_LIMIT, type WebhookInput, webhookInput, webhookUrlProblem } from "@/lib/domain/webhook-events";
import { createWebhookSecret, type WebhookOptions } from "@/lib/engines/webhooks/webhook-secret";
import { InvalidError, LimitError, NotFoundError } from "@/lib/errors";

/**
 * Adds a webhook.
 * @returns its signing secret, which is never shown again
 * @throws InvalidError when nothing may be posted to the address
 * @throws LimitError when the workspace has as many as it may
 */
export function addWebhook(ctx: Ctx, input: WebhookInput, options: WebhookOptions): Promise<{ webhookId: string; secret: string }> {
  requireRole(ctx, "admin");
  const values = checkInput(input, options);
  const { clientId, actor } = ctx;
  return ctx.tx(async (db) => {
    await takeTurns(db, `add-webhook:${clientId}`);
    const { count } = await db
      .selectFrom("webhookConfigs")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("clientId", "=", clientId)
      .where("deletedAt", "is", null)
      .executeTakeFirstOrThrow();
    if (count >= WEBHOOK_LIMIT) throw new LimitError(`A workspace has at most ${WEBHOOK_LIMIT} webhooks; remove one first`);
    const { id: webhookId } = await db
      .insertInto("webhookConfigs")
      .values({ clientId, ...values, createdBy: actor.kind === "user" ? actor.userId : null })
      .returning("id")
      .executeTakeFirstOrThrow();
    const { secret, sealed } = createWebhookSecret({ clientId, webhookId }, options);
    await db.insertInto("private.webhookSecrets").values({ clientId, webhookId, sealed, createdAt: ctx.now }).execute();
    return { webhookId, secret };
  });
}

/**
 * Changes where a webhook posts and what it hears of. Deliveries under way go to the new address.
 * @throws NotFoundError when the client has no such webhook
 */
export function editWebhook(
  ctx: Ctx,
  { webhookId, ...input }: WebhookInput & { webhookId: string },
  options: Pick<WebhookOptions, "allowPrivateHosts">,
): Promise<void> {
  requireRole(ctx, "admin");
  const values = checkInput(input, options);
  return change(ctx, webhookId, values);
}

/** Switches a webhook off, or on again with its failures forgotten. What happened meanwhile is not told later. */
export function setWebhookActive(ctx: Ctx, { webhookId, isActive }: { webhookId: string; isActive: boolean }): Promise<void> {
  requireRole(ctx, "admin");
  const values = isActive
    ? { isActive, disabledReason: null, consecutiveFailures: 0 }
    : { isActive, disabledReason: "Switched off by hand" };
  return change(ctx, webhookId, values);
}

/** Removes a webhook; what waits for it is not sent any more. */
export function removeWebhook(ctx: Ctx, { webhookId }: { webhookId: string }): Promise<void> {
  requireRole(ctx, "admin");
  return change(ctx, webhookId, { isActive: false, deletedAt: ctx.now });
}

function checkInput(input: WebhookInput, options: Pick<WebhookOptions, "allowPrivateHosts">): WebhookInput {
  const values = webhookInput.parse(input);
  const problem = webhookUrlProblem(values.url, options);
  if (problem !== null) throw new InvalidError(problem, "url");
  return { ...values, url: new URL(values.url).href };
}

function change(ctx: Ctx, webhookId: string, values: Updateable<WebhookConfig>): Promise<void> {
  return ctx.tx(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable("webhookConfigs")
      .set(values)
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", webhookId)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new NotFoundError("There is no such webhook in this workspace");
  });
}

import "server-only";
import { addHours } from "date-fns";
import { type Ctx, requireRole } from "@/lib/context";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { findWebhook } from "@/lib/db/queries/webhooks";
import { SECRET_OVERLAP_HOURS } from "@/lib/domain/webhook-events";
import { createWebhookSecret, type WebhookOptions } from "@/lib/engines/webhooks/webhook-secret";
import { NotFoundError } from "@/lib/errors";

/**
 * Gives a webhook a new secret. For a day both it and the one before sign, so that the receiver can change over in peace; one that was
 * on its way out already ends now.
 * @returns the new secret, which is never shown again
 * @throws NotFoundError when the client has no such webhook
 */
export function rotateWebhookSecret(
  ctx: Ctx,
  { webhookId }: { webhookId: string },
  options: Pick<WebhookOptions, "secretsKey" | "randomBytes">,
): Promise<{ secret: string }> {
  requireRole(ctx, "admin");
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    await takeTurns(db, `rotate-webhook-secret:${webhookId}`);
    if (!(await findWebhook(db, { clientId, webhookId }))) throw new NotFoundError("There is no such webhook in this workspace");
    const ofWebhook = db.updateTable("private.webhookSecrets").where("clientId", "=", clientId).where("webhookId", "=", webhookId);
    await ofWebhook.set({ expiresAt: now }).where("expiresAt", ">", now).execute();
    await ofWebhook
      .set({ expiresAt: addHours(now, SECRET_OVERLAP_HOURS) })
      .where("expiresAt", "is", null)
      .execute();
    const { secret, sealed } = createWebhookSecret({ clientId, webhookId }, options);
    await db.insertInto("private.webhookSecrets").values({ clientId, webhookId, sealed, createdAt: now }).execute();
    return { secret };
  });
}

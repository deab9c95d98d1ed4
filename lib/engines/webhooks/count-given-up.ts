import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { WEBHOOK_FAILURE_LIMIT } from "@/lib/domain/webhook-events";

/**
 * Counts a delivery that was given up. The tenth in a row, or a receiver that says it is gone for good, switches the webhook off and
 * tells the owners. Single attempts do not count: a receiver that is down for a minute in a busy hour would be switched off.
 */
export async function countGivenUp(
  db: Db,
  { clientId }: Ctx,
  { webhookId, isGone }: { webhookId: string; isGone: boolean },
): Promise<void> {
  const { consecutiveFailures, url } = await db
    .updateTable("webhookConfigs")
    .set((eb) => ({ consecutiveFailures: eb("consecutiveFailures", "+", 1) }))
    .where("clientId", "=", clientId)
    .where("id", "=", webhookId)
    .returning(["consecutiveFailures", "url"])
    .executeTakeFirstOrThrow();
  if (!isGone && consecutiveFailures < WEBHOOK_FAILURE_LIMIT) return;
  const disabledReason = isGone
    ? "The receiver said that it is gone for good (410)"
    : `${WEBHOOK_FAILURE_LIMIT} deliveries in a row were given up`;
  const { numUpdatedRows } = await db
    .updateTable("webhookConfigs")
    .set({ isActive: false, disabledReason })
    .where("clientId", "=", clientId)
    .where("id", "=", webhookId)
    .where("isActive", "=", true)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  const owners = await db
    .selectFrom("memberships")
    .select("userId")
    .where("clientId", "=", clientId)
    .where("role", "=", "owner")
    .where("acceptedAt", "is not", null)
    .where("removedAt", "is", null)
    .orderBy("userId")
    .execute();
  if (owners.length === 0) return;
  await db
    .insertInto("notifications")
    .values(
      owners.map(({ userId }) => ({
        clientId,
        userId,
        kind: "health",
        title: "A webhook was switched off",
        body: `${new URL(url).host}: ${disabledReason}. Mend the receiver, switch the webhook on again and replay what it missed.`,
        href: "/dashboard/settings/webhooks",
      })),
    )
    .execute();
}

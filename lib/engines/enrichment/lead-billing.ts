import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { LimitError } from "@/lib/errors";

const USED_UP = "This month's lead pool is used up; enrichment goes on when it renews";

/** @throws LimitError when the client's credits are used up or its subscription does not run */
export async function requireBilling(db: Db, { clientId }: Ctx): Promise<void> {
  const client = await db
    .selectFrom("clients")
    .select(["subscriptionStatus", "creditsRemaining"])
    .where("id", "=", clientId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!client || (client.subscriptionStatus !== "active" && client.subscriptionStatus !== "trialing"))
    throw new LimitError("Enrichment is paused: the subscription is not active");
  if (client.creditsRemaining < 1) throw new LimitError(USED_UP);
}

/**
 * One credit a lead, ever: the ledger's key says so, and the counter cannot go below zero. The caller holds the lead.
 * @throws LimitError when there is none left
 */
export async function spendCredit(db: Db, { clientId }: Ctx, leadId: string): Promise<void> {
  const idempotencyKey = `enrichment:${leadId}`;
  const isSpent = await db.selectFrom("creditLedger").select("id").where("idempotencyKey", "=", idempotencyKey).executeTakeFirst();
  if (isSpent) return;
  const spent = await db
    .updateTable("clients")
    .set((eb) => ({ creditsRemaining: eb("creditsRemaining", "-", 1) }))
    .where("id", "=", clientId)
    .where("creditsRemaining", ">=", 1)
    .returning("creditsRemaining")
    .executeTakeFirst();
  if (!spent) throw new LimitError(USED_UP);
  await db
    .insertInto("creditLedger")
    .values({ clientId, leadId, delta: -1, reason: "enrichment", idempotencyKey, balanceAfter: spent.creditsRemaining })
    .execute();
}

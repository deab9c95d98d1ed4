import "server-only";
import { addMonths } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";

/** Leads a month by tier (blueprint, tier pricing). Unused ones do not roll over. */
export const MONTHLY_LEADS = { ignition: 1250, velocity: 2250, dominance: 4500 } as const;

/**
 * Sets the lead pool back to the tier's quota where the billing month has ended, with a ledger row for the difference.
 * @returns how many clients were renewed
 */
export async function renewCredits(db: Db, systemCtx: (clientId: string) => Ctx, { now }: { now: Date }): Promise<{ renewed: number }> {
  const due = await db
    .selectFrom("clients")
    .select("id")
    .where("creditsResetAt", "<=", now)
    .where("subscriptionStatus", "in", ["trialing", "active"])
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(1000)
    .execute();
  for (const { id } of due) await renewClient(systemCtx(id));
  return { renewed: due.length };
}

function renewClient(ctx: Ctx): Promise<void> {
  return ctx.tx(async (db) => {
    const client = await db
      .selectFrom("clients")
      .select(["tier", "creditsRemaining", "creditsResetAt"])
      .where("id", "=", ctx.clientId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (!client.creditsResetAt || client.creditsResetAt > ctx.now) return;
    let next = client.creditsResetAt;
    while (next <= ctx.now) next = addMonths(next, 1); // months that passed unnoticed are not paid out twice
    const quota = MONTHLY_LEADS[client.tier];
    const delta = quota - client.creditsRemaining;
    await db.updateTable("clients").set({ creditsRemaining: quota, creditsResetAt: next }).where("id", "=", ctx.clientId).execute();
    if (delta === 0) return;
    await db
      .insertInto("creditLedger")
      .values({
        clientId: ctx.clientId,
        delta,
        reason: "monthly_grant",
        idempotencyKey: `renewal:${ctx.clientId}:${client.creditsResetAt.toISOString()}`,
        balanceAfter: quota,
      })
      .execute();
  });
}

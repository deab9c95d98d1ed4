import "server-only";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { countForImport } from "@/lib/engines/enrichment/import-ceiling";
import { openSpending, type ProviderCost, type Spending } from "@/lib/engines/enrichment/spending";

/**
 * Asks providers on behalf of a lead, within what all its attempts together may cost. What they charged is owed whatever becomes of the
 * lead, so it is recorded by itself, also when a later provider fails.
 */
export async function withSpending<T>(ctx: Ctx, leadId: string, ask: (spending: Spending) => Promise<T>): Promise<T> {
  const spending = openSpending(await ctx.tx((db) => spentOn(db, ctx, leadId)));
  try {
    return await ask(spending);
  } finally {
    if (spending.costs.length > 0) await ctx.tx((db) => recordCosts(db, ctx, leadId, spending.costs));
  }
}

/** What every attempt for the lead cost so far. */
export async function spentOn(db: Db, { clientId }: Ctx, leadId: string): Promise<number> {
  const { spent } = await db
    .selectFrom("providerCosts")
    .select(({ fn }) => fn.sum<string | null>("costMicros").as("spent"))
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .executeTakeFirstOrThrow();
  return Number(spent);
}

async function recordCosts(db: Db, ctx: Ctx, leadId: string, costs: readonly ProviderCost[]): Promise<void> {
  const { clientId, now } = ctx;
  await db
    .insertInto("providerCosts")
    .values(
      costs.map(({ provider, operation, costMicroAud }) => ({
        clientId,
        leadId,
        provider,
        operation,
        costMicros: costMicroAud,
        // Each is a charge of its own, also when the same was asked twice at one moment.
        idempotencyKey: sql<string>`${`${provider}:${operation}:${leadId}:`} || private.uuid_v7()`,
        occurredAt: now,
      })),
    )
    .execute();
  const costMicroAud = costs.reduce((sum, cost) => sum + cost.costMicroAud, 0);
  await countForImport(db, ctx, { leadId, costMicroAud });
}

import "server-only";
import type { Ctx } from "@/lib/context";
import { enrichLead } from "@/lib/engines/enrichment/enrich-lead";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { leadsWorthAsking } from "@/lib/engines/enrichment/stop-loss";
import { tellOfProviders } from "@/lib/engines/enrichment/tell-of-providers";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { LimitError } from "@/lib/errors";
import { leadsEnriched } from "@/lib/events/catalogue";

/**
 * Enriches a few leads side by side and announces all of them that are enriched by now, so that a batch repeated after a crash
 * still reaches the scorer. Credits that run out, and an import of which too little is found, end the batch quietly: the rest waits for the sweep. People are told of a provider that
 * is down, once.
 * @throws ProviderError when a provider has to be asked again; what was done stays done
 */
export async function enrichBatch(
  ctx: Ctx,
  { leadIds }: { leadIds: readonly string[] },
  providers: EnrichmentProviders,
  options: { pepper: string },
): Promise<{ enriched: number; notUsable: number; lookedUp: number; waiting: number; outOfCredits: boolean }> {
  const worth = await ctx.tx((db) => leadsWorthAsking(db, ctx, { leadIds }));
  const results = await Promise.allSettled(worth.map((leadId) => enrichLead(ctx, { leadId }, providers, options)));
  const failures = results.flatMap((result) =>
    result.status === "rejected" && !(result.reason instanceof LimitError) ? [result.reason as unknown] : [],
  );

  const enriched = await ctx.tx(async (db) => {
    const rows = await db
      .selectFrom("leads")
      .select("id")
      .where("clientId", "=", ctx.clientId)
      .where("id", "in", leadIds)
      .where("status", "=", "enriched")
      .orderBy("email")
      .execute();
    if (rows.length > 0) await enqueueEvent(db, leadsEnriched.create({ clientId: ctx.clientId, leadIds: rows.map((row) => row.id) }));
    return rows.length;
  });
  await ctx.tx((db) => tellOfProviders(db, ctx, { failures, isAnswered: enriched > 0 }));
  if (failures.length > 0) throw failures[0];
  return {
    enriched,
    lookedUp: results.filter((result) => result.status === "fulfilled" && result.value !== "not_waiting").length,
    notUsable: results.filter((result) => result.status === "fulfilled" && result.value === "not_usable").length,
    waiting: leadIds.length - worth.length,
    outOfCredits: results.some((result) => result.status === "rejected" && result.reason instanceof LimitError),
  };
}

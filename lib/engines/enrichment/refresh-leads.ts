import "server-only";
import { addHours, subDays } from "date-fns";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import { listStaleAddresses, type StaleAddress } from "@/lib/db/queries/stale-addresses";
import { lockLead } from "@/lib/db/queries/touches";
import { HUNTER_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { withSpending } from "@/lib/engines/enrichment/with-spending";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { suppress } from "@/lib/engines/suppression/suppress";
import { planRequested } from "@/lib/events/catalogue";
import type { Verification } from "@/lib/integrations/hunter/api";

/** A lead enriched longer ago than this is looked at again before anybody writes to it (domain.md 3.4). */
const FRESH_DAYS = 7;
const AHEAD_HOURS = 24;
const AT_ONCE = 10;

/** Which addresses a refresh made now asks about. */
export function staleScope(now: Date) {
  return { dueBefore: addHours(now, AHEAD_HOURS), askedBefore: subDays(now, FRESH_DAYS) };
}

/**
 * Verifies again the addresses of leads about to get their first message whose last verification is older than a week. A verdict of
 * "unknown" leaves the earlier one standing, with its date. One that is still running is asked for by the next run.
 * @param limit how many at most
 * @returns how many got a verdict
 * @throws ProviderError when Hunter fails; what was done stays done
 */
export async function refreshLeads(
  ctx: Ctx,
  { limit }: { limit: number },
  { verifyEmail }: Pick<EnrichmentProviders, "verifyEmail">,
  options: { pepper: string },
): Promise<number> {
  const stale = await ctx.tx((db) => listStaleAddresses(db, { ...staleScope(ctx.now), clientId: ctx.clientId, limit }));
  let refreshed = 0;
  for (let start = 0; start < stale.length; start += AT_ONCE) {
    const results = await Promise.allSettled(
      stale.slice(start, start + AT_ONCE).map((lead) => refreshLead(ctx, lead, verifyEmail, options)),
    );
    refreshed += results.filter((result) => result.status === "fulfilled" && result.value).length;
    const failure = results.find((result) => result.status === "rejected");
    if (failure) throw failure.reason;
  }
  if (refreshed > 0) await ctx.tx((db) => enqueueEvent(db, planRequested.create({ clientId: ctx.clientId })));
  return refreshed;
}

async function refreshLead(
  ctx: Ctx,
  { id: leadId, email, enrichmentConfidence }: StaleAddress,
  verifyEmail: EnrichmentProviders["verifyEmail"],
  options: { pepper: string },
): Promise<boolean> {
  const verification = await withSpending(ctx, leadId, async (spending): Promise<Verification | null> => {
    if (!spending.canAfford(HUNTER_CREDIT_MICRO_AUD)) return null;
    const answer = await verifyEmail(email);
    spending.charge({ provider: "hunter", operation: "email-verifier", costMicroAud: answer.costMicroAud });
    return answer;
  });
  if (verification?.outcome !== "checked" && verification?.outcome !== "suppress") return false;
  await ctx.tx(async (db) => {
    await lockLead(db, { clientId: ctx.clientId, leadId });
    if (verification.outcome === "suppress") {
      await suppress(db, ctx, { kind: "email", value: email, reason: "do_not_contact", source: "hunter" }, options);
      return;
    }
    const entry = { emailStatus: { provider: "hunter", confidence: enrichmentConfidence ?? 0, fetchedAt: ctx.now.toISOString() } };
    const { emailStatus } = verification;
    await db
      .updateTable("leads")
      .set({
        enrichedFields: sql`enriched_fields || ${JSON.stringify(entry)}::jsonb`,
        ...(emailStatus !== "unknown" && { emailStatus, emailVerifiedAt: ctx.now }),
      })
      .where("id", "=", leadId)
      .where("clientId", "=", ctx.clientId)
      .execute();
  });
  return true;
}

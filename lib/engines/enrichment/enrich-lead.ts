import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { fillLead, WATERFALL_COLUMNS } from "@/lib/engines/enrichment/fill-lead";
import { isValidEnrichment } from "@/lib/engines/enrichment/is-valid-enrichment";
import type { KnownPerson } from "@/lib/engines/enrichment/known-person";
import { type LookUp, lookUpPerson } from "@/lib/engines/enrichment/look-up-person";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { withSpending } from "@/lib/engines/enrichment/with-spending";
import { suppress } from "@/lib/engines/suppression/suppress";
import { LimitError } from "@/lib/errors";

export type EnrichmentOutcome = "enriched" | "not_usable" | "not_waiting";

/**
 * Enriches one lead: asks the providers, records what they charged, then in one transaction spends the credit and stores the fields.
 * A lead that is not waiting (enriched meanwhile, found unusable, deleted) costs nothing, so a repeated step charges once. A miss and a
 * cached record are free.
 * @throws LimitError when the client's credits are used up or its subscription does not run
 * @throws ProviderError when a provider has to be asked again later
 */
export async function enrichLead(
  ctx: Ctx,
  { leadId }: { leadId: string },
  providers: EnrichmentProviders,
  options: { pepper: string },
): Promise<EnrichmentOutcome> {
  const known = await ctx.tx(async (db) => {
    await requireBilling(db, ctx);
    return findWaiting(db, ctx, leadId);
  });
  if (!known) return "not_waiting";
  const lookUp = await withSpending(ctx, leadId, (spending) => lookUpPerson(known, { providers, spending, now: ctx.now }));

  return ctx.tx(async (db) => {
    await lockLead(db, { clientId: ctx.clientId, leadId });
    if (!(await findWaiting(db, ctx, leadId))) return "not_waiting";
    if (lookUp.mustSuppress)
      await suppress(db, ctx, { kind: "email", value: known.email, reason: "do_not_contact", source: "hunter" }, options);

    const { valid, flaws } = isValidEnrichment(lookUp.person);
    if (!valid || lookUp.mustSuppress) {
      const why = lookUp.mustSuppress ? "they asked not to be processed" : flaws.join(", ").replaceAll("_", " ");
      await db
        .updateTable("leads")
        .set({ enrichmentError: why, emailStatus: lookUp.person.emailStatus, emailVerifiedAt: ctx.now })
        .where("id", "=", leadId)
        .where("clientId", "=", ctx.clientId)
        .execute();
      await recordActivity(db, ctx, { action: "enrichment_failed", leadId, reason: `Not usable yet: ${why}; no credit spent` });
      return "not_usable";
    }
    if (!lookUp.isCached || (await wasBoughtFor(db, ctx, leadId))) await spendCredit(db, ctx, leadId);
    await storePerson(db, ctx, leadId, lookUp);
    return "enriched";
  });
}

/** Whether a provider was paid for this very lead: then its record is not somebody else's, though an earlier attempt that died cached it. */
async function wasBoughtFor(db: Db, ctx: Ctx, leadId: string): Promise<boolean> {
  const paid = await db
    .selectFrom("providerCosts")
    .select("id")
    .where("clientId", "=", ctx.clientId)
    .where("leadId", "=", leadId)
    .where("provider", "in", ["apollo", "apify", "hunter"])
    .limit(1)
    .executeTakeFirst();
  return paid !== undefined;
}

async function requireBilling(db: Db, ctx: Ctx): Promise<void> {
  const client = await db
    .selectFrom("clients")
    .select(["subscriptionStatus", "creditsRemaining"])
    .where("id", "=", ctx.clientId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!client || (client.subscriptionStatus !== "active" && client.subscriptionStatus !== "trialing"))
    throw new LimitError("Enrichment is paused: the subscription is not active");
  if (client.creditsRemaining < 1) throw new LimitError("This month's lead pool is used up; enrichment goes on when it renews");
}

async function findWaiting(db: Db, ctx: Ctx, leadId: string): Promise<KnownPerson | undefined> {
  return db
    .selectFrom("leads")
    .select(["email", "firstName", "lastName", "title", "company", "domain", "linkedinUrl", "phone"])
    .where("id", "=", leadId)
    .where("clientId", "=", ctx.clientId)
    .where("status", "=", "new")
    .where("enrichmentError", "is", null)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
}

/** One credit a lead, ever: the ledger's key says so, and the counter cannot go below zero. The caller holds the lead. */
async function spendCredit(db: Db, ctx: Ctx, leadId: string): Promise<void> {
  const idempotencyKey = `enrichment:${leadId}`;
  const isSpent = await db.selectFrom("creditLedger").select("id").where("idempotencyKey", "=", idempotencyKey).executeTakeFirst();
  if (isSpent) return;
  const spent = await db
    .updateTable("clients")
    .set((eb) => ({ creditsRemaining: eb("creditsRemaining", "-", 1) }))
    .where("id", "=", ctx.clientId)
    .where("creditsRemaining", ">=", 1)
    .returning("creditsRemaining")
    .executeTakeFirst();
  if (!spent) throw new LimitError("This month's lead pool is used up; enrichment goes on when it renews");
  await db
    .insertInto("creditLedger")
    .values({
      clientId: ctx.clientId,
      leadId,
      delta: -1,
      reason: "enrichment",
      idempotencyKey,
      balanceAfter: spent.creditsRemaining,
    })
    .execute();
}

async function storePerson(db: Db, ctx: Ctx, leadId: string, { person }: LookUp): Promise<void> {
  await fillLead(db, ctx, { leadId, person, columns: WATERFALL_COLUMNS });
  await db
    .updateTable("leads")
    .set({
      status: "enriched",
      enrichedAt: ctx.now,
      enrichmentError: null,
      enrichmentSource: person.source,
      enrichmentConfidence: person.confidence,
      emailStatus: person.emailStatus,
      emailVerifiedAt: ctx.now,
    })
    .where("id", "=", leadId)
    .where("clientId", "=", ctx.clientId)
    .execute();
}

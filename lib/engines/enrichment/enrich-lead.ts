import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { insertClayRow } from "@/lib/db/queries/clay-rows";
import { lockLead } from "@/lib/db/queries/touches";
import { flawsInWords, markNotUsable, storeEnriched } from "@/lib/engines/enrichment/finish-enrichment";
import { isMendable, isValidEnrichment } from "@/lib/engines/enrichment/is-valid-enrichment";
import type { KnownPerson } from "@/lib/engines/enrichment/known-person";
import { requireBilling, spendCredit } from "@/lib/engines/enrichment/lead-billing";
import { lookUpPerson } from "@/lib/engines/enrichment/look-up-person";
import { preliminaryScore } from "@/lib/engines/enrichment/preliminary-score";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { withSpending } from "@/lib/engines/enrichment/with-spending";
import { suppress } from "@/lib/engines/suppression/suppress";

/** `awaits_clay`: the stages before know too little, and the batch decides whether Clay is asked. */
export type EnrichmentOutcome = "enriched" | "not_usable" | "awaits_clay" | "not_waiting";

/**
 * Enriches one lead: asks the providers, records what they charged, then in one transaction spends the credit and stores the fields.
 * A lead that is not waiting (enriched meanwhile, found unusable, with Clay, deleted) costs nothing, so a repeated step charges once. A
 * miss and a cached record are free.
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

    const { person, mustSuppress } = lookUp;
    const { valid, flaws } = isValidEnrichment(person);
    if (valid && !mustSuppress) {
      if (!lookUp.isCached || (await wasBoughtFor(db, ctx, leadId))) await spendCredit(db, ctx, leadId);
      await storeEnriched(db, ctx, leadId, person);
      return "enriched";
    }
    if (!mustSuppress && providers.clay && isMendable(person)) {
      const { score } = preliminaryScore(person, ctx.now);
      const proposed = { clientId: ctx.clientId, leadId, score, flaws: flawsInWords(flaws), createdAt: ctx.now };
      if (await insertClayRow(db, { ...proposed, record: JSON.stringify(person) })) return "awaits_clay";
    }
    const why = mustSuppress ? "they asked not to be processed" : flawsInWords(flaws);
    await markNotUsable(db, ctx, { leadId, why, emailStatus: person.emailStatus });
    return "not_usable";
  });
}

/** Whether a provider was paid for this very lead: then its record is not somebody else's, though an earlier attempt that died cached it. */
async function wasBoughtFor(db: Db, ctx: Ctx, leadId: string): Promise<boolean> {
  const paid = await db
    .selectFrom("providerCosts")
    .select("id")
    .where("clientId", "=", ctx.clientId)
    .where("leadId", "=", leadId)
    .where("provider", "in", ["apollo", "apify", "hunter", "clay"])
    .limit(1)
    .executeTakeFirst();
  return paid !== undefined;
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
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("private.clayRows").select("id").whereRef("leadId", "=", "leads.id").where("state", "<>", "settled"))),
    )
    .executeTakeFirst();
}

import "server-only";
import type { Ctx } from "@/lib/context";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { DEPTH_COLUMNS, fillLead } from "@/lib/engines/enrichment/fill-lead";
import { asTold, type KnownPerson } from "@/lib/engines/enrichment/known-person";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { withFinder, withProfile } from "@/lib/engines/enrichment/supplement-person";
import { withSpending } from "@/lib/engines/enrichment/with-spending";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { suppress } from "@/lib/engines/suppression/suppress";
import { leadsEnriched } from "@/lib/events/catalogue";

/** Whose score opens the channels that a phone number and a profile are for. */
const DEEP_TIERS = ["warm", "hot"] as const;
const REACHABLE = ["enriched", "scored", "in_sequence"] as const;

/**
 * Buys what only warm and hot leads are worth: the LinkedIn profile they lack, from Hunter, and the phone number it shows, from Apify. Once a
 * lead, whatever was found; no credit is taken. What is new is scored again.
 * @returns how many leads learned something
 * @throws ProviderError when Hunter has to be asked again later; what was done stays done
 */
export async function deepenLeads(
  ctx: Ctx,
  { leadIds }: { leadIds: readonly string[] },
  providers: EnrichmentProviders,
  options: { pepper: string },
): Promise<number> {
  const shallow = await ctx.tx((db) =>
    db
      .selectFrom("leads")
      .select(["id", "email", "firstName", "lastName", "title", "company", "domain", "linkedinUrl", "phone"])
      .where("clientId", "=", ctx.clientId)
      .where("id", "in", leadIds)
      .where("alsTier", "in", DEEP_TIERS)
      .where("status", "in", REACHABLE)
      .where("deepenedAt", "is", null)
      .where("deletedAt", "is", null)
      .where((eb) => eb.or([eb("phone", "is", null), eb("linkedinUrl", "is", null)]))
      .orderBy("email")
      .execute(),
  );
  const results = await Promise.allSettled(shallow.map(({ id, ...known }) => deepenLead(ctx, id, known, providers, options)));
  const learned = results.flatMap((result, index) => (result.status === "fulfilled" && result.value ? (shallow[index]?.id ?? []) : []));
  if (learned.length > 0) await ctx.tx((db) => enqueueEvent(db, leadsEnriched.create({ clientId: ctx.clientId, leadIds: learned })));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
  return learned.length;
}

async function deepenLead(
  ctx: Ctx,
  leadId: string,
  known: KnownPerson,
  providers: EnrichmentProviders,
  options: { pepper: string },
): Promise<boolean> {
  const { person, mustSuppress } = await withSpending(ctx, leadId, async (spending) => {
    const asking = { providers, spending, now: ctx.now };
    const told = asTold(known, ctx.now);
    const found = known.linkedinUrl ? { person: told, mustSuppress: false } : await withFinder(told, known, asking);
    return found.mustSuppress || found.person.phone ? found : { ...found, person: await withProfile(found.person, asking) };
  });
  return ctx.tx(async (db) => {
    await lockLead(db, { clientId: ctx.clientId, leadId });
    if (mustSuppress) await suppress(db, ctx, { kind: "email", value: known.email, reason: "do_not_contact", source: "hunter" }, options);
    const taken = await db
      .updateTable("leads")
      .set({ deepenedAt: ctx.now })
      .where("id", "=", leadId)
      .where("clientId", "=", ctx.clientId)
      .where("deepenedAt", "is", null)
      .returning("id")
      .executeTakeFirst();
    if (!taken || mustSuppress) return false;
    // The address was not asked about.
    const { emailStatus: _, ...provenance } = person.provenance ?? {};
    const filled = await fillLead(db, ctx, { leadId, person: { ...person, provenance }, columns: DEPTH_COLUMNS });
    if (filled.length === 0) return false;
    const what = filled.map((column) => (column === "phone" ? "phone number" : "LinkedIn profile")).join(" and ");
    await recordActivity(db, ctx, { action: "enriched", leadId, reason: `Found their ${what}, worth buying at this score` });
    return true;
  });
}

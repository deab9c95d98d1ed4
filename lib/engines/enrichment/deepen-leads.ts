import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { fillAddress } from "@/lib/engines/enrichment/fill-address";
import { DEEP_TIERS, DEPTH_COLUMNS, fillLead } from "@/lib/engines/enrichment/fill-lead";
import { findAddress } from "@/lib/engines/enrichment/find-address";
import { asTold, type KnownPerson } from "@/lib/engines/enrichment/known-person";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { withFinder, withProfile } from "@/lib/engines/enrichment/supplement-person";
import { withSpending } from "@/lib/engines/enrichment/with-spending";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { suppress } from "@/lib/engines/suppression/suppress";
import { leadsEnriched } from "@/lib/events/catalogue";

const REACHABLE = ["enriched", "scored", "in_sequence"] as const;

/**
 * Buys what only warm and hot leads are worth: the LinkedIn profile they lack, from Hunter, the phone number it shows, from Apify, and where
 * their post goes, which is looked for elsewhere than in what was bought already only for clients that send letters. Once a lead, whatever
 * was found; no credit is taken. A number or a profile that is new is scored again.
 * @returns how many leads learned something
 * @throws ProviderError when Hunter has to be asked again later; what was done stays done
 */
export async function deepenLeads(
  ctx: Ctx,
  { leadIds }: { leadIds: readonly string[] },
  providers: EnrichmentProviders,
  options: { pepper: string },
): Promise<number> {
  const { shallow, sendsLetters } = await ctx.tx(async (db) => ({
    sendsLetters: await hasReturnAddress(db, ctx),
    shallow: await db
      .selectFrom("leads")
      .select(["id", "email", "firstName", "lastName", "title", "company", "domain", "linkedinUrl", "phone", "city", "addressLine1"])
      .where("clientId", "=", ctx.clientId)
      .where("id", "in", leadIds)
      .where("alsTier", "in", [...DEEP_TIERS])
      .where("status", "in", REACHABLE)
      .where("deepenedAt", "is", null)
      .where("deletedAt", "is", null)
      .where((eb) => eb.or([eb("phone", "is", null), eb("linkedinUrl", "is", null), eb("addressLine1", "is", null)]))
      .orderBy("email")
      .execute(),
  }));
  const results = await Promise.allSettled(
    shallow.map(({ id, ...known }) => deepenLead(ctx, id, { known, mayBuyAddress: sendsLetters }, providers, options)),
  );
  const learned = results.map((result) => (result.status === "fulfilled" ? result.value : "nothing"));
  const toScore = shallow.flatMap(({ id }, index) => (learned[index] === "to_score" ? id : []));
  if (toScore.length > 0) await ctx.tx((db) => enqueueEvent(db, leadsEnriched.create({ clientId: ctx.clientId, leadIds: toScore })));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
  return learned.filter((what) => what !== "nothing").length;
}

type Shallow = KnownPerson & { city: string | null; addressLine1: string | null };
/** An address changes no score. */
type Learned = "to_score" | "address" | "nothing";

async function deepenLead(
  ctx: Ctx,
  leadId: string,
  { known, mayBuyAddress }: { known: Shallow; mayBuyAddress: boolean },
  providers: EnrichmentProviders,
  options: { pepper: string },
): Promise<Learned> {
  const { person, mustSuppress, address } = await withSpending(ctx, leadId, async (spending) => {
    const asking = { providers, spending, now: ctx.now };
    const told = asTold(known, ctx.now);
    const found = known.linkedinUrl ? { person: told, mustSuppress: false } : await withFinder(told, known, asking);
    if (found.mustSuppress) return { ...found, address: null };
    const read = found.person.phone ? found.person : await withProfile(found.person, asking);
    const isWanted = known.addressLine1 === null;
    return { ...found, person: read, address: isWanted ? await findAddress(known, asking, { mayBuy: mayBuyAddress }) : null };
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
    if (!taken || mustSuppress) return "nothing";
    // The address was not asked about.
    const { emailStatus: _, ...provenance } = person.provenance ?? {};
    const filled = await fillLead(db, ctx, { leadId, person: { ...person, provenance }, columns: DEPTH_COLUMNS });
    const hasAddress = address !== null && (await fillAddress(db, ctx, { leadId, address }));
    const found = [
      ...filled.map((column) => (column === "phone" ? "phone number" : "LinkedIn profile")),
      ...(hasAddress ? ["postal address"] : []),
    ];
    if (found.length === 0) return "nothing";
    await recordActivity(db, ctx, { action: "enriched", leadId, reason: `Found their ${found.join(" and ")}, worth having at this score` });
    return filled.length > 0 ? "to_score" : "address";
  });
}

async function hasReturnAddress(db: Db, { clientId }: Ctx): Promise<boolean> {
  const found = await db
    .selectFrom("resources")
    .select("id")
    .where("clientId", "=", clientId)
    .where("kind", "=", "return_address")
    .where("deletedAt", "is", null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

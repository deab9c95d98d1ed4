import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type ClayRowRecord, findClayRow, lockClayRow, updateClayRow } from "@/lib/db/queries/clay-rows";
import { lockLead } from "@/lib/db/queries/touches";
import { type EnrichedPerson, enrichedPerson } from "@/lib/domain/enriched-person";
import { CLAY_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { bookClayCost } from "@/lib/engines/enrichment/book-clay-cost";
import { personCacheKey } from "@/lib/engines/enrichment/cache-keys";
import { DEEP_TIERS, fillLead, WATERFALL_COLUMNS } from "@/lib/engines/enrichment/fill-lead";
import { flawsInWords, markNotUsable, storeEnriched } from "@/lib/engines/enrichment/finish-enrichment";
import { isValidEnrichment } from "@/lib/engines/enrichment/is-valid-enrichment";
import { spendCredit } from "@/lib/engines/enrichment/lead-billing";
import { keep } from "@/lib/engines/enrichment/look-up-person";
import { mergePerson } from "@/lib/engines/enrichment/merge-person";
import { preliminaryScore } from "@/lib/engines/enrichment/preliminary-score";
import { stampProvenance } from "@/lib/engines/enrichment/provenance";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { keptClayAnswer } from "@/lib/engines/enrichment/record-clay-answer";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { LimitError } from "@/lib/errors";
import { leadsEnriched } from "@/lib/events/catalogue";

/** `no_credit`: the lead is good enough and waits for one. `facts`: it had gone on, and what was new was noted down. */
export type SettledClayRow = "enriched" | "not_usable" | "no_credit" | "facts" | "gone" | "repeat";

type Settling = { row: ClayRowRecord; lead: LeadOfRow };

/**
 * Lets a lead go on: with what Clay answered, or without when it was not chosen, was refused or has not answered in time. An answer that
 * comes after that still makes a lead usable that was not, and is noted down as facts where the lead is past that; nothing is done twice.
 * A row that may be in the table is on the books at what it may cost, until Clay says what it did.
 */
export async function settleClayRow(
  ctx: Ctx,
  { clayRowId }: { clayRowId: string },
  { cache }: Pick<EnrichmentProviders, "cache">,
): Promise<SettledClayRow> {
  const scope = { clientId: ctx.clientId, clayRowId };
  const settling = await ctx.tx(async (db): Promise<Settling | undefined> => {
    const row = await lockClayRow(db, scope);
    return row && isOpen(row) ? { row, lead: await findLead(db, ctx, row.leadId) } : undefined;
  });
  if (!settling) return "repeat";
  const known = personOf(settling.row);
  // Before it is settled, so that what was bought is never lost. Whoever asked to be forgotten is not kept.
  if (settling.lead && known && settling.row.answer !== null) await keep(personCacheKey(settling.lead), known, { cache });
  try {
    return await ctx.tx((db) => settle(db, ctx, scope, "spend"));
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    return ctx.tx((db) => settle(db, ctx, scope, "wait"));
  }
}

/** @param credit whether one is spent on a lead that is good enough, or the lead waits for one */
async function settle(db: Db, ctx: Ctx, scope: { clientId: string; clayRowId: string }, credit: "spend" | "wait"): Promise<SettledClayRow> {
  const owner = await findClayRow(db, scope.clayRowId);
  if (owner) await lockLead(db, { clientId: ctx.clientId, leadId: owner.leadId });
  const row = await lockClayRow(db, scope);
  if (!row || !isOpen(row)) return "repeat";
  const { leadId } = row;
  const lead = await findLead(db, ctx, leadId);
  const person = personOf(row);
  const isAnswered = row.answer !== null;
  const isUnanswered = row.state === "sent" && !isAnswered;
  if (isUnanswered) await bookClayCost(db, ctx, { row, costMicroAud: (row.mostCredits ?? 0) * CLAY_CREDIT_MICRO_AUD });
  // An answer that comes later needs the record; after one, nobody does.
  const takenAt = isAnswered ? ctx.now : null;
  const settled = { state: "settled", settledAt: ctx.now, takenAt, ...(!(isUnanswered && lead) && { record: null }) };
  await updateClayRow(db, scope, settled);
  if (!lead || !person) return "gone";

  const isWaiting = lead.status === "new" && (lead.enrichmentError === null || (row.state === "settled" && isAnswered));
  if (!isWaiting) {
    // The address was not asked about.
    const { emailStatus: _, ...provenance } = person.provenance ?? {};
    await fillLead(db, ctx, { leadId, person: { ...person, provenance }, columns: WATERFALL_COLUMNS });
    return "facts";
  }
  if (!isValidEnrichment(person).valid) {
    const why = flawsInWords(isValidEnrichment(person).flaws);
    if (lead.enrichmentError === null) await markNotUsable(db, ctx, { leadId, why, emailStatus: person.emailStatus });
    return "not_usable";
  }
  if (credit === "wait") {
    // The nightly sweep finds the lead, and its record in the cache.
    await db.updateTable("leads").set({ enrichmentError: null }).where("id", "=", leadId).where("clientId", "=", ctx.clientId).execute();
    return "no_credit";
  }
  await spendCredit(db, ctx, leadId);
  const isDeep = DEEP_TIERS.has(preliminaryScore(person, ctx.now).tier);
  await storeEnriched(db, ctx, leadId, person, isDeep ? [...WATERFALL_COLUMNS, "phone"] : WATERFALL_COLUMNS);
  await enqueueEvent(db, leadsEnriched.create({ clientId: ctx.clientId, leadIds: [leadId] }));
  return "enriched";
}

/** Not settled, or settled without an answer that has come since. */
function isOpen({ state, answer, takenAt }: ClayRowRecord): boolean {
  return state !== "settled" || (answer !== null && takenAt === null);
}

/** What the stages before told, with what Clay did; undefined once it is forgotten. */
function personOf({ record, answer, answeredAt }: ClayRowRecord): EnrichedPerson | undefined {
  const told = enrichedPerson.safeParse(record).data;
  const answered = keptClayAnswer.safeParse(answer).data?.person;
  if (!told || !answered || !answeredAt) return told;
  return mergePerson(told, stampProvenance(answered, answeredAt));
}

type LeadOfRow = Awaited<ReturnType<typeof findLead>>;

function findLead(db: Db, { clientId }: Ctx, leadId: string) {
  return db
    .selectFrom("leads")
    .select(["email", "firstName", "lastName", "domain", "linkedinUrl", "status", "enrichmentError"])
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
}

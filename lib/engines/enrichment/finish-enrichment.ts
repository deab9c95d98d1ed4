import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { fillLead, type LeadColumn, WATERFALL_COLUMNS } from "@/lib/engines/enrichment/fill-lead";

/** Stores what was found out about a lead as enough to work with. The caller holds the lead and has spent its credit. */
export async function storeEnriched(
  db: Db,
  ctx: Ctx,
  leadId: string,
  person: EnrichedPerson,
  columns: readonly LeadColumn[] = WATERFALL_COLUMNS,
): Promise<void> {
  await fillLead(db, ctx, { leadId, person, columns });
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

/** Stores that a lead cannot be used, and why. The caller holds the lead. */
export async function markNotUsable(
  db: Db,
  ctx: Ctx,
  { leadId, why, emailStatus }: { leadId: string; why: string; emailStatus: EnrichedPerson["emailStatus"] },
): Promise<void> {
  await db
    .updateTable("leads")
    .set({ enrichmentError: why, emailStatus, emailVerifiedAt: ctx.now })
    .where("id", "=", leadId)
    .where("clientId", "=", ctx.clientId)
    .execute();
  await recordActivity(db, ctx, { action: "enrichment_failed", leadId, reason: `Not usable yet: ${why}; no credit spent` });
}

/** What is wrong with a record, in words. */
export function flawsInWords(flaws: readonly string[]): string {
  return flaws.join(", ").replaceAll("_", " ");
}

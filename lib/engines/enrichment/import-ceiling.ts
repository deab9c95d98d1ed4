import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";

/** What may still be bought for an import, in micro-dollars AUD; without end for one nobody was quoted for. */
export async function leftForImport(db: Db, { clientId }: Ctx, importJobId: string): Promise<number> {
  const job = await db
    .selectFrom("importJobs")
    .select(["enrichmentCeilingMicros", "enrichmentSpentMicros"])
    .where("id", "=", importJobId)
    .where("clientId", "=", clientId)
    .executeTakeFirst();
  if (!job || job.enrichmentCeilingMicros === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, job.enrichmentCeilingMicros - job.enrichmentSpentMicros);
}

/** Adds what was charged for a lead, or takes back what was not after all, to what its import has cost. */
export async function countForImport(
  db: Db,
  { clientId }: Ctx,
  { leadId, costMicroAud }: { leadId: string; costMicroAud: number },
): Promise<void> {
  if (costMicroAud === 0) return;
  await db
    .updateTable("importJobs")
    .set((eb) => ({ enrichmentSpentMicros: eb("enrichmentSpentMicros", "+", costMicroAud) }))
    .where("clientId", "=", clientId)
    .where("id", "=", (eb) => eb.selectFrom("leads").select("importJobId").where("id", "=", leadId).$castTo<string>())
    .execute();
}

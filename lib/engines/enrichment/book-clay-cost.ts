import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { ClayRowRecord } from "@/lib/db/queries/clay-rows";
import { countForImport } from "@/lib/engines/enrichment/import-ceiling";

/** Puts a row's price on the books, in micro-dollars AUD. What Clay says it charged replaces what was booked before it said anything. */
export async function bookClayCost(
  db: Db,
  ctx: Ctx,
  { row, costMicroAud }: { row: Pick<ClayRowRecord, "id" | "leadId">; costMicroAud: number },
): Promise<void> {
  const { clientId, now } = ctx;
  const idempotencyKey = `clay:${row.id}`;
  const ours = db.selectFrom("providerCosts").where("idempotencyKey", "=", idempotencyKey).where("clientId", "=", clientId);
  const booked = await ours.select("costMicros").executeTakeFirst();
  const before = booked?.costMicros ?? 0;
  if (booked)
    await db
      .updateTable("providerCosts")
      .set({ costMicros: costMicroAud })
      .where("idempotencyKey", "=", idempotencyKey)
      .where("clientId", "=", clientId)
      .execute();
  else if (costMicroAud > 0)
    await db
      .insertInto("providerCosts")
      .values({
        clientId,
        leadId: row.leadId,
        provider: "clay",
        operation: "table-row",
        costMicros: costMicroAud,
        idempotencyKey,
        occurredAt: now,
      })
      .execute();
  await countForImport(db, ctx, { leadId: row.leadId, costMicroAud: costMicroAud - before });
}

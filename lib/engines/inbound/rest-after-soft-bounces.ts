import "server-only";
import { addDays, subDays } from "date-fns";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";

/** Temporary failures on this many days within a fortnight rest the address for a month (compliance 2.4). */
const DAYS_BEFORE_REST = 3;
const COUNTED_DAYS = 14;
const REST_DAYS = 30;

/**
 * Counts a delivery that failed for now, and rests the address when it keeps failing: several warnings about one day's message are one
 * failure. A longer absence that is known stays. The report itself is stored already.
 */
export async function restAfterSoftBounces(db: Db, ctx: Ctx, lead: { leadId: string; timezone: string }): Promise<void> {
  const { clientId, now } = ctx;
  await db
    .updateTable("leads")
    .set((eb) => ({ softBounceCount: eb("softBounceCount", "+", 1) }))
    .where("id", "=", lead.leadId)
    .where("clientId", "=", clientId)
    .execute();
  const { days } = await db
    .selectFrom("messages")
    .select(sql<number>`count(distinct (occurred_at at time zone ${lead.timezone})::date)`.as("days"))
    .where("clientId", "=", clientId)
    .where("leadId", "=", lead.leadId)
    .where("direction", "=", "inbound")
    .where("kind", "=", "bounce")
    .where("occurredAt", ">", subDays(now, COUNTED_DAYS))
    .where(sql<boolean>`'record_soft_bounce' = any (actions)`)
    .executeTakeFirstOrThrow();
  if (days < DAYS_BEFORE_REST) return;
  const until = addDays(now, REST_DAYS);
  await db
    .updateTable("leads")
    .set({ snoozedUntil: sql`greatest(snoozed_until, ${until})` })
    .where("id", "=", lead.leadId)
    .where("clientId", "=", clientId)
    .execute();
  await db
    .updateTable("touches")
    .set({ state: "planned", slotAt: null, reasonCode: "snoozed", reason: "Their mailbox keeps refusing for now; the address rests" })
    .where("leadId", "=", lead.leadId)
    .where("clientId", "=", clientId)
    .where("state", "=", "ready")
    .execute();
}

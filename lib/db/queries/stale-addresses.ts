import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

/**
 * Leads nobody has written to yet whose first e-mail is due by then and whose address was last asked about before `askedBefore`, of clients
 * that can pay for it.
 */
export async function listStaleAddresses(
  db: Db,
  { dueBefore, askedBefore, limit, clientId }: { dueBefore: Date; askedBefore: Date; limit: number; clientId?: string },
) {
  const askedAt = sql<Date>`greatest(l.email_verified_at, (l.enriched_fields -> 'emailStatus' ->> 'fetchedAt')::timestamptz)`;
  return db
    .selectFrom("touches as t")
    .innerJoin("enrolments as e", "e.id", "t.enrolmentId")
    .innerJoin("campaigns as c", "c.id", "t.campaignId")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .innerJoin("clients as k", "k.id", "t.clientId")
    .select(["t.clientId", "l.id", "l.email", "l.enrichmentConfidence"])
    .distinct()
    .$if(clientId !== undefined, (query) => query.where("t.clientId", "=", clientId ?? ""))
    .where("t.channel", "=", "email")
    .where("t.state", "in", ["planned", "awaiting_approval", "ready"])
    .where("t.dueAt", "<=", dueBefore)
    .where("e.state", "=", "active")
    .where("c.status", "=", "active")
    .where("l.deletedAt", "is", null)
    .where("l.lastContactedAt", "is", null)
    .where("l.emailStatus", "<>", "invalid")
    .where(askedAt, "<=", askedBefore)
    .where("k.deletedAt", "is", null)
    .where("k.subscriptionStatus", "in", ["trialing", "active"])
    .orderBy("t.clientId")
    .orderBy("l.email")
    .limit(limit)
    .execute();
}
export type StaleAddress = Awaited<ReturnType<typeof listStaleAddresses>>[number];

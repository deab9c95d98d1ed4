import "server-only";
import type { Db } from "@/lib/db/client";

/** Leads that wait for enrichment with nothing known against it, of clients that can pay for it. Oldest first. */
export function listWaitingLeads(db: Db, { limit }: { limit: number }) {
  return db
    .selectFrom("leads as l")
    .innerJoin("clients as k", "k.id", "l.clientId")
    .select(["l.id", "l.clientId"])
    .where("l.status", "=", "new")
    .where("l.deletedAt", "is", null)
    .where("l.enrichmentError", "is", null)
    .where("k.deletedAt", "is", null)
    .where("k.creditsRemaining", ">", 0)
    .where("k.subscriptionStatus", "in", ["trialing", "active"])
    .orderBy("l.clientId")
    .orderBy("l.id")
    .limit(limit)
    .execute();
}

/** Leads a change of weights has to score again, a page at a time by id. */
export async function listScoredLeadIds(
  db: Db,
  { clientId, after, limit }: { clientId: string; after: string | null; limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom("leads")
    .select("id")
    .where("clientId", "=", clientId)
    .where("status", "<>", "new")
    .where("deletedAt", "is", null)
    .$if(after !== null, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

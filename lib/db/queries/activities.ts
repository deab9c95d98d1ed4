import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

/** A place in the feed, which is ordered by time and, within one instant, by id. */
export type ActivityCursor = { occurredAt: Date; id: string };

/** What happened, newest first; `before` is the last row of the page before, null for the top. */
export function listActivities(db: Db, { clientId, limit, before }: { clientId: string; limit: number; before: ActivityCursor | null }) {
  return db
    .selectFrom("activities as a")
    .leftJoin("leads as l", "l.id", "a.leadId")
    .leftJoin("campaigns as c", "c.id", "a.campaignId")
    .leftJoin("users as u", "u.id", "a.actorUserId")
    .select([
      "a.id",
      "a.action",
      "a.actor",
      "a.channel",
      "a.reason",
      "a.occurredAt",
      "a.leadId",
      "a.campaignId",
      "l.firstName",
      "l.lastName",
      "l.company",
      "l.email",
      "c.name as campaignName",
      "u.fullName as userName",
      "u.email as userEmail",
    ])
    .where("a.clientId", "=", clientId)
    .$if(before !== null, (query) =>
      query.where(sql<boolean>`(a.occurred_at, a.id) < (${before?.occurredAt}::timestamptz, ${before?.id}::uuid)`),
    )
    .orderBy("a.occurredAt", "desc")
    .orderBy("a.id", "desc")
    .limit(limit)
    .execute();
}
export type ActivityRow = Awaited<ReturnType<typeof listActivities>>[number];

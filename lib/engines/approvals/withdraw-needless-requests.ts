import "server-only";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { recordActivity } from "@/lib/engines/activities/record-activity";

/**
 * Takes back requests for approval of leads that are on autopilot by now, by their own mode, their campaign's or the client's: the
 * messages are planned afresh from what is known today. A draft somebody decides on at this moment is left to them.
 * @returns how many were taken back
 */
export async function withdrawNeedlessRequests(db: Db, ctx: Ctx): Promise<number> {
  const { clientId } = ctx;
  // Leads first, as everybody does; one that is held is being decided on or answered right now.
  const needless = await db
    .selectFrom("approvals as a")
    .innerJoin("leads as l", "l.id", "a.leadId")
    .innerJoin("campaigns as c", "c.id", "a.campaignId")
    .innerJoin("clients as k", "k.id", "a.clientId")
    .select("a.id")
    .where("a.clientId", "=", clientId)
    .where("a.status", "=", "pending")
    .where("a.kind", "=", "outreach")
    .where(sql<boolean>`coalesce(l.permission_override, c.permission_mode, k.default_permission_mode) = 'autopilot'`)
    .orderBy("l.id")
    .forNoKeyUpdate("l")
    .skipLocked()
    .execute();
  if (needless.length === 0) return 0;
  const withdrawn = await db
    .updateTable("approvals")
    .set({ status: "superseded" })
    .where("clientId", "=", clientId)
    .where("status", "=", "pending")
    .where(
      "id",
      "in",
      needless.map(({ id }) => id),
    )
    .returning(["touchId", "leadId", "campaignId", "channel"])
    .execute();
  if (withdrawn.length === 0) return 0;
  await db
    .updateTable("touches")
    .set({ state: "planned", subject: null, body: null, contentHash: null, reasonCode: null, reason: null })
    .where("clientId", "=", clientId)
    .where("state", "=", "awaiting_approval")
    .where(
      "id",
      "in",
      withdrawn.map(({ touchId }) => touchId),
    )
    .execute();
  const reason = "On autopilot now: the draft no longer waits for a person and is written afresh";
  await recordActivity(db, ctx, ...withdrawn.map((about) => ({ action: "changed" as const, reason, ...about })));
  return withdrawn.length;
}

import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

/**
 * Touches a client could send soon: due, in a running enrolment of an active campaign, not waiting for anybody.
 * Follow-ups before new intros, then the hottest lead first; the address breaks ties so that a plan can be repeated.
 */
export function listPlannableTouches(db: Db, scope: { clientId: string; dueBefore: Date; staleBefore: Date; limit: number }) {
  return (
    db
      .selectFrom("touches as t")
      .innerJoin("enrolments as e", "e.id", "t.enrolmentId")
      .innerJoin("campaigns as c", "c.id", "t.campaignId")
      .innerJoin("leads as l", "l.id", "t.leadId")
      .select(["t.id", "t.campaignId", "t.resourceId", "e.mailboxId"])
      .where("t.clientId", "=", scope.clientId)
      .where("t.dueAt", "<=", scope.dueBefore)
      .where((eb) => eb.or([eb("t.state", "=", "planned"), eb.and([eb("t.state", "=", "ready"), eb("t.slotAt", "<", scope.staleBefore)])]))
      .where("e.state", "=", "active")
      .where("c.status", "=", "active")
      // A step waits for the one before it.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("touches as earlier")
              .select("earlier.id")
              .whereRef("earlier.enrolmentId", "=", "t.enrolmentId")
              .whereRef("earlier.stepNumber", "<", "t.stepNumber")
              .where("earlier.state", "in", ["planned", "awaiting_approval", "ready", "sending"]),
          ),
        ),
      )
      .orderBy(sql`(t.step_number > 1)`, "desc")
      .orderBy(sql`l.als_score desc nulls last`)
      .orderBy("t.dueAt")
      .orderBy("l.email")
      .limit(scope.limit)
      .execute()
  );
}

/** Slots already given out and not used yet, so that a new plan counts them. */
export function listOpenSlots(db: Db, scope: { clientId: string; since: Date }) {
  return db
    .selectFrom("touches")
    .select(["id", "campaignId", "resourceId", "slotAt"])
    .where("clientId", "=", scope.clientId)
    .where("state", "=", "ready")
    .where("slotAt", ">=", scope.since)
    .execute();
}

/** Clients with anything pending, for the hourly plan. */
export async function listClientsWithPendingTouches(db: Db, { dueBefore }: { dueBefore: Date }): Promise<string[]> {
  const rows = await db
    .selectFrom("touches")
    .select("clientId")
    .distinct()
    .where("state", "in", ["planned", "ready"])
    .where("dueAt", "<=", dueBefore)
    .orderBy("clientId")
    .execute();
  return rows.map((row) => row.clientId);
}

/** Clients that have a claimed touch nobody recorded. */
export async function listClientsWithAbandonedTouches(db: Db): Promise<string[]> {
  const rows = await db.selectFrom("touches").select("clientId").distinct().where("state", "=", "sending").orderBy("clientId").execute();
  return rows.map((row) => row.clientId);
}

/** Clients whose co-pilot queue holds something past its day. */
export async function listClientsWithLapsedApprovals(db: Db, { now }: { now: Date }): Promise<string[]> {
  const rows = await db
    .selectFrom("approvals")
    .select("clientId")
    .distinct()
    .where("status", "=", "pending")
    .where("expiresAt", "<=", now)
    .orderBy("clientId")
    .execute();
  return rows.map((row) => row.clientId);
}

import "server-only";
import type { Db } from "@/lib/db/client";
import { PENDING_TOUCH_STATES } from "@/lib/domain/outreach";
import { requestRecalls } from "@/lib/engines/recall/request-recalls";

/**
 * Ends every running enrolment of a lead and cancels all that was still to come, on every channel. The caller holds the lead
 * (lockLead), so nothing is handed over after this commits; what a carrier may still hold is asked back.
 * @returns how many touches were cancelled
 */
export async function stopEnrolments(
  db: Db,
  stop: { clientId: string; leadId: string; reasonCode: string; reason: string; now: Date },
): Promise<number> {
  await db
    .updateTable("enrolments")
    .set({ state: "stopped", stopReason: stop.reasonCode, finishedAt: stop.now })
    .where("clientId", "=", stop.clientId)
    .where("leadId", "=", stop.leadId)
    .where("state", "in", ["active", "paused"])
    .execute();
  const cancelled = await db
    .updateTable("touches")
    .set({ state: "cancelled", reasonCode: stop.reasonCode, reason: stop.reason, slotAt: null })
    .where("clientId", "=", stop.clientId)
    .where("leadId", "=", stop.leadId)
    .where("state", "in", PENDING_TOUCH_STATES)
    .returning("id")
    .execute();
  if (cancelled.length > 0) {
    await db
      .updateTable("approvals")
      .set({ status: "superseded" })
      .where("clientId", "=", stop.clientId)
      .where("leadId", "=", stop.leadId)
      .where("status", "=", "pending")
      .execute();
  }
  await requestRecalls(db, stop);
  return cancelled.length;
}

/** Marks an enrolment finished once nothing of it is left to do. */
export async function finishEnrolmentIfDone(
  db: Db,
  { clientId, enrolmentId, now }: { clientId: string; enrolmentId: string; now: Date },
): Promise<void> {
  await db
    .updateTable("enrolments as e")
    .set({ state: "finished", finishedAt: now })
    .where("e.clientId", "=", clientId)
    .where("e.id", "=", enrolmentId)
    .where("e.state", "=", "active")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("touches as t")
            .select("t.id")
            .whereRef("t.enrolmentId", "=", "e.id")
            .where("t.state", "in", [...PENDING_TOUCH_STATES, "sending", "unknown"]),
        ),
      ),
    )
    .execute();
}

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { PENDING_TOUCH_STATES } from "@/lib/domain/outreach";
import { finishEnrolmentIfDone, stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { suppress } from "@/lib/engines/suppression/suppress";

/**
 * An address turned out not to exist: it is closed for every client, what was still to go there is left out, and the other channels
 * go on (EM-32). A lead with nothing else to come has bounced. The caller holds the lead.
 */
export async function closeEmail(
  db: Db,
  ctx: Ctx,
  { leadId, address, reason, source }: { leadId: string; address: string; reason: string; source: string },
  options: { pepper: string },
): Promise<void> {
  const { clientId, now } = ctx;
  await suppress(db, ctx, { kind: "email", value: address, reason: "hard_bounced", source }, options);
  const others = await db
    .selectFrom("touches")
    .select("enrolmentId")
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .where((eb) =>
      eb.or([eb.and([eb("state", "in", PENDING_TOUCH_STATES), eb("channel", "<>", "email")]), eb("state", "in", ["sending", "unknown"])]),
    )
    .execute();
  const goesOn = others.length > 0;
  await db
    .updateTable("leads")
    .set((eb) => ({ emailStatus: "invalid", bounceCount: eb("bounceCount", "+", 1), ...(!goesOn && { status: "bounced" as const }) }))
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .where("status", "not in", ["converted", "unsubscribed"])
    .execute();
  if (!goesOn) {
    await stopEnrolments(db, { clientId, leadId, reasonCode: "hard_bounced", reason, now });
    return;
  }
  await skipEmailTouches(db, { clientId, leadId, reason });
  for (const enrolmentId of new Set(others.map((touch) => touch.enrolmentId)))
    await finishEnrolmentIfDone(db, { clientId, enrolmentId, now });
}

async function skipEmailTouches(db: Db, { clientId, leadId, reason }: { clientId: string; leadId: string; reason: string }): Promise<void> {
  const left = await db
    .updateTable("touches")
    .set({ state: "skipped", reasonCode: "email_invalid", reason, slotAt: null })
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .where("channel", "=", "email")
    .where("state", "in", PENDING_TOUCH_STATES)
    .returning("id")
    .execute();
  if (left.length === 0) return;
  await db
    .updateTable("approvals")
    .set({ status: "superseded" })
    .where("clientId", "=", clientId)
    .where("status", "=", "pending")
    .where(
      "touchId",
      "in",
      left.map(({ id }) => id),
    )
    .execute();
}

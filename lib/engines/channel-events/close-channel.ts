import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type Channel, PENDING_TOUCH_STATES } from "@/lib/domain/outreach";
import { finishEnrolmentIfDone } from "@/lib/engines/enrolments/stop-enrolments";
import { suppress } from "@/lib/engines/suppression/suppress";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";

/**
 * Nobody can be reached there: what is still to go on these channels is left out, and the other channels go on. A number is closed for
 * the client as well, so that the next campaign does not try it again. The caller holds the lead. Safe to repeat.
 */
export async function closeChannel(
  db: Db,
  ctx: Ctx,
  { leadId, channels, reason, source }: { leadId: string; channels: readonly Channel[]; reason: string; source: string },
  options: { pepper: string },
): Promise<void> {
  const { clientId, now } = ctx;
  const { phone } = await db
    .selectFrom("leads")
    .select("phone")
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const ringing = channels.filter((channel) => channel === "sms" || channel === "voice");
  if (ringing.length > 0 && phone !== null && suppressionKey(options, "phone", phone) !== null) {
    await suppress(
      db,
      ctx,
      { kind: "phone", value: phone, reason: "do_not_contact", source, channels: ringing, evidence: reason },
      options,
    );
  }
  const left = await db
    .updateTable("touches")
    .set({ state: "skipped", reasonCode: "unreachable", reason, slotAt: null })
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .where("channel", "in", channels)
    .where("state", "in", PENDING_TOUCH_STATES)
    .returning(["id", "enrolmentId"])
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
  for (const enrolmentId of new Set(left.map((touch) => touch.enrolmentId)))
    await finishEnrolmentIfDone(db, { clientId, enrolmentId, now });
}

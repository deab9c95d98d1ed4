import "server-only";
import { max } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { shiftLaterTouches } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { finishEnrolmentIfDone, stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import type { Decision } from "@/lib/engines/gate/decide";

type RefusedTouch = {
  id: string;
  leadId: string;
  campaignId: string;
  enrolmentId: string;
  stepNumber: number;
  channel: "email" | "sms" | "linkedin" | "voice" | "mail";
  dueAt: Date;
};

/** Writes down what follows from any answer of the gate but yes. The caller holds the touch's lead. */
export async function applyRefusal(
  db: Db,
  ctx: Ctx,
  touch: RefusedTouch,
  decision: Exclude<Decision, { verdict: "allow" }>,
): Promise<void> {
  const { clientId, now } = ctx;
  const { code, detail = code } = decision.reason;
  const about = { leadId: touch.leadId, campaignId: touch.campaignId, touchId: touch.id, channel: touch.channel };

  switch (decision.verdict) {
    case "stop": {
      await stopEnrolments(db, { clientId, leadId: touch.leadId, reasonCode: code, reason: detail, now });
      return recordActivity(db, ctx, { action: "stopped", reason: detail, ...about });
    }
    case "skip": {
      await updateTouch(db, clientId, touch.id, { state: "skipped", reasonCode: code, reason: detail, slotAt: null });
      await finishEnrolmentIfDone(db, { clientId, enrolmentId: touch.enrolmentId, now });
      return recordActivity(db, ctx, { action: "skipped", reason: detail, ...about });
    }
    case "hold":
      return updateTouch(db, clientId, touch.id, { state: "planned", reasonCode: code, reason: detail, slotAt: null });
    case "defer": {
      await shiftLaterTouches(db, {
        clientId,
        enrolmentId: touch.enrolmentId,
        stepNumber: touch.stepNumber,
        byMs: decision.until.getTime() - touch.dueAt.getTime(),
      });
      return updateTouch(db, clientId, touch.id, {
        state: "planned",
        reasonCode: code,
        reason: detail,
        slotAt: null,
        dueAt: max([decision.until, touch.dueAt]),
      });
    }
  }
}

async function updateTouch(
  db: Db,
  clientId: string,
  touchId: string,
  change: { state: "planned" | "skipped"; reasonCode: string; reason: string; slotAt: null; dueAt?: Date },
): Promise<void> {
  await db.updateTable("touches").set(change).where("clientId", "=", clientId).where("id", "=", touchId).execute();
}

import "server-only";
import type { Ctx } from "@/lib/context";
import { requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockTouch } from "@/lib/db/queries/touches";
import { letterAddress } from "@/lib/domain/letter-address";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { LockedTouch } from "@/lib/engines/dispatch/record-hand-over";
import { recordSent, type SentMessage } from "@/lib/engines/dispatch/record-sent";
import { finishEnrolmentIfDone } from "@/lib/engines/enrolments/stop-enrolments";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

/** An answer or a report cites the message: it did arrive. Anything but an unsettled touch stays as it is. */
export async function settleUnknown(db: Db, ctx: Ctx, touchId: string): Promise<void> {
  const touch = await lockTouch(db, { clientId: ctx.clientId, touchId });
  if (touch?.state !== "unknown" && touch?.state !== "sending") return;
  await recordSent(db, ctx, touch, await loadSentMessage(db, ctx, touch), NOTHING_KNOWN);
  await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
}

/**
 * A person says what became of a message nobody could find out about. "Did not arrive" fails the step; it is never sent again by
 * itself.
 */
export function resolveUnknown(ctx: Ctx, { touchId, arrived }: { touchId: string; arrived: boolean }): Promise<void> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    const touch = await lockTouch(db, { clientId: ctx.clientId, touchId });
    if (!touch) throw new NotFoundError("There is no such message in this workspace");
    if (touch.state !== "unknown") throw new ConflictError("This message is settled already");
    // The steps behind it waited for this.
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    if (arrived) {
      await recordSent(db, ctx, touch, await loadSentMessage(db, ctx, touch), NOTHING_KNOWN);
      return;
    }
    const reason = "A person checked: it did not arrive";
    await db
      .updateTable("touches")
      .set({ state: "failed", reasonCode: "not_delivered", reason })
      .where("id", "=", touchId)
      .where("clientId", "=", ctx.clientId)
      .execute();
    await recordActivity(db, ctx, {
      action: "failed",
      reason,
      leadId: touch.leadId,
      campaignId: touch.campaignId,
      touchId,
      channel: touch.channel,
    });
    await finishEnrolmentIfDone(db, { clientId: ctx.clientId, enrolmentId: touch.enrolmentId, now: ctx.now });
  });
}

/** What was said, from the rows a member may see; the parcel itself is the system's. */
async function loadSentMessage(db: Db, { clientId }: Ctx, touch: LockedTouch): Promise<SentMessage> {
  const row = await db
    .selectFrom("touches as t")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .innerJoin("resources as r", "r.id", "t.resourceId")
    .innerJoin("sequenceSteps as s", "s.id", "t.stepId")
    .select(["t.messageId", "t.subject", "t.body", "l.email", "l.phone", "l.linkedinUrl", "r.label", "s.purpose"])
    .select(["l.addressLine1", "l.city", "l.state", "l.postcode"])
    .where("t.id", "=", touch.id)
    .where("t.clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const mail = letterAddress({
    line1: row.addressLine1 ?? "",
    city: row.city ?? "",
    state: row.state ?? "",
    postcode: row.postcode ?? "",
  });
  const to = { email: row.email, sms: row.phone, voice: row.phone, linkedin: row.linkedinUrl, mail };
  const isEmail = touch.channel === "email";
  return {
    messageId: isEmail ? row.messageId : null,
    subject: isEmail ? row.subject : null,
    text: row.body ?? "",
    fromAddress: row.label,
    toAddress: to[touch.channel] ?? "",
    inReplyTo: null,
    references: [],
    isInvitation: touch.channel === "linkedin" && row.purpose === "connect",
  };
}

/** Nobody saw what the carrier answered, so neither its id nor its price is known. */
const NOTHING_KNOWN = { reference: null, costMicroAud: null };

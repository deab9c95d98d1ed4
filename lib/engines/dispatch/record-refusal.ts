import "server-only";
import { addHours, addMinutes } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { ChannelHandOver } from "@/lib/domain/hand-over";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { Parcel } from "@/lib/engines/dispatch/carriers";
import type { LockedTouch, Recorded } from "@/lib/engines/dispatch/record-hand-over";
import { finishEnrolmentIfDone } from "@/lib/engines/enrolments/stop-enrolments";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { classifyBounce } from "@/lib/engines/replies/classify-bounce";
import { closeEmail } from "@/lib/engines/suppression/close-email";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { stopsChanged } from "@/lib/events/catalogue";

/** A carrier that says "later" is asked again after this many minutes, then the touch fails. */
const RETRY_AFTER_MINUTES = [15, 60, 240, 1440] as const;
const SHOWN = 200;

type Refusal = Extract<ChannelHandOver, { outcome: "refused" }>;

/** What follows from a carrier's certain no, by whose fault it is. The caller holds the lead and has given the capacity back. */
export async function recordRefusal(
  db: Db,
  ctx: Ctx,
  touch: LockedTouch,
  refusal: Refusal,
  { parcel, pepper }: { parcel: Parcel; pepper: string },
): Promise<Recorded> {
  const said = refusal.response.slice(0, SHOWN);
  switch (refusal.cause) {
    case "ours":
      return pauseSender(db, ctx, touch, parcel, `Our side was refused: ${said}`);
    case "opted_out":
      await fail(db, ctx, touch, { code: "opted_out", reason: `They asked ${parcel.provider} to be left alone: ${said}` });
      await optOutLead(db, ctx, { leadId: touch.leadId, reason: "unsubscribed", source: parcel.provider }, { pepper });
      return "failed";
    case "content":
      return fail(db, ctx, touch, { code: "content_refused", reason: `The text was refused: ${said}` });
    case "address":
      if (!refusal.isPermanent) return retry(db, ctx, touch, said);
      if (parcel.provider === "smtp" || parcel.provider === "smartlead") {
        const reason = `The address does not exist: ${said}`;
        await setFailed(db, ctx, touch, { code: "hard_bounced", reason });
        await closeEmail(db, ctx, { leadId: touch.leadId, address: parcel.email.to.address, reason, source: parcel.provider }, { pepper });
        await recordActivity(db, ctx, { action: "bounced", actor: "provider", reason, ...about(touch) });
        return "failed";
      }
      return fail(db, ctx, touch, { code: "unreachable", reason: `Nobody can be reached there: ${said}` });
    case "moment":
      return retry(db, ctx, touch, said);
  }
}

async function retry(db: Db, ctx: Ctx, touch: LockedTouch, said: string): Promise<Recorded> {
  const tryAgain = RETRY_AFTER_MINUTES[touch.attempts - 1];
  if (tryAgain === undefined) {
    return fail(db, ctx, touch, { code: "delivery_failed", reason: `Refused ${touch.attempts} times: ${said}` });
  }
  await setPlanned(db, ctx, touch, {
    reasonCode: "delivery_retry",
    reason: `The carrier asked to come back later: ${said}`,
    dueAt: addMinutes(ctx.now, tryAgain),
  });
  return "retrying";
}

/** The sender rests until a person has looked at it; the touch waits for it and is not lost. */
async function pauseSender(db: Db, ctx: Ctx, touch: LockedTouch, parcel: Parcel, reason: string): Promise<"retrying"> {
  const { clientId, now } = ctx;
  const sender = await db
    .updateTable("resources")
    .set({ pausedAt: now, pausedReason: reason })
    .where("clientId", "=", clientId)
    .where("id", "=", touch.resourceId)
    .returning("label")
    .executeTakeFirst();
  if (touch.channel === "linkedin") await enqueueEvent(db, stopsChanged.create({ clientId }));
  await setPlanned(db, ctx, touch, { reasonCode: "resource_paused", reason, dueAt: addHours(now, 1) });
  await db
    .insertInto("notifications")
    .values({
      clientId,
      kind: "health",
      title: `${sender?.label ?? parcel.provider} is paused`,
      body: reason,
      href: "/dashboard/settings/mailboxes",
    })
    .execute();
  const isPolicy = touch.channel === "email" && classifyBounce({ action: "failed", diagnostic: reason })?.class === "infrastructure";
  const metadata = { cause: isPolicy ? "policy" : "sender", resource_id: touch.resourceId };
  await recordActivity(db, ctx, { action: "deferred", actor: "provider", reason, metadata, ...about(touch) });
  return "retrying";
}

/** This step came to nothing; the next one keeps its spacing. */
async function fail(db: Db, ctx: Ctx, touch: LockedTouch, why: { code: string; reason: string }): Promise<"failed"> {
  await setFailed(db, ctx, touch, why);
  await finishEnrolmentIfDone(db, { clientId: ctx.clientId, enrolmentId: touch.enrolmentId, now: ctx.now });
  await recordActivity(db, ctx, { action: "failed", actor: "provider", reason: why.reason, ...about(touch) });
  return "failed";
}

async function setFailed(db: Db, { clientId }: Ctx, touch: LockedTouch, { code, reason }: { code: string; reason: string }): Promise<void> {
  await db
    .updateTable("touches")
    .set({ state: "failed", reasonCode: code, reason, slotAt: null })
    .where("id", "=", touch.id)
    .where("clientId", "=", clientId)
    .execute();
}

async function setPlanned(
  db: Db,
  { clientId }: Ctx,
  touch: LockedTouch,
  change: { reasonCode: string; reason: string; dueAt: Date },
): Promise<void> {
  await db
    .updateTable("touches")
    .set({ ...change, state: "planned", slotAt: null })
    .where("id", "=", touch.id)
    .where("clientId", "=", clientId)
    .execute();
}

function about(touch: LockedTouch) {
  return { leadId: touch.leadId, campaignId: touch.campaignId, touchId: touch.id, channel: touch.channel };
}

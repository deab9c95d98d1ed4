import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { findRecallableTouch, type RecallableTouch } from "@/lib/db/queries/recalls";
import { lockTouch } from "@/lib/db/queries/touches";
import { PENDING_TOUCH_STATES } from "@/lib/domain/outreach";
import type { RecallCause, Recalled } from "@/lib/domain/recalled";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { forgetContact, type LockedTouch } from "@/lib/engines/dispatch/record-hand-over";
import { finishEnrolmentIfDone } from "@/lib/engines/enrolments/stop-enrolments";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { SEAT_HOURS } from "@/lib/engines/senders/seat-hours";
import { planRequested } from "@/lib/events/catalogue";
import { recallFromClickSend } from "@/lib/integrations/clicksend/recall";
import { recallFromHeyreach } from "@/lib/integrations/heyreach/recall";
import { recallFromSmartlead } from "@/lib/integrations/smartlead/recall";
import { recallFromVapi } from "@/lib/integrations/vapi/recall";

/** `in_flight`: it is being handed over right now, so its carrier cannot be asked yet. */
export type RecallResult = { outcome: Recalled["outcome"] | "in_flight" | "settled" };

type Providers = Pick<OutreachProviders, "heyreach" | "smartlead" | "vapi" | "clicksend">;
type Recall = { touchId: string; cause?: RecallCause | undefined };

/**
 * Asks the carrier of a message not to let it go: because its person is to be left alone, or because its campaign was paused. In that case
 * a message that was stopped is planned again and goes out when the campaign does; one that left stays sent. Safe to repeat, and in whatever
 * order both are asked the person's wish wins.
 * @throws ProviderError when the carrier cannot be asked
 */
export async function recallTouch(
  ctx: Ctx,
  { touchId, cause = "stop" }: Recall,
  { providers, pepper }: { providers: Providers; pepper: string },
): Promise<RecallResult> {
  const touch = await ctx.tx((db) => findRecallableTouch(db, { clientId: ctx.clientId, touchId }));
  if (touch?.state === "sending") return { outcome: "in_flight" };
  if (touch?.state !== "sent" && touch?.state !== "unknown") {
    if (cause === "stop") await ctx.tx((db) => cancelPending(db, ctx, touchId));
    return { outcome: "settled" };
  }
  const recalled = await askCarrier(providers, touch, { key: `${touchId}-${touch.attempts}`, cause });
  if (recalled.outcome === "stopped") await ctx.tx((db) => recordStopped(db, ctx, { touchId, cause }, { pepper }));
  if (recalled.outcome === "out_of_reach") await ctx.tx((db) => recordOutOfReach(db, ctx, { touchId, cause }));
  return recalled;
}

/** Nobody could be asked for as long as is tried: a person has to. */
export function recordRecallFailed(ctx: Ctx, recall: Recall): Promise<void> {
  return ctx.tx((db) => recordOutOfReach(db, ctx, recall));
}

async function askCarrier(
  providers: Providers,
  touch: RecallableTouch,
  { key, cause }: { key: string; cause: RecallCause },
): Promise<Recalled> {
  const { provider, externalId, label, email, linkedinUrl, timezone, claimedAt: handedOverAt, providerReference: reference } = touch;
  if (handedOverAt === null) return { outcome: "left" };
  switch (provider) {
    case "heyreach":
      if (externalId === null || linkedinUrl === null) return { outcome: "left" };
      return recallFromHeyreach(providers.heyreach, {
        seat: externalId,
        profileUrl: linkedinUrl,
        handedOverAt,
        ...(cause === "pause" && { again: { timeZone: timezone, ...SEAT_HOURS } }),
      });
    case "smartlead":
      return recallFromSmartlead(providers.smartlead, { mailbox: label, email, key });
    case "vapi":
      return recallFromVapi(providers.vapi, { reference });
    case "clicksend":
      return recallFromClickSend(providers.clicksend, { key, handedOverAt });
    default:
      return { outcome: "left" };
  }
}

/** It waits to go out again, a pause having been quicker than the person's own wish. */
async function cancelPending(db: Db, { clientId, now }: Ctx, touchId: string): Promise<void> {
  const touch = await lockTouch(db, { clientId, touchId });
  if (!touch || !PENDING_TOUCH_STATES.some((state) => state === touch.state)) return;
  await db
    .updateTable("touches")
    .set({ state: "cancelled", reasonCode: "recalled", reason: "They are to be left alone", slotAt: null })
    .where("id", "=", touchId)
    .where("clientId", "=", clientId)
    .execute();
  await finishEnrolmentIfDone(db, { clientId, enrolmentId: touch.enrolmentId, now });
}

/**
 * Nobody was reached: the touch is as if it had been cancelled in time, or, after a pause, as if its turn had not come. What it counted for
 * that day stays counted.
 */
async function recordStopped(db: Db, ctx: Ctx, { touchId, cause }: Required<Recall>, options: { pepper: string }): Promise<void> {
  const { clientId } = ctx;
  const touch = await lockTouch(db, { clientId, touchId });
  if (touch?.state !== "sent" && touch?.state !== "unknown") return;
  const goesOn = cause === "pause" && (await reopenEnrolment(db, ctx, touch));
  const reason = `Its carrier was told to stop before it left${goesOn ? "; it goes out when the campaign runs again" : ""}`;
  await db
    .updateTable("touches")
    .set({
      ...(goesOn
        ? // Later steps moved with this one when it was handed over, so it is due as of then.
          { state: "planned", reasonCode: "campaign_inactive", dueAt: touch.claimedAt ?? touch.dueAt, providerReference: null }
        : { state: "cancelled", reasonCode: "recalled" }),
      ...{ reason, slotAt: null, sentAt: null },
    })
    .where("id", "=", touchId)
    .where("clientId", "=", clientId)
    .execute();
  await forgetMessage(db, ctx, touchId);
  if (touch.channel === "linkedin") await closeInvitation(db, ctx, touch, goesOn);
  await forgetContact(db, ctx, touch, options);
  await recordActivity(db, ctx, { action: "recalled", reason, ...about(touch) });
  if (goesOn) await enqueueEvent(db, planRequested.create({ clientId }));
}

/** @returns whether the person is still to hear from this campaign; it had finished if this was the last message */
async function reopenEnrolment(db: Db, { clientId }: Ctx, { enrolmentId }: LockedTouch): Promise<boolean> {
  await db
    .updateTable("enrolments")
    .set({ state: "active", finishedAt: null })
    .where("id", "=", enrolmentId)
    .where("clientId", "=", clientId)
    .where("state", "=", "finished")
    .execute();
  const running = await db
    .selectFrom("enrolments")
    .select("id")
    .where("id", "=", enrolmentId)
    .where("clientId", "=", clientId)
    .where("state", "in", ["active", "paused"])
    .executeTakeFirst();
  return running !== undefined;
}

/** An invitation that never left is not open; one that goes out later has not been made yet. */
async function closeInvitation(db: Db, { clientId, now }: Ctx, { leadId }: LockedTouch, goesOn: boolean): Promise<void> {
  if (goesOn) {
    await db
      .deleteFrom("linkedinConnections")
      .where("leadId", "=", leadId)
      .where("clientId", "=", clientId)
      .where("state", "=", "invited")
      .execute();
    return;
  }
  await db
    .updateTable("linkedinConnections")
    .set({ state: "withdrawn", withdrawnAt: now })
    .where("leadId", "=", leadId)
    .where("clientId", "=", clientId)
    .where("state", "=", "invited")
    .execute();
}

/** It was never said, so it stands in no conversation; nor does a conversation it would have opened. */
async function forgetMessage(db: Db, { clientId }: Ctx, touchId: string): Promise<void> {
  const said = await db
    .deleteFrom("messages")
    .where("touchId", "=", touchId)
    .where("clientId", "=", clientId)
    .returning("threadId")
    .executeTakeFirst();
  if (!said) return;
  await db
    .deleteFrom("threads as h")
    .where("h.id", "=", said.threadId)
    .where("h.clientId", "=", clientId)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom("messages as m").select("m.id").whereRef("m.threadId", "=", "h.id"))))
    .execute();
}

const OUT_OF_REACH = {
  email: { what: "An e-mail", where: "Smartlead" },
  linkedin: { what: "A LinkedIn message", where: "HeyReach" },
  voice: { what: "A call", where: "Vapi" },
  mail: { what: "A letter", where: "ClickSend" },
  sms: { what: "A text", where: "Twilio" },
} as const;

/** Told to the client's people, who may be able to do by hand what no call does. Said once of a message. */
async function recordOutOfReach(db: Db, ctx: Ctx, { touchId, cause = "stop" }: Recall): Promise<void> {
  const touch = await lockTouch(db, { clientId: ctx.clientId, touchId });
  if (touch?.state !== "sent" && touch?.state !== "unknown") return;
  const isKnown = await db
    .selectFrom("activities")
    .select("id")
    .where("clientId", "=", ctx.clientId)
    .where("leadId", "=", touch.leadId)
    .where("touchId", "=", touchId)
    .where("action", "=", "not_recalled")
    .executeTakeFirst();
  if (isKnown) return;
  const { what, where } = OUT_OF_REACH[touch.channel];
  const why = cause === "pause" ? "of a campaign that was paused" : "to somebody who is to be left alone";
  const reason = `${what} ${why} is still with ${where} and could not be stopped from here`;
  await recordActivity(db, ctx, { action: "not_recalled", reason, ...about(touch) });
  await notifyOnce(db, ctx, {
    kind: "review",
    title: `${what} could not be taken back`,
    body: `${reason}. If it has not left, cancel it at ${where} by hand.`,
    href: `/dashboard/leads/${touch.leadId}`,
  });
}

function about({ id, leadId, campaignId, channel }: LockedTouch) {
  return { leadId, campaignId, touchId: id, channel };
}

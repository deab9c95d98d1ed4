import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { CallOutcome, ChannelEvent } from "@/lib/domain/channel-events";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { holdCompany } from "@/lib/engines/breakers/hold-company";
import type { NewsOptions } from "@/lib/engines/channel-events/channel-news";
import { closeChannel } from "@/lib/engines/channel-events/close-channel";
import { tryCallAgain } from "@/lib/engines/channel-events/try-call-again";
import type { LockedTouch } from "@/lib/engines/dispatch/record-hand-over";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";

export type EndedCall = Extract<ChannelEvent, { kind: "call_ended" }>;
type Consequence = (db: Db, ctx: Ctx, touch: LockedTouch, call: EndedCall, options: NewsOptions & { source: string }) => Promise<void>;

/** What each outcome of a call does to the lead (domain.md 4.9). The caller holds the lead and calls it once an attempt. */
export const CALL_CONSEQUENCES: Readonly<Record<CallOutcome, Consequence>> = {
  async meeting_booked(db, ctx, touch, call, options) {
    if (call.meetingAt === null) return CALL_CONSEQUENCES.interested(db, ctx, touch, call, options);
    await bookMeeting(
      { ...ctx, tx: (work) => work(db) },
      {
        leadId: touch.leadId,
        startsAt: call.meetingAt,
        source: "calendar",
        externalId: `${options.source}:${call.reference}`.slice(0, 200),
      },
    );
  },
  async interested(db, ctx, touch) {
    await answered(db, ctx, touch, "is interested");
    await tellPeople(db, ctx, touch, "Somebody on the phone is interested", "Nothing more goes out by itself; please get in touch.");
  },
  async not_interested(db, ctx, touch) {
    await answered(db, ctx, touch, "is not interested");
    await holdCompany(db, ctx, { leadId: touch.leadId, reason: "Somebody there said no" });
  },
  async callback(db, ctx, touch, { callbackAt }) {
    await (callbackAt === null ? hold(db, ctx, touch) : snooze(db, ctx, touch, callbackAt));
    await note(db, ctx, touch, "deferred", callbackAt ? "On the phone: they asked to be called back; everything waits until then" : ASKED);
    await tellPeople(db, ctx, touch, "Somebody asked to be called back", callbackAt ? `Their time: ${callbackAt.toISOString()}` : null);
  },
  async wrong_number(db, ctx, touch, _call, options) {
    const reason = "The number is somebody else's";
    await closeChannel(db, ctx, { leadId: touch.leadId, channels: ["voice", "sms"], reason, source: options.source }, options);
    await note(db, ctx, touch, "undelivered", `On the phone: ${reason.toLowerCase()}`);
  },
  dnc_request: (db, ctx, touch, _call, options) =>
    optOutLead(db, ctx, { leadId: touch.leadId, reason: "unsubscribed", source: options.source }, options),
  voicemail: (db, ctx, touch) => note(db, ctx, touch, "delivered", "A message was left on the voicemail"),
  no_answer: tryCallAgain,
  busy: tryCallAgain,
  failed: (db, ctx, touch) => note(db, ctx, touch, "undelivered", "The call could not be put through"),
};

const ASKED = "On the phone: they asked to be called back, and named no time";

/** A person spoke, so the sequence is over, as after any other answer. */
async function answered(db: Db, ctx: Ctx, touch: LockedTouch, what: string): Promise<void> {
  const { clientId, now } = ctx;
  await db
    .updateTable("leads")
    .set((eb) => ({ lastRepliedAt: now, replyCount: eb("replyCount", "+", 1) }))
    .where("id", "=", touch.leadId)
    .where("clientId", "=", clientId)
    .execute();
  await stopEnrolments(db, { clientId, leadId: touch.leadId, reasonCode: "replied", reason: "They answered on the phone", now });
  await note(db, ctx, touch, "replied", `On the phone: ${what}. Everything pending was cancelled`);
}

async function snooze(db: Db, { clientId }: Ctx, { leadId }: LockedTouch, until: Date): Promise<void> {
  await db.updateTable("leads").set({ snoozedUntil: until }).where("id", "=", leadId).where("clientId", "=", clientId).execute();
  await db
    .updateTable("touches")
    .set({ state: "planned", slotAt: null, reasonCode: "snoozed", reason: "They asked to be called back" })
    .where("leadId", "=", leadId)
    .where("clientId", "=", clientId)
    .where("state", "=", "ready")
    .execute();
}

/** Nothing goes out before somebody has rung them. */
async function hold(db: Db, { clientId, now }: Ctx, { leadId }: LockedTouch): Promise<void> {
  await db
    .updateTable("leads")
    .set({ heldAt: now, heldReason: "They asked to be called back, and named no time" })
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .where("heldAt", "is", null)
    .execute();
}

async function tellPeople(db: Db, ctx: Ctx, { leadId }: LockedTouch, title: string, body: string | null): Promise<void> {
  await notifyOnce(db, ctx, { kind: "reply", title, body, href: `/dashboard/leads/${leadId}` });
}

async function note(
  db: Db,
  ctx: Ctx,
  touch: LockedTouch,
  action: "replied" | "deferred" | "undelivered" | "delivered",
  reason: string,
): Promise<void> {
  await recordActivity(db, ctx, {
    action,
    reason,
    actor: action === "replied" ? "prospect" : "provider",
    leadId: touch.leadId,
    campaignId: touch.campaignId,
    touchId: touch.id,
    channel: "voice",
  });
}

import "server-only";
import { max, subHours } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { contentHash } from "@/lib/engines/content/content-hash";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { reminderText } from "@/lib/engines/meetings/reminder-text";
import { reminderTimes } from "@/lib/engines/meetings/reminder-times";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { answerReady } from "@/lib/events/catalogue";

/** Six hours before the first of them goes out: time to read it. */
const DRAFTED_HOURS_BEFORE = 30;

/**
 * When reminders to the prospect of a meeting are written; null while they are switched off, which costs nothing then. Where they are
 * switched on later, they are written when the client's own people are reminded.
 */
export function reminderDraftTime(ctx: Ctx, { meetingId }: { meetingId: string }): Promise<Date | null> {
  return ctx.tx(async (db) => {
    const meeting = await db
      .selectFrom("meetings as m")
      .innerJoin("clients as k", "k.id", "m.clientId")
      .select("m.startsAt")
      .where("m.clientId", "=", ctx.clientId)
      .where("m.id", "=", meetingId)
      .where("m.status", "=", "booked")
      .where("k.remindsProspects", "=", true)
      .executeTakeFirst();
    return meeting ? max([subHours(meeting.startsAt, DRAFTED_HOURS_BEFORE), ctx.now]) : null;
  });
}

/**
 * Writes what reminds a prospect of a meeting a day and an hour before, into the e-mail conversation with them: on autopilot they go by
 * themselves where answers do, on co-pilot they wait for a yes, in manual mode there are none. Once a meeting, kind and time, so that a
 * meeting that was moved is reminded of anew; whether one still goes out is asked again when it leaves. Somebody with whom there is no
 * e-mail conversation is not reminded.
 * @returns how many were written
 */
export function prepareReminders(ctx: Ctx, { meetingId, startsAt }: { meetingId: string; startsAt: Date }): Promise<number> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const found = await findMeeting(db, { clientId, meetingId });
    if (!found?.remindsProspects) return 0;
    await lockLead(db, { clientId, leadId: found.leadId });
    // It may have been moved or cancelled while the lead was waited for.
    const meeting = await findMeeting(db, { clientId, meetingId });
    if (meeting?.status !== "booked" || meeting.startsAt.getTime() !== startsAt.getTime() || meeting.mode === "manual") return 0;
    const thread = await emailThread(db, { clientId, leadId: meeting.leadId });
    if (!thread?.resourceId) return 0;

    const { timezone } = recipientPlace(meeting, meeting.clientTimezone);
    const attendee = await attendeeOf(db, meetingId);
    const isThemselves = attendee === null || attendee === meeting.email || attendee === thread.answerTo;
    const text = reminderText({
      ...meeting,
      firstName: isThemselves ? meeting.firstName : null,
      timezone,
      senderName: thread.senderName ?? meeting.clientName,
      threadSubject: thread.subject ?? "",
    });
    const hash = contentHash(text);
    const goesByItself = meeting.mode === "autopilot" && meeting.answersByItself;
    let written = 0;
    for (const { kind, at } of reminderTimes(startsAt, now)) {
      const draft = {
        state: goesByItself ? "ready" : "waiting",
        subject: text.subject,
        body: text.body,
        contentHash: hash,
        approvedHash: goesByItself ? hash : null,
        citations: JSON.stringify(text.citations),
        readyAt: goesByItself ? at : null,
        dueAt: at,
        toAddress: attendee ?? thread.answerTo ?? meeting.email,
        resourceId: thread.resourceId,
        reason: null,
        decidedBy: null,
      };
      const stored = await db
        .insertInto("replyDrafts")
        .values({
          ...draft,
          clientId,
          threadId: thread.id,
          leadId: meeting.leadId,
          channel: "email",
          madeBy: "baseline",
          meetingId,
          reminderKind: kind,
          meetingStartsAt: startsAt,
        })
        // Moved away and back again: the reminder for this time was put away, and stands again.
        .onConflict((conflict) =>
          conflict
            .columns(["meetingId", "reminderKind", "meetingStartsAt"])
            .doUpdateSet(draft)
            .where("replyDrafts.state", "=", "superseded")
            .where("replyDrafts.claimedAt", "is", null),
        )
        .returning("id")
        .executeTakeFirst();
      if (!stored) continue;
      written += 1;
      if (goesByItself) await enqueueEvent(db, answerReady.create({ clientId, draftId: stored.id, readyAt: at.toISOString() }));
    }
    if (written > 0 && !goesByItself) {
      await notifyOnce(db, ctx, {
        kind: "review",
        title: "A reminder of a meeting waits for your approval",
        body: meeting.company,
        href: `/dashboard/inbox?thread=${thread.id}`,
      });
    }
    return written;
  });
}

/** Puts away reminders that have not left, of a meeting that is off or at another time than they say. The caller holds the lead. */
export async function dropReminders(
  db: Db,
  { clientId, meetingId, standsAt }: { clientId: string; meetingId: string; standsAt: Date | null },
): Promise<void> {
  await db
    .updateTable("replyDrafts")
    .set({ state: "superseded", approvedHash: null, readyAt: null, reason: standsAt ? "The meeting was moved" : "The meeting is off" })
    .where("clientId", "=", clientId)
    .where("meetingId", "=", meetingId)
    .where("state", "in", ["suggested", "waiting", "ready"])
    .$if(standsAt !== null, (query) => query.where("meetingStartsAt", "<>", standsAt))
    .execute();
}

function findMeeting(db: Db, { clientId, meetingId }: { clientId: string; meetingId: string }) {
  return db
    .selectFrom("meetings as m")
    .innerJoin("leads as l", "l.id", "m.leadId")
    .innerJoin("clients as k", "k.id", "m.clientId")
    .leftJoin("campaigns as c", "c.id", "m.campaignId")
    .select(["m.startsAt", "m.durationMinutes", "m.status", "m.leadId", "l.email", "l.firstName", "l.company", "l.timezone", "l.state"])
    .select(["k.name as clientName", "k.timezone as clientTimezone", "k.bookingUrl", "k.remindsProspects", "k.answersByItself"])
    .select(({ fn, val }) =>
      fn.coalesce("l.permissionOverride", "c.permissionMode", "k.defaultPermissionMode", val("co_pilot" as const)).as("mode"),
    )
    .where("m.clientId", "=", clientId)
    .where("m.id", "=", meetingId)
    .executeTakeFirst();
}

/** The e-mail conversation with them that was used last, and where they last wrote from. */
function emailThread(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("threads as h")
    .leftJoin("resources as r", "r.id", "h.resourceId")
    .select(["h.id", "h.subject", "h.resourceId", "r.senderName"])
    .select(({ selectFrom }) =>
      selectFrom("messages as m")
        .select("m.fromAddress")
        .whereRef("m.threadId", "=", "h.id")
        .where("m.direction", "=", "inbound")
        .where("m.isReply", "=", true)
        .orderBy("m.occurredAt", "desc")
        .limit(1)
        .as("answerTo"),
    )
    .where("h.clientId", "=", clientId)
    .where("h.leadId", "=", leadId)
    .where("h.channel", "=", "email")
    .orderBy("h.lastMessageAt", "desc")
    .orderBy("h.id")
    .limit(1)
    .executeTakeFirst();
}

/** Who booked it, where a calendar told. */
async function attendeeOf(db: Db, meetingId: string): Promise<string | null> {
  const booking = await db
    .selectFrom("private.bookings")
    .select("attendeeEmail")
    .where("meetingId", "=", meetingId)
    .where("attendeeEmail", "is not", null)
    .orderBy("createdAt", "desc")
    .orderBy("bookingId")
    .limit(1)
    .executeTakeFirst();
  return booking?.attendeeEmail ?? null;
}

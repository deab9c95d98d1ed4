import "server-only";
import type { Ctx } from "@/lib/context";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { type ReminderKind, reminderTimes } from "@/lib/engines/meetings/reminder-times";

/** When a meeting that stands is to be reminded of, by its time as it is now; nothing for one that was cancelled. */
export async function listReminders(
  ctx: Ctx,
  { meetingId }: { meetingId: string },
): Promise<{ kind: ReminderKind; at: Date; startsAt: Date }[]> {
  return ctx.tx(async (db) => {
    const meeting = await db
      .selectFrom("meetings")
      .select(["startsAt", "status"])
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", meetingId)
      .executeTakeFirst();
    if (meeting?.status !== "booked") return [];
    return reminderTimes(meeting.startsAt, ctx.now).map((reminder) => ({ ...reminder, startsAt: meeting.startsAt }));
  });
}

/** Tells the client's people of a meeting, once for its time; a moved or cancelled one is not told of at the old time. */
export function remindOfMeeting(
  ctx: Ctx,
  { meetingId, kind, startsAt }: { meetingId: string; kind: ReminderKind; startsAt: Date },
): Promise<boolean> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const meeting = await db
      .selectFrom("meetings as m")
      .innerJoin("leads as l", "l.id", "m.leadId")
      .select(["m.startsAt", "m.status", "m.leadId", "l.firstName", "l.lastName", "l.company"])
      .where("m.clientId", "=", clientId)
      .where("m.id", "=", meetingId)
      .executeTakeFirst();
    if (meeting?.status !== "booked" || meeting.startsAt.getTime() !== startsAt.getTime()) return false;
    const noted = await db
      .insertInto("meetingReminders")
      .values({ clientId, meetingId, kind, startsAt })
      .onConflict((conflict) => conflict.columns(["meetingId", "kind", "startsAt"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!noted) return false;
    const who = [meeting.firstName, meeting.lastName].filter(Boolean).join(" ") || "Somebody";
    await notifyOnce(db, ctx, {
      kind: "meeting",
      title: kind === "day_before" ? `Tomorrow: a meeting with ${who}` : `In an hour: a meeting with ${who}`,
      body: meeting.company,
      href: `/dashboard/leads/${meeting.leadId}`,
    });
    return true;
  });
}

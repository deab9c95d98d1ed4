import "server-only";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { BookingProvider } from "@/lib/domain/booking-event";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { dropReminders } from "@/lib/engines/meetings/prospect-reminders";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { meetingMoved } from "@/lib/events/catalogue";

type Booking = {
  bookingId: string;
  meetingId: string | null;
  startsAt: Date | null;
  durationMinutes: number | null;
  cancelledAt: Date | null;
  noShowAt: Date | null;
  noShowLiftedAt: Date | null;
  reason: string | null;
};
type Status = "booked" | "no_show" | "cancelled";

/** Bounds of the schema's own check. */
const MINUTES = { least: 5, most: 480, usual: 30 };

/**
 * Makes the meeting agree with the facts of its bookings: one that was moved is one meeting at the last time, and stands as the last
 * booking stands. A meeting somebody marked as held stays held. The caller holds the lead.
 */
export async function settleMeeting(
  db: Db,
  ctx: Ctx,
  { provider, bookingId, leadId }: { provider: BookingProvider; bookingId: string; leadId: string },
): Promise<void> {
  const chain = await chainOf(db, provider, bookingId);
  const last = chain.findLast((booking) => booking.startsAt !== null);
  if (!last?.startsAt) return;
  const startsAt = last.startsAt;
  const durationMinutes = Math.min(Math.max(last.durationMinutes ?? MINUTES.usual, MINUTES.least), MINUTES.most);

  const [known, ...others] = new Set(chain.flatMap((booking) => booking.meetingId ?? []));
  const meetingId =
    known ??
    (
      await bookMeeting(
        { ...ctx, tx: (work) => work(db) },
        { leadId, startsAt, durationMinutes, source: "booking_link", externalId: `${provider}:${last.bookingId}`.slice(0, 200) },
      )
    ).meetingId;
  await db
    .updateTable("private.bookings")
    .set({ meetingId })
    .where("provider", "=", provider)
    .where(
      "bookingId",
      "in",
      chain.map((booking) => booking.bookingId),
    )
    .execute();
  // A booking moved twice whose middle was told last was two meetings until now.
  if (others.length > 0) await db.deleteFrom("meetings").where("clientId", "=", ctx.clientId).where("id", "in", others).execute();
  await moveMeeting(db, ctx, { meetingId, leadId, startsAt, durationMinutes, status: statusOf(chain.at(-1) ?? last), reason: last.reason });
}

/** Every booking this one took the place of, itself, and every one that took its place, in that order. */
async function chainOf(db: Db, provider: BookingProvider, bookingId: string): Promise<Booking[]> {
  const { rows } = await sql<Booking>`
    with recursive earlier as (
      select b.*, 0 as place from private.bookings b where b.provider = ${provider} and b.booking_id = ${bookingId}
      union
      select b.*, e.place - 1 from private.bookings b join earlier e on b.provider = e.provider and b.replaced_by = e.booking_id
      where e.place > -100
    ), later as (
      select * from earlier where place = 0
      union
      select b.*, l.place + 1 from private.bookings b join later l on b.provider = l.provider and b.booking_id = l.replaced_by
      where l.place < 100
    )
    select booking_id, meeting_id, starts_at, duration_minutes, cancelled_at, no_show_at, no_show_lifted_at, reason
    from (select * from earlier union select * from later) chain
    order by place, booking_id
  `.execute(db);
  return rows;
}

function statusOf({ cancelledAt, noShowAt, noShowLiftedAt }: Booking): Status {
  if (cancelledAt !== null) return "cancelled";
  return noShowAt !== null && (noShowLiftedAt === null || noShowLiftedAt < noShowAt) ? "no_show" : "booked";
}

const TOLD = { cancelled: "meeting_cancelled", no_show: "meeting_no_show" } as const;

async function moveMeeting(
  db: Db,
  ctx: Ctx,
  {
    meetingId,
    leadId,
    startsAt,
    durationMinutes,
    status,
    reason,
  }: { meetingId: string; leadId: string; startsAt: Date; durationMinutes: number; status: Status; reason: string | null },
): Promise<void> {
  const { clientId } = ctx;
  const meeting = await db
    .selectFrom("meetings")
    .select(["status", "campaignId", "startsAt"])
    .where("id", "=", meetingId)
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const isHeld = meeting.status === "held" && status !== "cancelled";
  await db
    .updateTable("meetings")
    .set({ startsAt, durationMinutes, ...(!isHeld && { status }) })
    .where("id", "=", meetingId)
    .where("clientId", "=", clientId)
    .execute();
  await dropReminders(db, { clientId, meetingId, standsAt: status === "booked" && !isHeld ? startsAt : null });
  if (status === "booked" && meeting.startsAt.getTime() !== startsAt.getTime())
    await enqueueEvent(db, meetingMoved.create({ clientId, meetingId, leadId }));
  if (isHeld || status === "booked" || meeting.status === status) return;
  await recordActivity(db, ctx, {
    action: TOLD[status],
    actor: "prospect",
    reason: `${status === "cancelled" ? "Cancelled the meeting" : "Did not come to the meeting"}${reason ? `: ${reason}` : ""}`,
    leadId,
    campaignId: meeting.campaignId,
  });
  await notifyOnce(db, ctx, {
    kind: "meeting",
    title: status === "cancelled" ? "A meeting was cancelled" : "Somebody did not come to a meeting",
    body: reason,
    href: `/dashboard/leads/${leadId}`,
  });
}

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import type { BookingEvent, BookingProvider } from "@/lib/domain/booking-event";
import { type Attendee, findAttendee } from "@/lib/engines/meetings/find-attendee";
import { settleMeeting } from "@/lib/engines/meetings/settle-meeting";
import { canonicalEmail } from "@/lib/engines/suppression/canonical-identity";

/**
 * Takes in what a calendar told. Each booking's facts are kept (`private.bookings`) and the meeting follows from them, so that news in
 * any order and any number ends in the same meeting.
 */
export async function applyBookingEvent(
  db: Db,
  systemCtx: (clientId: string) => Ctx,
  event: BookingEvent,
): Promise<{ outcome: "booked" | "ignored"; detail?: string }> {
  const attendee = (await knownAttendee(db, event)) ?? (await findAttendee(db, event, systemCtx("").now));
  if (!attendee) return { outcome: "ignored", detail: "the attendee is nobody we wrote to, or more than one" };
  const ctx = systemCtx(attendee.clientId);
  await ctx.tx(async (tx) => {
    await lockLead(tx, attendee);
    await keepFacts(tx, attendee, event);
    await settleMeeting(tx, ctx, { provider: event.provider, bookingId: event.bookingId, leadId: attendee.leadId });
  });
  return { outcome: "booked" };
}

async function knownAttendee(db: Db, { provider, bookingId, previousBookingId }: BookingEvent): Promise<Attendee | undefined> {
  return db
    .selectFrom("private.bookings")
    .select(["clientId", "leadId"])
    .where("provider", "=", provider)
    .where("bookingId", "in", previousBookingId === null ? [bookingId] : [bookingId, previousBookingId])
    .limit(1)
    .executeTakeFirst();
}

/** Of a fact that is told twice the latest stands. Only what makes a booking says when it is. */
async function keepFacts(db: Db, attendee: Attendee, event: BookingEvent): Promise<void> {
  const { provider, bookingId, previousBookingId, kind, at } = event;
  const attendeeEmail = canonicalEmail(event.attendee.email);
  await ensureBooking(db, attendee, provider, bookingId);
  if (kind === "rescheduled" && previousBookingId !== null && previousBookingId !== bookingId) {
    await ensureBooking(db, attendee, provider, previousBookingId);
    await change(db, provider, previousBookingId, { replacedBy: bookingId });
  }
  const makesIt = kind === "created" || kind === "rescheduled";
  if (makesIt && event.startsAt !== null) {
    await change(db, provider, bookingId, { startsAt: event.startsAt, durationMinutes: event.durationMinutes, attendeeEmail });
  }
  const column = ({ cancelled: "cancelledAt", no_show: "noShowAt", no_show_lifted: "noShowLiftedAt" } as const)[kind as "cancelled"];
  if (column === undefined) return;
  await db
    .updateTable("private.bookings")
    .set((eb) => ({
      [column]: eb.fn("greatest", [column, eb.val(at)]),
      ...(event.reason !== null && { reason: event.reason.slice(0, 500) }),
    }))
    .where("provider", "=", provider)
    .where("bookingId", "=", bookingId)
    .execute();
}

async function ensureBooking(db: Db, { clientId, leadId }: Attendee, provider: BookingProvider, bookingId: string): Promise<void> {
  await db
    .insertInto("private.bookings")
    .values({ provider, bookingId, clientId, leadId })
    .onConflict((conflict) => conflict.columns(["provider", "bookingId"]).doNothing())
    .execute();
}

async function change(
  db: Db,
  provider: BookingProvider,
  bookingId: string,
  facts: { replacedBy: string } | { startsAt: Date; durationMinutes: number | null; attendeeEmail: string | null },
): Promise<void> {
  await db.updateTable("private.bookings").set(facts).where("provider", "=", provider).where("bookingId", "=", bookingId).execute();
}

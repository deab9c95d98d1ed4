import "server-only";
import { BOOKING_KEY_PARAMETER, type BookingEvent, type BookingEventKind } from "@/lib/domain/booking-event";
import { type CalcomWebhook, calcomBooking, calcomNoShow } from "@/lib/integrations/calcom/webhook";

/** Triggers that change a booking. One that still waits for the host (`BOOKING_REQUESTED`) is no meeting yet. */
const KINDS: Readonly<Record<string, BookingEventKind>> = {
  BOOKING_CREATED: "created",
  BOOKING_RESCHEDULED: "rescheduled",
  BOOKING_CANCELLED: "cancelled",
  BOOKING_REJECTED: "cancelled",
};

/**
 * A webhook of Cal.com in our words. Empty for a trigger that changes no booking; one event for each attendee marked absent. The booker is
 * the first of the attendees, guests follow. Triggers and fields are those of the vendor's public documentation and source.
 * @throws ZodError when a trigger we read does not have the form it should
 */
export function calcomToBookingEvents({ triggerEvent, createdAt, payload }: CalcomWebhook): BookingEvent[] {
  const at = new Date(createdAt);
  if (triggerEvent === "BOOKING_NO_SHOW_UPDATED") return noShows(payload, at);
  const kind = Object.hasOwn(KINDS, triggerEvent) ? KINDS[triggerEvent] : undefined;
  if (!kind) return [];
  const booking = calcomBooking.parse(payload);
  const [booker] = booking.attendees;
  if (!booker) return [];
  const startsAt = new Date(booking.startTime);
  const key = booking.metadata?.[BOOKING_KEY_PARAMETER.calcom];
  return [
    {
      provider: "calcom",
      kind,
      bookingId: booking.uid,
      previousBookingId: kind === "rescheduled" ? (booking.rescheduleUid ?? null) : null,
      attendee: { email: booker.email.toLowerCase(), name: booker.name || null },
      startsAt,
      durationMinutes: Math.round((Date.parse(booking.endTime) - startsAt.getTime()) / 60_000),
      key: typeof key === "string" && key !== "" ? key : null,
      reason: booking.cancellationReason || booking.rejectionReason || booking.rescheduleReason || null,
      at,
    },
  ];
}

function noShows(payload: unknown, at: Date): BookingEvent[] {
  const { bookingUid, attendees } = calcomNoShow.parse(payload);
  return attendees.map(({ email, noShow }) => ({
    provider: "calcom",
    kind: noShow ? "no_show" : "no_show_lifted",
    bookingId: bookingUid,
    previousBookingId: null,
    attendee: { email: email.toLowerCase(), name: null },
    startsAt: null,
    durationMinutes: null,
    key: null,
    reason: null,
    at,
  }));
}

import "server-only";
import { BOOKING_KEY_PARAMETER, type BookingEvent, type BookingEventKind } from "@/lib/domain/booking-event";
import { type CalendlyWebhook, calendlyInvitee } from "@/lib/integrations/calendly/webhook";

const KINDS: Readonly<Record<string, BookingEventKind>> = {
  "invitee.created": "created",
  "invitee.canceled": "cancelled",
  "invitee_no_show.created": "no_show",
  "invitee_no_show.deleted": "no_show_lifted",
};

/**
 * A webhook of Calendly in our words. Empty for an event that changes no booking. Who reschedules is told of twice, a new invitee and the
 * old one cancelled, in any order (vendor's public documentation, "Webhook payloads for rescheduled events"): the new one is the
 * rescheduled booking and names the old, the cancellation is left out.
 * @throws ZodError when an event we read does not have the form it should
 */
export function calendlyToBookingEvents({ event, created_at, payload }: CalendlyWebhook): BookingEvent[] {
  const kind = Object.hasOwn(KINDS, event) ? KINDS[event] : undefined;
  if (!kind) return [];
  const invitee = calendlyInvitee.parse(payload);
  if (kind === "cancelled" && invitee.rescheduled) return [];
  const isRescheduled = kind === "created" && Boolean(invitee.old_invitee);
  const startsAt = new Date(invitee.scheduled_event.start_time);
  const key = invitee.tracking?.[BOOKING_KEY_PARAMETER.calendly];
  return [
    {
      provider: "calendly",
      kind: isRescheduled ? "rescheduled" : kind,
      bookingId: invitee.uri,
      previousBookingId: isRescheduled ? (invitee.old_invitee ?? null) : null,
      attendee: { email: invitee.email.toLowerCase(), name: invitee.name || null },
      startsAt,
      durationMinutes: Math.round((Date.parse(invitee.scheduled_event.end_time) - startsAt.getTime()) / 60_000),
      key: typeof key === "string" && key !== "" ? key : null,
      reason: invitee.cancellation?.reason || null,
      at: new Date(created_at),
    },
  ];
}

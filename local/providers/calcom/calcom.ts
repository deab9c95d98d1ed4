import { BOOKING_KEY_PARAMETER } from "@/lib/domain/booking-event";
import { hmacSignature } from "@/lib/integrations/signatures/hmac-signature";
import { type Booking, type BookingAct, bookingDesk } from "@/local/providers/calcom/booking-desk";
import type { Answer, StandIn, StandInContext } from "@/local/providers/stand-in";

/** The secret of the webhook made in the account's settings. */
export const CALCOM_WEBHOOK_SECRET = "local-calcom-webhook-secret";

const TRIGGERS: Readonly<Record<BookingAct["kind"], string>> = {
  created: "BOOKING_CREATED",
  cancelled: "BOOKING_CANCELLED",
  rescheduled: "BOOKING_RESCHEDULED",
  no_show: "BOOKING_NO_SHOW_UPDATED",
  no_show_lifted: "BOOKING_NO_SHOW_UPDATED",
};
const STATUSES: Readonly<Record<Booking["state"], string>> = { active: "ACCEPTED", cancelled: "CANCELLED" };
const UID_LENGTH = 22;
/** Cal.com's documents promise no second attempt. */
const NO_RETRIES: readonly number[] = [];
const HOST = { id: 1, name: "Ava Example", email: "ava@agency.example", username: "ava", timeZone: "Australia/Sydney" };

/** Cal.com's webhooks. It is booked through `/_control/calcom/bookings`; its API is not played. */
export const calcomStandIn: StandIn = {
  name: "calcom",
  prefix: "/calcom",
  env: () => ({ CALCOM_WEBHOOK_SECRET }),
  play({ callbacks, records, seed, now, appUrl }: StandInContext) {
    callbacks.signWith("calcom", ({ body }) => ({
      "x-cal-signature-256": hmacSignature([body], CALCOM_WEBHOOK_SECRET),
      "x-cal-webhook-version": "2021-10-20",
    }));
    return {
      routes: {},
      authenticate: () => undefined,
      failure: (status): Answer => ({ status, json: { status: "error", error: { message: "The stand-in was told to fail" } } }),
      control: bookingDesk(
        { records, seed, now },
        (hash) => BigInt(`0x${hash}`).toString(36).slice(0, UID_LENGTH),
        async (act) => {
          const createdAt = now();
          const body = { triggerEvent: TRIGGERS[act.kind], createdAt: createdAt.toISOString(), payload: payloadOf(act) };
          await callbacks.enqueue("calcom", {
            key: `${act.kind}:${act.booking.id}:${await records.next("webhook")}`,
            url: `${appUrl}/api/webhooks/calcom`,
            contentType: "application/json",
            body: JSON.stringify(body),
            dueAt: createdAt,
            retryDelaysMs: NO_RETRIES,
          });
        },
      ),
    };
  },
};

function payloadOf(act: BookingAct): object {
  const { booking } = act;
  if (act.kind === "no_show" || act.kind === "no_show_lifted") {
    const attendees = [{ email: booking.email, noShow: booking.isNoShow }];
    const message = `${booking.email} ${booking.isNoShow ? "marked as no-show" : "unmarked as no-show"}`;
    return { message, bookingUid: booking.id, bookingId: booking.number, attendees };
  }
  return {
    type: "intro",
    title: `Intro between ${HOST.name} and ${booking.name}`,
    description: "",
    customInputs: {},
    eventTypeId: 1,
    eventTitle: "Intro",
    ...times(booking),
    length: booking.minutes,
    organizer: { ...HOST, language: { locale: "en" } },
    responses: { name: { label: "your_name", value: booking.name }, email: { label: "email_address", value: booking.email } },
    attendees: [{ email: booking.email, name: booking.name, timeZone: "Australia/Sydney", language: { locale: "en" } }],
    location: "integrations:daily",
    uid: booking.id,
    bookingId: booking.number,
    status: STATUSES[booking.state],
    metadata: {
      videoCallUrl: `https://meet.example/${booking.id}`,
      ...(booking.key ? { [BOOKING_KEY_PARAMETER.calcom]: booking.key } : {}),
    },
    ...(act.kind === "cancelled" ? { cancellationReason: booking.reason, cancelledBy: booking.email } : {}),
    ...(act.kind === "rescheduled" ? rescheduledFrom(act.previous, booking.reason) : {}),
  };
}

function rescheduledFrom(previous: Booking, reason: string | null): object {
  const { startTime, endTime } = times(previous);
  return {
    rescheduleUid: previous.id,
    rescheduleId: previous.number,
    rescheduleStartTime: startTime,
    rescheduleEndTime: endTime,
    rescheduledBy: previous.email,
    rescheduleReason: reason,
  };
}

function times({ startsAt, minutes }: Booking) {
  return { startTime: new Date(startsAt).toISOString(), endTime: new Date(startsAt + minutes * 60_000).toISOString() };
}

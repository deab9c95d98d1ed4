import { BOOKING_KEY_PARAMETER } from "@/lib/domain/booking-event";
import { timestampedSignature } from "@/lib/integrations/signatures/timestamped-signature";
import { type Booking, type BookingAct, bookingDesk } from "@/local/providers/calcom/booking-desk";
import type { Answer, StandIn, StandInContext } from "@/local/providers/stand-in";

/** The signing key of the webhook subscription. */
export const CALENDLY_WEBHOOK_SECRET = "local-calendly-signing-key";

const API = "https://api.calendly.com";
const MINUTE = 60_000;
/** Calendly promises attempts for a day, further and further apart, and then turns the subscription off; the waits are its secret. */
const RETRY_DELAYS_MS = [1, 5, 30, 120, 360, 720].map((minutes) => minutes * MINUTE);

/** Calendly's webhooks. It is booked through `/_control/calendly/bookings`; its API is not played. */
export const calendlyStandIn: StandIn = {
  name: "calendly",
  prefix: "/calendly",
  env: () => ({ CALENDLY_WEBHOOK_SECRET }),
  play({ callbacks, records, seed, now, appUrl }: StandInContext) {
    callbacks.signWith("calendly", ({ body }, at) => ({
      "calendly-webhook-signature": timestampedSignature({ body, secrets: CALENDLY_WEBHOOK_SECRET, at }),
    }));
    return {
      routes: {},
      authenticate: () => undefined,
      failure: (status): Answer => ({ status, json: { title: "Failure", message: "The stand-in was told to fail" } }),
      control: bookingDesk(
        { records, seed, now },
        (hash) => hash.slice(0, 32),
        async (act) => {
          for (const { event, payload } of webhooksOf(act, now())) {
            const body = { event, created_at: now().toISOString(), created_by: `${API}/users/AVA`, payload };
            await callbacks.enqueue("calendly", {
              key: `${event}:${act.booking.id}:${await records.next("webhook")}`,
              url: `${appUrl}/api/webhooks/calendly`,
              contentType: "application/json",
              body: JSON.stringify(body),
              dueAt: now(),
              retryDelaysMs: RETRY_DELAYS_MS,
            });
          }
        },
      ),
    };
  },
};

/** Who reschedules is told of twice: the old invitee is cancelled and a new one made. */
function webhooksOf(act: BookingAct, at: Date): { event: string; payload: object }[] {
  switch (act.kind) {
    case "created":
      return [{ event: "invitee.created", payload: invitee(act.booking, at) }];
    case "cancelled":
      return [{ event: "invitee.canceled", payload: invitee(act.booking, at) }];
    case "rescheduled":
      return [
        { event: "invitee.canceled", payload: invitee(act.previous, at) },
        { event: "invitee.created", payload: invitee(act.booking, at) },
      ];
    case "no_show":
      return [{ event: "invitee_no_show.created", payload: invitee(act.booking, at) }];
    case "no_show_lifted":
      return [{ event: "invitee_no_show.deleted", payload: invitee(act.booking, at) }];
  }
}

function invitee(booking: Booking, at: Date): object {
  const { id, email, name, state, reason, previousId, nextId, isNoShow, startsAt, minutes, key } = booking;
  const uri = inviteeUri(id);
  const tracking = { utm_campaign: null, utm_source: null, utm_medium: null, utm_term: null, salesforce_uuid: null };
  return {
    uri,
    email,
    name,
    first_name: null,
    last_name: null,
    status: state === "active" ? "active" : "canceled",
    timezone: "Australia/Sydney",
    event: eventUri(id),
    questions_and_answers: [],
    tracking: { ...tracking, [BOOKING_KEY_PARAMETER.calendly]: key },
    text_reminder_number: null,
    rescheduled: nextId !== null,
    old_invitee: previousId === null ? null : inviteeUri(previousId),
    new_invitee: nextId === null ? null : inviteeUri(nextId),
    cancel_url: `https://calendly.com/cancellations/${id}`,
    reschedule_url: `https://calendly.com/reschedulings/${id}`,
    routing_form_submission: null,
    payment: null,
    no_show: isNoShow ? { uri: `${API}/invitee_no_shows/${id}`, created_at: at.toISOString() } : null,
    reconfirmation: null,
    ...(state === "active" ? {} : { cancellation: { canceled_by: name, reason, canceler_type: "invitee", created_at: at.toISOString() } }),
    scheduled_event: {
      uri: eventUri(id),
      name: "Intro",
      status: state === "active" ? "active" : "canceled",
      start_time: new Date(startsAt).toISOString(),
      end_time: new Date(startsAt + minutes * MINUTE).toISOString(),
      event_type: `${API}/event_types/INTRO`,
      location: { type: "zoom", join_url: `https://meet.example/${id}` },
      event_memberships: [{ user: `${API}/users/AVA`, user_email: "ava@agency.example", user_name: "Ava Example" }],
    },
  };
}

function eventUri(id: string): string {
  return `${API}/scheduled_events/E${id}`;
}

function inviteeUri(id: string): string {
  return `${eventUri(id)}/invitees/${id}`;
}

export const BOOKING_PROVIDERS = ["calcom", "calendly"] as const;
export type BookingProvider = (typeof BOOKING_PROVIDERS)[number];

/**
 * What happened to a meeting in somebody's calendar.
 * - `rescheduled`: the booking takes the place of `previousBookingId`, under an id of its own
 * - `no_show_lifted`: a no-show was marked by mistake
 */
export const BOOKING_EVENT_KINDS = ["created", "cancelled", "rescheduled", "no_show", "no_show_lifted"] as const;
export type BookingEventKind = (typeof BOOKING_EVENT_KINDS)[number];

/** A booking as every calendar tells of it. They tell it more than once and out of order: `bookingId` and `previousBookingId` are what counts. */
export type BookingEvent = {
  provider: BookingProvider;
  kind: BookingEventKind;
  /** The provider's own id of the booking. */
  bookingId: string;
  /** Of the booking this one takes the place of. */
  previousBookingId: string | null;
  attendee: { email: string; name: string | null };
  /** Null where the provider does not repeat it (a no-show at Cal.com). */
  startsAt: Date | null;
  durationMinutes: number | null;
  /** Our own key, where the link that was followed carried one. */
  key: string | null;
  /** In the words of whoever cancelled or rescheduled. */
  reason: string | null;
  /** When the provider made the event. */
  at: Date;
};

/** Name of the link parameter in which a booking link carries our own key: `metadata[…]` at Cal.com, `utm_content` at Calendly. */
export const BOOKING_KEY_PARAMETER = { calcom: "agency_os_key", calendly: "utm_content" } as const satisfies Record<
  BookingProvider,
  string
>;

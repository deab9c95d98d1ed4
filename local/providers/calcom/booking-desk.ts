import { createHash } from "node:crypto";
import { z } from "zod";
import type { Records } from "@/local/providers/records";
import type { Handled, Handler } from "@/local/providers/stand-in";

/** A booking in a calendar that is played. Times are milliseconds; `key` is what the booking link carried. */
export type Booking = {
  id: string;
  number: number;
  email: string;
  name: string;
  startsAt: number;
  minutes: number;
  key: string | null;
  state: "active" | "cancelled";
  reason: string | null;
  previousId: string | null;
  nextId: string | null;
  isNoShow: boolean;
};

/** What a person, or the host, does with a booking; told to the calendar's stand-in so that it tells the product in its own words. */
export type BookingAct =
  | { kind: "created" | "cancelled" | "no_show" | "no_show_lifted"; booking: Booking }
  | { kind: "rescheduled"; booking: Booking; previous: Booking };

export type BookingDesk = Readonly<Record<string, Handler>>;

const BOOKING = "booking";
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const bookInput = z.object({
  email: z.email(),
  name: z.string().min(1),
  startsAt: time,
  minutes: z.int().positive().default(30),
  key: z.string().nullable().default(null),
});
const reasonInput = z.object({ reason: z.string().nullable().default(null) });
const rescheduleInput = reasonInput.extend({ startsAt: time });

/**
 * Control calls with which a person books, cancels, reschedules and is marked as absent: what a calendar's own pages are for. All answer the
 * booking; one that is cancelled cannot be moved or cancelled again (409).
 */
export function bookingDesk(
  { records, seed, now }: { records: Records; seed: string; now: () => Date },
  idOf: (hash: string) => string,
  tell: (act: BookingAct) => Promise<void>,
): BookingDesk {
  const find = async (id: string) => (await records.find<Booking>(BOOKING, id))?.data;

  async function add(booking: Pick<Booking, "email" | "name" | "startsAt" | "minutes" | "key" | "previousId">): Promise<Booking> {
    const number = await records.next(BOOKING);
    const name = [BOOKING, booking.email, booking.startsAt].join(" ");
    const id = idOf(
      createHash("sha256")
        .update([seed, name, await records.next(name)].join("\u0000"))
        .digest("hex"),
    );
    const added: Booking = { ...booking, id, number, state: "active", reason: null, nextId: null, isNoShow: false };
    await records.insert(BOOKING, id, added, now());
    return added;
  }

  async function change(id: string, change: Partial<Booking>): Promise<Booking> {
    const changed = await records.update<Booking>(BOOKING, id, change);
    if (!changed) throw new Error(`booking ${id} is gone`);
    return changed.data;
  }

  const withActive =
    (act: (booking: Booking, body: unknown) => Promise<Booking>): Handler =>
    async ({ params: { id = "" }, body }) => {
      const booking = await find(id);
      if (!booking) return answer(404, { error: "no such booking" });
      if (booking.state === "cancelled") return answer(409, { error: "the booking is cancelled" });
      return answer(200, await act(booking, body ?? {}));
    };
  const markNoShow = (isNoShow: boolean) =>
    withActive(async ({ id }) => {
      const booking = await change(id, { isNoShow });
      await tell({ kind: isNoShow ? "no_show" : "no_show_lifted", booking });
      return booking;
    });

  return {
    async "POST /bookings"({ body }) {
      const booking = await add({ ...bookInput.parse(body), previousId: null });
      await tell({ kind: "created", booking });
      return answer(201, booking);
    },
    "POST /bookings/{id}/cancel": withActive(async ({ id }, body) => {
      const booking = await change(id, { state: "cancelled", reason: reasonInput.parse(body).reason });
      await tell({ kind: "cancelled", booking });
      return booking;
    }),
    "POST /bookings/{id}/reschedule": withActive(async (old, body) => {
      const { startsAt, reason } = rescheduleInput.parse(body);
      const next = await add({ ...old, startsAt, previousId: old.id });
      const booking = await change(next.id, { reason });
      const previous = await change(old.id, { state: "cancelled", reason, nextId: next.id });
      await tell({ kind: "rescheduled", booking, previous });
      return booking;
    }),
    "POST /bookings/{id}/no-show": markNoShow(true),
    "POST /bookings/{id}/show": markNoShow(false),
  };
}

function answer(status: number, json: object): Handled {
  return { answer: { status, json } };
}

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BookingEvent } from "@/lib/domain/booking-event";
import { calcomToBookingEvents } from "@/lib/integrations/calcom/transform";
import { calcomEventId, calcomWebhook, verifyCalcom } from "@/lib/integrations/calcom/webhook";
import { CALCOM_WEBHOOK_SECRET, calcomStandIn } from "@/local/providers/calcom/calcom";
import { startToldProduct, type Told } from "@/tests/contracts/told-product";

const START = new Date("2026-11-24T02:00:00Z");
const MEETING = { email: "Sam@Example.com", name: "Sam Example", startsAt: "2026-11-30T00:00:00Z", minutes: 45, key: "touch-1" };
const SECRETS = [CALCOM_WEBHOOK_SECRET];

const signatureOf = ({ headers }: Told) => headers.get("x-cal-signature-256");
const eventsOf = ({ raw }: Told): BookingEvent[] => calcomToBookingEvents(calcomWebhook.parse(JSON.parse(raw)));

describe("Cal.com: what its stand-in tells, the product understands", () => {
  let product: Awaited<ReturnType<typeof startToldProduct>>;
  let url: string;

  beforeEach(async () => {
    product = await startToldProduct(calcomStandIn, { start: START });
    url = `${product.baseUrl.replace(/\/calcom$/, "")}/_control/calcom/bookings`;
  });
  afterEach(() => product.close());

  const act = async (path: string, body: object = {}) => {
    const response = await fetch(url + path, { method: "POST", body: JSON.stringify(body) });
    await product.pass(1000);
    return { status: response.status, booking: (await response.json()) as { id: string } };
  };
  const heard = () => product.told.flatMap(eventsOf);

  test("a meeting is booked, moved, and cancelled", async () => {
    const { booking: first } = await act("", MEETING);
    expect(heard()).toEqual([
      {
        provider: "calcom",
        kind: "created",
        bookingId: first.id,
        previousBookingId: null,
        attendee: { email: "sam@example.com", name: "Sam Example" },
        startsAt: new Date(MEETING.startsAt),
        durationMinutes: 45,
        key: "touch-1",
        reason: null,
        at: START,
      },
    ]);
    const { booking: second } = await act(`/${first.id}/reschedule`, { startsAt: "2026-12-01T03:00:00Z", reason: "Away on Monday" });
    expect(heard().at(-1)).toMatchObject({
      kind: "rescheduled",
      bookingId: second.id,
      previousBookingId: first.id,
      startsAt: new Date("2026-12-01T03:00:00Z"),
      durationMinutes: 45,
      key: "touch-1",
      reason: "Away on Monday",
    });
    await act(`/${second.id}/cancel`, { reason: "No budget" });
    expect(heard().at(-1)).toMatchObject({ kind: "cancelled", bookingId: second.id, previousBookingId: null, reason: "No budget" });
    expect(product.told).toHaveLength(3);
    expect((await act(`/${first.id}/cancel`)).status).toBe(409);
    expect((await act("/nobody/cancel")).status).toBe(404);
    expect(product.told).toHaveLength(3);
  });

  test("who does not come is marked, and unmarked when it was a mistake", async () => {
    const { booking } = await act("", { ...MEETING, key: null });
    await act(`/${booking.id}/no-show`);
    await act(`/${booking.id}/show`);
    const common = { bookingId: booking.id, attendee: { email: "sam@example.com", name: null }, startsAt: null, durationMinutes: null };
    expect(heard()).toEqual([
      expect.objectContaining({ kind: "created", key: null }),
      expect.objectContaining({ kind: "no_show", ...common }),
      expect.objectContaining({ kind: "no_show_lifted", ...common }),
    ]);
  });

  test("repeats in any order have the names of the first delivery", async () => {
    const { booking } = await act("", MEETING);
    await act(`/${booking.id}/reschedule`, { startsAt: "2026-12-01T03:00:00Z" });
    const nameOf = ({ raw }: Told) => calcomEventId(JSON.parse(raw));
    const names = new Set(product.told.map(nameOf));
    expect(names.size).toBe(2);
    await product.control("POST", "/redeliver", { provider: "calcom", times: 3, isShuffled: true });
    expect(product.told).toHaveLength(8);
    expect(new Set(product.told.map(nameOf))).toEqual(names);
    expect(product.told.every((told) => verifyCalcom({ signature: signatureOf(told), body: told.raw, secrets: SECRETS }))).toBe(true);
  });

  test("its API is not played and says so", async () => {
    const answer = await fetch(`${product.baseUrl}/v2/bookings`, { method: "POST" });
    expect([answer.status, await answer.json()]).toEqual([501, { error: "calcom: POST /v2/bookings is not implemented by the stand-in" }]);
  });

  test("a forgery is refused", async () => {
    await act("", MEETING);
    const [told] = product.told;
    const good = { signature: told ? signatureOf(told) : null, body: told?.raw ?? "", secrets: SECRETS };
    expect(verifyCalcom(good)).toBe(true);
    expect(verifyCalcom({ ...good, body: Buffer.from(good.body) })).toBe(true);
    expect(verifyCalcom({ ...good, secrets: ["the next secret", CALCOM_WEBHOOK_SECRET] })).toBe(true);
    const bad = {
      tampered: { ...good, body: good.body.replace("Sam", "Pam") },
      "written anew": { ...good, body: JSON.stringify(JSON.parse(good.body), null, 1) },
      "another key": { ...good, secrets: ["another"] },
      "no key": { ...good, secrets: [] },
      "an empty key": { ...good, secrets: [""] },
      missing: { ...good, signature: null },
      truncated: { ...good, signature: good.signature?.slice(0, -2) ?? null },
      "the word for no secret": { ...good, signature: "no-secret-provided" },
    };
    for (const [name, check] of Object.entries(bad)) expect([name, verifyCalcom(check)]).toEqual([name, false]);
  });
});

describe("Cal.com's webhooks", () => {
  test("a worked example", () => {
    const body = '{"triggerEvent":"PING","createdAt":"2026-01-01T00:00:00.000Z","payload":{}}';
    const signature = "daa4f55571a5f7849dda0df17a29268ec4947ab88a0e91c3a4f9815a11622f47";
    expect(verifyCalcom({ signature, body, secrets: "calcom-test-secret" })).toBe(true);
    expect(calcomToBookingEvents(calcomWebhook.parse(JSON.parse(body)))).toEqual([]);
  });

  const webhook = (triggerEvent: string, payload: object) => ({ triggerEvent, createdAt: "2026-01-01T00:00:00.000Z", payload });
  const booking = {
    uid: "u1",
    startTime: "2026-01-02T00:00:00+10:00",
    endTime: "2026-01-02T00:30:00+10:00",
    attendees: [{ email: "a@example.com", name: "" }, { email: "guest@example.com" }],
  };

  test.each([
    ["BOOKING_REQUESTED", []],
    ["MEETING_ENDED", []],
    ["constructor", []],
    ["BOOKING_REJECTED", ["cancelled"]],
    ["BOOKING_CREATED", ["created"]],
  ])("%s", (triggerEvent, kinds) => {
    expect(calcomToBookingEvents(webhook(triggerEvent, booking)).map(({ kind }) => kind)).toEqual(kinds);
  });

  test("the booker is the first attendee; a move without the old id says so", () => {
    expect(calcomToBookingEvents(webhook("BOOKING_RESCHEDULED", booking))).toEqual([
      expect.objectContaining({ attendee: { email: "a@example.com", name: null }, previousBookingId: null, durationMinutes: 30 }),
    ]);
  });

  test("a booking without a time is not guessed at", () => {
    expect(() => calcomToBookingEvents(webhook("BOOKING_CREATED", { ...booking, startTime: "soon" }))).toThrow();
  });

  test("what is no webhook has no name", () => {
    expect([calcomEventId(null), calcomEventId({ triggerEvent: "PING" })]).toEqual([undefined, undefined]);
  });
});

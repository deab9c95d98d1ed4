import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BookingEvent } from "@/lib/domain/booking-event";
import { calendlyToBookingEvents } from "@/lib/integrations/calendly/transform";
import { calendlyEventId, calendlyWebhook, verifyCalendly } from "@/lib/integrations/calendly/webhook";
import { CALENDLY_WEBHOOK_SECRET, calendlyStandIn } from "@/local/providers/calendly/calendly";
import { startToldProduct, type Told } from "@/tests/contracts/told-product";

const START = new Date("2026-11-24T02:00:00Z");
const MEETING = { email: "Sam@Example.com", name: "Sam Example", startsAt: "2026-11-30T00:00:00Z", minutes: 45, key: "touch-1" };
const SECRETS = [CALENDLY_WEBHOOK_SECRET];
const MINUTE = 60_000;

const headerOf = ({ headers }: Told) => headers.get("calendly-webhook-signature");
const eventsOf = ({ raw }: Told): BookingEvent[] => calendlyToBookingEvents(calendlyWebhook.parse(JSON.parse(raw)));

describe("Calendly: what its stand-in tells, the product understands", () => {
  let product: Awaited<ReturnType<typeof startToldProduct>>;
  let url: string;
  let answer: (delivery: number) => number;

  beforeEach(async () => {
    answer = () => 202;
    product = await startToldProduct(calendlyStandIn, { start: START, answer: (delivery) => answer(delivery) });
    url = `${product.baseUrl.replace(/\/calendly$/, "")}/_control/calendly/bookings`;
  });
  afterEach(() => product.close());

  const act = async (path: string, body: object = {}) => {
    const response = await fetch(url + path, { method: "POST", body: JSON.stringify(body) });
    await product.pass(1000);
    return (await response.json()) as { id: string };
  };
  const heard = () => product.told.flatMap(eventsOf);
  const uri = ({ id }: { id: string }) => `https://api.calendly.com/scheduled_events/E${id}/invitees/${id}`;

  test("a meeting is booked, moved, and cancelled", async () => {
    const first = await act("", MEETING);
    expect(heard()).toEqual([
      {
        provider: "calendly",
        kind: "created",
        bookingId: uri(first),
        previousBookingId: null,
        attendee: { email: "sam@example.com", name: "Sam Example" },
        startsAt: new Date(MEETING.startsAt),
        durationMinutes: 45,
        key: "touch-1",
        reason: null,
        at: START,
      },
    ]);
    const second = await act(`/${first.id}/reschedule`, { startsAt: "2026-12-01T03:00:00Z" });
    expect(product.told.map(({ raw }) => (JSON.parse(raw) as { event: string }).event)).toEqual([
      "invitee.created",
      "invitee.canceled",
      "invitee.created",
    ]);
    expect(heard().slice(1)).toEqual([
      expect.objectContaining({
        kind: "rescheduled",
        bookingId: uri(second),
        previousBookingId: uri(first),
        startsAt: new Date("2026-12-01T03:00:00Z"),
      }),
    ]);
    await act(`/${second.id}/cancel`, { reason: "No budget" });
    expect(heard().at(-1)).toMatchObject({ kind: "cancelled", bookingId: uri(second), reason: "No budget" });
  });

  test("who does not come is marked, and unmarked when it was a mistake", async () => {
    const booking = await act("", MEETING);
    await act(`/${booking.id}/no-show`);
    await act(`/${booking.id}/show`);
    expect(heard().map(({ kind, bookingId }) => [kind, bookingId])).toEqual([
      ["created", uri(booking)],
      ["no_show", uri(booking)],
      ["no_show_lifted", uri(booking)],
    ]);
  });

  test("repeats in any order have the names of the first delivery; a refused one comes again, signed anew", async () => {
    answer = (delivery) => (delivery === 1 ? 500 : 202);
    const booking = await act("", MEETING);
    await product.pass(MINUTE);
    expect(product.told).toHaveLength(2);
    const [first, again] = product.told;
    expect(first?.raw).toBe(again?.raw);
    expect(first && headerOf(first)).not.toBe(again && headerOf(again));
    await act(`/${booking.id}/reschedule`, { startsAt: "2026-12-01T03:00:00Z" });
    const nameOf = ({ raw }: Told) => calendlyEventId(JSON.parse(raw));
    const names = new Set(product.told.map(nameOf));
    expect(names.size).toBe(3);
    await product.control("POST", "/redeliver", { provider: "calendly", times: 2, isShuffled: true });
    expect(product.told).toHaveLength(10);
    expect(new Set(product.told.map(nameOf))).toEqual(names);
    expect(product.told.every((told) => verifyCalendly({ header: headerOf(told), body: told.raw, secrets: SECRETS, now: told.at }))).toBe(
      true,
    );
  });

  test("a forgery, a replay and a clock that runs ahead are refused", async () => {
    await act("", MEETING);
    const [told] = product.told;
    const good = { header: told ? headerOf(told) : null, body: told?.raw ?? "", secrets: SECRETS, now: START };
    const later = (minutes: number) => new Date(START.getTime() + minutes * MINUTE);
    expect(verifyCalendly(good)).toBe(true);
    expect(verifyCalendly({ ...good, now: later(2) })).toBe(true);
    expect(verifyCalendly({ ...good, header: `${good.header},v1=${"0".repeat(64)}` })).toBe(true);
    expect(verifyCalendly({ ...good, secrets: ["the next key", CALENDLY_WEBHOOK_SECRET] })).toBe(true);
    const bad = {
      tampered: { ...good, body: good.body.replace("Sam", "Pam") },
      "written anew": { ...good, body: JSON.stringify(JSON.parse(good.body), null, 1) },
      "another key": { ...good, secrets: ["another"] },
      "an empty key": { ...good, secrets: [""] },
      missing: { ...good, header: null },
      truncated: { ...good, header: good.header?.slice(0, -2) ?? null },
      "without its time": { ...good, header: good.header?.replace(/^t=\d+,/, "") ?? null },
      "with another time": { ...good, header: good.header?.replace(/^t=\d/, "t=2") ?? null },
      stale: { ...good, now: later(4) },
      future: { ...good, now: later(-4) },
    };
    for (const [name, check] of Object.entries(bad)) expect([name, verifyCalendly(check)]).toEqual([name, false]);
  });
});

describe("Calendly's webhooks", () => {
  test("a worked example", () => {
    const body = '{"triggerEvent":"PING","createdAt":"2026-01-01T00:00:00.000Z","payload":{}}';
    const header = "t=1767225600,v1=e250b5bc7a3a5b4d38f040d9d4771ccf8986ffbc537930e61767ddb14cc3df8e";
    expect(verifyCalendly({ header, body, secrets: "calendly-test-key", now: new Date(1_767_225_600_000) })).toBe(true);
  });

  const webhook = (event: string, payload: object) => ({ event, created_at: "2026-01-01T00:00:00.000000Z", payload });
  const invitee = {
    uri: "https://api.calendly.com/scheduled_events/A/invitees/B",
    email: "a@example.com",
    scheduled_event: { start_time: "2026-01-02T00:00:00.000000Z", end_time: "2026-01-02T00:30:00.000000Z" },
  };

  test.each([
    ["routing_form_submission.created", {}, []],
    ["toString", {}, []],
    ["invitee.canceled", invitee, ["cancelled"]],
    ["invitee.canceled", { ...invitee, rescheduled: true }, []],
    ["invitee.created", { ...invitee, rescheduled: false, old_invitee: "https://old" }, ["rescheduled"]],
  ])("%s %o", (event, payload, kinds) => {
    expect(calendlyToBookingEvents(webhook(event, payload)).map(({ kind }) => kind)).toEqual(kinds);
  });

  test("an invitee without a time is not guessed at; what is no webhook has no name", () => {
    expect(() => calendlyToBookingEvents(webhook("invitee.created", { ...invitee, scheduled_event: {} }))).toThrow();
    expect([calendlyEventId(null), calendlyEventId({ event: "invitee.created" })]).toEqual([undefined, undefined]);
  });
});

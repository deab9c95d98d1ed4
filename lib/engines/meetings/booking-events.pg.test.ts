import { addDays, addHours } from "date-fns";
import { describe, expect, test } from "vitest";
import type { BookingEvent } from "@/lib/domain/booking-event";
import { applyBookingEvent } from "@/lib/engines/meetings/apply-booking-event";
import { insertLead, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { type WrittenTo, writeTo } from "@/tests/support/inbound-mail";
import { fiveTimesShuffled, newsLab } from "@/tests/support/news-lab";

const world = fileWorld();
const client = clientPerTest(world);
const { hear, lead, actionsOf } = newsLab(() => world);
let bookings = 0;

const FIRST = addDays(WEDNESDAY_MORNING, 5);
const LATER = addDays(WEDNESDAY_MORNING, 7);
const told = (event: BookingEvent) => applyBookingEvent(world.system, (clientId) => world.systemCtx(clientId), event);
const meetings = () => world.system.selectFrom("meetings").selectAll().where("clientId", "=", client.clientId).execute();
/** What happens to one booking of this person, which ends up moved twice. */
function story(to: Pick<WrittenTo, "email">) {
  bookings += 1;
  const id = (step: string) => `booking-${bookings}-${step}`;
  const event = (kind: BookingEvent["kind"], step: string, more: Partial<BookingEvent> = {}): BookingEvent => ({
    provider: "calcom",
    kind,
    bookingId: id(step),
    previousBookingId: null,
    attendee: { email: to.email, name: "Lee Marsden" },
    startsAt: null,
    durationMinutes: 30,
    key: null,
    reason: null,
    at: addHours(WEDNESDAY_MORNING, 1),
    ...more,
  });
  return {
    event,
    created: event("created", "a", { startsAt: FIRST }),
    moved: event("rescheduled", "b", { startsAt: addHours(FIRST, 1), previousBookingId: id("a") }),
    movedAgain: event("rescheduled", "c", { startsAt: LATER, previousBookingId: id("b") }),
    cancelled: event("cancelled", "c", { startsAt: LATER, reason: "On leave" }),
    noShow: event("no_show", "c"),
    lifted: event("no_show_lifted", "c", { at: addHours(WEDNESDAY_MORNING, 2) }),
  };
}

describe("a booking ends the same in any order and number of tellings", () => {
  test.each([1, 2, 3])("moved twice, marked as missed by mistake (%i)", async (seed) => {
    const to = await writeTo(world, client);
    const { created, moved, movedAgain, noShow, lifted } = story(to);
    for (const event of fiveTimesShuffled([created, moved, movedAgain, noShow, lifted], seed)) await told(event);
    expect(await meetings()).toMatchObject([{ leadId: to.leadId, startsAt: LATER, status: "booked", convertingTouchId: to.first }]);
    expect(await lead(to.leadId)).toMatchObject({ status: "converted" });
  });

  test.each([4, 5])("moved and cancelled (%i)", async (seed) => {
    const to = await writeTo(world, client);
    const { created, moved, movedAgain, cancelled } = story(to);
    for (const event of fiveTimesShuffled([created, moved, movedAgain, cancelled], seed)) await told(event);
    expect(await meetings()).toMatchObject([{ startsAt: LATER, status: "cancelled" }]);
    expect((await actionsOf(to.leadId)).filter((action) => action === "meeting_cancelled")).toHaveLength(1);
  });
});

test("somebody who did not come is marked once; a meeting a person marked as held stays held", async () => {
  const to = await writeTo(world, client);
  const { event, created } = story(to);
  const missed = event("no_show", "a");
  for (const one of [created, missed, missed]) await told(one);
  expect(await meetings()).toMatchObject([{ status: "no_show" }]);
  expect((await actionsOf(to.leadId)).filter((action) => action === "meeting_no_show")).toHaveLength(1);
  await world.system.updateTable("meetings").set({ status: "held" }).where("clientId", "=", client.clientId).execute();
  await told(missed);
  expect(await meetings()).toMatchObject([{ status: "held" }]);
});

describe("whose booking it is", () => {
  test("another address of the same company, when it is clear who", async () => {
    const domain = "northside-roofing.example";
    const to = await writeTo(world, client, { domain });
    expect(await told(story({ email: `assistant@${domain}` }).created)).toMatchObject({ outcome: "booked" });
    expect(await meetings()).toMatchObject([{ leadId: to.leadId }]);
  });

  test("of two colleagues the one of that name, and nobody when neither is", async () => {
    const domain = "westside-roofing.example";
    const to = await writeTo(world, client, { domain });
    const kim = { domain, email: `kim@${domain}`, firstName: "Kim", lastName: "Okafor", lastContactedAt: WEDNESDAY_MORNING };
    await insertLead(world, client.clientId, kim);
    const { created } = story({ email: `other@${domain}` });
    expect(await told({ ...created, attendee: { ...created.attendee, name: "Jo Doe" } })).toMatchObject({ outcome: "ignored" });
    await told({ ...created, attendee: { ...created.attendee, name: "Kim OKAFOR" } });
    expect(await meetings()).toHaveLength(1);
    expect((await lead(to.leadId)).status).toBe("in_sequence");
  });

  test("our own key in the link wins, and nobody's booking is nobody's", async () => {
    const to = await writeTo(world, client);
    const { created } = story({ email: "somebody@gmail.com" });
    expect(await told(created)).toMatchObject({ outcome: "ignored" });
    await told({ ...created, key: to.first });
    expect(await meetings()).toMatchObject([{ leadId: to.leadId }]);
  });
});

test("Calendly's and Cal.com's own words come to the same", async () => {
  const one = await writeTo(world, client);
  const other = await writeTo(world, client);
  const times = { start_time: FIRST.toISOString(), end_time: addHours(FIRST, 1).toISOString() };
  const invitee = { uri: `https://api.calendly.com/i/${one.leadId}`, email: one.email, scheduled_event: times };
  const payload = {
    uid: other.leadId,
    startTime: times.start_time,
    endTime: times.end_time,
    attendees: [{ email: other.email, name: "Lee Marsden" }],
  };
  const createdAt = WEDNESDAY_MORNING.toISOString();
  for (let n = 0; n < 2; n += 1) {
    await hear("calendly", { event: "invitee.created", created_at: createdAt, payload: invitee });
    await hear("calcom", { triggerEvent: "BOOKING_CREATED", createdAt, payload });
  }
  const booked = await meetings();
  expect(new Set(booked.map(({ leadId }) => leadId))).toEqual(new Set([one.leadId, other.leadId]));
  expect(booked).toHaveLength(2);
  for (const meeting of booked) expect(meeting).toMatchObject({ startsAt: FIRST, durationMinutes: 60, status: "booked" });
});

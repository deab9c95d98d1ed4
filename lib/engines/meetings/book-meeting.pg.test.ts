import { addDays, addMinutes, subDays } from "date-fns";
import { beforeEach, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { type BookMeetingInput, bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { ForbiddenError, NotFoundError } from "@/lib/errors";
import { addMember, enrol, insertLead, readyClient, TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world, { spacingSeconds: 0 });
let leadId: string;
let touchIds: string[];

const BOOKED_AT = addDays(WEDNESDAY_MORNING, 8);
const STARTS_AT = addDays(WEDNESDAY_MORNING, 12);

beforeEach(async () => {
  leadId = await insertLead(world, client.clientId);
  touchIds = await enrol(world, client, leadId);
});

const { plan } = planningHelpers(() => ({ world, client }));
const send = (touchId: string, now: Date) =>
  dispatchTouch(world.systemCtx(client.clientId, now), { touchId, resourceId: client.mailbox }, testSenderOptions(new FakeCarrier()));
const book = (change: Partial<BookMeetingInput> = {}, now = BOOKED_AT) =>
  bookMeeting(world.systemCtx(client.clientId, now), { leadId, startsAt: STARTS_AT, source: "manual", ...change });
const meetings = () =>
  world.system.selectFrom("meetings").selectAll().where("leadId", "=", leadId).orderBy("createdAt").orderBy("id").execute();
const converting = async () =>
  (await world.system.selectFrom("touches").select("id").where("leadId", "=", leadId).where("ledToBooking", "=", true).execute()).map(
    (row) => row.id,
  );
const announced = async () =>
  (
    await world.system
      .selectFrom("private.outbox")
      .select("id")
      .where("clientId", "=", client.clientId)
      .where("name", "=", "meeting/booked")
      .execute()
  ).length;

test("the last message before the booking is the one that converted, and everything else stops", async () => {
  await send(touchIds[0] ?? "", WEDNESDAY_MORNING);
  const { meetingId, isNew } = await book();

  expect(isNew).toBe(true);
  const [meeting] = await meetings();
  expect(meeting).toMatchObject({
    id: meetingId,
    campaignId: client.campaign,
    convertingTouchId: touchIds[0],
    touchesBeforeBooking: 1,
    daysToBooking: 8,
    startsAt: STARTS_AT,
    bookedAt: BOOKED_AT,
    durationMinutes: 30,
  });
  expect(await converting()).toEqual([touchIds[0]]);
  const lead = await world.system.selectFrom("leads").select("status").where("id", "=", leadId).executeTakeFirstOrThrow();
  expect(lead.status).toBe("converted");
  const enrolment = await world.system
    .selectFrom("enrolments")
    .select(["state", "stopReason"])
    .where("leadId", "=", leadId)
    .executeTakeFirstOrThrow();
  expect(enrolment).toEqual({ state: "stopped", stopReason: "meeting_booked" });
  const second = await world.system
    .selectFrom("touches")
    .select(["state", "reasonCode"])
    .where("id", "=", touchIds[1] ?? "")
    .executeTakeFirstOrThrow();
  expect(second).toEqual({ state: "cancelled", reasonCode: "meeting_booked" });
  expect(await plan(BOOKED_AT)).toEqual({ slotted: 0, approvalsRequested: 0, waiting: 0, ended: 0, lookAt: expect.any(Date) });
  expect(await send(touchIds[1] ?? "", BOOKED_AT)).toEqual({ outcome: "not_pending" });
  expect(await announced()).toBe(1);
  const explained = await explainLead(world.systemCtx(client.clientId, BOOKED_AT), { leadId }, { pepper: TEST_PEPPER });
  expect(explained).toMatchObject({ next: null, summary: expect.stringMatching(/meeting is booked/i) });
});

test("the same booking told again is the same meeting", async () => {
  await send(touchIds[0] ?? "", WEDNESDAY_MORNING);
  const booking = { source: "booking_link", externalId: "booking-7" } as const;
  const results = await Promise.all([book(booking), book(booking), book(booking)]);
  expect(results.filter((result) => result.isNew)).toHaveLength(1);
  expect(new Set(results.map((result) => result.meetingId)).size).toBe(1);
  expect(await meetings()).toHaveLength(1);
  expect(await announced()).toBe(1);
});

test("whatever tells of it first, and however often, one message gets the credit", async () => {
  await send(touchIds[0] ?? "", WEDNESDAY_MORNING);
  await send(touchIds[1] ?? "", addDays(WEDNESDAY_MORNING, 5));
  await book({ source: "booking_link", externalId: "booking-1" });
  await book({ source: "manual" }, addMinutes(BOOKED_AT, 5));
  await book({ source: "booking_link", externalId: "booking-2", startsAt: addDays(STARTS_AT, 30) }, addDays(BOOKED_AT, 20));
  expect(await meetings()).toHaveLength(3);
  expect(await converting()).toEqual([touchIds[1]]);
  expect((await meetings())[0]).toMatchObject({ touchesBeforeBooking: 2, convertingTouchId: touchIds[1] });
});

test("a message that was on its way when they booked does not take the credit from the one before", async () => {
  const [first = "", second = ""] = touchIds;
  await send(first, WEDNESDAY_MORNING);
  await world.system.updateTable("touches").set({ dueAt: BOOKED_AT }).where("id", "=", second).execute();
  const carrier = new FakeCarrier();
  carrier.answer = async () => {
    await book({ source: "booking_link", externalId: "booking-1" });
    return { outcome: "accepted", response: "250 queued" };
  };
  await dispatchTouch(
    world.systemCtx(client.clientId, BOOKED_AT),
    { touchId: second, resourceId: client.mailbox },
    testSenderOptions(carrier),
  );
  const { state } = await world.system.selectFrom("touches").select("state").where("id", "=", second).executeTakeFirstOrThrow();
  expect(state).toBe("sent");
  await book({}, addMinutes(BOOKED_AT, 5));
  expect(await converting()).toEqual([first]);
});

test("a meeting that no message led to has no converting touch", async () => {
  await book();
  expect(await meetings()).toEqual([expect.objectContaining({ convertingTouchId: null, touchesBeforeBooking: 0, daysToBooking: null })]);
  expect(await converting()).toEqual([]);
});

test("days to the booking are whole days, whatever the zone of the machine", async () => {
  await send(touchIds[0] ?? "", WEDNESDAY_MORNING);
  await book({}, new Date(addDays(WEDNESDAY_MORNING, 3).getTime() - 1000));
  expect((await meetings())[0]?.daysToBooking).toBe(2);
});

test("a thread that waited for an answer no longer does", async () => {
  await send(touchIds[0] ?? "", WEDNESDAY_MORNING);
  await world.system.updateTable("threads").set({ needsReply: true }).where("leadId", "=", leadId).execute();
  await world.system
    .updateTable("leads")
    .set({ heldAt: subDays(BOOKED_AT, 1), heldReason: "needs a person" })
    .where("id", "=", leadId)
    .execute();
  await book();
  const thread = await world.system.selectFrom("threads").select("needsReply").where("leadId", "=", leadId).executeTakeFirstOrThrow();
  expect(thread.needsReply).toBe(false);
  const lead = await world.system.selectFrom("leads").select("heldReason").where("id", "=", leadId).executeTakeFirstOrThrow();
  expect(lead.heldReason).toBeNull();
});

test("a member books by hand and is named; a viewer and another client are refused", async () => {
  const member = await addMember(world, client.clientId, "member");
  const viewer = await addMember(world, client.clientId, "viewer");
  const stranger = await readyClient(world);
  const input = { leadId, startsAt: STARTS_AT, source: "manual" } as const;
  await expect(async () => bookMeeting(world.memberCtx(client.clientId, viewer, "viewer"), input)).rejects.toBeInstanceOf(ForbiddenError);
  await expect(bookMeeting(world.memberCtx(client.clientId, viewer, "member"), input)).rejects.toThrow();
  await expect(bookMeeting(world.memberCtx(stranger.clientId, stranger.userId, "owner"), input)).rejects.toBeInstanceOf(NotFoundError);
  await expect(bookMeeting(world.memberCtx(client.clientId, stranger.userId, "owner"), input)).rejects.toBeInstanceOf(NotFoundError);
  expect(await meetings()).toEqual([]);
  await bookMeeting(world.memberCtx(client.clientId, member, "member"), input);
  expect((await meetings())[0]?.bookedBy).toBe(member);
});

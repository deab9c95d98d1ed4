import { addMinutes } from "date-fns";
import { expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { releaseStop, stopEverything } from "@/lib/engines/emergency-stop/emergency-stop";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { addMember, readyClient, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world);

const { manyLeads, plan, slotted, touch } = planningHelpers(() => ({ world, client }));
const owner = () => world.memberCtx(client.clientId, client.userId, "owner");
const state = () =>
  world.system
    .selectFrom("clients")
    .select(["pausedAt", "pausedBy", "pauseReason"])
    .where("id", "=", client.clientId)
    .executeTakeFirstOrThrow();
const isStopped = async () => (await state()).pausedAt !== null;

test("nothing that has a slot leaves after a stop, and a release plans afresh", async () => {
  const [first = ""] = await manyLeads(1);
  await plan();
  await stopEverything(owner(), { reason: "wrong list" });
  expect(await state()).toEqual({ pausedAt: WEDNESDAY_MORNING, pausedBy: client.userId, pauseReason: "wrong list" });

  const carrier = new FakeCarrier();
  const dispatch = (now: Date) =>
    dispatchTouch(world.systemCtx(client.clientId, now), { touchId: first, resourceId: client.mailbox }, testSenderOptions(carrier));
  expect(await dispatch(WEDNESDAY_MORNING)).toMatchObject({ outcome: "hold", code: "emergency_stop" });
  expect(await plan(addMinutes(WEDNESDAY_MORNING, 1))).toMatchObject({ slotted: 0, waiting: 1 });
  expect(await touch(first)).toMatchObject({ state: "planned", reasonCode: "emergency_stop" });
  expect(carrier.sent).toEqual([]);

  await releaseStop(owner());
  expect(await state()).toEqual({ pausedAt: null, pausedBy: null, pauseReason: null });
  const requests = await world.system
    .selectFrom("private.outbox")
    .select("id")
    .where("clientId", "=", client.clientId)
    .where("name", "=", "outreach/plan.requested")
    .execute();
  expect(requests.length).toBeGreaterThanOrEqual(2); // the enrolment's and the release's
  const later = addMinutes(WEDNESDAY_MORNING, 20);
  expect(await plan(later)).toMatchObject({ slotted: 1 });
  const slot = (await slotted())[0]?.slotAt ?? later;
  expect(await dispatch(slot)).toEqual({ outcome: "sent" });
});

test("it is put in the record, once", async () => {
  await stopEverything(owner(), { reason: "  wrong list " });
  await expect(stopEverything(owner(), { reason: "again" })).rejects.toBeInstanceOf(ConflictError);
  expect((await state()).pauseReason).toBe("wrong list");
  await releaseStop(owner());
  await expect(releaseStop(owner())).rejects.toBeInstanceOf(ConflictError);
  const feed = await world.system
    .selectFrom("activities")
    .select(["action", "reason", "actorUserId"])
    .where("clientId", "=", client.clientId)
    .where("action", "in", ["emergency_stop", "emergency_release"])
    .orderBy("id")
    .execute();
  expect(feed).toEqual([
    { action: "emergency_stop", reason: "wrong list", actorUserId: client.userId },
    { action: "emergency_release", reason: "Released by an admin", actorUserId: client.userId },
  ]);
});

test("a reason is asked for", async () => {
  await expect(async () => stopEverything(owner(), { reason: " " })).rejects.toThrow(/Say why/);
  expect(await isStopped()).toBe(false);
});

test("an admin may; a member, a viewer and another client may not, by the engine and by the database", async () => {
  const stranger = await readyClient(world);
  for (const role of ["member", "viewer"] as const) {
    const userId = await addMember(world, client.clientId, role);
    await expect(async () => stopEverything(world.memberCtx(client.clientId, userId, role), { reason: "x" })).rejects.toBeInstanceOf(
      ForbiddenError,
    );
    await expect(stopEverything(world.memberCtx(client.clientId, userId, "owner"), { reason: "x" })).rejects.toThrow();
  }
  await expect(stopEverything(world.memberCtx(client.clientId, stranger.userId, "owner"), { reason: "x" })).rejects.toThrow();
  expect(await isStopped()).toBe(false);

  const admin = await addMember(world, client.clientId, "admin");
  await stopEverything(world.memberCtx(client.clientId, admin, "admin"), { reason: "x" });
  expect(await isStopped()).toBe(true);
  const member = await addMember(world, client.clientId, "member");
  await expect(async () => releaseStop(world.memberCtx(client.clientId, member, "member"))).rejects.toBeInstanceOf(ForbiddenError);
  await expect(releaseStop(world.memberCtx(client.clientId, member, "owner"))).rejects.toThrow();
  expect(await isStopped()).toBe(true);
  await releaseStop(world.memberCtx(client.clientId, admin, "admin"));
});

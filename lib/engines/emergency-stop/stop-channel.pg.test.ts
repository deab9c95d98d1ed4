import { expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { releaseChannel, stopChannel } from "@/lib/engines/emergency-stop/stop-channel";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { addMember, readyClient, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world);
const { manyLeads } = planningHelpers(() => ({ world, client }));
const as = async (role: "admin" | "member" | "viewer") =>
  world.memberCtx(client.clientId, await addMember(world, client.clientId, role), role);

test("a member stops a channel, an admin releases it, and the next hand-over knows", async () => {
  const [first = ""] = await manyLeads(1);
  const carrier = new FakeCarrier();
  const dispatch = () =>
    dispatchTouch(world.systemCtx(client.clientId), { touchId: first, resourceId: client.mailbox }, testSenderOptions(carrier));
  const member = await as("member");
  await stopChannel(member, { channel: "email", reason: "  wrong offer " });
  await expect(stopChannel(member, { channel: "email", reason: "again" })).rejects.toBeInstanceOf(ConflictError);
  expect(await dispatch()).toMatchObject({ outcome: "hold", code: "channel_stopped" });

  expect(() => releaseChannel(member, { channel: "email", reason: "fine" })).toThrow(ForbiddenError);
  const admin = await as("admin");
  await releaseChannel(admin, { channel: "email", reason: "The offer was mended" });
  await expect(releaseChannel(admin, { channel: "email", reason: "again" })).rejects.toBeInstanceOf(ConflictError);
  expect(await dispatch()).toEqual({ outcome: "sent" });

  const rows = await world.system.selectFrom("channelStops").selectAll().where("clientId", "=", client.clientId).execute();
  expect(rows).toMatchObject([{ reason: "wrong offer", releasedAt: WEDNESDAY_MORNING }]);
  expect(rows[0]?.releasedBy).not.toBeNull();
  const feed = await world.system
    .selectFrom("activities")
    .select(["action", "reason", "channel"])
    .where("clientId", "=", client.clientId)
    .where("action", "in", ["channel_stopped", "channel_released"])
    .orderBy("id")
    .execute();
  expect(feed).toEqual([
    { action: "channel_stopped", reason: "wrong offer", channel: "email" },
    { action: "channel_released", reason: "The offer was mended", channel: "email" },
  ]);
});

test("another channel goes on; a viewer and another client may not, by the engine and by the database", async () => {
  const viewer = await as("viewer");
  expect(() => stopChannel(viewer, { channel: "sms", reason: "x" })).toThrow(ForbiddenError);
  await expect(
    stopChannel({ ...viewer, actor: { ...viewer.actor, role: "owner" } as typeof viewer.actor }, { channel: "sms", reason: "x" }),
  ).rejects.toThrow();
  const stranger = await readyClient(world);
  await expect(stopChannel(world.memberCtx(client.clientId, stranger.userId, "owner"), { channel: "sms", reason: "x" })).rejects.toThrow();

  await stopChannel(await as("member"), { channel: "sms", reason: "x" });
  const member = await as("member");
  await expect(
    releaseChannel({ ...member, actor: { ...member.actor, role: "owner" } as typeof member.actor }, { channel: "sms", reason: "x" }),
  ).rejects.toThrow();
  const [first = ""] = await manyLeads(1);
  const carrier = new FakeCarrier();
  expect(
    await dispatchTouch(world.systemCtx(client.clientId), { touchId: first, resourceId: client.mailbox }, testSenderOptions(carrier)),
  ).toEqual({ outcome: "sent" });
});

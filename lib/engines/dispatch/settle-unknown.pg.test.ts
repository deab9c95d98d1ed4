import { addDays } from "date-fns";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { resolveUnknown, settleUnknown } from "@/lib/engines/dispatch/settle-unknown";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import {
  addMember,
  type ReadyClient,
  readyClient,
  type TestWorld,
  testSenderOptions,
  testWorld,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { writeTo } from "@/tests/support/inbound-mail";

const THURSDAY = addDays(WEDNESDAY_MORNING, 1);
const MONDAY = addDays(WEDNESDAY_MORNING, 5);

let world: TestWorld;
let client: ReadyClient;

beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  client = await readyClient(world);
});

/** A message whose server never answered. */
function writeIntoSilence() {
  const carrier = new FakeCarrier();
  carrier.answer = () => ({ outcome: "unknown", response: "silence" });
  return writeTo(world, client, {}, carrier);
}
const touch = (id: string) => world.system.selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const owner = () => world.memberCtx(client.clientId, client.userId, "owner", THURSDAY);
const dispatch = async (touchId: string) => {
  const carrier = new FakeCarrier();
  const result = await dispatchTouch(
    world.systemCtx(client.clientId, MONDAY),
    { touchId, resourceId: client.mailbox },
    testSenderOptions(carrier),
  );
  return { result, sent: carrier.sent };
};
const actions = async (leadId: string) =>
  (await world.system.selectFrom("activities").select(["action", "actor"]).where("leadId", "=", leadId).execute()).map(
    ({ action, actor }) => `${actor} ${action}`,
  );

test("a person says it arrived: it counts from when it was handed over, and the next step answers it", async () => {
  const to = await writeIntoSilence();
  await resolveUnknown(owner(), { touchId: to.first, arrived: true });
  expect(await touch(to.first)).toMatchObject({ state: "sent", sentAt: WEDNESDAY_MORNING, reason: null });
  expect(await actions(to.leadId)).toContain("human sent");
  const { result, sent } = await dispatch(to.second);
  expect(result).toEqual({ outcome: "sent" });
  expect(sent[0]?.inReplyTo).toBe(to.outgoing.messageId);
});

test("a person says it did not: the step failed, is never sent by itself, and the next one goes", async () => {
  const to = await writeIntoSilence();
  expect((await dispatch(to.second)).result).toMatchObject({ code: "outcome_unknown" });
  await resolveUnknown(owner(), { touchId: to.first, arrived: false });
  expect(await touch(to.first)).toMatchObject({ state: "failed", reasonCode: "not_delivered" });
  expect((await dispatch(to.first)).result).toEqual({ outcome: "not_pending" });
  const { sent } = await dispatch(to.second);
  expect(sent).toMatchObject([{ inReplyTo: null }]);
  expect(await actions(to.leadId)).toContain("human failed");
});

test.each([true, false])(
  "either answer (%s) has the steps behind it planned at once, and settling by a report does too",
  async (arrived) => {
    const plans = async () =>
      (
        await world.system
          .selectFrom("private.outbox")
          .select("id")
          .where("clientId", "=", client.clientId)
          .where("name", "=", "outreach/plan.requested")
          .execute()
      ).length;
    const [byPerson, byReport] = [await writeIntoSilence(), await writeIntoSilence()];
    const before = await plans();
    await resolveUnknown(owner(), { touchId: byPerson.first, arrived });
    expect(await plans()).toBe(before + 1);
    const ctx = world.systemCtx(client.clientId, THURSDAY);
    await ctx.tx((db) => settleUnknown(db, ctx, byReport.first));
    expect(await plans()).toBe(before + 2);
    await ctx.tx((db) => settleUnknown(db, ctx, byReport.first));
    expect(await plans()).toBe(before + 2);
  },
);

test("what is settled stays settled", async () => {
  const to = await writeIntoSilence();
  await resolveUnknown(owner(), { touchId: to.first, arrived: false });
  for (const arrived of [true, false]) await expect(resolveUnknown(owner(), { touchId: to.first, arrived })).rejects.toThrow(ConflictError);
  const ctx = world.systemCtx(client.clientId, THURSDAY);
  await ctx.tx((db) => settleUnknown(db, ctx, to.first));
  expect((await touch(to.first)).state).toBe("failed");
});

test("two who settle at once settle it once", async () => {
  const to = await writeIntoSilence();
  const results = await Promise.allSettled([true, false, true].map((arrived) => resolveUnknown(owner(), { touchId: to.first, arrived })));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
});

test("a viewer may not, and another client has no such message", async () => {
  const to = await writeIntoSilence();
  const viewer = world.memberCtx(client.clientId, await addMember(world, client.clientId, "viewer"), "viewer", THURSDAY);
  expect(() => resolveUnknown(viewer, { touchId: to.first, arrived: true })).toThrow(ForbiddenError);
  const stranger = await readyClient(world);
  const outside = world.memberCtx(stranger.clientId, stranger.userId, "owner", THURSDAY);
  await expect(resolveUnknown(outside, { touchId: to.first, arrived: true })).rejects.toThrow(NotFoundError);
  expect((await touch(to.first)).state).toBe("unknown");
});

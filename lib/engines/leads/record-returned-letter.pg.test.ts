import { addDays } from "date-fns";
import { beforeAll, expect, test } from "vitest";
import { listLeadLetters } from "@/lib/db/queries/lead-channels";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { recordReturnedLetter } from "@/lib/engines/leads/record-returned-letter";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import { type ChannelClient, channelClient, RecordingCarrier, reachableLead } from "@/tests/support/channel-client";
import { addMember, insertReturningId, readyClient, TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";
import { newsLab } from "@/tests/support/news-lab";

const world = fileWorld();
const { touch, actionsOf } = newsLab(() => world);
let client: ChannelClient;

beforeAll(async () => {
  client = await channelClient(world);
  const { activeVersionId } = await world.system
    .selectFrom("campaigns")
    .select("activeVersionId")
    .where("id", "=", client.campaigns.mail)
    .executeTakeFirstOrThrow();
  await insertReturningId(world.system, "sequenceSteps", {
    clientId: client.clientId,
    sequenceVersionId: activeVersionId,
    channel: "mail",
    stepNumber: 2,
    delayDays: 1,
    purpose: "follow_up",
    bodyTemplate: "Hi {{first_name|there}}, another short note about more enquiries.",
  });
});

const member = () => world.memberCtx(client.clientId, client.userId, "owner");
const dispatch = (touchId: string, now = WEDNESDAY_MORNING) =>
  dispatchTouch(
    world.systemCtx(client.clientId, now),
    { touchId, resourceId: client.senders.mail },
    testSenderOptions(new FakeCarrier(), { clicksend: new RecordingCarrier() }),
  );
const cameBack = (touchId: string, ctx = member()) =>
  recordReturnedLetter(ctx, { touchId, reason: "Left address" }, { pepper: TEST_PEPPER });
/** Somebody who got the first of two letters. */
async function written() {
  const { leadId, touchId } = await reachableLead(world, client, "mail");
  expect(await dispatch(touchId)).toEqual({ outcome: "sent" });
  const touches = await world.system.selectFrom("touches").select("id").where("leadId", "=", leadId).orderBy("stepNumber").execute();
  return { leadId, touchId, nextId: touches[1]?.id ?? "" };
}

test("only a letter that went out can come back, once, and only who works with the leads may say so", async () => {
  const { touchId, nextId } = await written();
  await expect(cameBack(nextId)).rejects.toBeInstanceOf(ConflictError);
  const viewer = await addMember(world, client.clientId, "viewer");
  expect(() => cameBack(touchId, world.memberCtx(client.clientId, viewer, "viewer"))).toThrow(ForbiddenError);
  const stranger = await readyClient(world);
  await expect(cameBack(touchId, world.memberCtx(stranger.clientId, stranger.userId, "owner"))).rejects.toBeInstanceOf(NotFoundError);
  await cameBack(touchId);
  await expect(cameBack(touchId)).rejects.toBeInstanceOf(ConflictError);
});

test("a letter that came back is said so with its reason, and no other goes to that address until it is corrected", async () => {
  const { leadId, touchId, nextId } = await written();
  await cameBack(touchId);
  expect(await touch(touchId)).toMatchObject({ state: "sent", deliveryState: "returned" });
  expect(await touch(nextId)).toMatchObject({ state: "skipped", reasonCode: "unreachable" });
  expect((await actionsOf(leadId)).filter((action) => action === "letter_returned")).toHaveLength(1);
  const told = world.system.selectFrom("activities").select(["reason", "actor", "actorUserId"]).where("action", "=", "letter_returned");
  expect(await told.where("leadId", "=", leadId).execute()).toEqual([
    { reason: "The letter came back: Left address", actor: "human", actorUserId: client.userId },
  ]);
  expect(await listLeadLetters(world.system, { clientId: client.clientId, leadId })).toMatchObject([
    { id: touchId, deliveryState: "returned", toAddress: expect.stringMatching(/Wharf Street, Sydney NSW 2000$/) },
  ]);

  const later = addDays(WEDNESDAY_MORNING, 98);
  const plan = () => world.system.updateTable("touches").set({ state: "planned" }).where("id", "=", nextId).execute();
  await plan();
  expect(await dispatch(nextId, later)).toMatchObject({ outcome: "skip", code: "address_returned" });
  await plan();
  await world.system.updateTable("leads").set({ addressLine1: "9 New Street" }).where("id", "=", leadId).execute();
  expect(await dispatch(nextId, later)).toEqual({ outcome: "sent" });
});

import { addMinutes } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import type { ChannelHandOver } from "@/lib/domain/hand-over";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { reconcileTouches } from "@/lib/engines/dispatch/reconcile-touches";
import { settleUnknown } from "@/lib/engines/dispatch/settle-unknown";
import {
  CARRIER_OF,
  type ChannelClient,
  channelClient,
  OTHER_CHANNELS,
  type OtherChannel,
  RecordingCarrier,
  reachableLead,
} from "@/tests/support/channel-client";
import { testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
let client: ChannelClient;
let carrier: RecordingCarrier;

beforeEach(async () => {
  client = await channelClient(world);
  carrier = new RecordingCarrier();
});

const options = (channel: OtherChannel) => testSenderOptions(new FakeCarrier(), { [CARRIER_OF[channel]]: carrier });
const dispatch = (channel: OtherChannel, touchId: string, now = WEDNESDAY_MORNING) =>
  dispatchTouch(world.systemCtx(client.clientId, now), { touchId, resourceId: client.senders[channel] }, options(channel));
const touchRow = (id: string) => world.system.selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const used = async (channel: OtherChannel) =>
  (await world.system.selectFrom("resourceUsage").select("used").where("resourceId", "=", client.senders[channel]).executeTakeFirst())
    ?.used ?? 0;
const costs = () =>
  world.system.selectFrom("providerCosts").select(["provider", "costMicros"]).where("clientId", "=", client.clientId).execute();

describe.each(OTHER_CHANNELS)("%s", (channel) => {
  test("is handed over once, with a certificate, its price in the ledger and the sender kept", async () => {
    const { leadId, touchId } = await reachableLead(world, client, channel);
    expect(await dispatch(channel, touchId)).toEqual({ outcome: "sent" });
    expect(await dispatch(channel, touchId)).toEqual({ outcome: "not_pending" });

    expect(carrier.handed.map(({ key }) => key)).toEqual([`${touchId}-1`]);
    expect(await touchRow(touchId)).toMatchObject({ state: "sent", providerReference: "ref-1", resourceId: client.senders[channel] });
    expect((await touchRow(touchId)).certificate).toMatchObject({
      checks: expect.arrayContaining([{ code: "resource_cap", verdict: "pass" }]),
    });
    expect(await costs()).toEqual([{ provider: channel, costMicros: 80_000 }]);
    const sticky = await world.system.selectFrom("enrolmentSenders").select("resourceId").where("clientId", "=", client.clientId).execute();
    expect(sticky).toEqual([{ resourceId: client.senders[channel] }]);
    const message = await world.system.selectFrom("messages").select(["channel", "direction"]).where("leadId", "=", leadId).execute();
    expect(message).toEqual([{ channel, direction: "outbound" }]);
    expect(await world.system.selectFrom("private.parcels").selectAll().where("touchId", "=", touchId).execute()).toEqual([]);
  });

  test("names who it is from, and how to be left alone", async () => {
    const { touchId } = await reachableLead(world, client, channel);
    await dispatch(channel, touchId);
    const said = JSON.stringify(carrier.handed[0]?.message);
    expect(said).toContain("Brightwater Digital Pty Ltd");
    if (channel === "sms") expect(said).toContain("Reply STOP to opt out");
    if (channel === "mail") expect(said).toMatch(/https:\/\/app\.example\/u\/[\w-]{32}/);
    if (channel === "voice") expect(said).toContain("an automated assistant");
  });

  test("a process that dies after the claim: what the carrier has is sent, what it has not goes out after all", async () => {
    const arrived = await reachableLead(world, client, channel);
    const lost = await reachableLead(world, client, channel);
    const unclear = await reachableLead(world, client, channel);
    carrier.answer = () => Promise.reject(new Error("killed"));
    for (const { touchId } of [arrived, lost, unclear]) await expect(dispatch(channel, touchId)).rejects.toThrow("killed");
    const later = world.systemCtx(client.clientId, addMinutes(WEDNESDAY_MORNING, 11));
    /** Only this one was claimed long enough ago to be asked about. */
    const only = async (touchId: string) => {
      const sending = world.system.updateTable("touches").where("clientId", "=", client.clientId).where("state", "=", "sending");
      await sending.set({ claimedAt: later.now }).execute();
      await sending.set({ claimedAt: WEDNESDAY_MORNING }).where("id", "=", touchId).execute();
    };

    await only(arrived.touchId);
    carrier.found = { outcome: "accepted", reference: "found", costMicroAud: null, response: "found" };
    expect(await reconcileTouches(later, options(channel))).toBe(1);
    expect(await touchRow(arrived.touchId)).toMatchObject({ state: "sent", providerReference: "found" });

    await only(unclear.touchId);
    carrier.found = { outcome: "unknown", response: "cannot say" };
    await reconcileTouches(later, options(channel));
    expect(await touchRow(unclear.touchId)).toMatchObject({ state: "unknown", reasonCode: "outcome_unknown" });

    await only(lost.touchId);
    carrier.found = { outcome: "not_found" };
    const before = await used(channel);
    await reconcileTouches(later, options(channel));
    expect(await touchRow(lost.touchId)).toMatchObject({ state: "planned", reasonCode: "not_handed_over" });
    expect(await used(channel)).toBe(before - 1);
    carrier.answer = () => ({ outcome: "accepted", reference: "second", costMicroAud: null, response: "taken" });
    expect(await dispatch(channel, lost.touchId, later.now)).toEqual({ outcome: "sent" });
    expect(carrier.handed.filter(({ key }) => key.startsWith(lost.touchId)).map(({ key }) => key)).toEqual([
      `${lost.touchId}-1`,
      `${lost.touchId}-2`,
    ]);
  });

  test.each<[string, Extract<ChannelHandOver, { outcome: "refused" }>, object]>([
    [
      "nobody is there",
      { outcome: "refused", isPermanent: true, cause: "address", response: "no such one" },
      { state: "failed", reasonCode: "unreachable" },
    ],
    [
      "they asked the carrier to be left alone",
      { outcome: "refused", isPermanent: true, cause: "opted_out", response: "21610" },
      { state: "failed", reasonCode: "opted_out" },
    ],
    [
      "it is our fault",
      { outcome: "refused", isPermanent: false, cause: "ours", response: "no credit" },
      { state: "planned", reasonCode: "resource_paused" },
    ],
    [
      "not now",
      { outcome: "refused", isPermanent: false, cause: "moment", response: "429" },
      { state: "planned", reasonCode: "delivery_retry" },
    ],
    [
      "the text",
      { outcome: "refused", isPermanent: true, cause: "content", response: "no" },
      { state: "failed", reasonCode: "content_refused" },
    ],
  ])("a refusal because %s is written down and its place given back", async (_why, refusal, expected) => {
    const { leadId, touchId } = await reachableLead(world, client, channel);
    carrier.answer = () => refusal;
    await dispatch(channel, touchId);
    expect(await touchRow(touchId)).toMatchObject(expected);
    expect(await used(channel)).toBe(0);
    const lead = await world.system
      .selectFrom("leads")
      .select(["status", "lastContactedAt"])
      .where("id", "=", leadId)
      .executeTakeFirstOrThrow();
    expect(lead).toEqual({ status: refusal.cause === "opted_out" ? "unsubscribed" : "scored", lastContactedAt: null });
  });
});

test("a webhook that is quicker than the answer settles the touch; the answer adds its id and price", async () => {
  const { touchId } = await reachableLead(world, client, "sms");
  carrier.answer = async () => {
    const ctx = world.systemCtx(client.clientId, WEDNESDAY_MORNING);
    await ctx.tx((db) => settleUnknown(db, ctx, touchId));
    return { outcome: "accepted", reference: "SM1", costMicroAud: 80_000, response: "taken" };
  };
  expect(await dispatch("sms", touchId)).toEqual({ outcome: "sent" });
  expect(await touchRow(touchId)).toMatchObject({ state: "sent", providerReference: "SM1", costMicros: 80_000 });
  expect(await costs()).toEqual([{ provider: "sms", costMicros: 80_000 }]);
});

test("an invitation opens a connection, and nobody is invited twice", async () => {
  const { leadId, touchId } = await reachableLead(world, client, "linkedin");
  await dispatch("linkedin", touchId);
  const connection = await world.system
    .selectFrom("linkedinConnections")
    .select(["state", "resourceId"])
    .where("leadId", "=", leadId)
    .execute();
  expect(connection).toEqual([{ state: "invited", resourceId: client.senders.linkedin }]);
});

test("200 concurrent dispatchers over four channels with mixed caps stay exactly within each", async () => {
  const caps = { sms: 17, linkedin: 12, voice: 9, mail: 4 } as const;
  for (const channel of OTHER_CHANNELS) {
    await world.system.updateTable("resources").set({ dailyLimit: caps[channel] }).where("id", "=", client.senders[channel]).execute();
  }
  const touches: { channel: OtherChannel; touchId: string }[] = [];
  for (let n = 0; n < 50; n += 1) {
    for (const channel of OTHER_CHANNELS) touches.push({ channel, touchId: (await reachableLead(world, client, channel)).touchId });
  }
  const carriers = Object.fromEntries(OTHER_CHANNELS.map((channel) => [CARRIER_OF[channel], new RecordingCarrier()]));
  const all = testSenderOptions(new FakeCarrier(), carriers);
  const ctx = world.systemCtx(client.clientId, WEDNESDAY_MORNING);
  await Promise.all(touches.map(({ channel, touchId }) => dispatchTouch(ctx, { touchId, resourceId: client.senders[channel] }, all)));
  for (const channel of OTHER_CHANNELS) {
    expect(carriers[CARRIER_OF[channel]]?.handed.length, channel).toBe(caps[channel]);
    expect(await used(channel), channel).toBe(caps[channel]);
  }
}, 180_000);

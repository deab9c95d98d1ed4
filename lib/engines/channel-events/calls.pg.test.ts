import { addDays, addHours, addMinutes } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import { applyChannelEvents } from "@/lib/engines/channel-events/apply-channel-events";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { type ChannelClient, channelClient, RecordingCarrier, reachableLead } from "@/tests/support/channel-client";
import { TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";
import { newsLab } from "@/tests/support/news-lab";

type Ended = Extract<ChannelEvent, { kind: "call_ended" }>;

const world = fileWorld();
const { hear, touch, lead, callsOf, actionsOf, suppressionsOf } = newsLab(() => world);
let client: ChannelClient;
let calls = 0;

beforeEach(async () => {
  client = await channelClient(world);
});

async function call(touchId: string, now = WEDNESDAY_MORNING): Promise<string> {
  calls += 1;
  const reference = `call-${calls}`;
  const carrier = new RecordingCarrier();
  carrier.answer = () => ({ outcome: "accepted", reference, costMicroAud: null, response: "placed" });
  const target = { touchId, resourceId: client.senders.voice };
  const done = await dispatchTouch(world.systemCtx(client.clientId, now), target, testSenderOptions(new FakeCarrier(), { vapi: carrier }));
  if (carrier.handed.length !== 1) throw new Error(`the call was not placed: ${JSON.stringify(done)}`);
  return reference;
}

const ended = (reference: string, outcome: Ended["outcome"], more: Partial<Ended> = {}): Ended => ({
  kind: "call_ended",
  reference,
  outcome,
  seconds: 42,
  summary: "They talked.",
  transcript: null,
  consentedToRecordingAt: null,
  callbackAt: null,
  meetingAt: null,
  costMicroAud: 90_000,
  at: addMinutes(WEDNESDAY_MORNING, 2),
  ...more,
});
const told = (event: Ended, now = event.at) =>
  applyChannelEvents(
    world.system,
    (clientId) => world.systemCtx(clientId, now),
    { source: "vapi", channel: "voice", events: [event], key: null, reference: event.reference, receiver: null },
    { pepper: TEST_PEPPER },
  );
/** A call that ended so, told three times. */
async function callEnding(outcome: Ended["outcome"], more: Partial<Ended> = {}) {
  const made = await reachableLead(world, client, "voice");
  const reference = await call(made.touchId);
  for (let n = 0; n < 3; n += 1) await told(ended(reference, outcome, more));
  return { ...made, reference };
}

describe("nobody was reached", () => {
  test("busy is tried again after two hours, and the third time is the last", async () => {
    const { leadId, touchId } = await callEnding("busy");
    expect(await touch(touchId)).toMatchObject({ state: "planned", sentAt: null, dueAt: addHours(addMinutes(WEDNESDAY_MORNING, 2), 2) });
    const enrolment = await world.system.selectFrom("enrolments").select(["state", "finishedAt"]).where("leadId", "=", leadId).execute();
    expect(enrolment).toEqual([{ state: "active", finishedAt: null }]);

    const second = addHours(WEDNESDAY_MORNING, 3);
    await told(ended(await call(touchId, second), "busy", { at: second }));
    expect((await touch(touchId)).state).toBe("planned");
    const third = addHours(second, 3);
    await told(ended(await call(touchId, third), "busy", { at: third }));
    expect(await touch(touchId)).toMatchObject({ state: "sent", attempts: 3 });
    expect((await callsOf(touchId)).map(({ outcome }) => outcome)).toEqual(["busy", "busy", "busy"]);
    const costs = await world.system.selectFrom("providerCosts").select("costMicros").where("leadId", "=", leadId).execute();
    expect(costs.map(({ costMicros }) => costMicros)).toEqual([90_000, 90_000, 90_000]);
  });

  test("no answer is tried again on the next business day, a voicemail is not", async () => {
    const friday = addDays(WEDNESDAY_MORNING, 2);
    const { touchId } = await callEnding("no_answer", { at: friday });
    expect((await touch(touchId)).dueAt).toEqual(new Date("2026-03-08T13:00:00Z")); // Monday, midnight in Sydney
    const voicemail = await callEnding("voicemail");
    expect((await touch(voicemail.touchId)).state).toBe("sent");
  });

  test("a sequence that was stopped in the meantime stays stopped", async () => {
    const made = await reachableLead(world, client, "voice");
    const reference = await call(made.touchId);
    await world.system
      .updateTable("enrolments")
      .set({ state: "stopped", finishedAt: WEDNESDAY_MORNING, stopReason: "replied" })
      .where("leadId", "=", made.leadId)
      .execute();
    await told(ended(reference, "busy"));
    expect((await touch(made.touchId)).state).toBe("sent");
  });
});

describe("somebody spoke", () => {
  test("a wish not to be called closes the person on every channel", async () => {
    const { leadId } = await callEnding("dnc_request");
    expect((await lead(leadId)).status).toBe("unsubscribed");
    expect((await suppressionsOf(client.clientId)).map(({ kind }) => kind)).toEqual(["email", "linkedin", "phone"]);
    expect((await actionsOf(leadId)).filter((action) => action === "unsubscribed")).toHaveLength(1);
  });

  test("a wrong number closes the number and nothing else", async () => {
    const { leadId } = await callEnding("wrong_number");
    expect((await lead(leadId)).status).toBe("in_sequence");
    expect(await suppressionsOf(client.clientId)).toEqual([{ kind: "phone", channels: ["voice", "sms"], reason: "do_not_contact" }]);
  });

  test("a meeting with a time is booked, once; one without is interest", async () => {
    const meetingAt = addDays(WEDNESDAY_MORNING, 5);
    const booked = await callEnding("meeting_booked", { meetingAt });
    expect((await lead(booked.leadId)).status).toBe("converted");
    const interested = await callEnding("meeting_booked");
    expect(await lead(interested.leadId)).toMatchObject({ status: "in_sequence", replyCount: 1 });
    const meetings = await world.system
      .selectFrom("meetings")
      .select(["leadId", "startsAt"])
      .where("clientId", "=", client.clientId)
      .execute();
    expect(meetings).toEqual([{ leadId: booked.leadId, startsAt: meetingAt }]);
  });

  test("a call back waits until the time they named, and people hear of it", async () => {
    const callbackAt = addDays(WEDNESDAY_MORNING, 3);
    const { leadId } = await callEnding("callback", { callbackAt });
    expect((await lead(leadId)).snoozedUntil).toEqual(callbackAt);
    const notices = await world.system.selectFrom("notifications").select("title").where("clientId", "=", client.clientId).execute();
    expect(notices).toEqual([{ title: "Somebody asked to be called back" }]);
    const whenever = await callEnding("callback");
    expect((await lead(whenever.leadId)).heldReason).toMatch(/named no time/);
  });

  test("a refusal ends the sequence, counts as one answer and holds the company", async () => {
    const { leadId } = await callEnding("not_interested");
    expect(await lead(leadId)).toMatchObject({ replyCount: 1 });
    expect((await actionsOf(leadId)).filter((action) => action === "replied")).toHaveLength(1);
    const held = await world.system.selectFrom("companyHolds").select("reason").where("clientId", "=", client.clientId).execute();
    expect(held).toEqual([{ reason: "Somebody there said no" }]);
  });

  test("what was said is kept with consent only", async () => {
    const words = { transcript: "User: yes", consentedToRecordingAt: addMinutes(WEDNESDAY_MORNING, 1) };
    const [agreed] = await callsOf((await callEnding("interested", words)).touchId);
    expect(agreed).toMatchObject({ transcript: "User: yes", summary: "They talked.", seconds: 42 });
    const [silent] = await callsOf((await callEnding("interested", { transcript: "User: no" })).touchId);
    expect(silent).toMatchObject({ transcript: null, summary: null, outcome: "interested" });
  });
});

test("Vapi's own report, by our key, settles a call nobody knew the outcome of", async () => {
  const made = await reachableLead(world, client, "voice");
  const carrier = new RecordingCarrier();
  carrier.answer = () => ({ outcome: "unknown", response: "cut off" });
  const target = { touchId: made.touchId, resourceId: client.senders.voice };
  await dispatchTouch(world.systemCtx(client.clientId), target, testSenderOptions(new FakeCarrier(), { vapi: carrier }));
  expect((await touch(made.touchId)).state).toBe("unknown");
  const id = "0194670e-5c00-7000-8000-0000000000c1";
  const customer = { number: "+61491570006", externalId: `${made.touchId}-1` };
  const parts = { call: { id, createdAt: WEDNESDAY_MORNING.toISOString(), customer }, customer };
  const at = addMinutes(WEDNESDAY_MORNING, 1);
  const report = { type: "end-of-call-report", endedReason: "customer-busy", timestamp: at.getTime(), endedAt: at.toISOString(), ...parts };
  for (let n = 0; n < 2; n += 1) {
    await hear("vapi", { message: { type: "status-update", status: "ringing", timestamp: at.getTime(), ...parts } });
    await hear("vapi", { message: report });
  }
  expect(await touch(made.touchId)).toMatchObject({ state: "planned", reasonCode: "call_busy" });
  expect(await callsOf(made.touchId)).toMatchObject([{ outcome: "busy", providerReference: id }]);

  const stop = { type: "transcript", role: "user", transcriptType: "final", transcript: "Please never call me again.", ...parts };
  await hear("vapi", { message: stop });
  expect((await lead(made.leadId)).status).toBe("unsubscribed");
});

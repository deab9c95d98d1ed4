import { addMinutes } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import {
  CARRIER_OF,
  type ChannelClient,
  channelClient,
  type OtherChannel,
  RecordingCarrier,
  reachableLead,
} from "@/tests/support/channel-client";
import { testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";
import { fiveTimesShuffled, newsLab } from "@/tests/support/news-lab";

const world = fileWorld();
const { hear, touch, lead, actionsOf, heardFrom, suppressionsOf } = newsLab(() => world);
let client: ChannelClient;
let carrier: RecordingCarrier;
let references = 0;

beforeEach(async () => {
  client = await channelClient(world);
  carrier = new RecordingCarrier();
});

const dispatch = (channel: OtherChannel, touchId: string) =>
  dispatchTouch(
    world.systemCtx(client.clientId),
    { touchId, resourceId: client.senders[channel] },
    testSenderOptions(new FakeCarrier(), { [CARRIER_OF[channel]]: carrier }),
  );
/** A lead who got a message on the channel. */
async function reached(channel: OtherChannel, outcome: "accepted" | "unknown" = "accepted") {
  references += 1;
  const reference = `SM${String(references).padStart(32, "0")}`;
  carrier.answer = () =>
    outcome === "accepted" ? { outcome, reference, costMicroAud: null, response: "taken" } : { outcome, response: "cut off" };
  const made = await reachableLead(world, client, channel);
  await dispatch(channel, made.touchId);
  const { phone, linkedinUrl } = await lead(made.leadId);
  return { ...made, reference, phone: phone ?? "", profile: linkedinUrl ?? "" };
}

const number = async (resourceId: string) =>
  (await world.system.selectFrom("resources").select("label").where("id", "=", resourceId).executeTakeFirstOrThrow()).label;
const status = (sid: string, MessageStatus: string, more: { ErrorCode?: string; key?: string } = {}) => ({
  fields: {
    MessageSid: sid,
    MessageStatus,
    AccountSid: "AC1",
    To: "+61491570999",
    ...(more.ErrorCode ? { ErrorCode: more.ErrorCode } : {}),
  },
  key: more.key ?? null,
});
const text = (From: string, To: string, Body: string, MessageSid = `SM-in-${From}-${Body}`) => ({
  fields: { MessageSid, AccountSid: "AC1", From, To, Body },
  key: null,
});
const profileNews = (event_type: string, to: { profile: string }, more: object = {}) => ({
  event_type,
  timestamp: "2026-03-04T01:00:00.000Z",
  sender: { id: `linkedin-${client.clientId}` },
  conversation_id: "2-abc",
  lead: { profile_url: to.profile },
  ...more,
});
const cancelled = (id: string) =>
  world.system.selectFrom("touches").select("id").where("leadId", "=", id).where("state", "in", ["planned", "ready"]).execute();

describe("where a text stands", () => {
  test.each([1, 2])("any order and number of the same news ends the same (%i)", async (seed) => {
    const to = await reached("sms");
    const news = [
      status(to.reference, "queued"),
      status(to.reference, "sent"),
      status(to.reference, "undelivered", { ErrorCode: "30005" }),
    ];
    for (const one of fiveTimesShuffled(news, seed)) expect(await hear("twilio", one)).toEqual({ outcome: "applied" });
    expect(await touch(to.touchId)).toMatchObject({ state: "sent", deliveryState: "undelivered" });
    expect((await actionsOf(to.leadId)).filter((action) => action === "undelivered")).toHaveLength(1);
    expect(await suppressionsOf(client.clientId)).toEqual([{ kind: "phone", channels: ["sms"], reason: "do_not_contact" }]);
  });

  test("what nobody knew the outcome of is settled by our key in the callback's address", async () => {
    const to = await reached("sms", "unknown");
    expect((await touch(to.touchId)).state).toBe("unknown");
    await hear("twilio", status("SM-late", "delivered", { key: `${to.touchId}-1` }));
    await hear("twilio", status("SM-late", "sent"));
    expect(await touch(to.touchId)).toMatchObject({ state: "sent", providerReference: "SM-late", deliveryState: "delivered" });
    expect((await actionsOf(to.leadId)).filter((action) => action === "sent")).toHaveLength(1);
  });

  test("news of nothing of ours, or of another channel's message, is ignored", async () => {
    const to = await reached("linkedin");
    for (const one of [status("SM-nobody", "delivered"), status("SM-x", "failed", { key: `${to.touchId}-1` })])
      expect(await hear("twilio", one)).toMatchObject({ outcome: "ignored" });
    expect((await touch(to.touchId)).deliveryState).toBeNull();
  });
});

describe("somebody writes a text", () => {
  test("STOP closes the person on every channel, once however often it comes", async () => {
    const to = await reached("sms");
    const second = await reachableLead(world, client, "linkedin");
    const sms = await number(client.senders.sms);
    for (let n = 0; n < 5; n += 1) await hear("twilio", text(to.phone, sms, "Stop!"));
    expect(await lead(to.leadId)).toMatchObject({ status: "unsubscribed", replyCount: 1 });
    expect((await suppressionsOf(client.clientId)).map(({ kind }) => kind)).toEqual(["email", "linkedin", "phone"]);
    expect(await heardFrom(to.leadId)).toMatchObject([{ channel: "sms", intent: "unsubscribe", isReply: true }]);
    expect((await actionsOf(to.leadId)).filter((action) => action === "unsubscribed")).toHaveLength(1);
    expect((await touch(second.touchId)).state).toBe("planned");
  });

  test("an answer stops the sequence and is put before somebody; a stranger's wish is honoured", async () => {
    const to = await reached("sms");
    const sms = await number(client.senders.sms);
    await hear("twilio", text(to.phone, sms, "Sounds good, can you send me some details?"));
    expect(await lead(to.leadId)).toMatchObject({ replyCount: 1, status: "in_sequence" });
    expect(await cancelled(to.leadId)).toEqual([]);
    const thread = await world.system.selectFrom("threads").selectAll().where("leadId", "=", to.leadId).execute();
    expect(thread).toMatchObject([{ channel: "sms", needsReply: true, lastIntent: "interested" }]);

    await hear("twilio", text("+61491570777", sms, "stop"));
    expect(await suppressionsOf(client.clientId)).toMatchObject([{ kind: "phone", reason: "unsubscribed" }]);
  });

  test("the number it came in on says whose it is: another client's lead is left alone", async () => {
    const to = await reached("sms");
    const other = await channelClient(world);
    await hear("twilio", text(to.phone, await number(other.senders.sms), "Tell me more"));
    expect((await lead(to.leadId)).replyCount).toBe(0);
    expect(await hear("twilio", text(to.phone, "+61491570000", "Tell me more"))).toMatchObject({ outcome: "ignored" });
  });

  test("never lets a text out once the stop has committed, whatever the interleaving", async () => {
    const sms = await number(client.senders.sms);
    for (let round = 0; round < 6; round += 1) {
      const racing = new RecordingCarrier();
      carrier = racing;
      const { leadId, touchId } = await reachableLead(world, client, "sms");
      const { phone } = await lead(leadId);
      const both = [() => dispatch("sms", touchId), () => hear("twilio", text(phone ?? "", sms, "STOP", `SM-race-${touchId}`))];
      await Promise.all((round % 2 ? both : both.reverse()).map((start) => start()));
      const { state } = await touch(touchId);
      expect(["cancelled", "sent"]).toContain(state);
      expect(racing.handed).toHaveLength(state === "sent" ? 1 : 0);
      await dispatch("sms", touchId);
      expect(racing.handed).toHaveLength(state === "sent" ? 1 : 0);
    }
  });
});

describe("LinkedIn", () => {
  test("an accepted invitation opens the connection once, in any order with the news that it was sent", async () => {
    const to = await reached("linkedin");
    const sent = profileNews("connection_request_sent", to, {
      lead: { profile_url: to.profile, custom_fields: { agency_os_touch: `${to.touchId}-1` } },
    });
    for (const one of fiveTimesShuffled([sent, profileNews("connection_request_accepted", to)], 3)) await hear("heyreach", one);
    const connection = await world.system.selectFrom("linkedinConnections").selectAll().where("leadId", "=", to.leadId).execute();
    expect(connection).toMatchObject([{ state: "accepted", resourceId: client.senders.linkedin }]);
    expect((await actionsOf(to.leadId)).filter((action) => action === "connected")).toHaveLength(1);
  });

  test("an invitation whose outcome nobody knew is settled by its acceptance", async () => {
    const to = await reached("linkedin", "unknown");
    await hear("heyreach", profileNews("connection_request_accepted", to));
    expect((await touch(to.touchId)).state).toBe("sent");
  });

  test("an answer is stored once, and nothing it says books, pays or lifts anything", async () => {
    const to = await reached("linkedin");
    const at = addMinutes(WEDNESDAY_MORNING, 5).toISOString();
    const reply = profileNews("message_reply_received", to, {
      recent_messages: [
        { creation_time: WEDNESDAY_MORNING.toISOString(), message: "Hello", is_reply: false },
        { creation_time: at, message: "Happy to chat, can you do Tuesday at 10?", is_reply: true },
      ],
    });
    for (let n = 0; n < 3; n += 1) await hear("heyreach", { ...reply, correlation_id: `copy-${n}` });
    expect(await heardFrom(to.leadId)).toMatchObject([{ channel: "linkedin", intent: "meeting_request" }]);
    expect(await lead(to.leadId)).toMatchObject({ replyCount: 1, status: "in_sequence" });
    const meetings = await world.system.selectFrom("meetings").select("id").where("clientId", "=", client.clientId).execute();
    expect(meetings).toEqual([]);
  });
});

test("a complaint a mail provider tells of closes the person for everybody; a dead address is closed once", async () => {
  const to = await reached("sms");
  const { email } = await lead(to.leadId);
  await world.system.updateTable("touches").set({ channel: "email" }).where("id", "=", to.touchId).execute();
  const bounce = {
    RecordType: "Bounce",
    ID: 1,
    TypeCode: 1,
    Type: "HardBounce",
    MessageID: to.reference,
    Email: email,
    BouncedAt: "2026-03-04",
  };
  for (let n = 0; n < 3; n += 1) await hear("postmark", bounce);
  expect(await lead(to.leadId)).toMatchObject({ emailStatus: "invalid", bounceCount: 1 });
  const complaint = { type: "email.complained", created_at: "2026-03-04T01:00:00Z", data: { email_id: to.reference, to: [email] } };
  for (let n = 0; n < 3; n += 1) await hear("resend", complaint);
  expect(await lead(to.leadId)).toMatchObject({ status: "unsubscribed" });
  expect((await actionsOf(to.leadId)).filter((action) => action === "complained")).toHaveLength(1);
});

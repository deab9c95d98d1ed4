import { addDays, addHours, addMinutes, subHours } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { answerReply } from "@/lib/agents/answer-reply";
import { noModel } from "@/lib/agents/model-port";
import type { OutgoingText } from "@/lib/domain/hand-over";
import { dismissDraft, sendDraft, takeBackDraft } from "@/lib/engines/answers/decide-draft";
import { loadReply } from "@/lib/engines/answers/load-reply";
import { sendAnswer } from "@/lib/engines/answers/send-answer";
import { settleReply } from "@/lib/engines/answers/settle-reply";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { prepareReminders, reminderDraftTime } from "@/lib/engines/meetings/prospect-reminders";
import { setRemindsProspects } from "@/lib/engines/settings/set-reminds-prospects";
import { CARRIER_OF, type ChannelClient, channelClient, RecordingCarrier, reachableLead } from "@/tests/support/channel-client";
import { testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";
import { INBOUND_OPTIONS, type WrittenTo, writeTo } from "@/tests/support/inbound-mail";
import { newsLab } from "@/tests/support/news-lab";

const world = fileWorld();
const { hear, lead, actionsOf } = newsLab(() => world);
let client: ChannelClient;
let carrier: RecordingCarrier;

beforeEach(async () => {
  client = await channelClient(world);
  carrier = new RecordingCarrier();
});

const ctx = (now = WEDNESDAY_MORNING) => world.systemCtx(client.clientId, now);
const owner = (now = WEDNESDAY_MORNING) => ({ ...world.memberCtx(client.clientId, client.userId, "owner"), now });
const options = () => testSenderOptions(new FakeCarrier(), { twilio: carrier, heyreach: carrier });
const drafts = () =>
  world.system
    .selectFrom("replyDrafts")
    .selectAll()
    .where("clientId", "=", client.clientId)
    .orderBy("createdAt")
    .orderBy("dueAt")
    .execute();
const setMode = (permissionMode: "autopilot" | "co_pilot" | "manual", answersByItself: boolean) =>
  Promise.all([
    world.system.updateTable("campaigns").set({ permissionMode }).where("clientId", "=", client.clientId).execute(),
    world.system.updateTable("clients").set({ answersByItself }).where("id", "=", client.clientId).execute(),
  ]);
const usedBy = async (resourceId: string) =>
  (await world.system.selectFrom("resourceUsage").select("used").where("resourceId", "=", resourceId).executeTakeFirst())?.used ?? 0;
const fill = (resourceId: string, used: number) =>
  world.system.updateTable("resourceUsage").set({ used, cap: used }).where("resourceId", "=", resourceId).execute();

/** They got a message on the channel, and write back there; what a durable function does with it. */
async function hears(channel: "sms" | "linkedin", text: string, now = WEDNESDAY_MORNING) {
  const { leadId, touchId } = await reachableLead(world, client, channel);
  const touched = testSenderOptions(new FakeCarrier(), { [CARRIER_OF[channel]]: new RecordingCarrier() });
  await dispatchTouch(ctx(), { touchId, resourceId: client.senders[channel] }, touched);
  const { phone, linkedinUrl } = await lead(leadId);
  const { label } = await world.system
    .selectFrom("resources")
    .select("label")
    .where("id", "=", client.senders[channel])
    .executeTakeFirstOrThrow();
  if (channel === "sms") {
    const fields = { MessageSid: `SM-${leadId}`, AccountSid: "AC1", From: phone, To: label, Body: text };
    await hear("twilio", { fields, key: null }, now);
  } else {
    await hear(
      "heyreach",
      {
        event_type: "every_message_reply_received",
        timestamp: now.toISOString(),
        sender: { id: `linkedin-${client.clientId}` },
        conversation_id: `2-${leadId}`,
        lead: { profile_url: linkedinUrl },
        recent_messages: [{ creation_time: now.toISOString(), message: text, is_reply: true }],
      },
      now,
    );
  }
  const { id: messageId } = await world.system
    .selectFrom("messages")
    .select("id")
    .where("leadId", "=", leadId)
    .where("direction", "=", "inbound")
    .executeTakeFirstOrThrow();
  const stored = await loadReply(ctx(now), { messageId });
  if (!stored) throw new Error("there is nothing to answer");
  const scope = { clientId: client.clientId, runId: null, leadId };
  const answered = await answerReply(stored, { ask: noModel, scope, now });
  await settleReply(ctx(now), { messageId, answered }, INBOUND_OPTIONS);
  const draft = (await drafts()).find((one) => one.leadId === leadId);
  if (!draft) throw new Error("nothing was drafted");
  return { leadId, phone: phone ?? "", linkedinUrl, label, draftId: draft.id, draft };
}
async function approved(channel: "sms" | "linkedin", body = "Thank you, Lee. Would Tuesday at ten suit you?") {
  const heard = await hears(channel, "Sounds good, tell me more.");
  await sendDraft(owner(), { draftId: heard.draftId, subject: "", body });
  return heard;
}

describe("by the channel it came by", () => {
  test("a text leaves from the number of the conversation, once, with name and opt-out, counted and paid for", async () => {
    const { draftId, leadId, phone, label } = await approved("sms", "Thank you – would “Tuesday” suit you?");
    const before = await usedBy(client.senders.sms);
    carrier.answer = () => ({ outcome: "accepted", reference: "SM-answer", costMicroAud: 80_000, response: "201" });
    expect(await sendAnswer(ctx(), { draftId }, options())).toEqual({ outcome: "sent" });
    expect(await sendAnswer(ctx(), { draftId }, options())).toEqual({ outcome: "not_ready" });
    expect(carrier.handed).toHaveLength(1);
    const body = 'Thank you - would "Tuesday" suit you?\nBrightwater Digital Pty Ltd. Reply STOP to opt out';
    expect(carrier.handed[0]).toEqual({ key: draftId, message: { to: phone, from: label, body } satisfies OutgoingText });
    expect(await usedBy(client.senders.sms)).toBe(before + 1);
    expect(await drafts()).toMatchObject([{ state: "sent", providerReference: "SM-answer" }]);
    const said = await world.system
      .selectFrom("messages")
      .selectAll()
      .where("leadId", "=", leadId)
      .where("touchId", "is", null)
      .where("direction", "=", "outbound")
      .executeTakeFirst();
    expect(said).toMatchObject({ channel: "sms", bodyText: body, fromAddress: label, messageId: null });
    const costs = await world.system.selectFrom("providerCosts").select("operation").where("leadId", "=", leadId).execute();
    expect(costs.map(({ operation }) => operation).sort()).toEqual(["answer", "send"]);

    const fields = { MessageSid: "SM-answer", MessageStatus: "undelivered", AccountSid: "AC1", To: phone, ErrorCode: "30005" };
    for (let n = 0; n < 2; n += 1) expect(await hear("twilio", { fields, key: draftId })).toEqual({ outcome: "applied" });
    expect(await drafts()).toMatchObject([{ state: "sent", reason: "It did not arrive (30005)" }]);
    expect((await actionsOf(leadId)).filter((action) => action === "undelivered")).toHaveLength(1);
  });

  test("a message on LinkedIn leaves by the seat into the conversation", async () => {
    const { draftId, linkedinUrl } = await approved("linkedin");
    expect(await sendAnswer(ctx(), { draftId }, options())).toEqual({ outcome: "sent" });
    const seat = `linkedin-${client.clientId}`;
    const body = expect.stringMatching(/^Thank you, Lee\.[\s\S]+I will not write again\.$/);
    expect(carrier.handed).toEqual([{ key: draftId, message: { act: "message", seat, profileUrl: linkedinUrl, body } }]);
  });

  test("a process that dies between claim and carrier leaves it unknown, once, and counted, until the carrier itself says that it left", async () => {
    const { draftId } = await approved("sms");
    const before = await usedBy(client.senders.sms);
    carrier.answer = () => Promise.reject(new Error("killed"));
    await expect(sendAnswer(ctx(), { draftId }, options())).rejects.toThrow("killed");
    const later = new RecordingCarrier();
    const again = () => sendAnswer(ctx(), { draftId }, testSenderOptions(new FakeCarrier(), { twilio: later }));
    expect([(await again()).outcome, (await again()).outcome]).toEqual(["unknown", "not_ready"]);
    expect(later.handed).toEqual([]);
    expect(await usedBy(client.senders.sms)).toBe(before + 1);
    const fields = { MessageSid: "SM-late", MessageStatus: "delivered", AccountSid: "AC1", To: "+61491570999" };
    for (let n = 0; n < 2; n += 1) await hear("twilio", { fields, key: draftId });
    expect(await drafts()).toMatchObject([{ state: "sent", providerReference: "SM-late", reason: null }]);
  });

  test("refused, it gives its capacity back; told by the carrier that they opted out, we stop everywhere", async () => {
    const { draftId, leadId } = await approved("sms");
    const before = await usedBy(client.senders.sms);
    carrier.answer = () => ({ outcome: "refused", isPermanent: true, cause: "opted_out", response: "21610 unsubscribed" });
    expect(await sendAnswer(ctx(), { draftId }, options())).toMatchObject({ outcome: "failed" });
    expect(await usedBy(client.senders.sms)).toBe(before);
    expect((await lead(leadId)).status).toBe("unsubscribed");
  });

  test("too long for a text is said at once; a number that is paused, and a channel that is stopped, hold it", async () => {
    const { draftId } = await hears("sms", "Sounds good, tell me more.");
    await expect(sendDraft(owner(), { draftId, subject: "", body: "x".repeat(700) })).rejects.toThrow(/takes 5 messages/);
    const pause = (pausedAt: Date | null) =>
      world.system.updateTable("resources").set({ pausedAt, pausedReason: "drill" }).where("id", "=", client.senders.sms).execute();
    await pause(WEDNESDAY_MORNING);
    await sendDraft(owner(), { draftId, subject: "", body: "Thank you, Lee." });
    expect(await sendAnswer(ctx(), { draftId }, options())).toEqual({ outcome: "held", detail: "The number is paused: drill" });
    await pause(null);
    await world.system
      .insertInto("channelStops")
      .values({ clientId: client.clientId, channel: "sms", reason: "wrong offer", stoppedAt: WEDNESDAY_MORNING })
      .execute();
    await sendDraft(owner(), { draftId, subject: "", body: "Thank you, Lee." });
    expect(await sendAnswer(ctx(), { draftId }, options())).toEqual({ outcome: "held", detail: "SMS is stopped: wrong offer" });
  });
});

describe("what waits is not lost", () => {
  test("the day is nearly taken: of two answers at once one goes, the other goes by itself the day after", async () => {
    const [one, other] = [await approved("sms"), await approved("sms")];
    await fill(client.senders.sms, 99);
    const sent = await Promise.all([one, other].map(({ draftId }) => sendAnswer(ctx(), { draftId }, options())));
    expect(sent.map(({ outcome }) => outcome).sort()).toEqual(["sent", "waits"]);
    expect([carrier.handed.length, await usedBy(client.senders.sms)]).toEqual([1, 100]);
    const until = new Date("2026-03-04T22:00:00.000Z"); // Thursday, 09:00 in Sydney
    const waits = sent.find(({ outcome }) => outcome === "waits");
    expect(waits).toMatchObject({ until: until.toISOString(), detail: expect.stringContaining("answers included, are taken") });
    const waiting = (await drafts()).find(({ state }) => state === "ready");
    expect(waiting).toMatchObject({ readyAt: until, reason: waits?.detail, approvedHash: waiting?.contentHash });
    const draftId = waiting?.id ?? "";
    const announced = await world.system
      .selectFrom("private.outbox")
      .select("data")
      .where("clientId", "=", client.clientId)
      .where("name", "=", "answer/ready")
      .execute();
    expect(announced.map(({ data }) => data)).toContainEqual({ clientId: client.clientId, draftId, readyAt: until.toISOString() });
    expect(await sendAnswer(ctx(), { draftId }, options())).toEqual({ outcome: "not_ready" });
    expect(await sendAnswer(ctx(until), { draftId }, options())).toEqual({ outcome: "sent" });
  });

  test("a text approved in the evening says when it goes, and can be taken back until then", async () => {
    await setMode("autopilot", true);
    const evening = addHours(WEDNESDAY_MORNING, 10);
    const { draftId, draft } = await hears("sms", "Sounds good, tell me more.", evening);
    expect(draft).toMatchObject({ state: "ready", readyAt: new Date("2026-03-04T22:00:00Z"), reason: expect.stringContaining("09:00") });
    await takeBackDraft(owner(evening), { draftId });
    expect(await sendAnswer(ctx(addDays(evening, 1)), { draftId }, options())).toEqual({ outcome: "not_ready" });
    await expect(takeBackDraft(owner(evening), { draftId })).rejects.toThrow("decided on already");
    await dismissDraft(owner(evening), { draftId });
  });
});

describe("a prospect is reminded of a meeting", () => {
  const startsAt = addDays(WEDNESDAY_MORNING, 5);
  let to: WrittenTo;
  let meetingId: string;
  beforeEach(async () => {
    to = await writeTo(world, client, { campaignId: client.campaign });
    await setRemindsProspects(owner(), { isOn: true });
    ({ meetingId } = await bookMeeting(ctx(), { leadId: to.leadId, startsAt, source: "manual" }));
  });
  const moveTo = (at: Date) => world.system.updateTable("meetings").set({ startsAt: at }).where("id", "=", meetingId).execute();
  const mail = new FakeCarrier();
  const send = (draftId: string | undefined, now: Date) => sendAnswer(ctx(now), { draftId: draftId ?? "" }, testSenderOptions(mail));

  test("by itself where answers go by themselves: in their thread, once, with who we are", async () => {
    await setMode("autopilot", true);
    expect(await reminderDraftTime(ctx(), { meetingId })).toEqual(subHours(startsAt, 30));
    const at = subHours(startsAt, 30);
    expect([await prepareReminders(ctx(at), { meetingId, startsAt }), await prepareReminders(ctx(at), { meetingId, startsAt })]).toEqual([
      2, 0,
    ]);
    const [day, hour] = await drafts();
    expect([day, hour]).toMatchObject([
      { state: "ready", reminderKind: "day_before", readyAt: subHours(startsAt, 24) },
      { state: "ready", reminderKind: "hour_before", readyAt: subHours(startsAt, 1) },
    ]);
    expect((await send(day?.id, at)).outcome).toBe("not_ready");
    expect((await send(day?.id, subHours(startsAt, 24))).outcome).toBe("sent");
    expect(mail.sent.at(-1)).toMatchObject({ to: { address: to.email }, inReplyTo: to.outgoing.messageId });
    expect(mail.sent.at(-1)?.text).toMatch(/Monday 9 March, 10:00 am AEDT[\s\S]+Brightwater Digital Pty Ltd/);
    await moveTo(addHours(startsAt, 2));
    expect(await send(hour?.id, subHours(startsAt, 1))).toMatchObject({
      outcome: "superseded",
      detail: "The meeting was moved, or is off",
    });
    expect(await prepareReminders(ctx(), { meetingId, startsAt })).toBe(0);
    expect(await prepareReminders(ctx(), { meetingId, startsAt: addHours(startsAt, 2) })).toBe(2);
  });

  test("on co-pilot a yes given early waits for the moment; an opt-out and the switch are seen when it comes", async () => {
    await setMode("co_pilot", true);
    await prepareReminders(ctx(subHours(startsAt, 30)), { meetingId, startsAt });
    const [day, hour] = await drafts();
    expect([day?.state, hour?.state]).toEqual(["waiting", "waiting"]);
    const approve = async (draft: typeof day) =>
      sendDraft(owner(subHours(startsAt, 29)), { draftId: draft?.id ?? "", subject: draft?.subject ?? "", body: draft?.body ?? "" });
    expect(await approve(day)).toEqual({ readyAt: subHours(startsAt, 24) });
    await approve(hour);
    await setRemindsProspects(owner(), { isOn: false });
    expect(await send(day?.id, subHours(startsAt, 24))).toMatchObject({ detail: "Reminders to prospects are switched off" });
    await setRemindsProspects(owner(), { isOn: true });
    await world.system.updateTable("leads").set({ status: "unsubscribed" }).where("id", "=", to.leadId).execute();
    expect(await send(hour?.id, subHours(startsAt, 1))).toMatchObject({ outcome: "superseded" });
  });

  test("not in manual mode, not while switched off, not once it is off, and not long after its moment", async () => {
    const write = (now = subHours(startsAt, 30)) => prepareReminders(ctx(now), { meetingId, startsAt });
    await setMode("manual", true);
    expect(await write()).toBe(0);
    await setMode("autopilot", true);
    await setRemindsProspects(owner(), { isOn: false });
    expect([await write(), await reminderDraftTime(ctx(), { meetingId })]).toEqual([0, null]);
    await setRemindsProspects(owner(), { isOn: true });
    expect(await write(addMinutes(startsAt, -40))).toBe(1);
    await world.system.updateTable("meetings").set({ status: "cancelled" }).where("id", "=", meetingId).execute();
    expect(await write()).toBe(0);
  });
});

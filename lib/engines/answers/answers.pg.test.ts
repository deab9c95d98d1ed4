import { addDays, addMinutes } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { answerReply } from "@/lib/agents/answer-reply";
import { noModel } from "@/lib/agents/model-port";
import { dismissDraft, sendDraft } from "@/lib/engines/answers/decide-draft";
import { decideReferral } from "@/lib/engines/answers/decide-referral";
import { loadReply } from "@/lib/engines/answers/load-reply";
import { sendAnswer } from "@/lib/engines/answers/send-answer";
import { settleReply } from "@/lib/engines/answers/settle-reply";
import { tellFollowUps } from "@/lib/engines/answers/tell-follow-ups";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { listReminders, remindOfMeeting } from "@/lib/engines/meetings/remind-of-meeting";
import { addMember, testSenderOptions } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { INBOUND_OPTIONS, inboundLab, THURSDAY, type WrittenTo, writeTo } from "@/tests/support/inbound-mail";

const world = fileWorld();
const client = clientPerTest(world);
const { reply, hear, lead, touch, messagesOf, threadsOf, noticesOf } = inboundLab(
  () => world,
  () => client,
);

let to: WrittenTo;
beforeEach(async () => {
  to = await writeTo(world, client);
  await world.system.updateTable("clients").set({ bookingUrl: "https://book.example/priya" }).where("id", "=", client.clientId).execute();
});

const ctx = (now = THURSDAY) => world.systemCtx(client.clientId, now);
const owner = (now = THURSDAY) => ({ ...world.memberCtx(client.clientId, client.userId, "owner"), now });

/** They write; the door stores it, and the durable function's parts run. */
async function hears(text: string, now = THURSDAY) {
  await hear(await reply(to, text, { now }), now);
  const messageId = (await messagesOf()).at(-1)?.id ?? "";
  return { messageId, ...(await understand(messageId, now)) };
}
async function understand(messageId: string, now = THURSDAY) {
  const stored = await loadReply(ctx(now), { messageId });
  if (!stored) return { outcome: "nothing" as const, needsPerson: null };
  const answered = await answerReply(stored, {
    ask: noModel,
    scope: { clientId: client.clientId, runId: null, leadId: stored.leadId },
    now,
  });
  return settleReply(ctx(now), { messageId, answered }, INBOUND_OPTIONS);
}
const drafts = () =>
  world.system.selectFrom("replyDrafts").selectAll().where("clientId", "=", client.clientId).orderBy("createdAt").execute();
const setMode = (mode: "autopilot" | "co_pilot" | "manual", answersByItself = false) =>
  Promise.all([
    world.system.updateTable("campaigns").set({ permissionMode: mode }).where("clientId", "=", client.clientId).execute(),
    world.system.updateTable("clients").set({ answersByItself }).where("id", "=", client.clientId).execute(),
  ]);
const approveFirst = async (now = THURSDAY) => {
  const [draft] = await drafts();
  await sendDraft(owner(now), { draftId: draft?.id ?? "", subject: draft?.subject ?? "", body: draft?.body ?? "" });
  return draft?.id ?? "";
};

describe("drafts by mode", () => {
  test.each([
    ["manual", false, "suggested"],
    ["co_pilot", true, "waiting"],
    ["autopilot", false, "waiting"],
    ["autopilot", true, "ready"],
  ] as const)("%s, by itself %s: %s", async (mode, byItself, state) => {
    await setMode(mode, byItself);
    await hears("Tell me more, this sounds good.");
    const [draft] = await drafts();
    expect(draft).toMatchObject({ state, madeBy: "baseline", needsPerson: null, leadId: to.leadId });
    if (state !== "ready") return;
    const waited = ((draft?.readyAt?.getTime() ?? 0) - THURSDAY.getTime()) / 60_000;
    expect(waited >= 3 && waited <= 15).toBe(true);
    expect(draft?.approvedHash).toBe(draft?.contentHash);
  });

  test("price goes to a person with everything held, on autopilot too", async () => {
    await setMode("autopilot", true);
    expect(await hears("How much does it cost?")).toMatchObject({ needsPerson: "It asks about price" });
    expect(await drafts()).toMatchObject([{ state: "suggested", needsPerson: "It asks about price" }]);
    expect((await lead(to.leadId)).heldReason).toBe("Their answer needs a person first");
    expect(await threadsOf()).toMatchObject([{ needsReply: true }]);
  });

  test("what nobody is sure of goes to a person, who is told", async () => {
    expect(await hears("Mum runs the socials, she would have my guts for garters.")).toMatchObject({
      needsPerson: "Nobody is sure what it means",
    });
    expect((await lead(to.leadId)).heldReason).toBe("Their answer needs a person first");
    expect(await noticesOf()).toContainEqual({ kind: "review", title: "An answer needs you" });
  });

  test("the second objection goes to a person", async () => {
    await setMode("autopilot", true);
    await hears("Sounds interesting, but how is this different from what others do?");
    expect(await threadsOf()).toMatchObject([{ objection: "competitor", objectionCount: 1 }]);
    const second = await hears("Sounds good, though I have to run it by my partner first.", addMinutes(THURSDAY, 30));
    expect(second.needsPerson).toBe("It is the second objection");
  });
});

describe("sending", () => {
  test("exactly the approved text goes out in their thread, once, however often it is asked for", async () => {
    await hears("Tell me more, this sounds good.");
    const draftId = await approveFirst();
    const carrier = new FakeCarrier();
    const options = testSenderOptions(carrier);
    expect(await sendAnswer(ctx(), { draftId }, options)).toEqual({ outcome: "sent" });
    expect(await sendAnswer(ctx(), { draftId }, options)).toEqual({ outcome: "not_ready" });
    expect(carrier.sent).toHaveLength(1);
    const [sent] = carrier.sent;
    const [theirs] = await messagesOf();
    expect(sent).toMatchObject({ to: { address: to.email }, inReplyTo: theirs?.messageId });
    expect(sent?.text).toContain("/u/");
    const [draft] = await drafts();
    expect(draft).toMatchObject({ state: "sent", decidedBy: client.userId, outgoingId: sent?.messageId });
    expect(await threadsOf()).toMatchObject([{ needsReply: false }]);
  });

  test("whoever may not send cannot, and what was decided stays", async () => {
    await hears("Tell me more, this sounds good.");
    const [draft] = await drafts();
    const draftId = draft?.id ?? "";
    const viewer = await addMember(world, client.clientId, "viewer");
    await expect(async () => dismissDraft(world.memberCtx(client.clientId, viewer, "viewer"), { draftId })).rejects.toThrow("member role");
    await expect(sendDraft(owner(), { draftId, subject: "", body: "Hi {{name}}" })).rejects.toThrow("left to fill in");
    await dismissDraft(owner(), { draftId });
    await expect(sendDraft(owner(), { draftId, subject: "", body: "Hi" })).rejects.toThrow("decided on already");
    expect(await sendAnswer(ctx(), { draftId }, testSenderOptions(new FakeCarrier()))).toEqual({ outcome: "not_ready" });
  });

  test("a process that dies on the way leaves it to a person, and nothing is sent again", async () => {
    await hears("Tell me more, this sounds good.");
    const draftId = await approveFirst();
    const dying = new FakeCarrier();
    dying.answer = () => {
      throw new Error("killed");
    };
    await expect(sendAnswer(ctx(), { draftId }, testSenderOptions(dying))).rejects.toThrow("killed");
    const carrier = new FakeCarrier();
    expect(await sendAnswer(ctx(), { draftId }, testSenderOptions(carrier))).toMatchObject({ outcome: "unknown" });
    expect(await sendAnswer(ctx(), { draftId }, testSenderOptions(carrier))).toEqual({ outcome: "not_ready" });
    expect(carrier.sent).toEqual([]);
    expect(await noticesOf()).toContainEqual({ kind: "review", title: "An answer may or may not have arrived" });
  });

  test("refused for the moment, it waits for a person again", async () => {
    await hears("Tell me more, this sounds good.");
    const draftId = await approveFirst();
    const busy = new FakeCarrier();
    busy.answer = () => ({ outcome: "refused", isPermanent: false, code: 451, enhancedCode: "4.7.1", response: "451 try later" });
    expect(await sendAnswer(ctx(), { draftId }, testSenderOptions(busy))).toMatchObject({ outcome: "failed" });
    expect(await drafts()).toMatchObject([{ state: "waiting", approvedHash: null, reason: "451 try later" }]);
    await approveFirst();
    expect(await sendAnswer(ctx(), { draftId }, testSenderOptions(new FakeCarrier()))).toEqual({ outcome: "sent" });
  });

  test("an opt-out, a newer message and a stop are seen at the last moment", async () => {
    await hears("Tell me more, this sounds good.");
    const draftId = await approveFirst();
    await world.system.updateTable("clients").set({ pausedAt: THURSDAY, pauseReason: "drill" }).where("id", "=", client.clientId).execute();
    const options = testSenderOptions(new FakeCarrier());
    expect(await sendAnswer(ctx(), { draftId }, options)).toEqual({ outcome: "held", detail: "Emergency stop: drill" });
    await world.system.updateTable("clients").set({ pausedAt: null, pauseReason: null }).where("id", "=", client.clientId).execute();
    await approveFirst();
    await hear(await reply(to, "Actually, take me off your list.", { now: addMinutes(THURSDAY, 2) }), addMinutes(THURSDAY, 2));
    expect(await sendAnswer(ctx(addMinutes(THURSDAY, 3)), { draftId }, options)).toMatchObject({ outcome: "superseded" });
  });
});

describe("what was stopped stays stopped", () => {
  test("late and repeated replies start nothing", async () => {
    await hears("Please unsubscribe me.");
    const later = await hears("Very interested after all! Tuesday 10am?", addDays(THURSDAY, 20));
    expect(later.outcome).toBe("settled");
    expect(await drafts()).toEqual([]);
    expect(await lead(to.leadId)).toMatchObject({ status: "unsubscribed" });
    expect((await touch(to.second)).state).toBe("cancelled");
    expect(await understand(later.messageId, addDays(THURSDAY, 21))).toMatchObject({ outcome: "nothing" });
  });

  test("a reason has its policy: a person is told on the day, and nothing goes out", async () => {
    await hears("No budget for this right now, sorry.");
    const [thread] = await threadsOf();
    expect(thread).toMatchObject({ rejectionReason: "budget_constraints", objection: "budget" });
    expect((await lead(to.leadId)).rejectionReason).toBe("budget_constraints");
    expect(await drafts()).toMatchObject([{ state: "suggested" }]);
    expect(await tellFollowUps(ctx(addDays(THURSDAY, 170)), { today: "2000-01-01" })).toBe(0);
    expect(await tellFollowUps(ctx(addDays(THURSDAY, 181)), { today: "2199-01-01" })).toBe(1);
    expect(await tellFollowUps(ctx(addDays(THURSDAY, 182)), { today: "2199-01-01" })).toBe(0);
    expect((await touch(to.second)).state).toBe("cancelled");
  });

  test("somebody who was named is written down, and becomes a held lead only by a person", async () => {
    await hears("Not my area, but our director Kim Lau would love this: kim@lau-group.example");
    const [referral] = await world.system.selectFrom("referrals").selectAll().where("clientId", "=", client.clientId).execute();
    expect(referral).toMatchObject({ state: "held", email: "kim@lau-group.example", name: "Kim Lau" });
    const { leadId } = await decideReferral(owner(), { referralId: referral?.id ?? "", decision: "add" });
    expect(await lead(leadId ?? "")).toMatchObject({
      source: "referral",
      status: "new",
      firstName: "Kim",
      heldReason: expect.stringMatching(/record why/),
    });
    await expect(decideReferral(owner(), { referralId: referral?.id ?? "", decision: "dismiss" })).rejects.toThrow("added already");
  });
});

test("a meeting is reminded of once for its time, not at the old time once it moved, and not once it is off", async () => {
  const startsAt = addDays(THURSDAY, 5);
  const { meetingId } = await bookMeeting(ctx(), { leadId: to.leadId, startsAt, source: "manual" });
  const [dayBefore] = await listReminders(ctx(), { meetingId });
  expect(dayBefore).toEqual({ kind: "day_before", at: addDays(startsAt, -1), startsAt });
  const remind = (at: Date) => remindOfMeeting(ctx(at), { meetingId, kind: "day_before", startsAt });
  expect([await remind(addDays(startsAt, -1)), await remind(addDays(startsAt, -1))]).toEqual([true, false]);
  await world.system
    .updateTable("meetings")
    .set({ startsAt: addDays(startsAt, 2) })
    .where("id", "=", meetingId)
    .execute();
  expect(await remindOfMeeting(ctx(), { meetingId, kind: "hour_before", startsAt })).toBe(false);
  await world.system.updateTable("meetings").set({ status: "cancelled" }).where("id", "=", meetingId).execute();
  expect(await listReminders(ctx(), { meetingId })).toEqual([]);
});

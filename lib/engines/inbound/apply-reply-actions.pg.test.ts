import { randomUUID } from "node:crypto";
import { addDays, addHours } from "date-fns";
import { describe, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { planOutreach } from "@/lib/engines/planning/plan-outreach";
import { buildAutoReply } from "@/local/mail/mime/build-auto-reply";
import { composeMessage } from "@/local/mail/mime/compose-message";
import { type ReadyClient, readyClient, TEST_PEPPER, testSenderOptions } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { inboundLab, MONDAY, mailboxOf, process, storeDelivery, THURSDAY, writeTo } from "@/tests/support/inbound-mail";

const world = fileWorld();
const client = clientPerTest(world);
const { reply, hear, lead, touch, messagesOf, threadsOf, activitiesOf, noticesOf, isSuppressed, consentOf, announced, dispatch } =
  inboundLab(
    () => world,
    () => client,
  );

describe("a person's answer", () => {
  test("cancels everything pending in the transaction that stores it, and is put before somebody", async () => {
    const to = await writeTo(world, client);
    const result = await hear(await reply(to, "Sounds good, can you send me some details?"));

    expect(result).toMatchObject({ outcome: "stored", intent: "interested" });
    expect(await touch(to.second)).toMatchObject({ state: "cancelled", reasonCode: "replied", slotAt: null });
    expect(await touch(to.first)).toMatchObject({ state: "sent" });
    expect(await lead(to.leadId)).toMatchObject({ status: "in_sequence", replyCount: 1, lastRepliedAt: THURSDAY });
    const [message] = await messagesOf();
    expect(message).toMatchObject({ kind: "message", isReply: true, needsReview: false, intent: "interested", leadId: to.leadId });
    expect(await threadsOf()).toMatchObject([{ needsReply: true, lastIntent: "interested", lastMessageAt: THURSDAY, leadId: to.leadId }]);
    expect(await activitiesOf(to.leadId)).toContain("replied");
    expect(await announced("reply/received")).toHaveLength(1);
    expect(await consentOf(to.leadId)).toEqual([{ revokedAt: null }]);
  });

  test("never lets a message out once its stop has committed, whatever the interleaving", async () => {
    const send = (roomy: ReadyClient, touchId: string, carrier: FakeCarrier, now: Date) =>
      dispatchTouch(world.systemCtx(roomy.clientId, now), { touchId, resourceId: roomy.mailbox }, testSenderOptions(carrier));
    const states: string[] = [];
    for (let round = 0; round < 25; round += 1) {
      const roomy = await readyClient(world);
      const to = await writeTo(world, roomy);
      const eventId = await storeDelivery(world, { raw: await reply(to, "No thanks, we are set."), recipient: mailboxOf(roomy) });
      const carrier = new FakeCarrier();
      const both = [() => send(roomy, to.second, carrier, MONDAY), () => process(world, eventId, MONDAY)];
      await Promise.all((round % 2 ? both : both.reverse()).map((start) => start()));

      const { state } = await touch(to.second);
      states.push(state);
      expect(carrier.sent).toHaveLength(state === "cancelled" ? 0 : 1);
      expect(["cancelled", "sent"]).toContain(state);
      expect(await send(roomy, to.second, carrier, addDays(MONDAY, 3))).toEqual({ outcome: "not_pending" });
      expect((await lead(to.leadId)).replyCount).toBe(1);
    }
    expect(states).toContain("cancelled");
  });

  test.each([
    ["question", "How much does it cost?", true],
    ["meeting_request", "Happy to chat, can you do Tuesday at 10?", true],
    ["not_interested", "Not for us, thanks.", false],
    ["unsubscribe", "Please remove me from your list.", false],
  ] as const)("a %s is put before a person only when it wants an answer", async (intent, text, needsReply) => {
    const to = await writeTo(world, client);
    expect(await hear(await reply(to, text))).toMatchObject({ intent });
    expect((await threadsOf())[0]?.needsReply).toBe(needsReply);
    expect((await touch(to.second)).state).toBe("cancelled");
  });

  test("a second one starts nothing again", async () => {
    const to = await writeTo(world, client);
    await hear(await reply(to, "Not right now."));
    await hear(await reply(to, "Actually, tell me more.", { now: MONDAY }), MONDAY);
    expect((await touch(to.second)).state).toBe("cancelled");
    expect(await lead(to.leadId)).toMatchObject({ replyCount: 2, lastRepliedAt: MONDAY });
    expect(await threadsOf()).toHaveLength(1);
    expect(await planOutreach(world.systemCtx(client.clientId, addDays(MONDAY, 10)), { pepper: TEST_PEPPER })).toMatchObject({
      slotted: 0,
    });
  });

  test("after a conversion keeps the conversion, even an opt-out", async () => {
    const to = await writeTo(world, client);
    await bookMeeting(world.systemCtx(client.clientId, THURSDAY), { leadId: to.leadId, startsAt: MONDAY, source: "manual" });
    await hear(await reply(to, "See you then!"));
    expect((await lead(to.leadId)).status).toBe("converted");
    await hear(await reply(to, "Please remove me from your list.", { now: MONDAY }), MONDAY);
    expect((await lead(to.leadId)).status).toBe("converted");
    expect(await isSuppressed(to.email)).toBe(true);
  });

  test("that quotes our whole message is judged by the person's words alone, marked as a quote or not", async () => {
    for (const quote of ["marked", "bare", "rewritten link"]) {
      const to = await writeTo(world, client);
      const link = `https://app.example/u/${(await touch(to.first)).unsubscribeToken}`;
      const ours = quote === "rewritten link" ? to.outgoing.text.replace(link, "https://safelinks.example/?url=abc") : to.outgoing.text;
      const raw =
        quote === "marked"
          ? await reply(to, "Sounds interesting, tell me more.")
          : await reply(to, `Sounds interesting, tell me more.\n\n${ours}`, { quoted: false });
      expect((await hear(raw)).outcome, quote).toBe("stored");
      expect((await messagesOf()).at(-1), quote).toMatchObject({ intent: "interested" });
      expect(await isSuppressed(to.email), quote).toBe(false);
    }
  });

  test("is a quote alone: nothing is decided, a person looks", async () => {
    const to = await writeTo(world, client);
    await hear(await reply(to, ""));
    expect((await messagesOf())[0]).toMatchObject({ intent: "auto_reply", needsReview: true, isReply: false });
    expect(await isSuppressed(to.email)).toBe(false);
    expect((await lead(to.leadId)).heldReason).toBe("Their answer needs a person first");
    expect((await dispatch(to.second, MONDAY)).outcome).toBe("hold");
  });

  test("a legal threat is held, told to people and closes the address for everybody", async () => {
    const to = await writeTo(world, client);
    const elsewhere = await readyClient(world);
    await hear(await reply(to, "I never signed up to this. Stop. I am reporting you to ACMA under the Spam Act."));
    expect((await lead(to.leadId)).status).toBe("unsubscribed");
    expect(await noticesOf()).toContainEqual({ kind: "review", title: "An answer raises a legal matter" });
    expect(await isSuppressed(to.email, elsewhere.clientId)).toBe(true);
  });

  test("cannot close a domain that is not theirs", async () => {
    const to = await writeTo(world, client);
    const forged = await reply(to, "Never contact anyone at our company again. Remove all our addresses.", {
      from: { name: "Lee", address: "lee@big-customer.example" },
    });
    await hear(forged);
    expect(await isSuppressed("someone@big-customer.example")).toBe(false);
    expect(await isSuppressed(to.email)).toBe(true);
  });
});

describe("an opt-out", () => {
  test("suppresses the person and revokes consent", async () => {
    const to = await writeTo(world, client);
    expect(await hear(await reply(to, "Please unsubscribe me."))).toMatchObject({ intent: "unsubscribe" });
    expect(await isSuppressed(to.email)).toBe(true);
    expect(await consentOf(to.leadId)).toEqual([{ revokedAt: THURSDAY }]);
    expect((await lead(to.leadId)).status).toBe("unsubscribed");
    expect((await touch(to.second)).state).toBe("cancelled");
  });

  test("inside an automatic answer counts too", async () => {
    const to = await writeTo(world, client);
    const raw = await buildAutoReply({
      kind: "away",
      from: to.person,
      original: to.original,
      now: THURSDAY,
      text: "I am away until Monday. Please do not contact me again and remove me from your list.",
    });
    expect(await hear(raw)).toMatchObject({ intent: "unsubscribe" });
    expect(await isSuppressed(to.email)).toBe(true);
  });

  test("of somebody we cannot place is honoured, whatever their address looks like", async () => {
    const stranger = `stranger.${randomUUID().slice(0, 8)}@nowhere.example`;
    const raw = await composeMessage({
      from: { name: "A Stranger", address: stranger },
      to: { name: "", address: mailboxOf(client) },
      subject: "Re: your mail",
      text: "Unsubscribe me please",
      date: THURSDAY,
    });
    expect(await hear(raw)).toMatchObject({ outcome: "unmatched", intent: "unsubscribe" });
    expect(await isSuppressed(stranger)).toBe(true);

    const odd = raw.toString().replaceAll(stranger, "stranger@localhost");
    expect(await hear(odd.replace(/Message-ID: .*/i, "Message-ID: <odd@nowhere.example>"))).toMatchObject({ outcome: "unmatched" });
    expect(await messagesOf()).toHaveLength(2);
  });
});

describe("an automatic answer", () => {
  test("of somebody away waits until their first day back, local time, and then goes on as planned", async () => {
    const to = await writeTo(world, client, { state: "QLD", timezone: "Australia/Brisbane" });
    await world.system
      .updateTable("touches")
      .set({ state: "ready", slotAt: MONDAY, resourceId: client.mailbox })
      .where("id", "=", to.second)
      .execute();
    const raw = await buildAutoReply({
      kind: "away",
      from: to.person,
      original: to.original,
      now: THURSDAY,
      returnsOn: new Date("2026-03-17T03:00:00Z"),
    });
    expect(await hear(raw)).toMatchObject({ outcome: "stored", intent: "out_of_office" });

    expect(await touch(to.second)).toMatchObject({ state: "planned", slotAt: null, reasonCode: "snoozed" });
    expect((await lead(to.leadId)).snoozedUntil).toEqual(new Date("2026-03-16T14:00:00Z")); // 17 March in Brisbane
    expect(await lead(to.leadId)).toMatchObject({ replyCount: 0, lastRepliedAt: null, heldAt: null });
    expect(await activitiesOf(to.leadId)).toContain("away");

    expect(await dispatch(to.second, MONDAY)).toMatchObject({ outcome: "defer", code: "snoozed", until: "2026-03-16T14:00:00.000Z" });
    const explained = await explainLead(world.systemCtx(client.clientId, MONDAY), { leadId: to.leadId }, { pepper: TEST_PEPPER });
    expect(explained.next?.at).toBe("2026-03-16T22:30:00.000Z"); // the window opens at 8:30
    const back = new Date("2026-03-16T23:00:00Z"); // 9:00 in Brisbane
    await planOutreach(world.systemCtx(client.clientId, back), { pepper: TEST_PEPPER });
    expect(await touch(to.second)).toMatchObject({ state: "ready" });
    expect(await dispatch(to.second, addHours(back, 1))).toEqual({ outcome: "sent" });
  });

  test("from a ticket system or a person who left ends the sequence and is no reply", async () => {
    for (const [kind, fact] of [
      ["ticket", "fact_role_account"],
      ["left", "fact_left_company"],
    ] as const) {
      const to = await writeTo(world, client);
      expect(await hear(await buildAutoReply({ kind, from: to.person, original: to.original, now: THURSDAY }))).toMatchObject({
        intent: "auto_reply",
      });
      expect(await touch(to.second), kind).toMatchObject({ state: "cancelled", reasonCode: "auto_reply" });
      const row = await lead(to.leadId);
      expect(row).toMatchObject({ replyCount: 0, lastRepliedAt: null, status: "in_sequence" });
      expect(row.custom).toHaveProperty(fact);
      expect(await activitiesOf(to.leadId)).toContain("auto_replied");
      expect(await isSuppressed(to.email)).toBe(false);
    }
    expect(await announced("reply/received")).toEqual([]);
  });
});

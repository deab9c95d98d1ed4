import { randomUUID } from "node:crypto";
import { addDays, addHours } from "date-fns";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { reconcileTouches } from "@/lib/engines/dispatch/reconcile-touches";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { failInbound } from "@/lib/engines/inbound/process-inbound";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { planOutreach } from "@/lib/engines/planning/plan-outreach";
import { suppressedLeadEmails } from "@/lib/engines/suppression/suppressed-emails";
import { buildAutoReply } from "@/local/mail/mime/build-auto-reply";
import { buildReply } from "@/local/mail/mime/build-reply";
import { composeMessage } from "@/local/mail/mime/compose-message";
import {
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  type TestWorld,
  testSenderOptions,
  testWorld,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { mailboxOf, process, receive, storeDelivery, type WrittenTo, writeTo } from "@/tests/support/inbound-mail";

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

const reply = (to: WrittenTo, text: string, { from = to.person, now = THURSDAY, quoted = true } = {}) =>
  buildReply({ from, original: to.original, text, now, quoted });
const hear = (raw: Buffer | string, now = THURSDAY, recipient = mailboxOf(client)) => receive(world, client, raw, { now, recipient });
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const touch = (id: string) => world.system.selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const messagesOf = (clientId = client.clientId) =>
  world.system
    .selectFrom("messages")
    .selectAll()
    .where("clientId", "=", clientId)
    .where("direction", "=", "inbound")
    .orderBy("id")
    .execute();
const threadsOf = (clientId = client.clientId) =>
  world.system.selectFrom("threads").selectAll().where("clientId", "=", clientId).orderBy("id").execute();
const activitiesOf = async (leadId: string) =>
  (await world.system.selectFrom("activities").select("action").where("leadId", "=", leadId).orderBy("id").execute()).map(
    (row) => row.action,
  );
const notices = (clientId = client.clientId) =>
  world.system.selectFrom("notifications").select(["kind", "title"]).where("clientId", "=", clientId).execute();
const isSuppressed = async (email: string, clientId = client.clientId) =>
  (await suppressedLeadEmails(world.system, { clientId, channel: "email", emails: [email], pepper: TEST_PEPPER })).has(email);
const consentOf = (leadId: string) => world.system.selectFrom("consentBases").select("revokedAt").where("leadId", "=", leadId).execute();
const announced = (name: string) =>
  world.system.selectFrom("private.outbox").select("data").where("clientId", "=", client.clientId).where("name", "=", name).execute();
const dispatch = (touchId: string, now: Date, carrier = new FakeCarrier()) =>
  dispatchTouch(world.systemCtx(client.clientId, now), { touchId, resourceId: client.mailbox }, testSenderOptions(carrier));

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
    expect(await notices()).toContainEqual({ kind: "review", title: "An answer raises a legal matter" });
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

describe("whose message it is", () => {
  test("an answer from another address with our References is the lead's", async () => {
    const to = await writeTo(world, client);
    const raw = (await reply(to, "I handle this for Lee. Tell me more.", { from: { name: "Kim", address: "kim@assistants.example" } }))
      .toString()
      .replace(/In-Reply-To: .*\r\n/i, "");
    expect(await hear(raw)).toMatchObject({ outcome: "stored" });
    expect((await lead(to.leadId)).replyCount).toBe(1);
  });

  test("an answer without any header is found by its sender, for sixty days", async () => {
    const to = await writeTo(world, client);
    const raw = (at: Date) =>
      composeMessage({
        from: to.person,
        to: { name: "", address: mailboxOf(client) },
        subject: "Your mail",
        text: "Tell me more please.",
        date: at,
      });
    expect(await hear(await raw(THURSDAY))).toMatchObject({ outcome: "stored" });
    expect(await hear(await raw(addDays(THURSDAY, 70)), addDays(THURSDAY, 70))).toMatchObject({ outcome: "unmatched" });
    expect((await lead(to.leadId)).replyCount).toBe(1);
  });

  test("somebody nobody knows waits for a person", async () => {
    const raw = await composeMessage({
      from: { name: "New Person", address: "new@somewhere.example" },
      to: { name: "", address: mailboxOf(client) },
      subject: "Hello",
      text: "I saw your mail to a colleague. Can we talk?",
      date: THURSDAY,
    });
    expect(await hear(raw)).toMatchObject({ outcome: "unmatched" });
    expect(await messagesOf()).toMatchObject([{ leadId: null, needsReview: true }]);
    expect(await threadsOf()).toMatchObject([{ leadId: null, needsReply: true }]);
  });

  test("the tenant follows from the mailbox: another tenant's Message-ID touches nothing there", async () => {
    const victim = await readyClient(world);
    const theirs = await writeTo(world, victim);
    for (const text of ["Please unsubscribe me.", "Very interested!"]) {
      const forged = await reply(theirs, text);
      expect(await hear(forged.toString().replace(/Message-ID: .*/i, `Message-ID: <${randomUUID()}@forged.example>`))).toMatchObject({
        outcome: "unmatched",
      });
    }
    expect((await touch(theirs.second)).state).toBe("planned");
    expect(await lead(theirs.leadId)).toMatchObject({ status: "in_sequence", replyCount: 0 });
    expect(await messagesOf(victim.clientId)).toEqual([]);
    expect(await isSuppressed(theirs.email, victim.clientId)).toBe(false);
  });

  test("the envelope's recipient decides, not what the To line claims", async () => {
    const victim = await readyClient(world);
    const theirs = await writeTo(world, victim);
    const raw = await reply(theirs, "Very interested!"); // its To line names the victim's mailbox
    expect(await hear(raw, THURSDAY, `${mailboxOf(client).replace("@", "+tag@")}`)).toMatchObject({ outcome: "unmatched" });
    expect(await messagesOf(victim.clientId)).toEqual([]);
    expect(await messagesOf()).toHaveLength(1);
  });

  test("a copy of the client's own message is nobody's answer; a mailbox nobody has receives nothing", async () => {
    const to = await writeTo(world, client);
    const own = await reply(to, "Following up by hand", { from: { name: "Priya", address: mailboxOf(client) } });
    expect(await hear(own)).toMatchObject({ outcome: "ignored" });
    expect(await hear(await reply(to, "Yes please"), THURSDAY, "nobody@elsewhere.example")).toMatchObject({ outcome: "ignored" });
    expect(await lead(to.leadId)).toMatchObject({ replyCount: 0 });
    expect((await touch(to.second)).state).toBe("planned");
  });
});

describe("told more than once", () => {
  test("five deliveries in any order, side by side or one by one, leave the same state", async () => {
    const final: unknown[] = [];
    for (const mode of ["once", "in turn", "together"] as const) {
      const to = await writeTo(world, client);
      const raws = [await reply(to, "Please remove me from your list.")];
      const away = await buildAutoReply({ kind: "away", from: to.person, original: to.original, now: THURSDAY, returnsOn: MONDAY });
      const all = [...raws, away];
      const ids: string[] = [];
      const deliveries = mode === "once" ? 1 : 5;
      for (let n = 0; n < deliveries; n += 1) {
        for (const raw of n % 2 ? [...all].reverse() : all) ids.push(await storeDelivery(world, { raw, recipient: mailboxOf(client) }));
      }
      if (mode === "together") {
        // A collision of two first-time deliveries may be refused once; the runner asks again.
        await Promise.allSettled(ids.map((id) => process(world, id, THURSDAY)));
      }
      for (const id of [...ids, ...ids]) await process(world, id, THURSDAY);
      const { status, replyCount, snoozedUntil } = await lead(to.leadId);
      const stored = (await messagesOf()).filter((message) => message.leadId === to.leadId);
      final.push({
        status,
        replyCount,
        isSnoozed: snoozedUntil !== null,
        stored: stored.map((message) => message.intent).sort(),
        actions: (await activitiesOf(to.leadId)).sort(),
        second: (await touch(to.second)).state,
      });
    }
    expect(final[1]).toEqual(final[0]);
    expect(final[2]).toEqual(final[0]);
    expect(final[0]).toMatchObject({
      status: "unsubscribed",
      replyCount: 1,
      second: "cancelled",
      stored: ["out_of_office", "unsubscribe"],
    });
  });

  test("a delivery whose process died before it was marked is not done twice", async () => {
    const to = await writeTo(world, client);
    const id = await storeDelivery(world, { raw: await reply(to, "Tell me more"), recipient: mailboxOf(client) });
    await process(world, id, THURSDAY);
    await world.system.updateTable("private.inboundEvents").set({ processedAt: null }).where("id", "=", id).execute();
    expect(await process(world, id, MONDAY)).toEqual({ outcome: "repeat" });
    expect((await lead(to.leadId)).replyCount).toBe(1);
  });
});

describe("an outcome nobody knew", () => {
  test("is settled by an answer, and the follow-up stops", async () => {
    const carrier = new FakeCarrier();
    carrier.answer = () => ({ outcome: "unknown", response: "silence" });
    const to = await writeTo(world, client, {}, carrier);
    expect((await touch(to.first)).state).toBe("unknown");
    await hear(await reply(to, "Tell me more"));
    expect(await touch(to.first)).toMatchObject({ state: "sent", sentAt: WEDNESDAY_MORNING });
    expect((await touch(to.second)).state).toBe("cancelled");
    const threads = await threadsOf();
    expect(threads).toMatchObject([{ lastMessageAt: THURSDAY, leadId: to.leadId }]);
    const directions = await world.system
      .selectFrom("messages")
      .select(["direction", "threadId"])
      .where("leadId", "=", to.leadId)
      .orderBy("occurredAt")
      .execute();
    expect(directions).toEqual([
      { direction: "outbound", threadId: threads[0]?.id },
      { direction: "inbound", threadId: threads[0]?.id },
    ]);
  });

  test("of a process that died is settled too, before or after it was handed to a person", async () => {
    for (const isReconciled of [false, true]) {
      const carrier = new FakeCarrier();
      carrier.answer = () => {
        throw new Error("killed");
      };
      const to = writeTo(world, client, {}, carrier);
      await expect(to).rejects.toThrow("killed");
      const { id, leadId, messageId } = await world.system
        .selectFrom("touches")
        .select(["id", "leadId", "messageId"])
        .where("clientId", "=", client.clientId)
        .where("state", "=", "sending")
        .executeTakeFirstOrThrow();
      if (isReconciled) await reconcileTouches(world.systemCtx(client.clientId, THURSDAY));
      const raw = await composeMessage({
        from: { name: "Lee", address: (await lead(leadId)).email },
        to: { name: "", address: mailboxOf(client) },
        subject: "Re: a note",
        text: "Tell me more",
        date: THURSDAY,
        inReplyTo: messageId ?? "",
      });
      await hear(raw);
      expect((await touch(id)).state).toBe("sent");
    }
  });
});

describe("what cannot be read", () => {
  test("is kept with its error and not tried for ever", async () => {
    const nested = `Content-Type: multipart/mixed; boundary=a\r\n\r\n${"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n".repeat(500)}`;
    const broken = [
      await storeDelivery(world, { raw: "", recipient: mailboxOf(client) }),
      await storeDelivery(world, { raw: nested, recipient: mailboxOf(client) }),
    ];
    for (const id of broken) {
      const first = await process(world, id, THURSDAY);
      expect(["ignored", "unmatched"]).toContain(first.outcome);
      expect(await process(world, id, THURSDAY)).toEqual({ outcome: "repeat" });
    }
    const [empty] = await world.system
      .selectFrom("private.inboundEvents")
      .select(["error", "body"])
      .where("id", "=", broken[0] ?? "")
      .execute();
    expect(empty?.error).toMatch(/./);
  });

  test("NUL characters, endless ids and a body of the wrong shape stop nothing", async () => {
    const to = await writeTo(world, client);
    const hostile = [
      `From: Lee <${to.email}>\r\nSubject: a\0b\r\nMessage-ID: <a\0b@x>\r\nIn-Reply-To: <\0@x>\r\nContent-Type: text/html\r\n\r\n<p>Tell me\0 more</p>`,
      `From: Lee <${to.email}>\r\nMessage-ID: ${"x".repeat(9000)}\r\nReferences: ${"<y@z> ".repeat(3000)}\r\n\r\nTell me more`,
      `From: Lee <${to.email}>\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nTell=00 me more`,
    ];
    for (const raw of hostile) expect(await hear(raw)).toMatchObject({ outcome: "stored" });
    const { id } = await world.system
      .insertInto("private.inboundEvents")
      .values({ provider: "postmark", externalId: randomUUID(), body: JSON.stringify({ MessageID: 7 }), receivedAt: THURSDAY })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(await process(world, id, THURSDAY)).toMatchObject({ outcome: "ignored" });
  });

  test("what fails for good is marked and stays to be tried again by hand", async () => {
    const id = await storeDelivery(world, { raw: "x", recipient: mailboxOf(client) });
    await failInbound(world.system, { inboundEventId: id, error: "the database fell over" });
    const row = await world.system
      .selectFrom("private.inboundEvents")
      .select(["error", "processedAt"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ error: "the database fell over", processedAt: null });
  });
});

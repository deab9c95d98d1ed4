import { randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import { describe, expect, test } from "vitest";
import { reconcileTouches } from "@/lib/engines/dispatch/reconcile-touches";
import { composeMessage } from "@/local/mail/mime/compose-message";
import { readyClient, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { inboundLab, mailboxOf, THURSDAY, writeTo } from "@/tests/support/inbound-mail";

const world = fileWorld();
const client = clientPerTest(world);
const { reply, hear, lead, touch, messagesOf, threadsOf, isSuppressed } = inboundLab(
  () => world,
  () => client,
);

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
      if (isReconciled) await reconcileTouches(world.systemCtx(client.clientId, THURSDAY), testSenderOptions(new FakeCarrier()));
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

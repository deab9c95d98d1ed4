import { describe, expect, test } from "vitest";
import { ProviderError } from "@/lib/errors";
import { smartlead } from "@/lib/integrations/smartlead/api";
import { recallFromSmartlead } from "@/lib/integrations/smartlead/recall";
import { toRawEmail } from "@/lib/integrations/smartlead/transform";
import { buildReply } from "@/local/mail/mime/build-reply";
import { readOriginal } from "@/local/mail/mime/original-message";
import { WRONG_PASSWORD } from "@/local/providers/smartlead/account-routes";
import { hasContracts } from "@/tests/contracts/contract";
import { AVA, DAY_MS, followUp, mailbox, message, SAM, SmartleadFixture, START } from "@/tests/contracts/smartlead-fixture";

describe.skipIf(!hasContracts)("Smartlead: our client and the stand-in keep the contract", () => {
  const sl = new SmartleadFixture();

  test("a mailbox is connected, listed without its password, warmed up and told about", async () => {
    const { id } = await sl.api.saveMailbox(mailbox);
    await expect(sl.api.saveMailbox({ ...mailbox, password: WRONG_PASSWORD })).rejects.toMatchObject({ status: 400, retryable: false });
    const [listed] = await sl.api.listMailboxes();
    expect(listed).toMatchObject({ id, from_email: AVA });
    expect(JSON.stringify([listed, await sl.api.getMailbox(id)])).not.toContain("mailbox-secret");
    await sl.api.setWarmup(id, { isEnabled: true, perDay: 80, rampUpPerDay: 5, replyRatePercent: 40 });
    sl.now = new Date(START.getTime() + 10 * DAY_MS);
    const stats = await sl.api.getWarmupStats(id);
    expect(stats.daily_stats.map(({ date, sent }) => [date, sent])).toEqual([
      ["2026-11-27", 20],
      ["2026-11-28", 25],
      ["2026-11-29", 30],
      ["2026-11-30", 35],
      ["2026-12-01", 40],
      ["2026-12-02", 45],
      ["2026-12-03", 50],
    ]);
    const { warmup_details: shown } = await sl.api.getMailbox(id);
    expect(shown?.warmup_reputation).toBe(stats.reputation_score); // "95%" there, 95 here
  });

  test("a first message goes out once as it was written, and its real Message-ID comes back", async () => {
    const handed = await sl.passedOn();
    expect(handed).toMatchObject({ outcome: "accepted" });
    expect(await sl.carrier.handOver(message(), "touch-1")).toMatchObject(
      handed.outcome === "accepted" ? { reference: handed.reference } : {},
    );
    await sl.passMinutes(60);
    expect(sl.mail.sent).toHaveLength(1);
    const [sent] = sl.mail.sent;
    expect(sent).toMatchObject({ to: SAM, from: `"Ava" <${AVA}>`, subject: "Quick question" });
    expect(sent?.text.trim()).toBe(message().text.trim());
    expect(sl.news()).toMatchObject([
      { kind: "event", event: { kind: "delivery", state: "sent", reference: handed.outcome === "accepted" && handed.reference } },
      { kind: "sent", mailbox: AVA, messageId: sent?.messageId },
    ]);
    expect(await sl.carrier.readMessageId(message())).toBe(sent?.messageId);
  });

  test("an answer comes in as a mail from the lead to our mailbox; the follow-up stays in the thread", async () => {
    await sl.passedOn();
    const [sent] = sl.mail.sent;
    const original = await readOriginal(
      Buffer.from(
        `Message-ID: ${sent?.messageId}\r\nFrom: ${AVA}\r\nSubject: Quick question\r\nDate: Tue, 24 Nov 2026 02:00:00 +0000\r\n\r\nHi Sam`,
      ),
    );
    sl.mail.receive(
      AVA,
      (await buildReply({ from: { name: "Sam", address: SAM }, original, text: "Tell me more", now: sl.now })).toString(),
      sl.now,
    );
    await sl.passMinutes(2);
    await sl.passMinutes(2);
    const reply = sl.news().find(({ kind }) => kind === "reply");
    expect(reply).toMatchObject({ mailbox: AVA, from: { address: SAM }, inReplyTo: sent?.messageId, text: "Tell me more" });
    const raw = reply?.kind === "reply" ? await toRawEmail(reply) : "";
    expect(await readOriginal(Buffer.from(raw))).toMatchObject({
      from: { address: SAM },
      to: [{ address: AVA }],
      references: [sent?.messageId],
    });

    const answered = followUp((reply?.kind === "reply" && reply.messageId) || "");
    expect(await sl.carrier.handOver(answered, "touch-2")).toEqual({
      outcome: "accepted",
      reference: null,
      costMicroAud: null,
      response: "sent by Smartlead",
    });
    expect(await sl.carrier.handOver(answered, "touch-2")).toMatchObject({ outcome: "accepted", response: "already sent by Smartlead" });
    expect(sl.mail.sent).toHaveLength(2);
    expect(sl.mail.sent[1]).toMatchObject({ subject: "Re: Quick question", headers: { "In-Reply-To": answered.inReplyTo } });
    expect(sl.mail.sent[1]?.headers.References).toContain(sent?.messageId);
  });

  test("a follow-up waits for the first message, and needs a thread", async () => {
    await sl.api.saveMailbox(mailbox);
    const orphan = followUp("<ours@getagency.example>");
    expect(await sl.carrier.handOver(orphan, "touch-2")).toMatchObject({ outcome: "refused", isPermanent: true, cause: "content" });
    await sl.carrier.handOver(message(), "touch-1");
    expect(await sl.carrier.handOver(orphan, "touch-2")).toMatchObject({ outcome: "refused", isPermanent: false, cause: "moment" });
    await sl.passMinutes(10);
    expect(await sl.carrier.handOver(orphan, "touch-2")).toMatchObject({ outcome: "accepted" });
    expect(sl.mail.sent[1]?.headers["In-Reply-To"]).toBe(sl.mail.sent[0]?.messageId);
  });

  test("lost answers are unknown and found again by key or by text; nobody is written to twice", async () => {
    await sl.api.saveMailbox(mailbox);
    await sl.fail({ operation: "POST /campaigns/{id}/leads", kind: "answer_lost" });
    expect(await sl.carrier.handOver(message(), "touch-1")).toMatchObject({ outcome: "unknown" });
    expect(await sl.carrier.reconcile("touch-1", message())).toMatchObject({ outcome: "accepted" });
    await sl.passMinutes(10);
    const later = followUp(sl.mail.sent[0]?.messageId ?? "");
    await sl.fail({ operation: "POST /campaigns/{id}/reply-email-thread", kind: "answer_lost" });
    expect(await sl.carrier.handOver(later, "touch-2")).toMatchObject({ outcome: "unknown" });
    expect(await sl.carrier.reconcile("touch-2", later)).toMatchObject({ outcome: "accepted" });
    expect(sl.mail.sent).toHaveLength(2);

    const lee = message({ to: { name: "Lee", address: "lee@prospect.example" } });
    await sl.fail({ operation: "POST /campaigns/{id}/leads", kind: "drop" });
    expect(await sl.carrier.handOver(lee, "touch-3")).toMatchObject({ outcome: "unknown" });
    expect(await sl.carrier.reconcile("touch-3", lee)).toEqual({ outcome: "not_found" });
    const unseen = followUp("<x@x.example>");
    expect(await sl.carrier.reconcile("touch-4", { ...unseen, text: "never sent" })).toMatchObject({ outcome: "unknown" });
  });

  test("a second thread takes another lane; a campaign that ran dry is started again, one a person paused is not", async () => {
    await sl.passedOn();
    expect((await sl.api.listCampaigns()).map(({ name, status }) => [name, status])).toEqual([[`Agency OS relay ${AVA} #1`, "COMPLETED"]]);
    await sl.carrier.handOver(message({ subject: "Another matter", text: "Something new" }), "touch-9");
    await sl.passMinutes(10);
    expect(sl.mail.sent.map(({ subject }) => subject)).toEqual(["Quick question", "Another matter"]);
    await sl.carrier.handOver(message({ to: { name: null, address: "lee@prospect.example" } }), "touch-10");
    await sl.passMinutes(10);
    expect(sl.mail.sent).toHaveLength(3);
    const [first] = await sl.api.listCampaigns();
    await sl.api.setStatus(first?.id ?? 0, "PAUSED");
    const kim = message({ to: { name: null, address: "kim@prospect.example" } });
    expect(await sl.carrier.handOver(kim, "touch-11")).toMatchObject({ outcome: "refused", isPermanent: false, cause: "ours" });
  });

  test("two hand-overs at once make one relay campaign", async () => {
    await sl.api.saveMailbox(mailbox);
    const people = ["a", "b", "c", "d"].map((name) => message({ to: { name: null, address: `${name}@prospect.example` } }));
    await Promise.all(people.map((one, index) => sl.carrier.handOver(one, `touch-${index}`)));
    expect(await sl.api.listCampaigns()).toHaveLength(1);
    await sl.passMinutes(60);
    expect(sl.mail.sent).toHaveLength(4);
  });

  test("two threads with one person begun at once: one goes, the other is tried again in a lane of its own", async () => {
    await sl.api.saveMailbox(mailbox);
    const other = message({ subject: "Another matter", text: "Something new" });
    const handed = await Promise.all([sl.carrier.handOver(message(), "touch-1"), sl.carrier.handOver(other, "touch-2")]);
    expect(new Set(handed.map(({ outcome }) => outcome))).toEqual(new Set(["accepted", "refused"]));
    const refused = handed.findIndex(({ outcome }) => outcome === "refused");
    expect(handed[refused]).toMatchObject({ isPermanent: false, cause: "moment" });
    const again = refused === 0 ? sl.carrier.handOver(message(), "touch-1") : sl.carrier.handOver(other, "touch-2");
    expect(await again).toMatchObject({ outcome: "accepted" });
    await sl.passMinutes(30);
    expect(sl.mail.sent).toHaveLength(2);
    expect(new Set(sl.mail.sent.map(({ subject }) => subject))).toEqual(new Set(["Another matter", "Quick question"]));
  });

  test("a start that was cut short is made again", async () => {
    await sl.api.saveMailbox(mailbox);
    await sl.fail({ operation: "POST /campaigns/{id}/schedule", kind: "status", status: 500 });
    expect(await sl.carrier.handOver(message(), "touch-1")).toMatchObject({ outcome: "refused", isPermanent: false, cause: "moment" });
    expect(await sl.carrier.handOver(message(), "touch-1")).toMatchObject({ outcome: "accepted" });
    expect(await sl.api.listCampaigns()).toHaveLength(1);
  });

  test("what has not gone out is taken back without a word, and who unsubscribed there is not written to", async () => {
    await sl.api.saveMailbox(mailbox);
    await sl.carrier.handOver(message(), "touch-1");
    const recall = (key: string) => recallFromSmartlead(sl.api, { mailbox: AVA, email: SAM, key });
    expect(await recall("touch-1")).toEqual({ outcome: "stopped" });
    expect(await recall("touch-1")).toEqual({ outcome: "stopped" });
    expect(await recall("touch-9")).toEqual({ outcome: "left" });
    await sl.passMinutes(30);
    expect(sl.mail.sent).toEqual([]);
    expect(sl.news()).toEqual([]);
    const lead = await sl.api.findLead(SAM);
    await sl.api.unsubscribeLead(lead?.id ?? 0);
    const again = message({ subject: "Again", text: "Again" });
    expect(await sl.carrier.handOver(again, "touch-2")).toMatchObject({ outcome: "refused", isPermanent: true, cause: "opted_out" });
  });

  test("a paused lead waits until it is resumed", async () => {
    await sl.api.saveMailbox(mailbox);
    await sl.carrier.handOver(message(), "touch-1");
    const lead = await sl.api.findLead(SAM);
    const [campaign] = await sl.api.listCampaigns();
    await sl.api.pauseLead(campaign?.id ?? 0, lead?.id ?? 0);
    await sl.passMinutes(30);
    expect(sl.mail.sent).toEqual([]);
    await sl.api.resumeLead(campaign?.id ?? 0, lead?.id ?? 0);
    await sl.passMinutes(30);
    expect(sl.mail.sent).toHaveLength(1);
  });

  test("a refused address bounces under the reference of its hand-over", async () => {
    sl.mail.answerFor(SAM, { outcome: "refused", isPermanent: true, response: "550 5.1.1" });
    const handed = await sl.passedOn();
    expect(sl.news()).toMatchObject([
      { kind: "event", event: { kind: "delivery", state: "undelivered", reference: handed.outcome === "accepted" && handed.reference } },
    ]);
  });

  test("a webhook is subscribed with the first set of names", async () => {
    expect((await sl.api.createWebhook("Agency OS", "https://app.example/hook")).id).toBeTypeOf("number");
  });

  test.each([
    [400, { outcome: "refused", isPermanent: true, cause: "content" }],
    [401, { outcome: "refused", isPermanent: false, cause: "ours" }],
    [422, { outcome: "refused", isPermanent: true, cause: "content" }],
    [429, { outcome: "refused", isPermanent: false, cause: "moment" }],
    [500, { outcome: "unknown" }],
  ])("a hand-over that is answered %i, and no key or address in what is said of it", async (status, expected) => {
    await sl.api.saveMailbox(mailbox);
    await sl.fail({ operation: "POST /campaigns/{id}/leads", kind: "status", status });
    const handed = await sl.carrier.handOver(message(), "touch-1");
    expect(handed).toMatchObject(expected);
    expect(JSON.stringify(handed)).not.toMatch(/api_key|local-smartlead|prospect\.example/);
  });

  test("the key is in no error, whatever goes wrong", async () => {
    const errors: unknown[] = [];
    for (const fault of [{ kind: "drop" }, { kind: "answer_lost" }, { kind: "status", status: 503 }, { kind: "status", status: 429 }]) {
      await sl.fail(fault);
      await sl.api.listCampaigns().catch((error: unknown) => errors.push(error));
    }
    await smartlead({ apiKey: "another-key", baseUrl: sl.baseUrl, fetch: sl.fetch })
      .listCampaigns()
      .catch((error: unknown) => errors.push(error));
    expect(errors).toHaveLength(5);
    for (const error of errors) {
      expect(error).toBeInstanceOf(ProviderError);
      const { message: text, stack, cause } = error as ProviderError;
      expect(`${text} ${stack} ${String(cause)} ${JSON.stringify(error)}`).not.toMatch(/api_key|local-smartlead-key|another-key/);
    }
    expect(errors[3]).toMatchObject({ status: 429, reason: "RATE_LIMIT_EXCEEDED", retryable: true, retryAfterMs: 30_000 });
    expect(errors[4]).toMatchObject({ status: 401, retryable: false });
  });
});

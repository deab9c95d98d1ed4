import { simpleParser } from "mailparser";
import { createTransport } from "nodemailer";
import { describe, expect, test, vi } from "vitest";
import { AVA, MailFixture, MINUTE_MS } from "@/local/mail/mail-fixture";
import type { MessageWithRaw } from "@/local/mail/message";

const lab = new MailFixture();

describe("mail to the outside", () => {
  test("lies in the mailbox with its trace fields and is told to listeners once", async () => {
    const told: MessageWithRaw[] = [];
    const stop = lab.mail.onDelivered((message) => void told.push(message));
    const to = lab.sam();
    const { messageId } = await lab.send(to);
    await vi.waitFor(() => expect(told.filter((message) => message.mailbox === to)).toHaveLength(1));
    expect(told.at(-1)).toMatchObject({ mailFrom: AVA, messageId, subject: "Quick question", direction: "outgoing" });
    expect(told.at(-1)?.receivedAt.getTime()).toBe(lab.nowMs);
    expect(told.at(-1)?.raw.toString()).toMatch(/^Return-Path: <ava@mail\.agency\.example>\r\nReceived: by mail\.localhost/);
    await lab.mail.tick();
    expect(told.filter((message) => message.mailbox === to)).toHaveLength(1);
    stop();
    expect(lab.product.received).toHaveLength(0);
  });

  test("a listener that failed is told again", async () => {
    const to = lab.sam();
    let calls = 0;
    lab.mail.onDelivered((message) => {
      if (message.mailbox === to && ++calls === 1) throw new Error("not now");
    });
    await lab.send(to);
    await vi.waitFor(() => expect(calls).toBe(2), { timeout: 5000 });
  });

  test("can be looked up by Message-ID, with how often it came", async () => {
    const to = lab.sam();
    const { messageId } = await lab.send(to);
    const path = `/_control/sent?messageId=${encodeURIComponent(messageId)}`;
    expect(await lab.get(path)).toMatchObject({ accepted: true, receivedCount: 1, recipients: [to] });
    await lab.send(to, { messageId });
    expect(await lab.get(path)).toMatchObject({ receivedCount: 2 });
    expect(await lab.get("/_control/sent?messageId=%3Cnone%40x%3E")).toMatchObject({ accepted: false, receivedCount: 0 });
  });

  test("a burst of 600 over a pool is taken whole", async () => {
    const domain = `${lab.unique("burst")}.example`;
    await Promise.all(Array.from({ length: 600 }, (_, index) => lab.send(`p${index}@${domain}`)));
    const page = await (await fetch(`${lab.mail.url}/?q=${domain}`)).text();
    expect(page.match(/href="\/mailbox\//g)).toHaveLength(200);
    expect(await lab.inbox(`p599@${domain}`)).toHaveLength(1);
  }, 30_000);
});

describe("addresses that misbehave", () => {
  test("reject and full refuse at RCPT and store nothing", async () => {
    const rejected = lab.sam("reject");
    await expect(lab.send(rejected)).rejects.toMatchObject({
      code: "EENVELOPE",
      responseCode: 550,
      response: expect.stringContaining("5.1.1"),
    });
    await expect(lab.send(lab.sam("full"))).rejects.toMatchObject({ responseCode: 452, response: expect.stringContaining("4.2.2") });
    expect(await lab.inbox(rejected)).toEqual([]);
    const mixed = await lab.send([lab.sam("reject"), lab.sam()].join(","));
    expect([mixed.accepted.length, mixed.rejected.length]).toEqual([1, 1]);
  });

  test.each([
    ["bounce", "multipart/report", "Undelivered Mail Returned to Sender", "Status: 5.1.1"],
    ["blocked", "multipart/report", "Undelivered Mail Returned to Sender", "Status: 5.7.1"],
    ["delayed", "multipart/report", "Delayed Mail (still being retried)", "Action: delayed"],
    ["complain", "multipart/report", "Complaint about a message from your system", "Feedback-Type: abuse"],
    ["mdn", "multipart/report", "Read: Quick question", "disposition-notification"],
    ["away", "text/plain", "Automatic reply: Quick question", "Auto-Submitted: auto-replied"],
    ["autoreply", "text/plain", /^\[#\d{6}\]/, "Auto-Submitted: auto-replied"],
    ["left", "text/plain", "Automatic reply: Quick question", "no longer works here"],
  ])("+%s comes back by webhook as real MIME", async (tag, type, subject, content) => {
    const to = lab.sam(tag);
    const { messageId } = await lab.send(to);
    await lab.product.got(1);
    const [payload] = lab.product.received;
    const parsed = await simpleParser(payload?.RawEmail ?? "");
    expect(parsed.headers.get("content-type")).toMatchObject({ value: type });
    expect(payload?.Subject).toEqual(typeof subject === "string" ? subject : expect.stringMatching(subject));
    expect(payload?.RawEmail).toContain(content);
    expect(payload?.RawEmail).toContain(messageId);
    expect(payload?.OriginalRecipient).toBe(AVA);
    expect(payload?.Headers).toContainEqual({ Name: "Return-Path", Value: tag === "complain" ? "<fbl@prospect.example>" : "<>" });
  });

  test("out of office names the day seven days ahead, in Australian order", async () => {
    lab.nowMs = Date.parse("2027-03-29T20:00:00Z");
    await lab.send(lab.sam("away"));
    await lab.product.got(1);
    expect(lab.product.received[0]?.TextBody).toContain("back on 06/04/2027");
  });

  test("a behaviour set by call beats the tag, waits on the clock and outlives a restart", async () => {
    const to = lab.sam("reject");
    expect(
      (
        await lab.post("behaviour", {
          address: to,
          behaviour: { kind: "react", reaction: { kind: "bounce", status: "5.2.2" }, afterMs: 4 * 60 * MINUTE_MS },
        })
      ).status,
    ).toBe(200);
    await lab.send(to);
    expect(await lab.state()).toMatchObject({ pendingTimers: 1, nextTimerAt: new Date(lab.nowMs + 4 * 60 * MINUTE_MS).toISOString() });
    await lab.restart();
    await lab.advance(4 * 60 * MINUTE_MS - 1);
    expect(lab.product.received).toHaveLength(0);
    await lab.advance(1);
    await lab.product.got(1);
    expect(lab.product.received[0]?.RawEmail).toContain("Status: 5.2.2");
    await lab.mail.setBehaviour(to, { kind: "defer", status: "4.7.1" });
    await expect(lab.send(to)).rejects.toMatchObject({ responseCode: 452 });
  });

  test("a report is never answered, an automatic answer gets no automatic answer", async () => {
    await lab.send(lab.sam("away"), { envelope: { from: "", to: lab.sam("bounce") } });
    await lab.send(lab.sam("away"), { headers: { "Auto-Submitted": "auto-replied" } });
    await lab.mail.tick();
    expect(await lab.state()).toMatchObject({ pendingTimers: 0, queuedWebhooks: 0 });
    expect(lab.product.received).toHaveLength(0);
    const { messages } = await lab.get<{ messages: { mailbox: string }[] }>("/_control/messages?limit=10000");
    expect(messages.filter((message) => message.mailbox === "")).toEqual([]);
  });

  test("listeners hear of mail that was read and answered, not of mail that was returned", async () => {
    const told: string[] = [];
    lab.mail.onDelivered((message) => void told.push(message.mailbox));
    const away = lab.sam("away");
    await lab.send([lab.sam("bounce"), away, AVA].join(","));
    await vi.waitFor(() => expect(told).toContain(away));
    await lab.mail.tick();
    expect(told.filter((mailbox) => mailbox !== away && (mailbox === AVA || mailbox.includes("+bounce")))).toEqual([]);
  });
});

describe("SMTP faults", () => {
  test("refuse, then well again", async () => {
    await lab.post("fail-smtp", { mode: "refuse", count: 1 });
    const single = createTransport({ host: "127.0.0.1", port: lab.port, ignoreTLS: true });
    await expect(single.sendMail({ from: AVA, to: lab.sam(), text: "x" })).rejects.toMatchObject({ responseCode: 421 });
    expect((await single.sendMail({ from: AVA, to: lab.sam(), text: "x" })).accepted).toHaveLength(1);
  });

  test("an answer lost after acting: the client fails, the message is there", async () => {
    await lab.post("fail-smtp", { mode: "drop-after-data", count: 1 });
    const messageId = `<${lab.unique("lost")}@mail.agency.example>`;
    const single = createTransport({ host: "127.0.0.1", port: lab.port, ignoreTLS: true });
    await expect(single.sendMail({ from: AVA, to: lab.sam(), text: "x", messageId })).rejects.toThrow();
    expect(await lab.get(`/_control/sent?messageId=${encodeURIComponent(messageId)}`)).toMatchObject({ accepted: true, receivedCount: 1 });
  });

  test("hang lasts until the client gives up", async () => {
    await lab.post("fail-smtp", { mode: "hang", count: 1 });
    const single = createTransport({
      host: "127.0.0.1",
      port: lab.port,
      ignoreTLS: true,
      socketTimeout: 200,
    });
    await expect(single.sendMail({ from: AVA, to: lab.sam(), text: "x" })).rejects.toMatchObject({ code: "ETIMEDOUT" });
  });

  test("a password can be made wrong for one user", async () => {
    await lab.post("fail-auth", { user: AVA });
    await expect(lab.send(lab.sam())).rejects.toMatchObject({ code: "EAUTH", responseCode: 535 });
    await lab.post("fail-auth", { user: AVA, fail: false });
    await lab.send(lab.sam());
  });
});

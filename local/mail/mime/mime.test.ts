import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { buildArf } from "@/local/mail/mime/build-arf";
import { australianDate, buildAutoReply } from "@/local/mail/mime/build-auto-reply";
import { buildDsn } from "@/local/mail/mime/build-dsn";
import { buildMdn } from "@/local/mail/mime/build-mdn";
import { buildReply } from "@/local/mail/mime/build-reply";
import { headerLine } from "@/local/mail/mime/compose-report";
import { readOriginal } from "@/local/mail/mime/original-message";
import { stableUuid } from "@/local/mail/mime/stable-id";

const NOW = new Date("2026-11-20T03:00:00Z");
const RAW = Buffer.from(
  [
    "From: Ava Lindström <ava@mail.agency.example>",
    "To: Sam Example <sam@prospect.example>",
    "Subject: =?utf-8?Q?Caf=C3=A9_bookings?=",
    "Date: Thu, 19 Nov 2026 01:00:00 +0000",
    "Message-ID: <first@mail.agency.example>",
    "References: <older@mail.agency.example>",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    "Hi Sam,",
    "> an older line",
    "a naïve question.",
    "",
  ].join("\r\n"),
);
const sam = { name: "Sam Example", address: "sam@prospect.example" };

/** Body of the n-th part of a multipart message, split by its own boundary as any reader would. */
function part(raw: Buffer, index: number): string {
  const text = raw.toString("utf8");
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? "";
  return text.split(`--${boundary}`)[index + 1] ?? "";
}

describe("delivery status notification", () => {
  const input = {
    action: "failed",
    status: "5.1.1",
    diagnostic: "550 5.1.1 user unknown",
    recipient: sam.address,
    returnTo: "ava@mail.agency.example",
    originalMessage: RAW,
    now: NOW,
  } as const;

  test("a failure names recipient, action and status and returns the original", async () => {
    const raw = buildDsn(input);
    const mail = await simpleParser(raw);
    expect(mail.headers.get("content-type")).toMatchObject({ value: "multipart/report", params: { "report-type": "delivery-status" } });
    expect(mail.headers.get("auto-submitted")).toBe("auto-replied");
    expect(part(raw, 1)).toMatch(
      /^\r\nContent-Type: message\/delivery-status\r\n\r\nReporting-MTA: dns; mx\.prospect\.example\r\nArrival-Date: .+\r\n\r\nOriginal-Recipient/,
    );
    expect(part(raw, 1)).toContain("Final-Recipient: rfc822; sam@prospect.example\r\nAction: failed\r\nStatus: 5.1.1\r\n");
    expect(part(raw, 1)).toContain("Diagnostic-Code: smtp; 550 5.1.1 user unknown");
    expect(part(raw, 2)).toContain("Content-Type: message/rfc822");
    expect(part(raw, 2)).toContain(RAW.toString("utf8"));
    expect(part(raw, 3)).toBe("--\r\n");
  });

  test("a delay returns headers only and says until when", async () => {
    const raw = buildDsn({
      ...input,
      action: "delayed",
      status: "4.2.2",
      returned: "headers",
      willRetryUntil: new Date("2026-11-25T03:00:00Z"),
    });
    expect(part(raw, 1)).toContain("Action: delayed");
    expect(part(raw, 1)).toContain("Will-Retry-Until: Wed, 25 Nov 2026 03:00:00 +0000");
    expect(part(raw, 2)).toContain("Content-Type: text/rfc822-headers");
    expect(part(raw, 2)).toContain("Message-ID: <first@mail.agency.example>");
    expect(part(raw, 2)).not.toContain("naïve");
    expect((await simpleParser(raw)).headers.get("x-failed-recipients")).toBeUndefined();
  });
});

test("a complaint follows RFC 5965 and carries the message complained about", async () => {
  const raw = buildArf({ complainant: sam.address, returnTo: "ava@mail.agency.example", originalMessage: RAW, now: NOW });
  const mail = await simpleParser(raw);
  expect(mail.headers.get("content-type")).toMatchObject({ value: "multipart/report", params: { "report-type": "feedback-report" } });
  expect(part(raw, 1)).toContain("Feedback-Type: abuse\r\nUser-Agent: AgencyOS-Local-FBL/1\r\nVersion: 1\r\n");
  expect(part(raw, 1)).toContain("Original-Rcpt-To: <sam@prospect.example>");
  expect(part(raw, 2)).toContain("Message-ID: <first@mail.agency.example>");
});

test("a read receipt names the message that was displayed", async () => {
  const raw = buildMdn({ reader: sam.address, returnTo: "ava@mail.agency.example", original: await readOriginal(RAW), now: NOW });
  const mail = await simpleParser(raw);
  expect(mail.subject).toBe("Read: Café bookings");
  expect(part(raw, 1)).toContain("Original-Message-ID: <first@mail.agency.example>");
  expect(part(raw, 1)).toContain("Disposition: manual-action/MDN-sent-manually; displayed");
});

describe("answers", () => {
  test("a reply is threaded and quotes the original below", async () => {
    const original = await readOriginal(RAW);
    const mail = await simpleParser(await buildReply({ from: sam, original, text: "Tuesday suits — 10am?", now: NOW }));
    expect(mail.inReplyTo).toBe("<first@mail.agency.example>");
    expect(mail.references).toEqual(["<older@mail.agency.example>", "<first@mail.agency.example>"]);
    expect(mail.subject).toBe("Re: Café bookings");
    expect(mail.from?.text).toBe('"Sam Example" <sam@prospect.example>');
    expect(mail.text).toBe(
      "Tuesday suits — 10am?\n\nOn Thu, 19 Nov 2026, Ava Lindström wrote:\n> Hi Sam,\n>> an older line\n> a naïve question.\n",
    );
  });

  test("Re: is not repeated and the answer goes to Reply-To", async () => {
    const raw = Buffer.from(RAW.toString().replace(/^Subject:.*$/m, "Subject: RE: hello\r\nReply-To: Desk <desk@agency.example>"));
    const mail = await simpleParser(
      await buildReply({ from: sam, original: await readOriginal(raw), text: "ok", now: NOW, quoted: false }),
    );
    expect(mail.subject).toBe("RE: hello");
    expect(mail.to && !Array.isArray(mail.to) && mail.to.text).toBe('"Desk" <desk@agency.example>');
    expect(mail.text?.trim()).toBe("ok");
  });

  test("automatic answers say that they are automatic", async () => {
    const original = await readOriginal(RAW);
    const returnsOn = new Date("2026-11-27T03:00:00Z");
    const away = await simpleParser(await buildAutoReply({ kind: "away", from: sam, original, now: NOW, returnsOn }));
    expect(away.headers.get("auto-submitted")).toBe("auto-replied");
    expect(away.subject).toBe("Automatic reply: Café bookings");
    expect(away.text).toContain("back on 27/11/2026");
    const ticket = await simpleParser(await buildAutoReply({ kind: "ticket", from: sam, original, now: NOW }));
    expect(ticket.subject).toMatch(/^\[#\d{6}\] We have received your request: Café bookings$/);
    const successor = { name: "Kim", address: "kim@prospect.example" };
    const left = await simpleParser(await buildAutoReply({ kind: "left", from: sam, original, now: NOW, successor }));
    expect(left.text).toContain("Sam Example no longer works here");
    expect(left.text).toContain("kim@prospect.example");
  });

  test("equal input gives equal bytes, other input another id", async () => {
    const original = await readOriginal(RAW);
    const build = (text: string) => buildReply({ from: sam, original, text, html: `<p>${text}</p>`, now: NOW });
    expect((await build("a")).equals(await build("a"))).toBe(true);
    expect((await readOriginal(await build("a"))).messageId).not.toBe((await readOriginal(await build("b"))).messageId);
  });

  test("a message without headers can still be read and answered", async () => {
    const original = await readOriginal(Buffer.from("\r\njust text"));
    expect(original).toMatchObject({ messageId: "", references: [], subject: "", date: null });
    expect((await simpleParser(await buildReply({ from: sam, original, text: "x", now: NOW }))).inReplyTo).toBeUndefined();
  });
});

test("a header cannot be broken into two", () => {
  expect(headerLine(["Subject", "a\r\nBcc: victim@example.com"])).toBe("Subject: a Bcc: victim@example.com\r\n");
});

test("dates are those of Sydney; uuids are well formed", () => {
  expect(australianDate(new Date("2026-11-26T14:00:00Z"))).toBe("27/11/2026");
  expect(stableUuid("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(stableUuid("a", "b")).not.toBe(stableUuid("ab"));
});

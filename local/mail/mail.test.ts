import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { addressTag, baseAddress, normalizeAddress } from "@/local/mail/address";
import { behaviourByTag } from "@/local/mail/behaviour";
import { unsubscribeUrl } from "@/local/mail/one-click";
import { buildPostmarkInbound } from "@/local/mail/postmark-inbound";
import { stripQuotedReply } from "@/local/mail/strip-quoted-reply";
import { INBOUND_WEBHOOK_POLICY } from "@/local/mail/webhook-sender";

test("addresses compare without case and tag", () => {
  expect(normalizeAddress(" <Ava+T1@Mail.Example> ")).toBe("ava+t1@mail.example");
  expect(baseAddress("ava+t1+t2@mail.example")).toBe("ava@mail.example");
  expect(addressTag("ava+t1+t2@mail.example")).toBe("t1+t2");
  expect(addressTag("ava@plus+domain.example")).toBe("");
});

test("a tag anywhere in the local part chooses the behaviour; other tags choose none", () => {
  expect(behaviourByTag("sam+lead7+bounce@x.example")).toMatchObject({ kind: "react", reaction: { kind: "bounce" } });
  expect(behaviourByTag("sam+constructor@x.example")).toBeUndefined();
  expect(behaviourByTag("bounce@x.example")).toBeUndefined();
});

describe("what the person wrote above the quote", () => {
  test.each([
    ["Yes please.\n\nOn Thu, 19 Nov 2026, Ava wrote:\n> Hi", "Yes please."],
    ["Yes\r\n\r\nOn Thu, 19 Nov 2026 at 3:00 pm Ava Lindström\r\n<ava@mail.example> wrote:\r\n\r\n> Hi", "Yes"],
    ["No.\n\n-----Original Message-----\nFrom: Ava", "No."],
    ["Later\n\nFrom: Ava <a@b.example>\nSent: Thursday\nTo: Sam", "Later"],
    ["Top\n________________________________\nFrom: Ava", "Top"],
    ["> quoted only", ""],
    ["On Thursday I wrote: nothing quoted here", ""],
  ])("%j", (text, expected) => expect(stripQuotedReply(text)).toBe(expected));
});

test("the inbound payload has Postmark's fields, all other headers and the raw message", async () => {
  const raw = Buffer.from(
    [
      "Return-Path: <>",
      "From: Sam Example <sam@prospect.example>",
      'To: "Ava" <ava+t1@mail.example>',
      "Subject: =?utf-8?Q?Caf=C3=A9?=",
      "Date: Thu, 15 Jan 2026 12:30:00 +1100",
      "Message-ID: <r1@prospect.example>",
      "References: <a@mail.example>",
      "\t<b@mail.example>",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "Sure – Tuesday.",
      "",
      "On Thu, Ava wrote:",
      "> Hi",
      "--b",
      'Content-Type: text/csv; name="list.csv"',
      'Content-Disposition: attachment; filename="list.csv"',
      "",
      "a,b",
      "--b--",
      "",
    ].join("\r\n"),
  );
  const payload = await buildPostmarkInbound({
    id: "22c74902-a0c1-8511-804f-341342852c90",
    number: 1,
    mailbox: "ava+t1@mail.example",
    direction: "incoming",
    mailFrom: "",
    headerFrom: "",
    subject: "",
    messageId: "",
    receivedAt: new Date(0),
    raw,
  });
  expect(payload).toMatchObject({
    From: "sam@prospect.example",
    FromName: "Sam Example",
    ToFull: [{ Email: "ava+t1@mail.example", Name: "Ava", MailboxHash: "t1" }],
    OriginalRecipient: "ava+t1@mail.example",
    MailboxHash: "t1",
    Subject: "Café",
    Date: "Thu, 15 Jan 2026 12:30:00 +1100",
    StrippedTextReply: "Sure – Tuesday.",
    HtmlBody: "",
    RawEmail: raw.toString("utf8"),
  });
  expect(payload.Headers).toContainEqual({ Name: "References", Value: "<a@mail.example> <b@mail.example>" });
  expect(payload.Headers).toContainEqual({ Name: "Return-Path", Value: "<>" });
  expect(payload.Headers.map((header) => header.Name)).not.toContain("Subject");
  expect(payload.Attachments).toEqual([
    { Name: "list.csv", Content: Buffer.from("a,b").toString("base64"), ContentType: "text/csv", ContentLength: 3, ContentID: "" },
  ]);
});

test("one-click is offered only where both fields allow it", async () => {
  const parse = (lines: string[]) => simpleParser([...lines, "", ""].join("\r\n"));
  const list = "List-Unsubscribe: <mailto:u@x.example>,\r\n <https://x.example/u/1>";
  expect(unsubscribeUrl(await parse([list, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]))).toBe("https://x.example/u/1");
  expect(unsubscribeUrl(await parse([list]))).toBeUndefined();
});

test("Postmark gives up about ten and a half hours after the first attempt, as documented", () => {
  expect(INBOUND_WEBHOOK_POLICY.retryDelaysMs.reduce((sum, wait) => sum + wait) / 3_600_000).toBeCloseTo(10.35);
});

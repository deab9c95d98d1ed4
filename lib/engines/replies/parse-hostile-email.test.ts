import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyReply } from "@/lib/engines/replies/classify-reply";
import { parseInboundEmail } from "@/lib/engines/replies/parse-inbound-email";
import { InvalidError } from "@/lib/errors";
import { mail } from "@/tests/support/raw-mail";

const now = new Date("2026-11-22T00:00:00Z");

describe("hostile input", () => {
  const refused = async (raw: Buffer | string, message: RegExp) => {
    await expect(parseInboundEmail(raw)).rejects.toThrow(message);
    await expect(parseInboundEmail(raw)).rejects.toBeInstanceOf(InvalidError);
  };

  test("empty, too large, too deep and too many parts are refused in words", async () => {
    await refused("", /empty/);
    await refused(Buffer.alloc(10 * 1024 * 1024 + 1, 65), /larger than 10 MB/);
    let nested = mail("Content-Type: text/plain", "", "core");
    for (let depth = 0; depth < 25; depth++)
      nested = mail(`Content-Type: multipart/mixed; boundary="b${depth}"`, "", `--b${depth}`, nested, `--b${depth}--`);
    await refused(nested, /deeper than 20/);
    await refused(
      mail('Content-Type: multipart/mixed; boundary="b"', "", ...Array.from({ length: 600 }, () => "--b\r\n\r\nx"), "--b--"),
      /more than 500 parts/,
    );
  });

  test.each([
    ["no headers at all", "just some words without any header\nsecond line"],
    ["no body", "From: a@b.example"],
    ["a boundary that never comes", 'Content-Type: multipart/mixed; boundary="zz"\r\n\r\nhello'],
    ["a header named like a prototype", "__proto__: x\r\nconstructor: y\r\nFrom: a@b.example\r\n\r\nhi"],
    ["nested comments", `From: ${"(".repeat(5000)}a@b.example\r\n\r\nhi`],
    ["HTML nested beyond reason", `Content-Type: text/html\r\n\r\n${"<div>".repeat(5000)}no thanks`],
  ])("%s is read as far as it goes", async (_, raw) => {
    const email = await parseInboundEmail(raw);
    expect(Object.getPrototypeOf(email.headers)).toBe(Object.prototype);
  });

  test("random bytes give a message or an InvalidError, never anything else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        await onlyInvalid(Buffer.from(bytes));
      }),
      { numRuns: 150 },
    );
  });

  test("random pieces of real mail do the same", async () => {
    const pieces = fc.constantFrom(
      "From: a@b\r\n",
      "Content-Type: multipart/report; boundary=b\r\n",
      "Content-Type: text/html; charset=utf-7\r\n",
      "Content-Transfer-Encoding: base64\r\n",
      "\r\n",
      "--b\r\n",
      "--b--\r\n",
      "Content-Type: message/delivery-status\r\n",
      "Content-Type: message/rfc822\r\n",
      "Status: 5..1\r\n",
      "Final-Recipient: ;\r\n",
      "=?utf-8?B?////?=",
      "<div style='",
      "\u0000\uFFFF",
      "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
      "Subject: =?x?Q?=FF?=\r\n",
      "Date: 99 Foo 2026\r\n",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), async (parts) => {
        await onlyInvalid(parts.join(""));
      }),
      { numRuns: 200 },
    );
  });

  async function onlyInvalid(raw: Buffer | string): Promise<void> {
    try {
      const email = await parseInboundEmail(raw);
      expect(() => classifyReply({ channel: "email", email }, { now })).not.toThrow();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidError);
    }
  }
});

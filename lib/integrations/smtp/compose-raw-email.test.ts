import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { composeRawEmail, type RawEmailParts } from "@/lib/integrations/smtp/compose-raw-email";

const parts: RawEmailParts = {
  from: { name: "Zoë “Sam” Example", address: "sam@prospect.example" },
  to: ["ava+t1@getagency.example"],
  subject: "Re: Café?",
  date: new Date("2026-11-24T02:00:00Z"),
  messageId: "<reply-1@prospect.example>",
  text: "Tell me more — please",
  html: "<p>Tell me more</p>",
  headers: [
    ["Message-ID", "<another@prospect.example>"],
    ["In-Reply-To", "<one@getagency.example>"],
    ["References", "<zero@getagency.example> <one@getagency.example>"],
    ["Auto-Submitted", "auto-replied"],
    ["Content-Type", "application/pdf"],
  ],
};

test("every part is found again, and equal parts give equal bytes", async () => {
  const raw = await composeRawEmail(parts);
  expect(await composeRawEmail(parts)).toBe(raw);
  const mail = await simpleParser(raw);
  expect(mail).toMatchObject({
    messageId: parts.messageId,
    inReplyTo: "<one@getagency.example>",
    references: ["<zero@getagency.example>", "<one@getagency.example>"],
    subject: parts.subject,
    date: parts.date,
    html: expect.stringContaining(parts.html),
  });
  expect(mail.text?.trim()).toBe(parts.text);
  expect(mail.from?.value).toEqual([{ name: parts.from.name, address: parts.from.address }]);
  expect(mail.headers.get("auto-submitted")).toBe("auto-replied");
});

test("a line break never starts a header", async () => {
  const evil = "x\r\nBcc: victim@example.com";
  const raw = await composeRawEmail({
    ...parts,
    from: { name: evil, address: "sam@prospect.example" },
    subject: evil,
    headers: [
      ["X-Any", evil],
      ["In-Reply-To", "<a@b>\r\nBcc: victim@example.com"],
    ],
  });
  expect((await simpleParser(raw)).bcc).toBeUndefined();
  expect(raw).not.toMatch(/^Bcc:/im);
});

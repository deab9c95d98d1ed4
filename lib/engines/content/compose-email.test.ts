import { describe, expect, test } from "vitest";
import { composeEmail, identityBlock, outgoingMessageId } from "@/lib/engines/content/compose-email";
import { contentSnapshot } from "@/lib/engines/content/content-snapshot";

const input = {
  touchId: "0190b0f4-0000-7000-8000-000000000001",
  messageId: "<touch@brightwater.example>",
  mailbox: { name: "Priya Nair", address: "priya@brightwater.example" },
  lead: { name: "Lee Marsden", address: "lee@firm.example" },
  subject: "Acme and local search",
  body: "Hi Lee, a short note.\n\n",
  sender: {
    legalName: "Brightwater Digital Pty Ltd",
    abn: "51824753556",
    postalAddress: "Level 2, 10 Example Street",
    contact: "hello@brightwater.example",
  },
  unsubscribeUrl: "https://app.example/u/token",
  thread: [] as string[],
  campaignId: "campaign",
  clientId: "client",
  now: new Date("2026-03-03T23:00:00Z"),
};

test("every message names the sender, how to reach them and how to say no, outside its template", () => {
  const email = composeEmail(input);
  expect(email.text).toBe(
    [
      "Hi Lee, a short note.",
      "",
      "--",
      "Brightwater Digital Pty Ltd (ABN 51 824 753 556), Level 2, 10 Example Street · hello@brightwater.example",
      "If you would rather not hear from me again, tell me or use this link: https://app.example/u/token",
      "",
    ].join("\n"),
  );
  expect(email.headers).toMatchObject({
    "List-Unsubscribe": "<https://app.example/u/token>, <mailto:priya@brightwater.example?subject=unsubscribe>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  });
  expect(email).toMatchObject({ inReplyTo: null, references: [], date: input.now, messageId: input.messageId });
});

test("without an ABN or an address the block has no holes", () => {
  expect(identityBlock({ ...input.sender, abn: null, postalAddress: null }, "https://x.example")).toContain(
    "\nBrightwater Digital Pty Ltd · hello@brightwater.example\n",
  );
});

describe("threads", () => {
  const thread = (length: number) => Array.from({ length }, (_, n) => `<${n}@brightwater.example>`);

  test("answer the latest message and name all before it", () => {
    expect(composeEmail({ ...input, thread: thread(3) })).toMatchObject({ inReplyTo: "<2@brightwater.example>", references: thread(3) });
    expect(composeEmail({ ...input, thread: thread(20) }).references).toHaveLength(20);
  });

  test("keep the first and the last ten of a long one", () => {
    const { references, inReplyTo } = composeEmail({ ...input, thread: thread(40) });
    expect(references).toEqual(["<0@brightwater.example>", ...thread(40).slice(-10)]);
    expect(inReplyTo).toBe("<39@brightwater.example>");
  });
});

test.each([
  ["subject", { subject: "Hello\r\nBcc: everybody@else.example" }],
  ["sender's name", { mailbox: { ...input.mailbox, name: "Priya\nX: y" } }],
  ["recipient's name", { lead: { ...input.lead, name: "Lee\rX: y" } }],
  ["recipient's address", { lead: { ...input.lead, address: "lee@firm.example\nX: y" } }],
])("a line break in the %s is refused", (_where, change) => {
  expect(() => composeEmail({ ...input, ...change })).toThrow(RangeError);
});

test("our Message-ID is known beforehand, and cannot be made up without the pepper", () => {
  const id = outgoingMessageId(input.touchId, { mailbox: "priya@brightwater.example", pepper: "p" });
  expect(id).toMatch(new RegExp(`^<${input.touchId}\\.[0-9a-f]{8}@brightwater\\.example>$`));
  expect(outgoingMessageId(input.touchId, { mailbox: "priya@brightwater.example", pepper: "p" })).toBe(id);
  expect(outgoingMessageId(input.touchId, { mailbox: "priya@brightwater.example", pepper: "q" })).not.toBe(id);
});

test("the snapshot speaks of the reader's own day and hour", () => {
  const message = {
    subject: "A b",
    body: "One two https://x.example three",
    variant: "1/0",
    stepNumber: 2,
    purpose: "value_add",
    at: input.now,
  };
  expect(contentSnapshot({ ...message, timezone: "Australia/Sydney" })).toMatchObject({
    dayOfWeek: 2,
    hourOfDay: 10,
    wordCount: 4,
    subjectWordCount: 2,
    links: ["https://x.example"],
    touchNumber: 2,
    variant: "1/0",
  });
  expect(contentSnapshot({ ...message, timezone: "America/New_York" })).toMatchObject({ dayOfWeek: 1, hourOfDay: 18 });
});

import { expect, test } from "vitest";
import type { MailboxState } from "@/lib/engines/settings/describe-mailbox";
import { firstSendText } from "./first-send-text";

const NOW = new Date("2026-11-23T01:00:00Z");
const mailbox = (firstColdAt: string | null, status: MailboxState["status"] = "warming"): MailboxState => ({
  status,
  capToday: 0,
  rampDay: 1,
  firstColdAt: firstColdAt === null ? null : new Date(firstColdAt),
});

test.each([
  ["without a mailbox it says what to do", [], "connect it first"],
  ["the earliest counts", [mailbox("2026-12-20T13:00:00Z"), mailbox("2026-12-06T13:00:00Z")], "ready to send on 7 Dec 2026, in 14 days."],
  ["on the last day", [mailbox("2026-11-23T13:00:00Z")], "ready to send on 24 Nov 2026, in a day."],
  ["what is over", [mailbox("2026-11-01T13:00:00Z", "ready")], "Ready to send now."],
  ["a paused one sends nothing", [mailbox("2026-11-01T13:00:00Z", "paused"), mailbox("2026-12-06T13:00:00Z")], "7 Dec 2026"],
  ["all paused", [mailbox("2026-11-01T13:00:00Z", "paused")], "Every mailbox is paused."],
  ["not begun", [mailbox(null)], "has not started yet"],
])("%s", (_, mailboxes, text) => {
  expect(firstSendText(mailboxes, NOW, "Australia/Sydney")).toContain(text);
});

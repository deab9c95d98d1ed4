import { expect, test } from "vitest";
import { type ReminderText, reminderText } from "@/lib/engines/meetings/reminder-text";

const MEETING: ReminderText = {
  startsAt: new Date("2026-12-02T23:00:00Z"),
  durationMinutes: 30,
  timezone: "Australia/Sydney",
  firstName: "Lee",
  bookingUrl: "https://book.example/priya",
  senderName: "Priya Nair",
  threadSubject: "Local search",
};

test("says when by their clock, for how long, and how to move it", () => {
  const { subject, body, citations } = reminderText(MEETING);
  expect(subject).toBe("Re: Local search");
  expect(body).toBe(
    [
      "Hi Lee,",
      "A short reminder of our talk: Thursday 3 December, 10:00 am AEDT (30 minutes).",
      "If the time no longer suits you, pick another one here: https://book.example/priya",
      "Priya Nair",
    ].join("\n\n"),
  );
  expect(citations).toEqual([{ kind: "knowledge", ref: "booking_url", quote: "https://book.example/priya" }]);
});

test.each<[Partial<ReminderText>, RegExp]>([
  [{ timezone: "Australia/Perth" }, /Thursday 3 December, 7:00 am/],
  [{ bookingUrl: null }, /just answer this message/],
  [{ firstName: null }, /^Hello,/],
])("and with less known: %j", (change, said) => {
  expect(reminderText({ ...MEETING, ...change }).body).toMatch(said);
});

test("a conversation without a subject gets one, and no line break enters a header", () => {
  expect(reminderText({ ...MEETING, threadSubject: "" }).subject).toBe("Our talk on Thursday 3 December, 10:00 am AEDT");
  expect(reminderText({ ...MEETING, threadSubject: "Re: a\r\nBcc: x@y.example" }).subject).toBe("Re: a Bcc: x@y.example");
});

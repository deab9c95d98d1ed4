import { expect, test } from "vitest";
import { describeMailbox } from "@/lib/engines/settings/describe-mailbox";

const STARTED = new Date("2026-11-01T22:00:00Z"); // Mon 2 November, 9:00 in Sydney
const mailbox = { dailyLimit: 30, isPrewarmed: false, rampStartedAt: STARTED, timezone: "Australia/Sydney", pausedAt: null };
const at = (day: number) => new Date(STARTED.getTime() + (day - 1) * 86_400_000);

test.each([
  [1, "warming", 0, 1],
  [14, "warming", 0, 14],
  [15, "ramping", 5, 15],
  [28, "ramping", 20, 28],
  [35, "ready", 30, null],
  [90, "ready", 30, null],
])("on day %i it is %s with %i a day", (day, status, capToday, rampDay) => {
  expect(describeMailbox(mailbox, at(day))).toMatchObject({ status, capToday, rampDay });
});

test("the first cold message leaves at the start of day 15, on the mailbox's clock", () => {
  expect(describeMailbox(mailbox, at(3)).firstColdAt).toEqual(new Date("2026-11-15T13:00:00Z"));
});

test("a prewarmed mailbox is ready now, one whose warm-up has not started has no date", () => {
  expect(describeMailbox({ ...mailbox, isPrewarmed: true }, at(1))).toMatchObject({ status: "ready", capToday: 30, firstColdAt: at(1) });
  expect(describeMailbox({ ...mailbox, rampStartedAt: null }, at(1))).toMatchObject({ status: "warming", capToday: 0, firstColdAt: null });
});

test("paused comes before everything else", () => {
  expect(describeMailbox({ ...mailbox, pausedAt: at(2) }, at(40)).status).toBe("paused");
});

import { addDays, addHours } from "date-fns";
import { expect, test } from "vitest";
import { mailboxCap, rampCap, warmUpDay } from "@/lib/engines/gate/ramp";

const START = new Date("2026-03-02T03:00:00Z"); // Monday, 14:00 in Sydney
const mailbox = { dailyLimit: 40, isPrewarmed: false, rampStartedAt: START, timezone: "Australia/Sydney" };

/** OP-01 day by day: nothing for a fortnight, 5 to 10, 10 to 20, 20 to 30, then the ceiling in small steps. */
const CAP_OF_DAY = [
  ...Array.from({ length: 14 }, () => 0),
  ...[5, 5, 6, 7, 8, 9, 10], // days 15 to 21
  ...[11, 12, 14, 15, 17, 18, 20], // 22 to 28
  ...[21, 22, 24, 25, 27, 28, 30], // 29 to 35
  ...[31, 32, 33, 34, 35, 36, 37, 38, 39, 40], // 36 to 45
  ...Array.from({ length: 15 }, () => 40), // to day 60
];

test("the ramp, day by day for sixty days", () => {
  expect(CAP_OF_DAY).toHaveLength(60);
  expect(Array.from({ length: 60 }, (_, index) => rampCap(index + 1))).toEqual(CAP_OF_DAY);
  expect(Array.from({ length: 60 }, (_, index) => mailboxCap(mailbox, addDays(START, index)))).toEqual(CAP_OF_DAY);
});

test("it never falls, never jumps by more than five and never starts before day 15", () => {
  for (let day = 1; day < 120; day += 1) {
    const step = rampCap(day + 1) - rampCap(day);
    expect(step).toBeGreaterThanOrEqual(0);
    expect(step).toBeLessThanOrEqual(5);
  }
  expect(rampCap(0)).toBe(0);
  expect(rampCap(-3)).toBe(0);
});

test("days of warm-up turn over at the mailbox's midnight", () => {
  expect(warmUpDay(START, START, "Australia/Sydney")).toBe(1);
  expect(warmUpDay(START, new Date("2026-03-02T12:59:59Z"), "Australia/Sydney")).toBe(1);
  expect(warmUpDay(START, new Date("2026-03-02T13:00:00Z"), "Australia/Sydney")).toBe(2);
  expect(warmUpDay(START, new Date("2026-03-02T13:00:00Z"), "Australia/Perth")).toBe(1);
  // Across the end of daylight saving a day stays a day.
  expect(warmUpDay(START, new Date("2026-04-05T14:00:00Z"), "Australia/Sydney")).toBe(36);
});

test("without a start, or before it, there is no day of warm-up", () => {
  expect(warmUpDay(null, START, "Australia/Sydney")).toBe(0);
  expect(warmUpDay(addHours(START, 1), START, "Australia/Sydney")).toBe(0);
  expect(mailboxCap({ ...mailbox, rampStartedAt: null }, START)).toBe(0);
});

test("the smallest of limit, ramp and ceiling holds; evidence of warm-up elsewhere lifts the ramp only", () => {
  expect(mailboxCap({ ...mailbox, dailyLimit: 3 }, addDays(START, 20))).toBe(3);
  expect(mailboxCap({ ...mailbox, dailyLimit: 1000 }, addDays(START, 90))).toBe(40);
  expect(mailboxCap({ ...mailbox, isPrewarmed: true }, START)).toBe(40);
  expect(mailboxCap({ ...mailbox, isPrewarmed: true, dailyLimit: 30 }, START)).toBe(30);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatClockTime,
  formatDate,
  formatDayHeading,
  formatDuration,
  formatRelativeTime,
  formatShortTime,
  formatZonedTime,
} from "@/lib/ui/format-time";

const now = new Date("2026-12-14T02:00:00Z"); // Monday, 1 pm in Sydney, 10 am in Perth
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const days = (count: number) => minutes(count * 24 * 60);

test("the same instant in two zones", () => {
  expect(formatZonedTime(now, "Australia/Sydney")).toBe("Mon 14 Dec 2026, 1:00 pm Sydney");
  expect(formatZonedTime(now, "Australia/Perth")).toBe("Mon 14 Dec 2026, 10:00 am Perth");
  expect(formatZonedTime(now, "America/New_York")).toBe("Sun 13 Dec 2026, 9:00 pm New York");
  expect(formatZonedTime(now, "UTC")).toBe("Mon 14 Dec 2026, 2:00 am UTC");
});

test("midnight and noon", () => {
  expect(formatClockTime(new Date("2026-12-14T00:00:00Z"), "UTC")).toBe("12:00 am");
  expect(formatClockTime(new Date("2026-12-14T12:05:00Z"), "UTC")).toBe("12:05 pm");
});

test("daylight saving ends: the zone's own clock counts", () => {
  expect(formatClockTime(new Date("2027-04-03T15:30:00Z"), "Australia/Sydney")).toBe("2:30 am");
  expect(formatClockTime(new Date("2027-04-03T16:30:00Z"), "Australia/Sydney")).toBe("2:30 am");
});

describe("short times", () => {
  test.each([
    [minutes(-60), "12:00 pm"],
    [days(1), "Tue 1:00 pm"],
    [days(-6), "Tue 1:00 pm"],
    [days(-8), "6 Dec, 1:00 pm"],
    [days(30), "13 Jan 2027, 1:00 pm"],
  ])("%s", (at, expected) => {
    expect(formatShortTime(at, now, "Australia/Sydney")).toBe(expected);
  });
});

test("days are the agency's, not Greenwich's", () => {
  const lateOnSunday = new Date("2026-12-13T12:30:00Z"); // 11:30 pm in Sydney, 8:30 pm in Perth
  const earlyOnMonday = new Date("2026-12-13T13:30:00Z"); // 12:30 am in Sydney, 9:30 pm in Perth
  expect(formatDayHeading(lateOnSunday, now, "Australia/Sydney")).toBe("Yesterday");
  expect(formatDayHeading(earlyOnMonday, now, "Australia/Sydney")).toBe("Today");
  expect(formatDayHeading(earlyOnMonday, now, "Australia/Perth")).toBe("Yesterday");
  expect(formatDayHeading(days(1), now, "Australia/Sydney")).toBe("Tomorrow");
  expect(formatDayHeading(days(-4), now, "Australia/Sydney")).toBe("Thu 10 Dec");
  expect(formatDayHeading(days(-400), now, "Australia/Sydney")).toBe("Sun 9 Nov 2025");
});

test.each([
  [minutes(0), "just now"],
  [minutes(0.5), "in a moment"],
  [minutes(-5), "5 min ago"],
  [minutes(180), "in 3 h"],
  [days(-1), "1 day ago"],
  [days(2), "in 2 days"],
  [days(-29), "29 days ago"],
  [days(-30), "14 Nov 2026"],
])("%s relative to now", (at, expected) => {
  expect(formatRelativeTime(at, now, "Australia/Sydney")).toBe(expected);
});

test.each([
  [45_000, "45 s"],
  [720_000, "12 min"],
  [3 * 3_600_000, "3 h"],
  [86_400_000, "1 day"],
])("%i ms long", (durationMs, expected) => {
  expect(formatDuration(durationMs)).toBe(expected);
});

test("nothing in a date depends on the machine's own words", () => {
  const plain = /^[A-Za-z0-9 ,:]+$/;
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
      fc.constantFrom("Australia/Adelaide", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"),
      (at, zone) => {
        expect(formatZonedTime(at, zone)).toMatch(plain);
        expect(formatDate(at, zone)).toMatch(/^\d{1,2} [A-Z][a-z]{2} \d{4}$/);
      },
    ),
  );
});

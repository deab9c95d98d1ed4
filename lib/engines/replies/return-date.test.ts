import { describe, expect, test } from "vitest";
import { addDays, calendarDateOfHeader, easterSunday, sydneyDate } from "@/lib/engines/replies/calendar-date";
import { findReturnDate, findSnoozeDate, returnDateOrDefault } from "@/lib/engines/replies/return-date";

const MONDAY = "2026-11-16";

describe("the day an away message names", () => {
  test.each([
    ["back on Monday 30 November 2026", MONDAY, "2026-11-30"],
    ["I return Monday, November 30, 2026.", MONDAY, "2026-11-30"],
    ["Away until 07/12/26.", "2026-12-03", "2026-12-07"],
    ["on hols til 18/1", "2026-12-29", "2027-01-18"],
    ["back 2027-01-11", MONDAY, "2027-01-11"],
    ["returning 12/15/2026", MONDAY, "2026-12-15"],
    ["out of office until 4 January 2027 inclusive", MONDAY, "2027-01-05"],
    ["away up to and including 4 Jan", MONDAY, "2027-01-05"],
    ["out through Friday 27 November", MONDAY, "2026-11-28"],
    ["on leave 14/12/26 - 8/1/27", MONDAY, "2027-01-09"],
    ["on leave from 20 November and return on 30 November", MONDAY, "2026-11-30"],
    ["On leave until 27 Nov. I will be back in the office on Monday 30 Nov.", MONDAY, "2026-11-30"],
    ["away from 1 Dec to 14 Dec", MONDAY, "2026-12-15"],
    ["back Monday", MONDAY, "2026-11-23"],
    ["back Thursday", MONDAY, "2026-11-19"],
    ["I will be back next Tuesday", MONDAY, "2026-11-24"],
    ["back Tuesday week", MONDAY, "2026-11-24"],
    ["back on the 24th", MONDAY, "2026-11-24"],
    ["back on the 3rd", MONDAY, "2026-12-03"],
    ["back after Easter", MONDAY, "2027-03-30"],
    ["back after the long weekend", "2027-01-22", "2027-01-26"],
    ["back in the new year", MONDAY, "2027-01-04"],
    ["I return after Christmas", MONDAY, "2026-12-29"],
    ["back in two weeks", MONDAY, "2026-11-30"],
    ["away for a fortnight", MONDAY, "2026-11-30"],
    ["back in 10 days", MONDAY, "2026-11-26"],
    ["back in February", MONDAY, "2027-02-01"],
    ["on maternity leave until August 2027", MONDAY, "2027-08-02"],
    ["away this week", MONDAY, "2026-11-23"],
    ["out of the office all of next week", MONDAY, "2026-11-30"],
    ["off sick today", MONDAY, "2026-11-17"],
    ["back tomorrow", MONDAY, "2026-11-17"],
    ["Ich bin bis 27.11.2026 im Urlaub", MONDAY, "2026-11-27"],
    ["absent jusqu'au 30 novembre", MONDAY, "2026-11-30"],
    ["in ferie fino al 24 novembre", MONDAY, "2026-11-24"],
    ["de vacaciones hasta el 5 de diciembre", MONDAY, "2026-12-05"],
    ["returning Friday 27th", MONDAY, "2026-11-27"],
    ["back on deck Monday 21st", MONDAY, "2026-12-21"],
    ["back Friday 27", MONDAY, "2026-11-27"],
    ["back next Monday (23rd)", MONDAY, "2026-11-23"],
    ["not back till the 7th", MONDAY, "2026-12-07"],
    ["returning 2026/11/30", MONDAY, "2026-11-30"],
    ["back Monday fortnight", MONDAY, "2026-12-07"],
    ["away for the rest of November", MONDAY, "2026-12-01"],
    ["away for the rest of the month", MONDAY, "2026-12-01"],
    ["on leave until the end of November", MONDAY, "2026-12-01"],
    ["out of the office until the end of the month", MONDAY, "2026-12-01"],
    ["closed until the end of the year", MONDAY, "2027-01-04"],
    ["away all of December", MONDAY, "2027-01-04"],
    ["returning in the second week of January", MONDAY, "2027-01-08"],
    ["out of the office this week", MONDAY, "2026-11-23"],
    ["on leave 2 weeks", MONDAY, "2026-11-30"],
    ["on parental leave until mid-2027", MONDAY, "2027-07-01"],
  ])("%s (written %s) → %s", (text, sentOn, expected) => {
    expect(findReturnDate(text, sentOn)).toMatchObject({ date: expected, needsReview: false });
  });

  test.each([
    ["back on 2 November 2026", "in the past"],
    ["back on 1 June 2031", "more than a year ahead"],
  ])("%s is %s: seven days and a person looks", (text) => {
    expect(findReturnDate(text, MONDAY)).toMatchObject({ date: "2026-11-23", needsReview: true });
  });

  test("without any day the default is seven days from the message", () => {
    expect(findReturnDate("I am away from my desk", MONDAY)).toBeUndefined();
    expect(returnDateOrDefault("I am away from my desk", MONDAY)).toEqual({
      date: "2026-11-23",
      phrase: undefined,
      isCued: false,
      needsReview: false,
    });
  });

  test.each(["call 0491 570 006", "24/7 support", "a 50/50 chance", "version 1.2.3", "Mon-Wed 9 to 5"])("%s names no return", (text) => {
    expect(findReturnDate(text, MONDAY)?.isCued ?? false).toBe(false);
  });
});

describe("the day a person asks us to come back", () => {
  test.each([
    ["Flat chat, try me again in March.", "2027-03-01"],
    ["There's a board meeting on 9 December, I'll raise it and come back to you after.", "2026-12-10"],
    ["Ping me mid January.", "2027-01-15"],
    ["Call me after Easter", "2027-03-30"],
    ["Check in with me in six weeks", "2026-12-28"],
    ["come back to us in the new financial year", "2027-07-01"],
  ])("%s → %s", (text, expected) => {
    expect(findSnoozeDate(text, MONDAY)).toBe(expected);
  });

  test("a day in the past is none", () => {
    expect(findSnoozeDate("we spoke on 2 November 2026", MONDAY)).toBeUndefined();
  });
});

test("the writer's own calendar day counts, whatever the zone", () => {
  expect(calendarDateOfHeader("Tue, 29 Dec 2026 00:30:00 +1100")).toBe("2026-12-29");
  expect(calendarDateOfHeader("2026-12-29T10:00:00+11:00")).toBe("2026-12-29");
  expect(calendarDateOfHeader("yesterday")).toBeUndefined();
  expect(sydneyDate(new Date("2026-12-28T14:00:00Z"))).toBe("2026-12-29");
});

test("Easter by the tables of the church", () => {
  expect([2024, 2025, 2026, 2027, 2038].map(easterSunday)).toEqual(["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"]);
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSpokenTime, resolveSpokenTime } from "@/lib/integrations/vapi/spoken-time";

/** Tuesday, 24 November 2026, 11:00 in Melbourne (daylight saving) and 08:00 in Perth. */
const AT = new Date("2026-11-24T00:00:00Z");
const resolved = (sentence: string, timeZone = "Australia/Melbourne") => {
  const time = readSpokenTime(sentence);
  return time ? resolveSpokenTime(time, AT, timeZone).toISOString() : null;
};

describe("a time somebody names", () => {
  test.each([
    ["call me back tomorrow at 3", "2026-11-25T04:00:00.000Z"],
    ["tomorrow morning is better", "2026-11-24T23:00:00.000Z"],
    ["can you ring me in an hour", "2026-11-24T01:00:00.000Z"],
    ["in about half an hour", "2026-11-24T00:30:00.000Z"],
    ["try me in 20 minutes", "2026-11-24T00:20:00.000Z"],
    ["in two days at ten thirty", "2026-11-25T23:30:00.000Z"],
    ["Thursday at 2pm", "2026-11-26T03:00:00.000Z"],
    ["next Tuesday at half past nine", "2026-11-30T22:30:00.000Z"],
    ["quarter to four on Friday", "2026-11-27T04:45:00.000Z"],
    ["at 9 am", "2026-11-24T22:00:00.000Z"],
    ["this afternoon", "2026-11-24T03:00:00.000Z"],
    ["at noon", "2026-11-24T01:00:00.000Z"],
    ["next week", "2026-11-30T23:00:00.000Z"],
    ["Monday arvo", "2026-11-30T03:00:00.000Z"],
    ["first thing Wednesday", "2026-11-24T22:00:00.000Z"],
  ])("%s", (sentence, expected) => {
    expect(resolved(sentence)).toBe(expected);
  });

  test.each(["call me back later", "not interested", "we have 12 people", "my number is 0491 570 006", "it's been 2 years"])(
    "%s names none",
    (sentence) => {
      expect(readSpokenTime(sentence)).toBeNull();
    },
  );

  test("it is the person's clock that counts", () => {
    expect(resolved("tomorrow at 3", "Australia/Perth")).toBe("2026-11-25T07:00:00.000Z");
    expect(resolved("at 9 am", "Australia/Perth")).toBe("2026-11-24T01:00:00.000Z");
  });

  test("across the end of daylight saving the wall clock stays", () => {
    const time = readSpokenTime("Monday at 9 am");
    if (!time) throw new Error("nothing read");
    expect(resolveSpokenTime(time, new Date("2027-04-02T00:00:00Z"), "Australia/Sydney").toISOString()).toBe("2027-04-04T23:00:00.000Z");
  });

  test("it is never in the past, and reading never fails", () => {
    const words = fc.constantFrom("tomorrow", "tuesday", "at", "3", "pm", "in", "an", "hour", "next", "week", "half", "past", "25", "99:99", "today");
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true }), (said, at) => {
        const time = readSpokenTime(said.join(" "));
        if (time) expect(resolveSpokenTime(time, at, "Australia/Sydney").getTime()).toBeGreaterThan(at.getTime());
      }),
    );
  });
});

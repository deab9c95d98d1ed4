import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeMonth, MEETING_TARGETS, type PlanTier } from "@/lib/domain/monthly-target";

test.each<[PlanTier, number, number, string]>([
  ["ignition", 0, 0, "on_track"], // the month has just begun
  ["ignition", 0, 0.09, "on_track"], // 0.9 expected: none is no failure yet
  ["ignition", 1, 0.09, "ahead"],
  ["ignition", 0, 0.1, "behind"], // 1 expected
  ["ignition", 5, 0.5, "on_track"],
  ["ignition", 4, 0.5, "behind"], // 80 %
  ["ignition", 6, 0.5, "ahead"], // 120 %
  ["ignition", 9, 1, "on_track"], // 90 %, exactly
  ["ignition", 11, 1, "ahead"], // 110 %, exactly
  ["velocity", 22, 1, "behind"], // 88 % of 25
  ["velocity", 23, 1, "on_track"],
  ["dominance", 60, 1, "on_track"],
  ["dominance", 30, 0.4, "ahead"], // 24 expected
])("%s with %i meetings at %f of the month is %s", (tier, meetings, elapsedShare, status) => {
  expect(judgeMonth({ tier, meetings, elapsedShare }).status).toBe(status);
});

test("the middle of the range is the target", () => {
  expect(judgeMonth({ tier: "velocity", meetings: 0, elapsedShare: 0.5 })).toMatchObject({ target: 25, expected: 12.5, low: 15, high: 35 });
});

test("another meeting never makes the month look worse", () => {
  const order = ["behind", "on_track", "ahead"];
  fc.assert(
    fc.property(
      fc.constantFrom<PlanTier>("ignition", "velocity", "dominance"),
      fc.integer({ min: 0, max: 100 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (tier, meetings, elapsedShare) => {
        const now = judgeMonth({ tier, meetings, elapsedShare }).status;
        const next = judgeMonth({ tier, meetings: meetings + 1, elapsedShare }).status;
        expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(now));
      },
    ),
  );
});

test("reaching the top of the range is never behind", () => {
  for (const tier of Object.keys(MEETING_TARGETS) as PlanTier[]) {
    expect(judgeMonth({ tier, meetings: MEETING_TARGETS[tier].high, elapsedShare: 1 }).status).toBe("ahead");
  }
});

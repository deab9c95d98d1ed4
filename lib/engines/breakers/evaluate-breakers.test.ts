import fc from "fast-check";
import { expect, test } from "vitest";
import type { Breaker } from "@/lib/domain/breakers";
import { type BreakerCounts, type CountWindow, evaluateBreakers, THRESHOLDS, WINDOWS } from "@/lib/engines/breakers/evaluate-breakers";

type Edge = [breaker: Breaker, window: CountWindow, of: number, before: number, at: number, from: "none" | "warn", to: "warn" | "trip"];

/** Each threshold just before and just at it. */
const EDGES: readonly Edge[] = [
  ["mailbox_bounces", "mailbox_50", 50, 1, 2, "none", "warn"],
  ["mailbox_bounces", "mailbox_50", 50, 2, 3, "warn", "trip"],
  ["mailbox_bounces", "mailbox_50", 3, 2, 3, "warn", "trip"],
  ["mailbox_bounces", "mailbox_200", 200, 6, 7, "none", "trip"],
  ["domain_bounces", "domain_200", 200, 3, 4, "none", "warn"],
  ["domain_bounces", "domain_300", 300, 6, 7, "none", "trip"],
  ["campaign_bounces", "campaign_200", 200, 3, 4, "none", "warn"],
  ["campaign_bounces", "campaign_300", 300, 6, 7, "none", "trip"],
  ["domain_complaints", "domain_complaints_7_days", 40, 0, 1, "none", "warn"],
  ["domain_complaints", "domain_complaints_7_days", 40, 1, 2, "warn", "trip"],
  ["client_complaints", "client_complaints_30_days", 1000, 0, 1, "none", "warn"],
  ["client_complaints", "client_complaints_30_days", 1000, 2, 3, "warn", "trip"],
  ["client_complaints", "client_complaints_30_days", 5000, 4, 5, "none", "trip"],
  ["domain_rejects", "domain_rejects_24_hours", 0, 0, 1, "none", "warn"],
  ["domain_rejects", "domain_rejects_24_hours", 0, 2, 3, "warn", "trip"],
  ["domain_rejects", "domain_grave_rejects_24_hours", 0, 0, 1, "none", "trip"],
  ["campaign_unsubscribes", "campaign_unsubscribes_200", 200, 3, 4, "none", "warn"],
  ["campaign_unsubscribes", "campaign_unsubscribes_200", 200, 7, 8, "warn", "trip"],
  ["campaign_complaints", "campaign_complaints_100", 100, 2, 3, "none", "warn"],
  ["domain_placement", "domain_placement_2", 2, 1, 2, "none", "trip"],
  ["seat_acceptance", "seat_acceptances_50", 50, 15, 14, "none", "warn"],
  ["seat_acceptance", "seat_acceptances_50", 50, 10, 9, "warn", "trip"],
];

test.each(EDGES)("%s over %s of %i: %i is not yet what %i is", (breaker, window, of, before, at, from, to) => {
  expect(levelOf({ [window]: { bad: before, of } }, breaker)).toBe(from);
  expect(levelOf({ [window]: { bad: at, of } }, breaker)).toBe(to);
});

/** A share that would trip at the floor does nothing below it. */
test.each([
  ["mailbox_200", 199, 150, 200, "trip"],
  ["domain_200", 199, 150, 200, "warn"],
  ["domain_300", 299, 150, 300, "trip"],
  ["campaign_200", 199, 150, 200, "warn"],
  ["campaign_300", 299, 150, 300, "trip"],
  ["domain_complaints_7_days", 999, 1, 1000, "trip"],
  ["client_complaints_30_days", 999, 3, 1000, "trip"],
  ["campaign_unsubscribes_200", 199, 150, 200, "trip"],
  ["seat_acceptances_50", 49, 0, 50, "trip"],
] as const)("%s says nothing by its share with %i", (window, few, bad, enough, level) => {
  const levels = (of: number) => evaluateBreakers({ [window]: { bad, of } }).map((verdict) => verdict.level);
  expect(levels(few).filter((found) => found === level)).toEqual([]);
  expect(levels(enough)).toEqual([level]);
});

test("every threshold has an edge in this table", () => {
  const tested = new Set(EDGES.map(([, window, , , , , to]) => `${window}:${to}`));
  expect(THRESHOLDS.map(({ window, level }) => `${window}:${level}`).filter((threshold) => !tested.has(threshold))).toEqual([]);
});

test("the verdict says the counts", () => {
  expect(evaluateBreakers({ mailbox_50: { bad: 3, of: 41 } })).toEqual([
    { breaker: "mailbox_bounces", level: "trip", detail: "3 hard bounces in the mailbox's last 41 messages" },
  ]);
});

test("property: more bad news never makes a verdict milder, and each breaker answers at most once", () => {
  const windows = (Object.keys(WINDOWS) as CountWindow[]).filter((window) => window !== "seat_acceptances_50");
  const rank = { none: 0, warn: 1, trip: 2 };
  fc.assert(
    fc.property(fc.constantFrom(...windows), fc.integer({ min: 0, max: 1200 }), fc.nat(60), fc.nat(20), (window, of, bad, more) => {
      const less = evaluateBreakers({ [window]: { bad, of } });
      const worse = evaluateBreakers({ [window]: { bad: bad + more, of } });
      for (const { breaker, level } of less)
        expect(rank[levelOf({ [window]: { bad: bad + more, of } }, breaker)]).toBeGreaterThanOrEqual(rank[level]);
      expect(new Set(worse.map(({ breaker }) => breaker)).size).toBe(worse.length);
    }),
  );
});

function levelOf(counts: BreakerCounts, breaker: Breaker): "none" | "warn" | "trip" {
  return evaluateBreakers(counts).find((verdict) => verdict.breaker === breaker)?.level ?? "none";
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSlots, reserveThrottle, slotDemands } from "./flow-control";
import type { FunctionConfig } from "./model";

const SECOND_MS = 1_000;

function startsOf(throttle: { limit: number; periodMs: number; burst: number }, arrivals: number[]): number[] {
  let level: number | undefined;
  return arrivals.map((at) => {
    const { startAtMs, arrivalMs } = reserveThrottle(throttle, level, at);
    level = arrivalMs;
    return startAtMs;
  });
}

describe("throttle", () => {
  test.each([
    [{ limit: 1, periodMs: 2 * SECOND_MS, burst: 0 }, [0, 2, 4, 6]],
    [{ limit: 3, periodMs: 6 * SECOND_MS, burst: 0 }, [0, 0, 0, 2, 4]],
    [{ limit: 1, periodMs: 2 * SECOND_MS, burst: 1 }, [0, 0, 2, 4]],
  ])("%j starts as the real server was seen to", (throttle, seconds) => {
    expect(
      startsOf(
        throttle,
        seconds.map(() => 0),
      ),
    ).toEqual(seconds.map((second) => second * SECOND_MS));
  });

  test("no window of one period holds more than limit + burst + limit starts, and nothing starts before it arrived", () => {
    const setting = fc.record({
      limit: fc.integer({ min: 1, max: 5 }),
      periodMs: fc.constantFrom(1_000, 7_000),
      burst: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(setting, fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 40 }), (throttle, gaps) => {
        const arrivals = [...gaps].sort((a, b) => a - b);
        const starts = startsOf(throttle, arrivals);
        for (const [index, start] of starts.entries()) {
          expect(start).toBeGreaterThanOrEqual(arrivals[index] ?? 0);
          const inWindow = starts.filter((other) => other >= start && other < start + throttle.periodMs).length;
          expect(inWindow).toBeLessThanOrEqual(2 * throttle.limit + throttle.burst);
        }
      }),
    );
  });
});

test("slots count per key; both limits must admit", () => {
  const slots = createSlots();
  const a = [
    { key: "a", limit: 1 },
    { key: "all", limit: 2 },
  ];
  const b = [
    { key: "b", limit: 1 },
    { key: "all", limit: 2 },
  ];
  const c = [
    { key: "c", limit: 1 },
    { key: "all", limit: 2 },
  ];
  expect([slots.acquire(a), slots.acquire(a), slots.acquire(b), slots.acquire(c)]).toEqual([undefined, "a", undefined, "all"]);
  slots.release(a);
  expect(slots.acquire(c)).toBeUndefined();
});

test("function scope counts per function, env scope shares the key's value between functions", () => {
  const config = (id: string, scope: "fn" | "env") =>
    ({ id, concurrency: [{ limit: 1, key: "event.data.who", scope }] }) as unknown as FunctionConfig;
  const event = { id: "e", name: "a/b", data: { who: "x" }, ts: 0, user: {} };
  const keys = (scope: "fn" | "env") => ["f", "g"].map((id) => slotDemands(config(id, scope), event)[0]?.key);
  expect(new Set(keys("fn")).size).toBe(2);
  expect(new Set(keys("env")).size).toBe(1);
});

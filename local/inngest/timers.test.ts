import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf, parseDurationMs } from "./duration";
import { createHeap } from "./heap";
import { createTimers } from "./timers";
import { ulid } from "./ulid";

test("timers fire in order of time, then of creation; dead ones are dropped", () => {
  const timers = createTimers();
  const fired: string[] = [];
  const add = (at: number, name: string, isLive = () => true) => timers.add(at, isLive, () => fired.push(name));
  add(20, "late");
  add(10, "first");
  add(10, "second");
  add(5, "dead", () => false);
  expect(timers.nextAtMs()).toBe(10);
  timers.fireDue(15);
  expect([fired, timers.nextAtMs()]).toEqual([["first", "second"], 20]);
});

test("a heap gives what it was given in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = createHeap<number>((a, b) => a < b);
      for (const number of numbers) heap.push(number);
      const out = numbers.map(() => heap.pop());
      expect(out).toEqual([...numbers].sort((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test.each([
  ["1d12h30m", 131_400_000],
  ["90s", 90_000],
  ["2w", 1_209_600_000],
  ["", 0],
])("%j is %i ms", (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms);
});

test("an instant is a duration from now or an ISO date, and nothing else", () => {
  expect(instantOf("5m", 1_000)).toBe(301_000);
  expect(instantOf("2026-03-02T00:00:00.000Z", 1_000)).toBe(Date.parse("2026-03-02T00:00:00.000Z"));
  expect(() => instantOf("tomorrow", 0)).toThrow("not a duration");
});

test("ids sort by time and follow from their seed", () => {
  expect(ulid(1_000, "a")).toBe(ulid(1_000, "a"));
  expect(ulid(1_000, "a")).not.toBe(ulid(1_000, "b"));
  expect(ulid(1_000, "z") < ulid(1_001, "a")).toBe(true);
  expect(ulid(1_700_000_000_000, "a")).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateKey, findJoinPaths, isMatch } from "./expressions";
import type { AppEvent } from "./model";
import { createSubscriptions } from "./subscriptions";

const event = (data: Record<string, unknown>, name = "a/b"): AppEvent => ({ id: "e", name, data, ts: 0, user: {} });

test.each([
  ["event.data.n == 1", true],
  ["event.data.n > 0 && event.data.s in ['x', 'y']", true],
  ["event.data.missing == 'x'", false],
  ["event.data.missing != 'x'", false],
  ["!has(event.data.missing)", true],
  ["event.data.s > 1", false],
  ["event.data.n", false],
])("%s is %s", (expression, expected) => {
  expect(isMatch(expression, { event: event({ n: 1, s: "x" }) })).toBe(expected);
});

test("a key is text whatever it evaluates to, and absent when it cannot be read", () => {
  const scope = { event: event({ n: 1, s: "x" }) };
  expect(["event.data.n", "event.data.s", "'global'", "event.data.s + '-a'", "1 + 2"].map((key) => evaluateKey(key, scope))).toEqual([
    "1",
    "x",
    "global",
    "x-a",
    "3",
  ]);
  expect(evaluateKey("event.data.gone", scope)).toBeUndefined();
});

test("the join is found on either side of either term", () => {
  const paths = { event: ["data", "id"], async: ["data", "of", "id"] };
  expect(findJoinPaths("event.data.id == async.data.of.id")).toEqual(paths);
  expect(findJoinPaths("async.data.ok == true && async.data.of.id == event.data.id")).toEqual(paths);
  expect(findJoinPaths("event.data.id == async.data.of.id || true")).toBeUndefined();
});

test("the index finds exactly what evaluating every subscription would", () => {
  const value = fc.constantFrom<unknown>("a", "b", 1, 1.5, true, null, undefined, { k: 1 });
  const expression = fc.constantFrom(
    undefined,
    "event.data.id == async.data.id",
    "async.data.score > 1 && event.data.id == async.data.id",
    "async.data.score > 1",
    "event.data.id == async.data.id || async.data.score == 3",
  );
  const subscription = fc.record({ id: value, expression, name: fc.constantFrom("a/b", "a/c"), isRemoved: fc.boolean() });
  fc.assert(
    fc.property(fc.array(subscription, { maxLength: 12 }), value, fc.integer({ min: 0, max: 3 }), (entries, id, score) => {
      const index = createSubscriptions<number>();
      const candidate = event({ id, score });
      const expected: number[] = [];
      const removals: (() => void)[] = [];
      for (const [target, entry] of entries.entries()) {
        const first = event({ id: entry.id });
        const remove = index.add({ eventName: entry.name, expression: entry.expression, event: first, expiresAtMs: null, target });
        if (entry.isRemoved) removals.push(remove);
        else if (entry.name === "a/b" && isMatch(entry.expression, { event: first, async: candidate })) expected.push(target);
      }
      for (const remove of removals) remove();
      expect(index.match(candidate, 0)).toEqual(expected);
    }),
  );
});

test("an expired subscription no longer matches", () => {
  const index = createSubscriptions<string>();
  index.add({ eventName: "a/b", expression: undefined, event: event({}), expiresAtMs: 10, target: "x" });
  expect([index.match(event({}), 10), index.match(event({}), 11)]).toEqual([["x"], []]);
});

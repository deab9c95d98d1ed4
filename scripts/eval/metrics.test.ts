import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addFound, areSame, compareFound, macroF1, precision, recall, share } from "./metrics";

const pairs = (...all: string[]) =>
  all.map((pair) => {
    const [expected = "", actual = ""] = pair.split(">");
    return { expected, actual };
  });

describe("macro-F1", () => {
  test.each([
    ["all right", pairs("a>a", "b>b", "b>b"), 1],
    ["all wrong", pairs("a>b", "b>a"), 0],
    // a: precision 1, recall 1/2; b: precision 1/2, recall 1.
    ["half of one label", pairs("a>a", "a>b", "b>b"), 2 / 3],
    // A rare label weighs as much as a common one: a 0.947, b 0.
    ["a rare label missed", pairs(...Array.from({ length: 9 }, () => "a>a"), "b>a"), 18 / 19 / 2],
    ["nothing judged", pairs(), 1],
  ])("%s", (_name, judged, score) => {
    expect(macroF1(judged)).toBeCloseTo(score, 10);
  });

  test("is 1 for the truth, whatever it is, and between 0 and 1 for anything", () => {
    const label = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(fc.array(fc.record({ expected: label, actual: label })), (judged) => {
        expect(macroF1(judged.map(({ expected }) => ({ expected, actual: expected })))).toBe(1);
        expect(macroF1(judged)).toBeGreaterThanOrEqual(0);
        expect(macroF1(judged)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("what was found", () => {
  test("is counted once, however it is written", () => {
    expect(compareFound(["Café Systems", "Kiln & Co"], ["CAFE SYSTEMS", "Café  Systems", "Kiln and Co", "Google"])).toEqual({
      expected: 2,
      found: 3,
      right: 2,
    });
  });

  test("sums over sites before it is divided", () => {
    const sum = addFound([
      { expected: 2, found: 1, right: 1 },
      { expected: 8, found: 9, right: 5 },
    ]);
    expect([precision(sum), recall(sum)]).toEqual([0.6, 0.6]);
    expect([precision(addFound([])), recall(addFound([]))]).toEqual([1, 1]);
  });
});

test("a part of nothing is all of it, and codes are compared as sets", () => {
  expect([share(0, 0), share(1, 4)]).toEqual([1, 0.25]);
  expect(areSame(["b", "a", "a"], ["a", "b"])).toBe(true);
  expect(areSame(["a"], ["a", "b"])).toBe(false);
});

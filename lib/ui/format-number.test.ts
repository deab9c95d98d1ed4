import { expect, test } from "vitest";
import { formatChange, formatCompactCount, formatCount, formatCountOf, formatPercent, formatRate } from "@/lib/ui/format-number";

test("counts", () => {
  expect(formatCount(12_500)).toBe("12,500");
  expect(formatCompactCount(9_999)).toBe("9,999");
  expect(formatCompactCount(12_500)).toBe("12.5K");
  expect(formatCompactCount(1_200_000)).toBe("1.2M");
  expect(formatCountOf(1, "lead")).toBe("1 lead");
  expect(formatCountOf(2_000, "reply", "replies")).toBe("2,000 replies");
});

test.each([
  [0, "0%"],
  [0.0523, "5.2%"],
  [0.05, "5%"],
  [1, "100%"],
  [0.0004, "<0.1%"],
])("share %d", (share, expected) => {
  expect(formatPercent(share)).toBe(expected);
});

test("a rate says what it is made of", () => {
  expect(formatRate(52, 1_000)).toBe("5.2% (52 of 1,000)");
  expect(formatRate(0, 0)).toBe("–");
});

test.each([
  [112, 100, "+12%"],
  [95, 100, "−5%"],
  [100, 100, "no change"],
  [3, 0, "new"],
  [0, 0, "no change"],
])("from %d against %d", (current, previous, expected) => {
  expect(formatChange(current, previous)).toBe(expected);
});

import { expect, test } from "vitest";
import { formatMicroDollars, formatWholeDollars } from "@/lib/ui/format-money";

test.each([
  [0, "$0.00"],
  [1_250_000, "$1.25"],
  [1_234_567_890, "$1,234.57"],
  [-5_000_000, "-$5.00"],
  [23_000, "$0.023"],
  [1_200, "$0.0012"],
  [99_000, "$0.099"],
  [100_000, "$0.10"],
])("%i micro-dollars", (amount, expected) => {
  expect(formatMicroDollars(amount)).toBe(expected);
});

test("prices have no cents", () => {
  expect(formatWholeDollars(2_500_000_000)).toBe("$2,500");
});

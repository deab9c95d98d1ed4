import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clayAllowance } from "./clay-share";

describe("Clay's share", () => {
  test.each([
    [0, 0],
    [1, 0],
    [6, 0],
    [7, 1],
    [13, 1],
    [20, 3],
    [100, 15],
  ])("a batch of %i look-ups on a fresh day comes to %i rows", (lookedUp, rows) => {
    expect(clayAllowance({ lookedUp, dayLookedUp: lookedUp, dayAttempts: 0 })).toBe(rows);
  });

  test.each([
    ["a single lead after six others", { lookedUp: 1, dayLookedUp: 7, dayAttempts: 0 }, 1],
    ["a single lead whose row went to an earlier one", { lookedUp: 1, dayLookedUp: 8, dayAttempts: 1 }, 0],
    ["a batch after others that took nothing", { lookedUp: 20, dayLookedUp: 300, dayAttempts: 0 }, 3],
    ["a batch after others that took all", { lookedUp: 20, dayLookedUp: 40, dayAttempts: 6 }, 0],
  ])("%s", (_name, look, rows) => {
    expect(clayAllowance(look)).toBe(rows);
  });

  test("no order and no size of batches brings a day above 15 %, and none brings a batch above it that has a row of its own", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ size: fc.nat(120), wants: fc.nat(120) }), { maxLength: 60 }), (batches) => {
        let looked = 0;
        let attempts = 0;
        for (const { size, wants } of batches) {
          looked += size;
          const rows = Math.min(Math.min(wants, size), clayAllowance({ lookedUp: size, dayLookedUp: looked, dayAttempts: attempts }));
          attempts += rows;
          expect(attempts * 100).toBeLessThanOrEqual(looked * 15);
          expect(rows).toBeLessThanOrEqual(size < 7 ? 1 : Math.floor(size * 0.15 + 1e-9));
        }
      }),
    );
  });
});

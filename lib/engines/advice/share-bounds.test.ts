import fc from "fast-check";
import { expect, test } from "vitest";
import { shareBounds } from "@/lib/engines/advice/share-bounds";

const Z = 1.6449;
const sample = fc.integer({ min: 1, max: 5000 }).chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));

test("of nothing, anything may be so", () => {
  expect(shareBounds(0, 0)).toEqual({ low: 0, high: 1 });
});

test("each bound is a share from which what was seen is as far as chance goes", () => {
  fc.assert(
    fc.property(sample, ([count, of]) => {
      const { low, high } = shareBounds(count, of);
      const seen = count / of;
      for (const bound of [count === 0 ? null : low, count === of ? null : high]) {
        if (bound !== null) expect((seen - bound) ** 2).toBeCloseTo((Z ** 2 * bound * (1 - bound)) / of, 9);
      }
    }),
    { numRuns: 200 },
  );
});

test("the bounds hold the share, rise with the count and narrow with the number", () => {
  fc.assert(
    fc.property(sample, ([count, of]) => {
      const { low, high } = shareBounds(count, of);
      expect(low).toBeLessThanOrEqual(count / of);
      expect(high).toBeGreaterThanOrEqual(count / of);
      const more = shareBounds(Math.min(of, count + 1), of);
      expect(more.low).toBeGreaterThanOrEqual(low);
      expect(more.high).toBeGreaterThanOrEqual(high);
      const ten = shareBounds(count * 10, of * 10);
      expect(ten.high - ten.low).toBeLessThan(high - low);
    }),
    { numRuns: 200 },
  );
});

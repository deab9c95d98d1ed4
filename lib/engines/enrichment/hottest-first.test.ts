import fc from "fast-check";
import { expect, test } from "vitest";
import { hottestFirst } from "./hottest-first";

const lead = fc.record({ score: fc.nat(100), email: fc.emailAddress() });

test("the hottest come first, equals by address, whatever order they came in", () => {
  fc.assert(
    fc.property(fc.uniqueArray(lead, { selector: ({ email }) => email }), fc.infiniteStream(fc.nat()), (leads, chances) => {
      const ordered = hottestFirst(leads);
      for (const [index, next] of ordered.slice(1).entries()) {
        const { score, email } = ordered[index] ?? next;
        expect(score > next.score || (score === next.score && email < next.email)).toBe(true);
      }
      const shuffled = leads.map((one) => ({ one, at: chances.next().value ?? 0 })).toSorted((a, b) => a.at - b.at);
      expect(hottestFirst(shuffled.map(({ one }) => one))).toEqual(ordered);
    }),
  );
});

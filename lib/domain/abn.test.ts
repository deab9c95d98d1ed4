import fc from "fast-check";
import { expect, test } from "vitest";
import { formatAbn, parseAbn } from "@/lib/domain/abn";

test.each([
  ["51 824 753 556", "51824753556"], // the register's own example
  ["51824753556", "51824753556"],
  ["53-004-085-616", "53004085616"],
  [" 83.914.571.673 ", "83914571673"],
])("%s holds", (text, digits) => {
  expect(parseAbn(text)).toBe(digits);
});

test.each(["51 824 753 557", "15 824 753 556", "5182475355", "518247535560", "00 000 000 000", "ABN 51824753556", ""])(
  "%s does not",
  (text) => {
    expect(parseAbn(text)).toBeNull();
  },
);

test("no single mistyped digit passes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), (position, shift) => {
      const digits = [..."51824753556"].map(Number);
      digits[position] = ((digits[position] ?? 0) + shift) % 10;
      expect(parseAbn(digits.join(""))).toBeNull();
    }),
  );
});

test("two neighbouring digits that differ cannot be swapped unnoticed", () => {
  for (let position = 0; position < 10; position += 1) {
    const digits = [..."51824753556"];
    const [first = "", second = ""] = digits.slice(position, position + 2);
    if (first === second) continue;
    digits.splice(position, 2, second, first);
    expect(parseAbn(digits.join(""))).toBeNull();
  }
});

test("printing it groups the digits", () => {
  expect(formatAbn("51824753556")).toBe("51 824 753 556");
});

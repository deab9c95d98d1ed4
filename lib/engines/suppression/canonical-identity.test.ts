import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { expect, test } from "vitest";
import { canonicalPhone } from "@/lib/engines/suppression/canonical-identity";

test.each([
  ["0412 345 678", "+61412345678"],
  ["+61 (0)412 345 678", "+61412345678"],
  ["1300 123 456", "+611300123456"],
  ["+64 21 123 4567", "+64211234567"],
  ["0011 1 415 555 2671", "+14155552671"],
  ["0044 20 7946 0018", "+442079460018"],
  ["Phone: 0412 345 678", "+61412345678"],
  ["04123", null],
  ["n/a", null],
])("%s is %s", (text, canonical) => {
  expect(canonicalPhone(text)).toBe(canonical);
});

test("a number the library knows as valid has the same identity by our rules", () => {
  const written = fc.oneof(
    fc.stringMatching(/^0[23478]\d{8}$/),
    fc.stringMatching(/^\+61[1-9]\d{5,9}$/),
    fc.stringMatching(/^1[389]\d{4,8}$/),
  );
  fc.assert(
    fc.property(written, (text) => {
      const known = parsePhoneNumberFromString(text, "AU");
      fc.pre(known?.isValid() === true);
      expect(canonicalPhone(text)).toBe(known?.number);
    }),
    { numRuns: 2000 },
  );
});

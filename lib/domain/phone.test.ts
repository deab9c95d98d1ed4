import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTextable, nationalNumber, parseAustralianNumber, whyNeverDialled } from "@/lib/domain/phone";

describe("one number, every spelling", () => {
  test.each([
    ["0412 345 678", "+61412345678"],
    ["0412345678", "+61412345678"],
    ["04 1234 5678", "+61412345678"],
    ["0412-345-678", "+61412345678"],
    ["0412.345.678", "+61412345678"],
    ["(0412) 345 678", "+61412345678"],
    ["+61 412 345 678", "+61412345678"],
    ["+61 (0)412 345 678", "+61412345678"],
    ["+61 0412 345 678", "+61412345678"],
    ["+61412345678", "+61412345678"],
    ["61412345678", "+61412345678"],
    ["61 0412 345 678", "+61412345678"],
    ["0061 412 345 678", "+61412345678"],
    ["0011 61 412 345 678", "+61412345678"],
    ["412345678", "+61412345678"],
    ["tel:+61-412-345-678", "+61412345678"],
    ["０４１２３４５６７８", "+61412345678"],
    ["0412\u00a0345\u00a0678", "+61412345678"],
    ["  0412 345 678 ", "+61412345678"],
    ["(02) 9876 5432", "+61298765432"],
    ["02 9876 5432 ext. 12", "+61298765432"],
    ["02 9876 5432 x12", "+61298765432"],
    ["298765432", "+61298765432"],
    ["+61 2 9876 5432", "+61298765432"],
    ["1300 123 456", "+611300123456"],
    ["+61 1300 123 456", "+611300123456"],
    ["13 12 34", "+61131234"],
    ["1800 123 456", "+611800123456"],
    ["180 2345", "+611802345"],
  ])("%s is %s", (text, e164) => {
    expect(parseAustralianNumber(text)?.e164).toBe(e164);
  });

  test.each([
    "",
    "n/a",
    "0412 345 67",
    "0412 345 6789",
    "+64 21 123 4567",
    "+1 415 555 2671",
    "0011 1 415 555 2671",
    "+",
    "02 0876 5432",
    "05123",
    "9876 5432",
    "0412 345 678 or 0413 345 678",
    "+61 +412 345 678",
    "01300 123 456",
    "614123456",
    "000",
    "112",
    "Call 0412 345 678",
  ])("%j is no Australian number", (text) => {
    expect(parseAustralianNumber(text)).toBeNull();
  });

  test("the canonical and the national form read back as the same number", () => {
    const significant = fc.oneof(
      fc.stringMatching(/^4\d{8}$/),
      fc.stringMatching(/^[2378][1-9]\d{7}$/),
      fc.stringMatching(/^1[38]00\d{6}$/),
      fc.stringMatching(/^13[1-9]\d{3}$/),
    );
    fc.assert(
      fc.property(significant, (digits) => {
        const number = parseAustralianNumber(`+61${digits}`);
        expect(number?.e164).toBe(`+61${digits}`);
        expect(parseAustralianNumber(number?.national ?? "")).toEqual(number);
        expect(parseAustralianNumber(`0011 61 ${digits}`)).toEqual(number);
      }),
    );
  });

  test("anything at all is read or refused, never thrown", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const e164 = parseAustralianNumber(text)?.e164;
        expect(e164 === undefined || /^\+61\d{6,10}$/.test(e164)).toBe(true);
        expect(whyNeverDialled(text) === null).toBe(e164 !== undefined && whyNeverDialled(e164) === null);
      }),
    );
  });
});

test.each([
  ["0412 345 678", "mobile", [], "0412345678"],
  ["02 9876 5432", "landline", ["NSW", "ACT"], "0298765432"],
  ["03 9876 5432", "landline", ["VIC", "TAS"], "0398765432"],
  ["07 3876 5432", "landline", ["QLD"], "0738765432"],
  ["08 9876 5432", "landline", ["WA", "SA", "NT"], "0898765432"],
  ["1800 123 456", "toll_free", [], "1800123456"],
  ["180 2345", "toll_free", [], "1802345"],
  ["1300 123 456", "shared_cost", [], "1300123456"],
  ["13 12 34", "shared_cost", [], "131234"],
  ["1902 123 456", "premium", [], "1902123456"],
  ["191 234", "premium", [], "191234"],
  ["0147 123 456", "special", [], "0147123456"],
  ["0550 123 456", "special", [], "0550123456"],
])("%s is %s of %j", (text, kind, states, national) => {
  expect(parseAustralianNumber(text)).toMatchObject({ kind, states });
  expect(nationalNumber(text)).toBe(national);
  expect(isTextable(text)).toBe(kind === "mobile");
});

test.each([
  ["0412 345 678", null],
  ["+61 2 9876 5432", null],
  ["1800 123 456", null],
  ["131 234", null],
  ["000", "emergency"],
  ["112", "emergency"],
  ["106", "emergency"],
  ["+61 000", "emergency"],
  ["+61 112", "emergency"],
  ["1900 123 456", "premium"],
  ["+61 1902 123 456", "premium"],
  ["19 1234", "premium"],
  ["199 1234", "premium"],
  ["1194", "short_code"],
  ["12456", "short_code"],
  ["+61 1223", "short_code"],
  ["0147 123 456", "special"],
  ["+64 21 123 4567", "not_australian"],
  ["+1 415 555 2671", "not_australian"],
  ["0011 1 415 555 2671", "not_australian"],
  ["0412 345", "malformed"],
  ["9876 5432", "malformed"],
  ["", "malformed"],
  ["ask reception", "malformed"],
])("%s is never dialled because it is %s", (text, reason) => {
  expect(whyNeverDialled(text)).toBe(reason);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toWashable, toWashedNumbers } from "@/lib/integrations/dncr/transform";

const NUMBER = "+61491570006";
const national = "0491570006";
const answered = (...numbers: { value?: string; result?: string; errorCode?: string }[]) =>
  toWashedNumbers(
    [NUMBER],
    numbers.map(({ value = national, result, errorCode }) => ({ value, result, errorCode })),
  )[0]?.result;

describe("only a clear N may be called", () => {
  test.each([
    ["N", { result: "N", errorCode: "0" }, "clear"],
    ["N without an error code", { result: "N" }, "clear"],
    ["N in the register's own spelling of the number", { value: "0491 570 006", result: "N" }, "clear"],
    ["Y", { result: "Y", errorCode: "0" }, "registered"],
    ["I", { result: "I", errorCode: "0" }, "invalid"],
    ["N with an error", { result: "N", errorCode: "7" }, "unclear"],
    ["n", { result: "n" }, "unclear"],
    ["N and more", { result: "NY" }, "unclear"],
    ["a space", { result: " " }, "unclear"],
    ["nothing", {}, "unclear"],
    ["a word", { result: "constructor" }, "unclear"],
    ["N for another number", { value: "0491570156", result: "N" }, "unclear"],
    ["N for no number", { value: "", result: "N" }, "unclear"],
  ])("%s", (_name, number, result) => {
    expect(answered(number)).toBe(result);
  });

  test("two answers that differ are none, in either order; two that agree are one", () => {
    expect(answered({ result: "N" }, { result: "Y" })).toBe("unclear");
    expect(answered({ result: "Y" }, { result: "N" }, { result: "N" })).toBe("unclear");
    expect(answered({ result: "N" }, { result: "N" })).toBe("clear");
  });

  test("no answer", () => {
    expect(answered()).toBe("unclear");
  });

  test("whatever comes back, clear means that every entry for the number said N and no error", () => {
    const entry = fc.record({
      value: fc.constantFrom(national, "0491 570 006", "0491570156", "x"),
      result: fc.constantFrom("N", "Y", "I", "n", "", undefined),
      errorCode: fc.constantFrom("0", "1", "", undefined),
    });
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const own = entries.filter(({ value }) => value.replace(/\D/g, "") === national);
        const isClear =
          own.length > 0 && own.every(({ result, errorCode }) => result === "N" && (errorCode ?? "0").replace("0", "") === "");
        expect(toWashedNumbers([NUMBER], entries)[0]?.result === "clear").toBe(isClear);
      }),
    );
  });
});

test("what can be washed goes in national form, once; what cannot is never sent", () => {
  const { washable, notWashable } = toWashable([
    NUMBER,
    NUMBER,
    "+61298765432",
    "+611300123456",
    "+61131234",
    "+611902123456",
    "+61147123456",
    "+64211234567",
    "+6149157",
    "000",
  ]);
  expect([...washable]).toEqual([
    [NUMBER, national],
    ["+61298765432", "0298765432"],
    ["+611300123456", "1300123456"],
    ["+61131234", "131234"],
  ]);
  expect(notWashable).toEqual(["+611902123456", "+61147123456", "+64211234567", "+6149157", "000"]);
});

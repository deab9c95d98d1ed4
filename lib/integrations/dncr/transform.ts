import "server-only";
import { parseAustralianNumber } from "@/lib/domain/phone";
import type { WireNumber } from "@/lib/integrations/dncr/wire";

/**
 * What a wash says about one number. Only `clear` may be called. `registered`: on the register. `invalid`: the register knows no such
 * number. `unclear`: no answer, two different answers, or one nobody can read.
 */
export type WashResult = "clear" | "registered" | "invalid" | "unclear";

export type WashedNumber = { e164: string; result: WashResult };

const RESULTS: Readonly<Record<string, WashResult>> = { N: "clear", Y: "registered", I: "invalid" };

/** Which of these can be washed, with the national form the register wants; the rest would be charged and answered with "invalid". */
export function toWashable(e164s: readonly string[]): { washable: Map<string, string>; notWashable: string[] } {
  const washable = new Map<string, string>();
  const notWashable: string[] = [];
  for (const e164 of new Set(e164s)) {
    const number = parseAustralianNumber(e164);
    if (!number || number.kind === "premium" || number.kind === "special") notWashable.push(e164);
    else washable.set(number.e164, number.national);
  }
  return { washable, notWashable };
}

/** One result for each number asked, in the order asked; a number the register did not answer for is `unclear`. */
export function toWashedNumbers(asked: Iterable<string>, answered: readonly WireNumber[]): WashedNumber[] {
  const results = new Map<string, WashResult>();
  for (const number of answered) {
    const e164 = parseAustralianNumber(number.value)?.e164;
    if (e164 === undefined) continue;
    const result = toWashResult(number);
    results.set(e164, results.has(e164) && results.get(e164) !== result ? "unclear" : result);
  }
  return [...asked].map((e164) => ({ e164, result: results.get(e164) ?? "unclear" }));
}

/** All numbers an answer speaks of, for a wash whose list is not at hand. */
export function answeredNumbers(answered: readonly WireNumber[]): string[] {
  return [...new Set(answered.flatMap(({ value }) => parseAustralianNumber(value)?.e164 ?? []))];
}

function toWashResult({ result = "", errorCode = "0" }: WireNumber): WashResult {
  if (errorCode !== "0" && errorCode !== "") return "unclear";
  return Object.hasOwn(RESULTS, result) ? (RESULTS[result] ?? "unclear") : "unclear";
}

import { expect, test } from "vitest";
import { parseCron } from "./cron";

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString();

test.each([
  ["0 2 * * 0", "2026-03-02T00:00:00.000Z", "2026-03-08T02:00:00.000Z"],
  ["TZ=Australia/Sydney 30 9 * * *", "2026-03-02T00:00:00.000Z", "2026-03-02T22:30:00.000Z"],
  ["@daily", "2026-03-02T00:00:00.000Z", "2026-03-03T00:00:00.000Z"],
])("%s after %s ticks at %s", (cron, from, expected) => {
  expect(iso(parseCron(cron).next(at(from)))).toBe(expected);
});

test("the latest tick includes the instant itself", () => {
  const cron = parseCron("0 2 * * *");
  expect(iso(cron.latest(at("2026-03-02T02:00:00.000Z")))).toBe("2026-03-02T02:00:00.000Z");
  expect(iso(cron.latest(at("2026-03-02T01:59:59.999Z")))).toBe("2026-03-01T02:00:00.000Z");
  expect(iso(cron.latest(at("2026-03-02T02:00:00.400Z")))).toBe("2026-03-02T02:00:00.000Z");
});

test.each([
  ["*/15 * * * *", true],
  ["0 * * * *", false],
  ["0,30 9 * * *", true],
  ["0 2 * * 0", false],
])("%s is frequent: %s", (cron, expected) => {
  expect(parseCron(cron).isFrequent(at("2026-03-02T00:00:00.000Z"))).toBe(expected);
});

test.each(["* * * * * *", "@every 5m", "61 * * * *", "TZ=Nowhere/City 0 9 * * *", ""])("%j is refused", (cron) => {
  expect(() => parseCron(cron)).toThrow(/cron/);
});

import { CronExpressionParser } from "cron-parser";
import { InvalidError } from "@/lib/errors";

/** A parsed cron expression; all instants are epoch milliseconds. */
export type CronSchedule = {
  /** First tick strictly after the instant. */
  next(afterMs: number): number;
  /** Latest tick at or before the instant. */
  latest(atMs: number): number;
  /** True when two neighbouring ticks are less than an hour apart: such crons do not decide where a moved clock stops next. */
  isFrequent(fromMs: number): boolean;
};

const HOUR_MS = 3_600_000;
const SAMPLED_TICKS = 12;
const DESCRIPTORS = new Set(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]);
const ALIASES: Record<string, string> = { "@annually": "@yearly", "@midnight": "@daily" };

/**
 * Parses five-field cron (or a descriptor such as `@daily`), optionally prefixed `TZ=Europe/Paris `; UTC otherwise.
 * @throws InvalidError on anything else, including seconds fields and `@every`
 */
export function parseCron(text: string): CronSchedule {
  const [, prefixedZone, body = ""] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/.exec(text.trim()) ?? [];
  const tz = prefixedZone ?? "UTC";
  const isDescriptor = DESCRIPTORS.has(body);
  if (!isDescriptor && (body.startsWith("@") || body.split(/\s+/).length !== 5)) {
    throw new InvalidError(`cron "${text}" must have five fields or be one of ${[...DESCRIPTORS].join(" ")}`);
  }
  const expression = ALIASES[body] ?? body;
  const startingAt = (ms: number) => CronExpressionParser.parse(expression, { currentDate: new Date(ms), tz });
  try {
    startingAt(0).next();
  } catch (error) {
    throw new InvalidError(`cron "${text}" is not valid: ${(error as Error).message}`);
  }

  return {
    next: (afterMs) => startingAt(afterMs).next().getTime(),
    // The library's `prev` is strictly before and works in whole seconds.
    latest: (atMs) =>
      startingAt(Math.floor(atMs / 1000) * 1000 + 1)
        .prev()
        .getTime(),
    isFrequent(fromMs) {
      const ticks = startingAt(fromMs)
        .take(SAMPLED_TICKS)
        .map((tick) => tick.getTime());
      return ticks.some((tick, index) => index > 0 && tick - (ticks[index - 1] ?? 0) < HOUR_MS);
    },
  };
}

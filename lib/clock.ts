import "server-only";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Where business time comes from. Passed in; nothing below the adapters asks the machine. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** `frozenAt` stops the clock at an instant; otherwise it runs with the machine, `offsetMs` ahead of it. */
export const clockFile = z.object({ offsetMs: z.number().int(), frozenAt: z.iso.datetime().nullable() });
export type ClockFile = z.infer<typeof clockFile>;

/**
 * A clock read from a small JSON file, so that several processes on one machine can share one movable time.
 * @param url a `file:` URL
 */
export function fileClock(url: string): Clock {
  const path = fileURLToPath(url);
  return {
    now() {
      const { offsetMs, frozenAt } = clockFile.parse(JSON.parse(readFileSync(path, "utf8")));
      return frozenAt ? new Date(frozenAt) : new Date(Date.now() + offsetMs);
    },
  };
}

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Clock, type ClockFile, clockFile, fileClock } from "@/lib/clock";

/** The local stack's one clock: a file that every process reads and this module moves. */
export type MovableClock = Clock & {
  readonly url: string;
  /** Stops at `at`; the clock then only moves when told to. */
  freeze(at: Date): void;
  /** Goes forward by `ms`, staying frozen or running as it was. Going back is refused: timers that fired stay fired. */
  advance(ms: number): void;
  /** Runs with the machine again, from where it stands. */
  run(): void;
};

/** @param url `file:` URL of the clock file; created at machine time when absent */
export function movableClock(url: string): MovableClock {
  const path = fileURLToPath(url);
  const clock = fileClock(url);

  const write = (state: ClockFile) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.next`, JSON.stringify(state));
    renameSync(`${path}.next`, path); // readers never see half a file
  };
  const read = () => {
    try {
      return clock.now();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      write({ offsetMs: 0, frozenAt: null });
      return clock.now();
    }
  };
  const isFrozen = () => clockFile.parse(JSON.parse(readFileSync(path, "utf8"))).frozenAt !== null;

  return {
    url,
    now: read,
    freeze(at) {
      write({ offsetMs: 0, frozenAt: at.toISOString() });
    },
    advance(ms) {
      if (ms < 0) throw new RangeError("the clock only goes forward");
      const target = new Date(read().getTime() + ms);
      write(isFrozen() ? { offsetMs: 0, frozenAt: target.toISOString() } : { offsetMs: target.getTime() - Date.now(), frozenAt: null });
    },
    run() {
      const offsetMs = read().getTime() - Date.now();
      write({ offsetMs, frozenAt: null });
    },
  };
}

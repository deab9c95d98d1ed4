import "server-only";
import { type Clock, fileClock, systemClock } from "@/lib/clock";
import { env } from "@/lib/env";

let held: Clock | undefined;

/** Business time: the machine's, or the movable clock of a local stack. */
export function clock(): Clock {
  const { CLOCK_URL } = env();
  held ??= CLOCK_URL ? fileClock(CLOCK_URL) : systemClock;
  return held;
}

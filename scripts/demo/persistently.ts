import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

const AGAIN_AFTER_MS = 50;

/** Asked wrongly: asking again would not help. */
export class Refused extends Error {}

/** Tries again, in real time, while a process is away or coming up. @throws what the last attempt threw after `patienceMs` */
export async function persistently<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
  const since = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused || error instanceof z.ZodError || performance.now() - since > patienceMs) throw error;
      await delay(AGAIN_AFTER_MS);
    }
  }
}

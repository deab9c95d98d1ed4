import { setTimeout as delay } from "node:timers/promises";
import type { MovableClock } from "@/local/clock";
import { type Glance, type StackUrls, stackObserver } from "./stack-observer";

export type DriveOptions = StackUrls & {
  clock: MovableClock;
  until: Date;
  /** Real time without any progress after which the run is given up; processes may be restarted meanwhile. */
  idleTimeoutMs: number;
  /** Events in the product's outbox that were not relayed yet. */
  outboxWaiting(): Promise<number>;
  /** Told of every instant once everything due at it is done. */
  onSettled?: (at: Date) => void | Promise<void>;
};

const POLL_MS = 5;
/** A relay that was killed is made up for by the product's own sweep; it is asked for after this much real time. */
const OUTBOX_PATIENCE_MS = 500;

/**
 * Plays the local stack up to `until`: lets everything due now happen, waits until nothing is left to do, moves the clock to the next
 * instant at which something is, and so on. Real time passes only while work is being done.
 * @returns how many instants were played
 * @throws Error naming what is stuck when nothing moves for `idleTimeoutMs`
 */
export async function driveDemo(options: DriveOptions): Promise<{ instants: number }> {
  const { clock, until, onSettled } = options;
  const observer = stackObserver(options);
  for (let instants = 1; ; instants += 1) {
    const quiet = await settle(options, observer);
    await onSettled?.(clock.now());
    const now = clock.now().getTime();
    if (now >= until.getTime()) return { instants };
    const next = Math.min(until.getTime(), ...quiet.timers.filter((at) => at > now));
    clock.advance(next - now);
  }
}

/** Resolves when two looks in a row saw nothing to do and nothing done between them. */
async function settle({ clock, idleTimeoutMs }: DriveOptions, observer: ReturnType<typeof stackObserver>): Promise<Glance> {
  const seen = { print: "", at: performance.now() };
  let outboxSince: number | null = null;
  const first = await observer.tick(clock.now());
  let before = first.busy.length === 0 ? first : undefined;
  for (;;) {
    const glance = await observer.look(clock.now());
    const at = performance.now();
    if (glance.fingerprint !== seen.print) Object.assign(seen, { print: glance.fingerprint, at });
    if (glance.busy.length === 0 && before?.fingerprint === glance.fingerprint) return glance;
    if (at - seen.at > idleTimeoutMs)
      throw new Error(`nothing has moved for ${idleTimeoutMs} ms at ${clock.now().toISOString()}: ${glance.busy.join("; ")}`);

    before = glance.busy.length === 0 ? glance : undefined;
    if (before) continue;
    const isOnlyOutbox = glance.busy.length === 1 && glance.outbox > 0;
    outboxSince = isOnlyOutbox ? (outboxSince ?? at) : null;
    if (outboxSince !== null && at - outboxSince > OUTBOX_PATIENCE_MS) {
      outboxSince = null;
      await observer.sweepOutbox();
    }
    await delay(POLL_MS);
    if (glance.isOverdue) await observer.tick(clock.now());
  }
}

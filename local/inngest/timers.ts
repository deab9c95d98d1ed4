import { createHeap } from "./heap";

type Timer = { dueAtMs: number; order: number; isLive: () => boolean; fire: () => void };

/** Timers on the movable clock, in memory; the rows they stand for are in Postgres and set them again after a restart. */
export type Timers = {
  /** A timer that is no longer live when it comes due, or is looked at, is dropped in silence. */
  add(dueAtMs: number, isLive: () => boolean, fire: () => void): void;
  /** Fires all that are due, in order of time and then of creation. */
  fireDue(nowMs: number): void;
  /** The earliest live timer, or null. */
  nextAtMs(): number | null;
};

export function createTimers(): Timers {
  const heap = createHeap<Timer>((a, b) => a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.order < b.order));
  let order = 0;

  function peekLive(): Timer | undefined {
    for (let timer = heap.peek(); timer; timer = heap.peek()) {
      if (timer.isLive()) return timer;
      heap.pop();
    }
    return undefined;
  }

  return {
    add(dueAtMs, isLive, fire) {
      heap.push({ dueAtMs, order: order++, isLive, fire });
    },
    fireDue(nowMs) {
      for (let timer = peekLive(); timer && timer.dueAtMs <= nowMs; timer = peekLive()) {
        heap.pop();
        timer.fire();
      }
    },
    nextAtMs: () => peekLive()?.dueAtMs ?? null,
  };
}

import { evaluateKey, isMatch } from "./expressions";
import type { AppEvent, FunctionConfig } from "./model";

/** One concurrency slot a call must hold: at most `limit` calls with this key at once. */
export type SlotDemand = { key: string; limit: number };

/**
 * The slots a call of this function needs. Function scope counts per function; `env` and `account` scope share a key's value between
 * functions. A key that cannot be read from the event shares one slot.
 */
export function slotDemands(config: FunctionConfig, event: AppEvent): SlotDemand[] {
  return config.concurrency.map(({ limit, key, scope }) => {
    const owner = scope === "fn" ? `fn:${config.id}` : scope;
    return { key: `${owner}:${evaluateKey(key, { event }) ?? ""}`, limit };
  });
}

/** Which calls are under way per slot key. State of this process only: after a crash nothing is under way. */
export type Slots = {
  /** Takes all slots, or none and returns the key that is full. */
  acquire(demands: readonly SlotDemand[]): string | undefined;
  release(demands: readonly SlotDemand[]): void;
};

export function createSlots(): Slots {
  const taken = new Map<string, number>();
  return {
    acquire(demands) {
      const full = demands.find(({ key, limit }) => (taken.get(key) ?? 0) >= limit);
      if (full) return full.key;
      for (const { key } of demands) taken.set(key, (taken.get(key) ?? 0) + 1);
      return undefined;
    },
    release(demands) {
      for (const { key } of demands) {
        const left = (taken.get(key) ?? 0) - 1;
        if (left > 0) taken.set(key, left);
        else taken.delete(key);
      }
    },
  };
}

/** A run's place in its function's throttle: when it may start, and the bucket's state after it. Epoch milliseconds. */
export type ThrottleReservation = { startAtMs: number; arrivalMs: number };

/**
 * Token bucket of `limit + burst` tokens refilled one per `period / limit` (observed, inngest-protocol section 12), in the form of the
 * generic cell rate algorithm: `arrivalMs` is the theoretical arrival time that stands for the bucket's level.
 * @param arrivalMs of the previous reservation; undefined when the bucket is full
 */
export function reserveThrottle(
  throttle: NonNullable<FunctionConfig["throttle"]>,
  arrivalMs: number | undefined,
  nowMs: number,
): ThrottleReservation {
  const intervalMs = throttle.periodMs / throttle.limit;
  const toleranceMs = (throttle.limit + throttle.burst - 1) * intervalMs;
  const level = Math.max(arrivalMs ?? nowMs, nowMs);
  return { startAtMs: Math.ceil(Math.max(nowMs, level - toleranceMs)), arrivalMs: level + intervalMs };
}

/** The stored key of the throttle bucket an event falls into. */
export function throttleKey(config: FunctionConfig, event: AppEvent): string {
  return `${config.id}:${evaluateKey(config.throttle?.key, { event }) ?? ""}`;
}

/** The stored key of the batch an event joins, or undefined when the function does not batch it. */
export function batchKey(config: FunctionConfig, event: AppEvent): string | undefined {
  if (!config.batch || !isMatch(config.batch.if, { event })) return undefined;
  return `${config.id}:${evaluateKey(config.batch.key, { event }) ?? ""}`;
}

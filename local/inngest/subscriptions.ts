import { findJoinPaths, isMatch, type JoinPaths, readPath } from "./expressions";
import type { AppEvent } from "./model";

/** Somebody waiting for an event: a `waitForEvent` step, or a run that the event cancels. */
export type Subscription<T> = {
  eventName: string;
  expression: string | undefined;
  /** The run's first event, `event` in the expression. */
  event: AppEvent;
  /** Epoch milliseconds after which it no longer matches; null never expires. */
  expiresAtMs: number | null;
  target: T;
};

export type Subscriptions<T> = {
  /** Returns the function that removes it again. */
  add(subscription: Subscription<T>): () => void;
  /** Targets that `candidate` satisfies, oldest subscription first. */
  match(candidate: AppEvent, nowMs: number): T[];
};

type Entry<T> = Subscription<T> & { order: number };
type Joined<T> = { paths: JoinPaths; byValue: Map<string, Set<Entry<T>>> };
type Bucket<T> = { scanned: Set<Entry<T>>; joined: Map<string, Joined<T>> };

/**
 * An index of subscriptions by event name and, where the expression joins `event` and `async` by equality, by the joined value: one
 * event then touches the few runs it concerns instead of every sleeping run.
 */
export function createSubscriptions<T>(): Subscriptions<T> {
  const buckets = new Map<string, Bucket<T>>();
  let order = 0;

  /** Where the subscription is filed, and how to clear that place when it empties. */
  function place(subscription: Subscription<T>): { entries: Set<Entry<T>>; clear: () => void } {
    const bucket = getOrCreate(buckets, subscription.eventName, (): Bucket<T> => ({ scanned: new Set(), joined: new Map() }));
    const { expression } = subscription;
    const paths = expression === undefined ? undefined : findJoinPaths(expression);
    const value = paths && scalarKey(readPath(subscription.event, paths.event));
    if (expression === undefined || !paths || value === undefined) return { entries: bucket.scanned, clear: () => undefined };
    const { byValue } = getOrCreate(bucket.joined, expression, (): Joined<T> => ({ paths, byValue: new Map() }));
    return { entries: getOrCreate(byValue, value, () => new Set<Entry<T>>()), clear: () => byValue.delete(value) };
  }

  return {
    add(subscription) {
      const entry = { ...subscription, order: order++ };
      place(entry).entries.add(entry);
      return () => {
        const { entries, clear } = place(entry);
        entries.delete(entry);
        if (entries.size === 0) clear();
      };
    },
    match(candidate, nowMs) {
      const bucket = buckets.get(candidate.name);
      if (!bucket) return [];
      const found = [...bucket.scanned];
      for (const { paths, byValue } of bucket.joined.values()) {
        const value = scalarKey(readPath(candidate, paths.async));
        if (value !== undefined) found.push(...(byValue.get(value) ?? []));
      }
      return found
        .filter((entry) => entry.expiresAtMs === null || nowMs <= entry.expiresAtMs)
        .filter((entry) => isMatch(entry.expression, { event: entry.event, async: candidate }))
        .sort((a, b) => a.order - b.order)
        .map((entry) => entry.target);
    },
  };
}

/** Scalars compare by CEL equality when their JSON is equal; anything else is left to the expression itself. */
function scalarKey(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? JSON.stringify(value) : undefined;
}

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}

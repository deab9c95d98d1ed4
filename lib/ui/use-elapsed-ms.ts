"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 30_000;
const listeners = new Set<() => void>();
let elapsedMs = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    elapsedMs = performance.now();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds since this page was loaded, moving every 30 seconds; one timer however many components ask. Zero on the server. */
export function useElapsedMs(): number {
  return useSyncExternalStore(
    subscribe,
    () => elapsedMs,
    () => 0,
  );
}

/** Calls per operation in the current minute of the given clock. */
export function rateWindow(now: () => Date) {
  let minute = -1;
  let counts = new Map<string, number>();
  return {
    /** Counts one call; `left` is below zero once the limit is passed. */
    take(operation: string, limit: number): { left: number; secondsToReset: number } {
      const at = now().getTime();
      const current = Math.floor(at / 60_000);
      if (current !== minute) {
        minute = current;
        counts = new Map();
      }
      const used = (counts.get(operation) ?? 0) + 1;
      counts.set(operation, used);
      return { left: limit - used, secondsToReset: Math.ceil((60_000 - (at % 60_000)) / 1000) };
    },
  };
}

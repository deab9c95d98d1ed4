import "server-only";
import { addHours } from "date-fns";
import type { HourCounts } from "@/lib/engines/gate/facts";

const WINDOW_HOURS = 24;

/**
 * When fewer than `limit` lie within 24 hours again. A message counts from the end of its hour, so that none leaves too early.
 * @returns null when that is so at `at` already
 */
export function roomAgainAt(counts: HourCounts, limit: number, at: Date): Date | null {
  const hours = Object.entries(counts)
    .map(([hour, count]) => ({ leavesAt: addHours(new Date(hour), WINDOW_HOURS + 1), count }))
    .filter(({ leavesAt }) => leavesAt > at)
    .sort((a, b) => a.leavesAt.getTime() - b.leavesAt.getTime());
  let within = hours.reduce((sum, { count }) => sum + count, 0);
  if (within < limit) return null;
  for (const { leavesAt, count } of hours) {
    within -= count;
    if (within < limit) return leavesAt;
  }
  return addHours(at, WINDOW_HOURS);
}

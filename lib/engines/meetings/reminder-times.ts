import "server-only";
import { subHours } from "date-fns";

export type ReminderKind = "day_before" | "hour_before";

const HOURS_BEFORE: readonly (readonly [ReminderKind, number])[] = [
  ["day_before", 24],
  ["hour_before", 1],
];
/** Later than this after its moment a reminder helps nobody. */
const LATE_MS = 30 * 60_000;

/** When a meeting is reminded of, in order; moments that have gone by are left out. */
export function reminderTimes(startsAt: Date, now: Date): { kind: ReminderKind; at: Date }[] {
  return HOURS_BEFORE.map(([kind, hours]) => ({ kind, at: subHours(startsAt, hours) })).filter(
    ({ at }) => at.getTime() + LATE_MS > now.getTime(),
  );
}

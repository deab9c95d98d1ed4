import { TZDate } from "@date-fns/tz";
import { addDays, isWeekend } from "date-fns";

/** When somebody sits at their desk: weekdays on their own clock, half open. */
export type Office = { timezone: string; opensMinute: number; closesMinute: number };

const MINUTE_MS = 60_000;

/**
 * The instant at which somebody who starts at `from` has spent `minutes` at their desk.
 * @returns never before `from`, always inside office hours
 */
export function afterOfficeMinutes(from: Date, minutes: number, office: Office): Date {
  let left = minutes * MINUTE_MS;
  for (let day = new TZDate(from, office.timezone); ; day = addDays(day, 1)) {
    if (isWeekend(day)) continue;
    const opens = Math.max(minuteOf(day, office.opensMinute, office.timezone), from.getTime());
    const closes = minuteOf(day, office.closesMinute, office.timezone);
    if (opens >= closes) continue;
    if (left < closes - opens) return new Date(opens + left);
    left -= closes - opens;
  }
}

function minuteOf(day: TZDate, minute: number, timezone: string): number {
  return new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), Math.floor(minute / 60), minute % 60, timezone).getTime();
}

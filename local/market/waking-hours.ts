import { TZDate } from "@date-fns/tz";
import { addDays, isWeekend } from "date-fns";

const WAKES_MINUTE = 7 * 60 + 15;
const SLEEPS_MINUTE = 21 * 60 + 30;
const MINUTE_MS = 60_000;

/** The same instant when somebody in that zone is awake, else as many minutes past the end of their night as it lies in the hour. */
export function whenAwake(at: Date, timezone: string): Date {
  const local = new TZDate(at, timezone);
  const minute = local.getHours() * 60 + local.getMinutes();
  if (minute >= WAKES_MINUTE && minute < SLEEPS_MINUTE) return new Date(at.getTime());
  const morning = minute < WAKES_MINUTE ? local : addDays(local, 1);
  return atMinute(morning, WAKES_MINUTE + local.getMinutes(), timezone);
}

/** That minute of the day, so many working days after `at`. */
export function workingDaysLater(at: Date, days: number, { timezone, minute }: { timezone: string; minute: number }): Date {
  let day = new TZDate(at, timezone);
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (!isWeekend(day)) left -= 1;
  }
  return atMinute(day, minute, timezone);
}

/** The next quarter of an hour. */
export function nextQuarter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / (15 * MINUTE_MS)) * 15 * MINUTE_MS);
}

function atMinute(day: TZDate, minute: number, timezone: string): Date {
  return new Date(new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), 0, minute, timezone).getTime());
}

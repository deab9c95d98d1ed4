import "server-only";
import { TZDate } from "@date-fns/tz";

// Every decision asks for several local days, and a plan takes thousands of decisions: kept formatters are some fifty times
// faster than making a zoned date each time.
const formatters = new Map<string, Intl.DateTimeFormat>();
// Nearly all of a plan's questions are about one moment.
const lastAnswers = new Map<string, { at: number; shown: LocalTime }>();

type LocalTime = { readonly day: string; readonly time: string };

/**
 * What a wall clock and a calendar show at an instant.
 * @returns `day` as "2026-03-04", `time` as "08:30:00"
 * @throws RangeError when nobody knows the zone
 */
export function localTime(at: Date, timezone: string): LocalTime {
  const last = lastAnswers.get(timezone);
  if (last?.at === at.getTime()) return last.shown;
  let formatter = formatters.get(timezone);
  if (!formatter) {
    // Swedish writes dates and times the ISO way.
    formatter = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "medium" });
    formatters.set(timezone, formatter);
  }
  const [day = "", time = ""] = formatter.format(at).split(" ");
  const shown = { day, time };
  lastAnswers.set(timezone, { at: at.getTime(), shown });
  return shown;
}

/** The local calendar day of an instant, "2026-03-04". */
export function localDay(at: Date, timezone: string): string {
  return localTime(at, timezone).day;
}

/** The instant at which a wall clock shows `time` ("08:30" or "08:30:00") on a calendar day. */
export function instantOf(day: string, time: string, timezone: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return new Date(new TZDate(year, month - 1, date, hours, minutes, seconds, timezone).getTime());
}

/** The first instant of a calendar day in a zone. */
export function startOfDay(day: string, timezone: string): Date {
  return instantOf(day, "00:00", timezone);
}

/** The first instant of the next local day. */
export function startOfNextDay(at: Date, timezone: string): Date {
  return startOfDay(addCalendarDays(localDay(at, timezone), 1), timezone);
}

/** The calendar day so many days later. */
export function addCalendarDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many midnights lie between two calendar days. */
export function calendarDaysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** ISO weekday of a calendar day, Monday = 1. */
export function weekdayOf(day: string): number {
  return new Date(Date.parse(day)).getUTCDay() || 7;
}

const DAY_MS = 24 * 60 * 60 * 1000;

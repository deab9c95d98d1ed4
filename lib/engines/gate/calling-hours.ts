import "server-only";
import { max } from "date-fns";
import type { AustralianState } from "@/lib/domain/australian-place";
import { publicHoliday } from "@/lib/engines/gate/holidays";
import { addCalendarDays, instantOf, localTime, weekdayOf } from "@/lib/engines/gate/local-time";

type Hours = { start: string; end: string };
/** Hours of a week on the recipient's clock, half open, from a date on. Sundays and public holidays are always closed. */
export type AllowedHours = { effectiveFrom: Date; weekdays: Hours; saturday: Hours | null };

/** A place a phone may ring at. `state` decides whose holidays are kept; null: the national ones. */
export type CallPlace = { timezone: string; state: AustralianState | null };

const SUNDAY = 7;
const SATURDAY = 6;
const MAXIMUM_HOPS = 800;

/**
 * The first instant from `at` on that is inside the hours at every one of the places: a number whose place nobody knows may ring
 * in any of them (AU-27).
 * @throws RangeError when there is none within a year
 */
export function openForAll(at: Date, places: readonly CallPlace[], versions: readonly AllowedHours[]): Date {
  let candidate = at;
  for (let hop = 0; hop < MAXIMUM_HOPS; hop += 1) {
    const opens = places.map((place) => nextOpen(candidate, place, hoursAt(candidate, versions)));
    const latest = max([candidate, ...opens]);
    if (latest.getTime() === candidate.getTime()) return candidate;
    candidate = latest;
  }
  throw new RangeError("the calling hours of these places never overlap");
}

function hoursAt(at: Date, versions: readonly AllowedHours[]): AllowedHours {
  const current = versions.filter((version) => version.effectiveFrom <= at).at(-1) ?? versions[0];
  if (!current) throw new RangeError("there are no calling hours");
  return current;
}

function nextOpen(at: Date, { timezone, state }: CallPlace, hours: AllowedHours): Date {
  const { day, time } = localTime(at, timezone);
  const today = hoursOn(day, state, hours);
  if (today && time < today.end) return time >= today.start ? at : instantOf(day, today.start, timezone);
  for (let ahead = 1; ahead < 30; ahead += 1) {
    const next = addCalendarDays(day, ahead);
    const open = hoursOn(next, state, hours);
    if (open) return instantOf(next, open.start, timezone);
  }
  throw new RangeError(`no calling day within a month in ${timezone}`);
}

function hoursOn(day: string, state: AustralianState | null, { weekdays, saturday }: AllowedHours): Hours | null {
  const weekday = weekdayOf(day);
  if (weekday === SUNDAY || publicHoliday(day, state)) return null;
  const hours = weekday === SATURDAY ? saturday : weekdays;
  return hours && { start: withSeconds(hours.start), end: withSeconds(hours.end) };
}

function withSeconds(time: string): string {
  return time.length === 5 ? `${time}:00` : time;
}

import "server-only";
import {
  addDays,
  type CalendarDate,
  daysBetween,
  easterSunday,
  onOrNextBusinessDay,
  partsOf,
  toCalendarDate,
  weekdayOf,
} from "@/lib/engines/replies/calendar-date";
import { monthNumber } from "@/lib/engines/replies/date-words";

export function numericDate(first: number, second: number, year: string | undefined, today: CalendarDate): CalendarDate | undefined {
  const [day, month] = second > 12 && first <= 12 ? [second, first] : [first, second];
  return year ? toCalendarDate(fullYear(year), month, day) : rolled(today, month, day);
}

export function namedDate(
  day: number,
  monthWord: string | undefined,
  year: string | undefined,
  today: CalendarDate,
): CalendarDate | undefined {
  const month = monthNumber(monthWord ?? "");
  if (!month) return undefined;
  return year ? toCalendarDate(fullYear(year), month, day) : rolled(today, month, day);
}

/** A date without a year is this year's, or next year's once it is more than four months gone (29 December → 18/1). */
export function rolled(today: CalendarDate, month: number, day: number): CalendarDate | undefined {
  const { year } = partsOf(today);
  const candidate = toCalendarDate(year, month, day);
  if (!candidate) return toCalendarDate(year + 1, month, day);
  return daysBetween(candidate, today) > 120 ? toCalendarDate(year + 1, month, day) : candidate;
}

export function monthStart(monthWord: string | undefined, year: string | undefined, today: CalendarDate): CalendarDate | undefined {
  const month = monthNumber(monthWord ?? "");
  if (!month) return undefined;
  const now = partsOf(today);
  const inYear = year ? fullYear(year) : month > now.month ? now.year : now.year + 1;
  const first = toCalendarDate(inYear, month, 1);
  return first && onOrNextBusinessDay(first);
}

export function partOfMonth(
  part: string,
  monthWord: string | undefined,
  year: string | undefined,
  today: CalendarDate,
): CalendarDate | undefined {
  const month = monthNumber(monthWord ?? "");
  if (!month) return undefined;
  const now = partsOf(today);
  const inYear = year ? fullYear(year) : month >= now.month ? now.year : now.year + 1;
  const lastDay = new Date(Date.UTC(inYear, month, 0)).getUTCDate();
  const day = /mid/.test(part)
    ? 15
    : /(?:end|rest|remainder|balance|all|whole) of|through/.test(part)
      ? lastDay
      : /late|last/.test(part)
        ? 22
        : /third/.test(part)
          ? 15
          : /second/.test(part)
            ? 8
            : 1;
  const date = toCalendarDate(inYear, month, day);
  return date && day !== lastDay ? onOrNextBusinessDay(date) : date;
}

export function quarterStart(quarter: number | undefined, year: string | undefined, today: CalendarDate): CalendarDate | undefined {
  const now = partsOf(today);
  const wanted = quarter ?? ((Math.floor((now.month - 1) / 3) + 1) % 4) + 1;
  const month = (wanted - 1) * 3 + 1;
  const inYear = year ? fullYear(year) : month > now.month ? now.year : now.year + 1;
  const first = toCalendarDate(inYear, month, 1);
  return first && onOrNextBusinessDay(first);
}

export const fullYear = (year: string) => (year.length === 2 ? 2000 + Number(year) : Number(year));

export function nextFixed(today: CalendarDate, month: number, day: number): CalendarDate {
  const { year } = partsOf(today);
  const thisYear = toCalendarDate(year, month, day) ?? today;
  return thisYear > today ? thisYear : (toCalendarDate(year + 1, month, day) ?? today);
}

export function afterEaster(today: CalendarDate): CalendarDate {
  const { year } = partsOf(today);
  const tuesday = addDays(easterSunday(year), 2);
  return tuesday > today ? tuesday : addDays(easterSunday(year + 1), 2);
}

/** The day after the Melbourne Cup (first Tuesday of November). */
export function afterCupDay(today: CalendarDate): CalendarDate {
  const inYear = (year: number) => addDays(nextWeekday(`${year}-10-31`, 2), 1);
  const { year } = partsOf(today);
  return inYear(year) > today ? inYear(year) : inYear(year + 1);
}

export function later(today: CalendarDate, count: number | undefined, unit: string): CalendarDate | undefined {
  if (!count) return undefined;
  if (unit.startsWith("month")) return addMonths(today, count);
  if (unit.startsWith("quarter")) return addMonths(today, count * 3);
  const days = unit.startsWith("week") ? 7 : unit.startsWith("fortnight") ? 14 : 1;
  if (/business|working/.test(unit)) return addBusinessDays(today, count);
  return addDays(today, count * days);
}

export function addBusinessDays(today: CalendarDate, count: number): CalendarDate {
  let day = today;
  for (let left = Math.min(count, 366); left > 0; left--) day = onOrNextBusinessDay(addDays(day, 1));
  return day;
}

export function addMonths(today: CalendarDate, count: number): CalendarDate | undefined {
  const { year, month, day } = partsOf(today);
  const index = year * 12 + month - 1 + count;
  const lastDay = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
  return toCalendarDate(Math.floor(index / 12), (index % 12) + 1, Math.min(day, lastDay));
}

export function startOfNextMonth(today: CalendarDate): CalendarDate {
  const { year, month } = partsOf(today);
  return toCalendarDate(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) ?? today;
}

export const endOfMonth = (today: CalendarDate) => addDays(startOfNextMonth(today), -1);

/** The first such weekday strictly after `today`. */
export function nextWeekday(today: CalendarDate, weekday: number): CalendarDate {
  return addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
}

/** That weekday in the week that starts next Monday. */
export function weekdayOfNextWeek(today: CalendarDate, weekday: number): CalendarDate {
  return addDays(nextWeekday(today, 1), (weekday + 6) % 7);
}

/** The first such day of a month that falls on that weekday; the next one at all where none does within half a year. */
export function nextSuchDay(today: CalendarDate, weekday: number, day: number): CalendarDate | undefined {
  const first = nextDayOfMonth(today, day);
  let date = first;
  for (let months = 0; date && months < 6; months++) {
    if (weekdayOf(date) === weekday) return date;
    date = nextDayOfMonth(addDays(date, 1), day);
  }
  return first;
}

export function nextDayOfMonth(today: CalendarDate, day: number): CalendarDate | undefined {
  const { year, month } = partsOf(today);
  for (let ahead = 0; ahead < 3; ahead++) {
    const index = year * 12 + month - 1 + ahead;
    const date = toCalendarDate(Math.floor(index / 12), (index % 12) + 1, day);
    if (date && date >= today) return date;
  }
  return undefined;
}

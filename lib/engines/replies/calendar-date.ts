import "server-only";

/** A day without time or zone, `YYYY-MM-DD`. */
export type CalendarDate = string;

const DAY_MS = 86_400_000;

export function toCalendarDate(year: number, month: number, day: number): CalendarDate | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= 1970 && year <= 9999 ? date.toISOString().slice(0, 10) : undefined;
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(utc(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: CalendarDate, b: CalendarDate): number {
  return Math.round((utc(b) - utc(a)) / DAY_MS);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(date: CalendarDate): number {
  return new Date(utc(date)).getUTCDay();
}

export function partsOf(date: CalendarDate): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return { year, month, day };
}

/** The day itself, or the Monday after it when it falls on a weekend; 1 January and its substitutes are skipped. */
export function onOrNextBusinessDay(date: CalendarDate): CalendarDate {
  let day = date;
  while (weekdayOf(day) === 0 || weekdayOf(day) === 6 || day.endsWith("-01-01") || isChristmasBreak(day)) day = addDays(day, 1);
  return day;
}

/** Easter Sunday (anonymous Gregorian computus, Meeus/Jones/Butcher). */
export function easterSunday(year: number): CalendarDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return toCalendarDate(year, month, day) ?? `${year}-04-01`;
}

/** The sender's own calendar day of a `Date` header, or undefined when it holds no date. */
export function calendarDateOfHeader(header: string | undefined): CalendarDate | undefined {
  if (!header) return undefined;
  const iso = /^\s*(\d{4})-(\d{2})-(\d{2})/.exec(header);
  if (iso) return toCalendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const rfc = /(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+(\d{4})/i.exec(header);
  if (!rfc) return undefined;
  const month = "janfebmaraprmayjunjulaugsepoctnovdec".indexOf((rfc[2] ?? "").toLowerCase()) / 3 + 1;
  return toCalendarDate(Number(rfc[3]), month, Number(rfc[1]));
}

/** The calendar day in Sydney at an instant: the platform's own zone, used when a message names none. */
export function sydneyDate(now: Date): CalendarDate {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Australia/Sydney", year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

function isChristmasBreak(day: CalendarDate): boolean {
  const { year } = partsOf(day);
  if (day.endsWith("-12-25") || day.endsWith("-12-26")) return true;
  const christmas = weekdayOf(`${year}-12-25`);
  if (day.endsWith("-12-27")) return christmas === 6 || christmas === 0;
  return day.endsWith("-12-28") && (christmas === 6 || christmas === 5);
}

const utc = (date: CalendarDate) => Date.parse(`${date}T00:00:00Z`);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

type ZonedFields = { year: number; month: number; day: number; weekday: number; hour: number; minute: number };

const partsByZone = new Map<string, Intl.DateTimeFormat>();

/**
 * The words around these numbers are our own, never Intl's: Node and browsers ship different locale data
 * (a narrow space before "pm", a comma more or less), which React reports as a hydration mismatch.
 */
function zonedFields(at: Date, timeZone: string): ZonedFields {
  let format = partsByZone.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
      timeZone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      hourCycle: "h23",
    });
    partsByZone.set(timeZone, format);
  }
  const fields: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = fields;
  return { year, month, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

function clockTime({ hour, minute }: ZonedFields): string {
  return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, "0")} ${hour < 12 ? "am" : "pm"}`;
}

/** Calendar days since the epoch, for comparing days in one zone. */
function dayNumber({ year, month, day }: ZonedFields): number {
  return Math.round(Date.UTC(year, month - 1, day) / DAY_MS);
}

/** "9:40 am" in `timeZone` (an IANA name). */
export function formatClockTime(at: Date, timeZone: string): string {
  return clockTime(zonedFields(at, timeZone));
}

/** "14 Dec 2026" in `timeZone`. */
export function formatDate(at: Date, timeZone: string): string {
  const fields = zonedFields(at, timeZone);
  return `${fields.day} ${MONTHS[fields.month - 1]} ${fields.year}`;
}

/** "Tue 14 Dec 2026, 9:40 am Perth": complete, for tooltips and receipts. */
export function formatZonedTime(at: Date, timeZone: string): string {
  const fields = zonedFields(at, timeZone);
  return `${WEEKDAYS[fields.weekday]} ${formatDate(at, timeZone)}, ${clockTime(fields)} ${zoneCity(timeZone)}`;
}

/**
 * The shortest wording that is still exact to the minute: "9:40 am" today, "Tue 9:40 am" within six days either way,
 * "14 Dec, 9:40 am" this year, otherwise with the year.
 */
export function formatShortTime(at: Date, now: Date, timeZone: string): string {
  const fields = zonedFields(at, timeZone);
  const today = zonedFields(now, timeZone);
  const days = dayNumber(fields) - dayNumber(today);
  if (days === 0) return clockTime(fields);
  if (Math.abs(days) <= 6) return `${WEEKDAYS[fields.weekday]} ${clockTime(fields)}`;
  const date = `${fields.day} ${MONTHS[fields.month - 1]}`;
  return fields.year === today.year ? `${date}, ${clockTime(fields)}` : `${date} ${fields.year}, ${clockTime(fields)}`;
}

/** Heading of a day group: "Today", "Yesterday", "Tomorrow", else "Tue 14 Dec" (with the year when it is another one). */
export function formatDayHeading(at: Date, now: Date, timeZone: string): string {
  const fields = zonedFields(at, timeZone);
  const today = zonedFields(now, timeZone);
  const days = dayNumber(fields) - dayNumber(today);
  if (days === 0) return "Today";
  if (days === -1) return "Yesterday";
  if (days === 1) return "Tomorrow";
  const heading = `${WEEKDAYS[fields.weekday]} ${fields.day} ${MONTHS[fields.month - 1]}`;
  return fields.year === today.year ? heading : `${heading} ${fields.year}`;
}

/** "just now", "5 min ago", "in 3 h", "2 days ago"; from 30 days on, the date in `timeZone`. */
export function formatRelativeTime(at: Date, now: Date, timeZone: string): string {
  const differenceMs = at.getTime() - now.getTime();
  const distanceMs = Math.abs(differenceMs);
  if (distanceMs < MINUTE_MS) return differenceMs > 0 ? "in a moment" : "just now";
  if (distanceMs >= 30 * DAY_MS) return formatDate(at, timeZone);
  const amount = spell(distanceMs);
  return differenceMs > 0 ? `in ${amount}` : `${amount} ago`;
}

/** Length of time in its largest whole unit: "45 s", "12 min", "3 h", "1 day". */
export function formatDuration(durationMs: number): string {
  return durationMs < MINUTE_MS ? `${Math.round(durationMs / 1000)} s` : spell(durationMs);
}

function spell(distanceMs: number): string {
  if (distanceMs < HOUR_MS) return `${Math.floor(distanceMs / MINUTE_MS)} min`;
  if (distanceMs < DAY_MS) return `${Math.floor(distanceMs / HOUR_MS)} h`;
  const days = Math.floor(distanceMs / DAY_MS);
  return days === 1 ? "1 day" : `${days} days`;
}

/** "Perth" for "Australia/Perth"; a zone without a city is named as it is ("UTC"). */
export function zoneCity(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}

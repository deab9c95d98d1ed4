import "server-only";
import { tz } from "@date-fns/tz";
import { addDays, isSaturday, isSunday, subDays } from "date-fns";
import { SAMPLE_AGENCY } from "@/lib/engines/sample/sample-agency";

const LOCAL = { in: tz(SAMPLE_AGENCY.timezone) };
const DAY_MS = 86_400_000;

/** That many days ago in office hours on the sample's clock; a weekend's falls on the Friday before. `minutes` after late morning, up to 300. */
export function officeTimeAgo(now: Date, daysAgo: number, minutes: number): Date {
  const start = morning(subDays(now, daysAgo), minutes);
  return isSunday(start, LOCAL) ? subDays(start, 2) : isSaturday(start, LOCAL) ? subDays(start, 1) : start;
}

/** The same in days to come; a weekend's falls on the Monday after. */
export function officeTimeAhead(now: Date, days: number, minutes: number): Date {
  const start = morning(addDays(now, days), minutes);
  return isSaturday(start, LOCAL) ? addDays(start, 2) : isSunday(start, LOCAL) ? addDays(start, 1) : start;
}

/** Midnight UTC is late morning there the whole year round. */
function morning(day: Date, minutes: number): Date {
  return new Date(Math.floor(day.getTime() / DAY_MS) * DAY_MS + minutes * 60_000);
}

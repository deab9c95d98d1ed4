import { TZDate } from "@date-fns/tz";
import { addDays, format } from "date-fns";

/** The calendar day `days` after `at` in a zone, as a date field wants it: "2026-12-01". */
export function localDayAfter(at: Date, timeZone: string, days = 1): string {
  return format(addDays(new TZDate(at, timeZone), days), "yyyy-MM-dd");
}

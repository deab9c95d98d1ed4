import "server-only";
import { TZDate } from "@date-fns/tz";
import { addDays, format, getISODay } from "date-fns";
import { type AustralianState, publicHoliday } from "@/lib/engines/gate/holidays";

/** When a recipient may be written to, on their own clock. */
export type SendingWindow = {
  timezone: string;
  /** Half open: the end is the first instant that is too late. "08:30" or "08:30:00". */
  start: string;
  end: string;
  /** ISO weekdays, Monday = 1. */
  workDays: readonly number[];
  /** Whose public holidays are kept; null keeps the national ones. */
  state: AustralianState | null;
  /** Australian businesses close from 20 December to 10 January (OP-20); true sends all the same. */
  sendsOverShutdown: boolean;
};

export type WindowVerdict =
  | { isOpen: true }
  | { isOpen: false; because: "weekend" | "holiday" | "shutdown" | "hours"; detail: string; opensAt: Date };

/** A year without a single open day is a mistake in the configuration, not a wait. */
const HORIZON_DAYS = 366;

/**
 * Whether the window is open at `at`, and if not, why and when it next opens.
 * @throws RangeError when nothing opens within a year
 */
export function sendingWindow(at: Date, window: SendingWindow): WindowVerdict {
  const local = new TZDate(at, window.timezone);
  const closed = closedDay(local, window);
  const opens = timeOn(local, window.start, window.timezone);
  const closes = timeOn(local, window.end, window.timezone);
  if (!closed && at >= opens && at < closes) return { isOpen: true };

  const because = closed?.because ?? "hours";
  const detail =
    closed?.detail ?? `${format(local, "HH:mm")} is outside ${window.start.slice(0, 5)}–${window.end.slice(0, 5)} in ${window.timezone}`;
  if (!closed && at < opens) return { isOpen: false, because, detail, opensAt: opens };
  return { isOpen: false, because, detail, opensAt: nextOpening(local, window) };
}

/** The local calendar day of an instant, "2026-03-04". */
export function localDay(at: Date, timezone: string): string {
  return format(new TZDate(at, timezone), "yyyy-MM-dd");
}

/** The first instant of a calendar day, "2026-03-04", in a zone. */
export function startOfDay(day: string, timezone: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(new TZDate(year, month - 1, date, timezone).getTime());
}

/** The first instant of the next local day. */
export function startOfNextDay(at: Date, timezone: string): Date {
  const tomorrow = addDays(new TZDate(at, timezone), 1);
  return timeOn(tomorrow, "00:00", timezone);
}

function nextOpening(local: TZDate, window: SendingWindow): Date {
  for (let ahead = 1; ahead <= HORIZON_DAYS; ahead += 1) {
    const day = addDays(local, ahead);
    if (!closedDay(day, window)) return timeOn(day, window.start, window.timezone);
  }
  throw new RangeError(`no day within a year is open for ${window.timezone}, days ${window.workDays.join(",")}`);
}

function closedDay(day: TZDate, window: SendingWindow): { because: "weekend" | "holiday" | "shutdown"; detail: string } | null {
  const iso = format(day, "yyyy-MM-dd");
  if (!window.workDays.includes(getISODay(day))) return { because: "weekend", detail: `${format(day, "EEEE")} is not a sending day` };
  const holiday = publicHoliday(iso, window.state);
  if (holiday) return { because: "holiday", detail: `${holiday} (${iso}${window.state ? `, ${window.state}` : ""})` };
  const monthDay = iso.slice(5);
  if (!window.sendsOverShutdown && (monthDay >= "12-20" || monthDay <= "01-10")) {
    return { because: "shutdown", detail: "Australian businesses are closed from 20 December to 10 January" };
  }
  return null;
}

/** `time` on the local day of `day`, as a plain instant. */
function timeOn(day: TZDate, time: string, timezone: string): Date {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  const local = new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes, seconds, timezone);
  return new Date(local.getTime());
}

import "server-only";
import type { AustralianState } from "@/lib/domain/australian-place";
import { publicHoliday } from "@/lib/engines/gate/holidays";
import { addCalendarDays, instantOf, localTime, weekdayOf } from "@/lib/engines/gate/local-time";

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

type ClosedDay = { because: "weekend" | "holiday" | "shutdown"; detail: string };

/** A year without a single open day is a mistake in the configuration, not a wait. */
const HORIZON_DAYS = 366;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/**
 * Whether the window is open at `at`, and if not, why and when it next opens.
 * @throws RangeError when nothing opens within a year
 */
export function sendingWindow(at: Date, window: SendingWindow): WindowVerdict {
  const { day, time } = localTime(at, window.timezone);
  const closed = closedDay(day, window);
  const isEarly = time < withSeconds(window.start);
  if (!closed && !isEarly && time < withSeconds(window.end)) return { isOpen: true };

  const hours = `Messages go out between ${window.start.slice(0, 5)} and ${window.end.slice(0, 5)}, ${window.timezone} time`;
  return {
    isOpen: false,
    because: closed?.because ?? "hours",
    detail: closed?.detail ?? hours,
    opensAt: instantOf(!closed && isEarly ? day : nextOpenDay(day, window), window.start, window.timezone),
  };
}

function nextOpenDay(day: string, window: SendingWindow): string {
  for (let ahead = 1; ahead <= HORIZON_DAYS; ahead += 1) {
    const next = addCalendarDays(day, ahead);
    if (!closedDay(next, window)) return next;
  }
  throw new RangeError(`no day within a year is open for ${window.timezone}, days ${window.workDays.join(",")}`);
}

function closedDay(day: string, window: SendingWindow): ClosedDay | null {
  const weekday = weekdayOf(day);
  if (!window.workDays.includes(weekday)) return { because: "weekend", detail: `${WEEKDAYS[weekday - 1]} is not a sending day` };
  const holiday = publicHoliday(day, window.state);
  if (holiday) return { because: "holiday", detail: `${holiday} (${day}${window.state ? `, ${window.state}` : ""})` };
  const monthDay = day.slice(5);
  if (!window.sendsOverShutdown && (monthDay >= "12-20" || monthDay <= "01-10")) {
    return { because: "shutdown", detail: "Australian businesses are closed from 20 December to 10 January" };
  }
  return null;
}

function withSeconds(time: string): string {
  return time.length === 5 ? `${time}:00` : time;
}

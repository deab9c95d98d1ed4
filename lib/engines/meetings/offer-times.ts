import "server-only";
import { addHours } from "date-fns";
import type { AustralianState } from "@/lib/domain/australian-place";
import { addCalendarDays, instantOf, localDay } from "@/lib/engines/gate/local-time";
import { type SendingWindow, sendingWindow } from "@/lib/engines/gate/sending-window";

/** Spread over days and over morning and afternoon. */
const CLOCKS = ["10:00", "14:00", "11:00"] as const;
const MINIMUM_NOTICE_HOURS = 20;
const HORIZON_DAYS = 60;

export type Busy = { startsAt: Date; durationMinutes: number };

/**
 * Three times to offer, on three different working days of the lead's own calendar, inside office hours, never on a public holiday, and
 * never where the client has a meeting already.
 * @param place whose clock and holidays count
 */
export function offerTimes(
  now: Date,
  place: { timezone: string; state: AustralianState | null },
  busy: readonly Busy[] = [],
): { at: Date; label: string }[] {
  const window: SendingWindow = { ...place, start: "09:00", end: "17:00", workDays: [1, 2, 3, 4, 5], sendsOverShutdown: false };
  const earliest = addHours(now, MINIMUM_NOTICE_HOURS);
  const found: { at: Date; label: string }[] = [];
  for (let ahead = 0; ahead <= HORIZON_DAYS && found.length < CLOCKS.length; ahead += 1) {
    const day = addCalendarDays(localDay(now, place.timezone), ahead);
    const at = instantOf(day, CLOCKS[found.length] ?? "10:00", place.timezone);
    if (at < earliest || !sendingWindow(at, window).isOpen || isTaken(at, busy)) continue;
    found.push({ at, label: timeLabel(at, place.timezone) });
  }
  return found;
}

function isTaken(at: Date, busy: readonly Busy[]): boolean {
  const end = addHours(at, 1);
  return busy.some(({ startsAt, durationMinutes }) => startsAt < end && startsAt.getTime() + durationMinutes * 60_000 > at.getTime());
}

/** "Wednesday 2 December, 10:00 am AEDT" */
export function timeLabel(at: Date, timezone: string): string {
  const day = new Intl.DateTimeFormat("en-AU", { timeZone: timezone, weekday: "long", day: "numeric", month: "long" }).format(at);
  const time = new Intl.DateTimeFormat("en-AU", { timeZone: timezone, hour: "numeric", minute: "2-digit", timeZoneName: "short" }).format(
    at,
  );
  return `${day}, ${time}`;
}

import "server-only";
import { calendarDaysBetween, localDay } from "@/lib/engines/gate/local-time";

/** Cold messages a day a warmed mailbox may send at most, whatever its own limit says (compliance OP-01, OP-10). */
export const MAILBOX_CEILING = 40;

/** Day of warm-up → cold messages a day; straight lines between the corners, nothing cold before day 15 (OP-01). */
const CORNERS: readonly (readonly [day: number, cap: number])[] = [
  [15, 5],
  [21, 10],
  [28, 20],
  [35, 30],
  [45, 40],
];
export const FIRST_COLD_DAY = 15;
/** From here on a mailbox counts as mature. */
export const MATURE_FROM_DAY = 29;

/**
 * What the ramp allows on one day.
 * @param warmUpDay 1 on the day warm-up started
 * @returns messages a day, 0 before day 15, at most 40
 */
export function rampCap(warmUpDay: number): number {
  if (warmUpDay < FIRST_COLD_DAY) return 0;
  for (let index = 1; index < CORNERS.length; index += 1) {
    const [toDay, toCap] = CORNERS[index] ?? [0, 0];
    const [fromDay, fromCap] = CORNERS[index - 1] ?? [0, 0];
    if (warmUpDay <= toDay) return Math.floor(fromCap + ((warmUpDay - fromDay) / (toDay - fromDay)) * (toCap - fromCap));
  }
  return MAILBOX_CEILING;
}

/** Which day of warm-up `at` is, on the resource's clock: 1 on the first day, 0 when warm-up has not started. */
export function warmUpDay(rampStartedAt: Date | null, at: Date, timezone: string): number {
  if (!rampStartedAt || rampStartedAt > at) return 0;
  return calendarDaysBetween(localDay(rampStartedAt, timezone), localDay(at, timezone)) + 1;
}

/** A mailbox's cap on the day of `at`: the smallest of its own limit, the ramp and the ceiling. */
export function mailboxCap(
  mailbox: { dailyLimit: number; isPrewarmed: boolean; rampStartedAt: Date | null; timezone: string },
  at: Date,
): number {
  const ramp = mailbox.isPrewarmed ? MAILBOX_CEILING : rampCap(warmUpDay(mailbox.rampStartedAt, at, mailbox.timezone));
  return Math.min(mailbox.dailyLimit, ramp, MAILBOX_CEILING);
}

/** What a seat, number or return address may do a day at most, whatever its own limit says (OP-14; domain.md 4.2). */
const CEILINGS = { seat: 17, number: 100, return_address: 1000, domain: 1000 } as const;
/** Invitations a day of a young seat (domain.md 4.7). */
const SEAT_CORNERS: readonly (readonly [untilDay: number, cap: number])[] = [
  [3, 5],
  [7, 10],
  [11, 15],
];

/** The cap of anything that carries messages on the day of `at`: the smallest of its own limit, its ramp and its ceiling. */
export function resourceCap(
  resource: {
    kind: keyof typeof CEILINGS | "mailbox";
    dailyLimit: number;
    isPrewarmed: boolean;
    rampStartedAt: Date | null;
    timezone: string;
  },
  at: Date,
): number {
  if (resource.kind === "mailbox") return mailboxCap(resource, at);
  const ceiling = CEILINGS[resource.kind];
  if (resource.kind !== "seat" || resource.isPrewarmed) return Math.min(resource.dailyLimit, ceiling);
  const day = warmUpDay(resource.rampStartedAt, at, resource.timezone);
  const ramp = day === 0 ? 0 : (SEAT_CORNERS.find(([untilDay]) => day <= untilDay)?.[1] ?? ceiling);
  return Math.min(resource.dailyLimit, ramp, ceiling);
}

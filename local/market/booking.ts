import { addDays } from "date-fns";
import { stableId } from "@/local/mail/mime/stable-id";
import { afterOfficeMinutes } from "@/local/market/office-hours";
import type { Persona } from "@/local/market/persona";
import type { Booking } from "@/local/market/record";
import { seeded } from "@/local/providers/seeded";

export const MEETING_MINUTES = 30;

/** The time a person chooses on a booking page: one to five days ahead, on a half hour of their own working day. */
export function bookingBy(seed: string, persona: Persona, { url, at }: { url: string; at: Date }): Booking {
  const { email, firstName, lastName, company } = persona;
  const random = seeded(seed, "booking", email);
  const day = addDays(at, random.whole(1, 5));
  const halfHours = random.whole(1, 12);
  const morning = afterOfficeMinutes(startOfHour(day), 0, { timezone: company.timezone, opensMinute: 9 * 60, closesMinute: 9 * 60 + 1 });
  return {
    id: bookingId(url, email, morning),
    bookingUrl: url,
    email,
    name: `${firstName} ${lastName}`,
    startsAt: new Date(morning.getTime() + halfHours * MEETING_MINUTES * 60_000),
    durationMinutes: MEETING_MINUTES,
    bookedAt: at,
    byPersona: true,
  };
}

/** The same person booking the same time on the same page is one booking. */
export function bookingId(url: string, email: string, startsAt: Date): string {
  return `bk_${stableId(url.replace(/^https?:\/\/[^/]+/, ""), email, startsAt.toISOString())}`;
}

function startOfHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
}

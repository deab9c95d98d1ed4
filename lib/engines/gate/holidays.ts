import "server-only";
import Holidays from "date-holidays";
import type { AustralianState } from "@/lib/domain/australian-place";

const calendars = new Map<string, Map<string, string>>();

/**
 * The public holiday on a calendar day, substitute days included. The national set holds in every state, also where the state
 * moves the day off a weekend (AU-26).
 * @param day local calendar day, "2026-04-27"
 * @param state null asks for the national days only
 * @returns the holiday's name, or null
 */
export function publicHoliday(day: string, state: AustralianState | null): string | null {
  return (state && calendarOf(day, state).get(day)) ?? calendarOf(day, null).get(day) ?? null;
}

function calendarOf(day: string, state: AustralianState | null): Map<string, string> {
  const year = day.slice(0, 4);
  const key = `${state ?? "AU"}:${year}`;
  let calendar = calendars.get(key);
  if (!calendar) {
    calendar = loadYear(Number(year), state);
    calendars.set(key, calendar);
  }
  return calendar;
}

function loadYear(year: number, state: AustralianState | null): Map<string, string> {
  const library = state ? new Holidays("AU", state.toLowerCase()) : new Holidays("AU");
  const days = new Map<string, string>();
  for (const holiday of library.getHolidays(year)) {
    if (holiday.type === "public") days.set(holiday.date.slice(0, 10), holiday.name);
  }
  return days;
}

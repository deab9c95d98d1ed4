import "server-only";
import { TZDate } from "@date-fns/tz";
import { addDays } from "date-fns";
import type { SpokenTime } from "@/lib/integrations/vapi/wire";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const MINUTES: Readonly<Record<string, string>> = { fifte: "15", thirt: "30", forty: "45" };
const COUNT = `(an?|\\d{1,3}|${NUMBERS.slice(1).join("|")}|a couple of|a few|half an)`;
const IN_A_WHILE = new RegExp(`\\bin (?:about )?${COUNT} (minute|hour|day|week|month)s?\\b`);
const CLOCK = /\b(?:at|around|about|after|by|from|say|make it)? ?(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|a\.m|p\.m|o'?clock)?\b/g;
const HALF_PAST = /\b(half|quarter) (past|to) (\d{1,2})\b/;
const PARTS_OF_DAY: readonly (readonly [RegExp, number])[] = [
  [/\b(?:noon|midday)\b/, 12 * 60],
  [/\blunch(?:time)?\b/, 13 * 60],
  [/\b(?:first thing|early)\b/, 9 * 60],
  [/\bmorning\b/, 10 * 60],
  [/\b(?:afternoon|arvo)\b/, 14 * 60],
  [/\b(?:end of (?:the )?day|close of business)\b/, 16 * 60 + 30],
];
const DEFAULT_MINUTE = 10 * 60;
const UNIT_MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60 };
const UNIT_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 };

/** The day or hour a sentence names, or null: “Tuesday at half past two”, “in an hour”, “tomorrow morning”, “at 3”. */
export function readSpokenTime(sentence: string): SpokenTime | null {
  const text = sentence
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(new RegExp(`\\b(${NUMBERS.join("|")})\\b`, "g"), (word) => String(NUMBERS.indexOf(word)))
    .replace(/\b(\d{1,2}) (fifteen|thirty|forty[- ]?five)\b/g, (_, hour: string, part: string) => `${hour}:${MINUTES[part.slice(0, 5)] ?? "00"}`);
  const relative = IN_A_WHILE.exec(text);
  const unit = relative?.[2] ?? "";
  if (relative && UNIT_MINUTES[unit]) {
    const minutes = Math.round(countOf(relative[1]) * (UNIT_MINUTES[unit] ?? 1));
    return { day: { kind: "in_minutes", minutes: Math.max(1, minutes) }, minuteOfDay: null };
  }
  const minuteOfDay = readMinute(text);
  if (relative) return { day: { kind: "in_days", days: countOf(relative[1]) * (UNIT_DAYS[unit] ?? 1) }, minuteOfDay };
  const weekday = WEEKDAYS.findIndex((name) => new RegExp(`\\b${name}\\b`).test(text));
  if (weekday >= 0) return { day: { kind: "weekday", weekday }, minuteOfDay };
  if (/\btomorrow\b/.test(text)) return { day: { kind: "in_days", days: 1 }, minuteOfDay };
  if (/\bnext week\b/.test(text)) return { day: { kind: "in_days", days: 7 }, minuteOfDay };
  if (/\bnext month\b/.test(text)) return { day: { kind: "in_days", days: 30 }, minuteOfDay };
  if (/\b(?:today|this (?:morning|afternoon|arvo))\b/.test(text)) return { day: { kind: "in_days", days: 0 }, minuteOfDay };
  return minuteOfDay === null ? null : { day: { kind: "next" }, minuteOfDay };
}

/**
 * The instant meant by what was said, never before `at`.
 * @param at when it was said
 * @param timeZone IANA zone of the person
 */
export function resolveSpokenTime({ day, minuteOfDay }: SpokenTime, at: Date, timeZone: string): Date {
  if (day.kind === "in_minutes") return new Date(at.getTime() + day.minutes * 60_000);
  const local = new TZDate(at.getTime(), timeZone);
  const atMinute = (days: number) => {
    const minute = minuteOfDay ?? DEFAULT_MINUTE;
    const date = addDays(local, days);
    return new Date(
      new TZDate(date.getFullYear(), date.getMonth(), date.getDate(), Math.floor(minute / 60), minute % 60, timeZone).getTime(),
    );
  };
  if (day.kind === "weekday") return atMinute((day.weekday - local.getDay() + 7) % 7 || 7);
  if (day.kind === "in_days" && day.days > 0) return atMinute(day.days);
  const today = atMinute(0);
  return today > at ? today : atMinute(1);
}

function countOf(word = ""): number {
  if (/^\d/.test(word)) return Number(word);
  if (word === "half an") return 0.5;
  return word === "a couple of" ? 2 : word === "a few" ? 3 : 1;
}

/** Hours without am or pm are business hours: 8 to 11 are the morning, 12 to 7 the rest of the day. */
function readMinute(text: string): number | null {
  const half = HALF_PAST.exec(text);
  if (half) {
    const away = half[1] === "half" ? 30 : 15;
    return afternoonHour(Number(half[3]), undefined) * 60 + (half[2] === "to" ? -away : away);
  }
  for (const [phrase, hours, minutes, meridiem] of text.matchAll(CLOCK)) {
    const hour = Number(hours);
    const isClock =
      meridiem !== undefined || minutes !== undefined || /^(?:at|around|about|after|by|from|say|make it) /.test(phrase.trim());
    if (!isClock || hour > 23 || Number(minutes ?? 0) > 59) continue;
    return afternoonHour(hour, meridiem) * 60 + Number(minutes ?? 0);
  }
  return PARTS_OF_DAY.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

function afternoonHour(hour: number, meridiem: string | undefined): number {
  if (meridiem?.startsWith("p")) return (hour % 12) + 12;
  if (meridiem?.startsWith("a")) return hour % 12;
  return hour >= 1 && hour <= 7 ? hour + 12 : hour;
}

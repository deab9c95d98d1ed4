const formats = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** An instant on somebody's calendar and clock: "2026-03-04", ISO weekday (Monday 1), "09:30:00". */
export function localTime(at: Date, timeZone: string): { day: string; weekday: number; time: string } {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      ...{ year: "numeric", month: "2-digit", day: "2-digit", weekday: "short" },
      ...{ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: `${part.year}-${part.month}-${part.day}`,
    weekday: WEEKDAYS.indexOf(part.weekday ?? "") + 1,
    time: `${part.hour}:${part.minute}:${part.second}`,
  };
}

import { TZDate } from "@date-fns/tz";

/** A campaign's schedule as HeyReach stores it. */
export type Schedule = { dailyStartTime: string; dailyEndTime: string; timeZoneId: string } & Partial<Record<`enabled${string}`, boolean>>;

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const ALWAYS: Schedule = { dailyStartTime: "00:00:00", dailyEndTime: "23:59:59", timeZoneId: "UTC" };

/** The first moment from `at` on when a campaign may act; a schedule without any day never lets it. */
export function nextInSchedule(at: Date, schedule: Schedule = ALWAYS): Date | undefined {
  const hasDays = DAYS.some((day) => schedule[`enabled${day}`] !== undefined);
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const here = new TZDate(at, schedule.timeZoneId);
    const moment = (time: string) => {
      const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
      return new TZDate(here.getFullYear(), here.getMonth(), here.getDate() + ahead, hours, minutes, seconds, schedule.timeZoneId);
    };
    const [from, to] = [moment(schedule.dailyStartTime), moment(schedule.dailyEndTime)];
    const isOpen = !hasDays || schedule[`enabled${DAYS[from.getDay()] ?? ""}`] === true;
    if (isOpen && at < to) return new Date(Math.max(at.getTime(), from.getTime()));
  }
  return undefined;
}

/** The day of a moment where the campaign is, for counting what a seat did. */
export function dayIn(at: Date, schedule: Schedule = ALWAYS): string {
  const here = new TZDate(at, schedule.timeZoneId);
  return `${here.getFullYear()}-${here.getMonth() + 1}-${here.getDate()}`;
}

/** Midnight at the campaign's place after `at`. */
export function nextDay(at: Date, { timeZoneId }: Schedule = ALWAYS): Date {
  const here = new TZDate(at, timeZoneId);
  return new Date(new TZDate(here.getFullYear(), here.getMonth(), here.getDate() + 1, timeZoneId).getTime());
}

import Holidays from "date-holidays";
import { sql } from "kysely";
import { type Check, rowsOf } from "../evidence";
import { localTime } from "../local-time";

type Sent = {
  email: string;
  stepNumber: number;
  claimedAt: Date;
  timezone: string | null;
  state: string | null;
  clientTimezone: string;
  windowStart: string;
  windowEnd: string;
  workDays: number[];
  sendsOverShutdown: boolean;
};

const ZONE_OF: Readonly<Record<string, string>> = {
  NSW: "Australia/Sydney",
  ACT: "Australia/Sydney",
  VIC: "Australia/Melbourne",
  TAS: "Australia/Hobart",
  QLD: "Australia/Brisbane",
  SA: "Australia/Adelaide",
  NT: "Australia/Darwin",
  WA: "Australia/Perth",
};
/** Where a zone tells the state; Sydney's stands for New South Wales. */
const STATE_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ZONE_OF)
    .filter(([state]) => state !== "ACT")
    .map(([state, zone]) => [zone, state]),
);

/**
 * Everything left inside the campaign's window on the recipient's own clock, on a working day, on no public holiday of their state and
 * outside the summer shutdown. Worked out anew from Intl and the holiday calendar, without the gate's code.
 */
export const sendingWindow: Check = {
  name: "everything is sent inside the recipient's window",
  async find(evidence) {
    const sent = await rowsOf(
      evidence,
      sql<Sent>`
        select l.email::text as email, t.step_number, t.claimed_at, l.timezone, l.state, k.timezone as client_timezone,
          c.window_start::text, c.window_end::text, c.work_days, c.sends_over_shutdown
        from touches t join leads l on l.id = t.lead_id join campaigns c on c.id = t.campaign_id join clients k on k.id = t.client_id
        where t.client_id = ${evidence.clientId} and t.state in ('sending', 'sent', 'unknown') and t.claimed_at is not null
        order by t.claimed_at, l.email`,
    );
    return sent.flatMap((touch) => {
      const fault = faultOf(touch);
      return fault ? [`${touch.email} step ${touch.stepNumber} left ${fault}`] : [];
    });
  },
};

function faultOf(touch: Sent): string | undefined {
  const zone = touch.timezone ?? ZONE_OF[touch.state ?? ""] ?? touch.clientTimezone;
  const { day, weekday, time } = localTime(touch.claimedAt, zone);
  if (!touch.workDays.includes(weekday)) return `on ${day}, which is no sending day there`;
  if (time < touch.windowStart || time >= touch.windowEnd) return `at ${time} in ${zone}`;
  const holiday = holidayOn(day, touch.state ?? STATE_OF[zone] ?? null);
  if (holiday) return `on ${day}: ${holiday}`;
  const monthDay = day.slice(5);
  if (!touch.sendsOverShutdown && (monthDay >= "12-20" || monthDay <= "01-10")) return `on ${day}, in the summer shutdown`;
  return undefined;
}

const calendars = new Map<string, Holidays>();

function holidayOn(day: string, state: string | null): string | undefined {
  const calendar = calendars.get(state ?? "") ?? (state ? new Holidays("AU", state) : new Holidays("AU"));
  calendars.set(state ?? "", calendar);
  return calendar.getHolidays(Number(day.slice(0, 4))).find(({ type, date }) => type === "public" && date.startsWith(day))?.name;
}

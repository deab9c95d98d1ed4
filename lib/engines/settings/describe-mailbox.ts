import "server-only";
import { TZDate } from "@date-fns/tz";
import { addDays, startOfDay } from "date-fns";
import { FIRST_COLD_DAY, mailboxCap, warmUpDay } from "@/lib/engines/gate/ramp";

type Mailbox = { dailyLimit: number; isPrewarmed: boolean; rampStartedAt: Date | null; timezone: string; pausedAt: Date | null };

/** How far a mailbox is, for a person. */
export type MailboxState = {
  status: "paused" | "warming" | "ramping" | "ready";
  /** What it may send today. */
  capToday: number;
  /** Day of warm-up; null once it does not matter. */
  rampDay: number | null;
  /** When the first cold message may leave; null when warm-up has not started. In the past once it has come. */
  firstColdAt: Date | null;
};

/** The same ramp the gate asks, put into words that a settings page and a checklist need. */
export function describeMailbox(mailbox: Mailbox, now: Date): MailboxState {
  const capToday = mailboxCap(mailbox, now);
  const rampDay = mailbox.isPrewarmed ? null : warmUpDay(mailbox.rampStartedAt, now, mailbox.timezone);
  const isFull = rampDay === null || capToday >= mailbox.dailyLimit;
  const isCold = rampDay !== null && rampDay < FIRST_COLD_DAY;
  return {
    status: mailbox.pausedAt ? "paused" : isCold ? "warming" : isFull ? "ready" : "ramping",
    capToday,
    rampDay: isFull && !isCold ? null : rampDay,
    firstColdAt: firstColdDay(mailbox, now),
  };
}

function firstColdDay({ isPrewarmed, rampStartedAt, timezone }: Mailbox, now: Date): Date | null {
  if (isPrewarmed) return now;
  if (!rampStartedAt) return null;
  return new Date(addDays(startOfDay(new TZDate(rampStartedAt, timezone)), FIRST_COLD_DAY - 1).getTime());
}

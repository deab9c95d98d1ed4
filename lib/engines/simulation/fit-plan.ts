import "server-only";
import { CREDIT_MONTH_DAYS, DOMAIN_DAILY_LIMIT, MAILBOX_DAILY_LIMIT } from "@/lib/domain/capacity";
import type { Channel } from "@/lib/domain/outreach";
import { allRoom, type DayRoom, type SendingCaps, sendingRoom } from "@/lib/engines/simulation/sending-room";

/** What a campaign still has to send. */
export type PlanLoad = {
  leads: number;
  /** In order; `reached`: how many of the leads the step certainly goes to. */
  steps: readonly { channel: Channel; delayDays: number; reached: number }[];
  /** What running enrolments wait for already, of this and other campaigns, by channel. */
  pending: Readonly<Partial<Record<Channel, number>>>;
};

/** A cap and how full a plan makes it: `channel` null is everything together under the daily limits. */
export type CapUse = { channel: Channel | null; needed: number; room: number };

export type PlanFit = {
  fits: boolean;
  /** What has to be done by when. */
  days: number;
  sendingDays: number;
  /** The fullest. */
  tightest: CapUse;
  /** Each alone would make it fit; null: that alone does not. */
  remedies: { leads: number | null; emailSteps: number | null; moreMailboxes: number | null; days: number | null };
};

/** A sequence longer than the rest of the month still has to begin with everybody within these days. */
const INTRO_DAYS = 14;
const LONGEST_RUN_DAYS = 365;
const MOST_MAILBOXES = 60;
/** What is suggested leaves a tenth of the room for replies and for days that go otherwise (domain.md 4.9). */
const SUGGESTED_FULLNESS = 0.9;

/**
 * Whether what the leads wait for can be finished within the credit month at the caps (OP-40), by arithmetic alone: every first
 * message early enough for the rest of its sequence, every later one after it, all of it in what the days carry. A plan refused here
 * cannot finish; one that passes may still run late where people's own limits hold it up.
 */
export function fitPlan(load: PlanLoad, allCaps: SendingCaps, now: Date): PlanFit {
  const used = new Set<Channel>(load.steps.map((step) => step.channel));
  const caps = { ...allCaps, resources: allCaps.resources.filter((resource) => used.has(resource.channel)) };
  const days = runDays(load);
  const rooms = sendingRoom(now, days, caps);
  const tightest = tightestCap(load, rooms);
  const fits = tightest.needed <= tightest.room;
  const sendingDays = rooms.filter((room) => room.all > 0).length;
  return { fits, days, sendingDays, tightest, remedies: fits ? NO_REMEDIES : remediesOf(load, caps, { now, days }) };
}

const NO_REMEDIES = { leads: null, emailSteps: null, moreMailboxes: null, days: null };

function remediesOf(load: PlanLoad, caps: SendingCaps, { now, days }: { now: Date; days: number }): PlanFit["remedies"] {
  const rooms = sendingRoom(now, LONGEST_RUN_DAYS, caps);
  const emailSteps = load.steps.filter((step) => step.channel === "email").length;
  const fewer = smallest(0, load.leads, (without) => fitsWell(scaled(load, load.leads - without), rooms.slice(0, days)));
  const fewerSteps = smallest(1, emailSteps - 1, (without) => {
    const shorter = withoutEmails(load, without);
    return fitsWell(shorter, rooms.slice(0, runDays(shorter)));
  });
  const withMailboxes = moreMailboxes(rooms.slice(0, days), caps, now);
  return {
    leads: fewer === null || fewer === load.leads ? null : load.leads - fewer,
    emailSteps: fewerSteps === null ? null : emailSteps - fewerSteps,
    // Under the daily limits no number of mailboxes helps; asking for the most of them first saves the search.
    moreMailboxes: fitsWell(load, withMailboxes(MOST_MAILBOXES))
      ? smallest(1, MOST_MAILBOXES, (n) => fitsWell(load, withMailboxes(n)))
      : null,
    days: smallest(days + 1, LONGEST_RUN_DAYS, (run) => fitsWell(load, rooms.slice(0, run))),
  };
}

/** How long a plan may take: the month, or as long as its sequence takes when everybody begins within two weeks. */
function runDays({ steps }: PlanLoad): number {
  return Math.max(CREDIT_MONTH_DAYS, sequenceDays(steps) + INTRO_DAYS);
}

function sequenceDays(steps: PlanLoad["steps"]): number {
  return steps.reduce((sum, step) => sum + step.delayDays, 0);
}

function fitsWell(load: PlanLoad, rooms: readonly DayRoom[]): boolean {
  const { needed, room } = tightestCap(load, rooms);
  return needed <= room * SUGGESTED_FULLNESS;
}

/** The cap a plan fills most: none is passed exactly when this one is not. */
function tightestCap(load: PlanLoad, rooms: readonly DayRoom[]): CapUse {
  const uses: CapUse[] = [];
  const all = (room: DayRoom) => room.all;
  for (const channel of new Set(load.steps.map((step) => step.channel))) {
    const ofChannel = (room: DayRoom) => room.byChannel[channel];
    // Only e-mail holds up what follows it; the other channels' steps are few and have the whole time.
    if (channel === "email") uses.push(...usesInOrder(load.steps, channel, rooms, ofChannel));
    uses.push(total(load, channel, rooms, ofChannel));
  }
  // After the channels: where both are equally full, the senders are what is missing.
  uses.push(...usesInOrder(load.steps, null, rooms, all), total(load, null, rooms, all));
  return uses.reduce((worst, use) => (fullness(use) > fullness(worst) ? use : worst));
}

function total(load: PlanLoad, channel: Channel | null, rooms: readonly DayRoom[], roomOf: (room: DayRoom) => number): CapUse {
  const waiting = Object.entries(load.pending).reduce((sum, [of, n]) => (channel === null || of === channel ? sum + n : sum), 0);
  return { channel, needed: reached(load.steps, channel) + waiting, room: sum(rooms, roomOf) };
}

/** The steps up to each one have to go early enough for the rest; those from each one on cannot go before its day. */
function usesInOrder(
  steps: PlanLoad["steps"],
  channel: Channel | null,
  rooms: readonly DayRoom[],
  roomOf: (room: DayRoom) => number,
): CapUse[] {
  const length = sequenceDays(steps);
  let offset = 0;
  return steps.flatMap((step, index) => {
    offset += step.delayDays;
    const daysLeft = Math.max(0, rooms.length - (length - offset));
    return [
      { channel, needed: reached(steps.slice(0, index + 1), channel), room: sum(rooms.slice(0, daysLeft), roomOf) },
      { channel, needed: reached(steps.slice(index), channel), room: sum(rooms.slice(offset), roomOf) },
    ];
  });
}

function reached(steps: PlanLoad["steps"], channel: Channel | null): number {
  return steps.reduce((sum, step) => (channel === null || step.channel === channel ? sum + step.reached : sum), 0);
}

function sum(rooms: readonly DayRoom[], roomOf: (room: DayRoom) => number): number {
  return rooms.reduce((total, room) => total + roomOf(room), 0);
}

function fullness({ needed, room }: CapUse): number {
  return needed === 0 ? 0 : needed / room;
}

function scaled(load: PlanLoad, leads: number): PlanLoad {
  const share = load.leads === 0 ? 0 : leads / load.leads;
  return { ...load, leads, steps: load.steps.map((step) => ({ ...step, reached: Math.ceil(step.reached * share) })) };
}

/** The same sequence without its last e-mails; what came after one keeps its gap to the step before. */
function withoutEmails(load: PlanLoad, count: number): PlanLoad {
  const last = load.steps.flatMap((step, index) => (step.channel === "email" ? [index] : [])).slice(-count);
  return { ...load, steps: load.steps.filter((_, index) => !last.includes(index)) };
}

/** The same days with so many warmed mailboxes more, two on each new domain. */
function moreMailboxes(rooms: readonly DayRoom[], caps: SendingCaps, now: Date): (count: number) => DayRoom[] {
  const open = sendingRoom(now, rooms.length, { ...caps, resources: [WARMED_MAILBOX] }).map(({ byChannel }) => byChannel.email > 0);
  return (count) => {
    const more = Math.floor(count / 2) * DOMAIN_DAILY_LIMIT + (count % 2) * MAILBOX_DAILY_LIMIT;
    return rooms.map((room, index) => {
      if (!open[index]) return room;
      const byChannel = { ...room.byChannel, email: room.byChannel.email + more };
      return { ...room, byChannel, all: allRoom(byChannel, caps) };
    });
  };
}

const WARMED_MAILBOX: SendingCaps["resources"][number] = {
  id: "new",
  label: "a new mailbox",
  parentId: null,
  channel: "email",
  kind: "mailbox",
  dailyLimit: MAILBOX_DAILY_LIMIT,
  hourlyLimit: 8,
  timezone: "Australia/Sydney",
  isPrewarmed: true,
  rampStartedAt: null,
};

/** The smallest whole number from `from` to `to` for which it holds, where it holds for all larger ones too; null: for none. */
function smallest(from: number, to: number, holds: (n: number) => boolean): number | null {
  if (from > to || !holds(to)) return null;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

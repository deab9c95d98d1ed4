/** Meetings a month that each plan aims for, from and to (domain facts 7.1). */
export const MEETING_TARGETS = {
  ignition: { low: 5, high: 15 },
  velocity: { low: 15, high: 35 },
  dominance: { low: 40, high: 80 },
} as const;
export type PlanTier = keyof typeof MEETING_TARGETS;

export type MonthStatus = "ahead" | "on_track" | "behind";

export type MonthJudgement = {
  status: MonthStatus;
  /** Middle of the target range. */
  target: number;
  /** What the middle of the range comes to at this point of the month; not rounded. */
  expected: number;
  low: number;
  high: number;
};

const AHEAD_FROM = 1.1;
const ON_TRACK_FROM = 0.9;

/**
 * Whether the month is going as planned: meetings against the middle of the plan's range × the share of the month that has passed
 * (domain facts 8.2: ahead from 110 %, on track from 90 %). While less than one meeting can be expected, none is no failure.
 * @param elapsedShare of the client's calendar month, 0 to 1
 */
export function judgeMonth({ tier, meetings, elapsedShare }: { tier: PlanTier; meetings: number; elapsedShare: number }): MonthJudgement {
  const { low, high } = MEETING_TARGETS[tier];
  const target = (low + high) / 2;
  const expected = target * Math.min(1, Math.max(0, elapsedShare));
  return { status: statusOf(meetings, expected), target, expected, low, high };
}

function statusOf(meetings: number, expected: number): MonthStatus {
  if (meetings > 0 && meetings >= expected * AHEAD_FROM) return "ahead";
  if (expected < 1 || meetings >= expected * ON_TRACK_FROM) return "on_track";
  return "behind";
}

/**
 * Meetings that took place of those that should have by now. A past meeting whose outcome nobody recorded counts on neither side;
 * it is shown as waiting for its outcome instead.
 */
export function showRate({ held, noShow }: { held: number; noShow: number }): { held: number; known: number } {
  return { held, known: held + noShow };
}

import "server-only";
import type { ScoreReason } from "@/lib/domain/scoring";
import type { ScorableLead } from "@/lib/engines/scoring/lead";
import { line } from "@/lib/engines/scoring/line";

/**
 * Is something changing there now? At most 15 points (domain.md 2.4). Months are calendar months in UTC and the bands are half-open:
 * exactly six months in a role is no longer "new". A date after `now` earns nothing: it is a plan or a mistake.
 */
export function scoreTiming(lead: ScorableLead, now: Date): ScoreReason[] {
  return [
    newRole(lead.employment_start_date, now),
    hiring(lead.organization_is_hiring),
    funding(lead.organization_latest_funding_date, now),
  ];
}

function newRole(start: string | null, now: Date): ScoreReason {
  const at = { maximum: 6, field: "employment_start_date" };
  if (!start) return line("timing", { ...at, points: 0, reason: "Start of the current role is unknown", unknown: true });
  const age = ageBand(start, now, [6, 12]);
  if (age === "future") return line("timing", { ...at, points: 0, reason: `Role starts in the future (${day(start)})` });
  if (age === 0) return line("timing", { ...at, points: 6, reason: `In the role for less than 6 months (since ${day(start)})` });
  if (age === 1) return line("timing", { ...at, points: 3, reason: `In the role for 6 to 12 months (since ${day(start)})` });
  return line("timing", { ...at, points: 0, reason: `In the role for a year or more (since ${day(start)})` });
}

function hiring(isHiring: boolean | null): ScoreReason {
  const at = { maximum: 5, field: "organization_is_hiring" };
  if (isHiring === null) return line("timing", { ...at, points: 0, reason: "Whether the company is hiring is unknown", unknown: true });
  return line("timing", { ...at, points: isHiring ? 5 : 0, reason: isHiring ? "Company is hiring" : "Company is not hiring" });
}

function funding(date: string | null, now: Date): ScoreReason {
  const at = { maximum: 4, field: "organization_latest_funding_date" };
  if (!date) return line("timing", { ...at, points: 0, reason: "No funding round known" });
  const age = ageBand(date, now, [12, 24]);
  if (age === "future") return line("timing", { ...at, points: 0, reason: `Funding is dated in the future (${day(date)})` });
  if (age === 0) return line("timing", { ...at, points: 4, reason: `Funded less than 12 months ago (${day(date)})` });
  if (age === 1) return line("timing", { ...at, points: 2, reason: `Funded 12 to 24 months ago (${day(date)})` });
  return line("timing", { ...at, points: 0, reason: `Last funded two years ago or more (${day(date)})` });
}

/** 0 when younger than the first number of months, 1 when younger than the second, 2 beyond. */
function ageBand(date: string, now: Date, [near, far]: readonly [number, number]): 0 | 1 | 2 | "future" {
  const on = day(date);
  if (on > day(now.toISOString())) return "future";
  if (on > monthsBefore(now, near)) return 0;
  return on > monthsBefore(now, far) ? 1 : 2;
}

/** ISO day that many calendar months before `now`; the 31st becomes the last day of a shorter month. */
function monthsBefore(now: Date, months: number): string {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth() - months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return day(new Date(Date.UTC(year, month, Math.min(now.getUTCDate(), lastDay))).toISOString());
}

function day(date: string): string {
  return date.slice(0, 10);
}

import "server-only";
import type { Token } from "@/lib/engines/grounding/tokens";

/** A date as far as it is known: `month` 1 to 12. */
export type FactDate = { year: number; month: number | null; day: number | null };

const MONTHS = "january february march april may june july august september october november december".split(" ");

/** 1 to 12 for a month's name or its short form; null for any other word. */
export function monthOf(word: string): number | null {
  const at = MONTHS.findIndex(
    (month) => month === word || (word.length >= 3 && month.slice(0, 3) === word) || (word === "sept" && month === "september"),
  );
  return at < 0 ? null : at + 1;
}

/** A figure that can only be a year. */
export function isYear({ word, number, before }: Token): boolean {
  return number !== null && /^(?:19|20)\d\d$/.test(word) && !before.includes("$");
}

/** The dates a fact's text names, ISO or in words. */
export function readDates(tokens: readonly Token[], text: string): FactDate[] {
  const iso = [...text.matchAll(/\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?/g)].map(([, year, month, day]) => ({
    year: Number(year),
    month: Number(month),
    day: day === undefined ? null : Number(day),
  }));
  if (iso.length > 0) return iso;
  return tokens.flatMap((token, at) => {
    if (!isYear(token)) return [];
    const month = monthOf(tokens[at - 1]?.word ?? "");
    const day = month === null ? null : (tokens[at - 2]?.number ?? null);
    return [{ year: token.number ?? 0, month, day: day !== null && day <= 31 ? day : null }];
  });
}

/** Whole and broken years from a date to `now`; where the month is unknown, by the calendar year. */
export function yearsSince(date: FactDate, now: Date): { whole: number; exact: number } {
  if (date.month === null) {
    const years = now.getUTCFullYear() - date.year;
    return { whole: years, exact: years };
  }
  const months =
    (now.getUTCFullYear() - date.year) * 12 +
    (now.getUTCMonth() + 1 - date.month) -
    (date.day !== null && date.day > now.getUTCDate() ? 1 : 0);
  return { whole: Math.floor(months / 12), exact: months / 12 };
}

/** Whether a date lies in a time that is named relative to `now`; a date without its month lies in no shorter time than a year. */
export function isWithin(date: FactDate, span: string, now: Date): boolean {
  const year = now.getUTCFullYear();
  const months = date.month === null ? null : (year - date.year) * 12 + (now.getUTCMonth() + 1 - date.month);
  const days =
    date.month === null || date.day === null ? null : (now.getTime() - Date.UTC(date.year, date.month - 1, date.day)) / 86_400_000;
  if (days !== null && days < 0) return false;
  switch (span) {
    case "this year":
      return date.year === year;
    case "last year":
      return date.year === year - 1;
    case "last month":
      return months === 1;
    case "this month":
      return months === 0;
    case "last week":
      return days !== null && days >= 1 && days <= 14;
    case "this week":
      return days !== null && days <= 7;
    case "yesterday":
      return days !== null && days >= 1 && days < 2;
    case "today":
      return days !== null && days < 1;
    case "last quarter":
      return months !== null && months >= 1 && months <= 6;
    case "recent":
      return months !== null && months >= 0 && months <= 9;
    default:
      return false;
  }
}

import { InvalidError } from "@/lib/errors";

const UNIT_MS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const WHOLE = /^(?:\d+(?:\.\d+)?(?:w|d|h|ms|m|s))*$/;
const PART = /(\d+(?:\.\d+)?)(w|d|h|ms|m|s)/g;

/**
 * Milliseconds in a concatenated time string such as `1d12h30m`. The SDK writes a zero duration as the empty string.
 * @throws InvalidError when the text is anything else
 */
export function parseDurationMs(text: string): number {
  if (!WHOLE.test(text)) throw new InvalidError(`"${text}" is not a duration such as 30s, 5m or 1d12h`);
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  return Math.round(total);
}

/**
 * The instant (epoch milliseconds) that a time string or an ISO date means when read at `nowMs`.
 * @throws InvalidError when the text is neither
 */
export function instantOf(text: string, nowMs: number): number {
  const isoDate = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(isoDate) ? nowMs + parseDurationMs(text) : isoDate;
}

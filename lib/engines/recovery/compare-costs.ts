import "server-only";
import type { Finding } from "@/lib/engines/recovery/recovery";

/** In micro-dollars AUD; null where it is not known yet. */
export type ComparedCost = { clientId: string; ours: number | null; theirs: number | null };

/** Exchange rates and rounding explain this much. */
const TOLERANCE = 0.05;
/** Less than this is not worth anybody's time: A$1. */
const LEAST_DIFFERENCE = 1_000_000;

/** The clients whose messages cost another sum at the provider than we wrote down, of those both sides have a price for. */
export function compareCosts(provider: string, costs: readonly ComparedCost[]): Finding[] {
  const sums = new Map<string, { ours: number; theirs: number }>();
  for (const { clientId, ours, theirs } of costs) {
    if (ours === null || theirs === null) continue;
    const sum = sums.get(clientId) ?? { ours: 0, theirs: 0 };
    sums.set(clientId, { ours: sum.ours + Number(ours), theirs: sum.theirs + theirs });
  }
  return [...sums].flatMap(([clientId, { ours, theirs }]): Finding[] => {
    const difference = Math.abs(ours - theirs);
    const isWorthIt = difference > LEAST_DIFFERENCE && difference > TOLERANCE * Math.max(ours, theirs);
    return isWorthIt ? [{ clientId, provider, kind: "cost" }] : [];
  });
}

import "server-only";
import { SHARE_BOUNDS } from "@/lib/domain/campaign-plan";

/**
 * Shares 100 by weight in whole numbers (largest remainder), none below or above the bounds while that is possible. The order given breaks
 * ties.
 * @param weights none negative; all 0: equal shares
 */
export function shareLeads(weights: readonly number[]): number[] {
  if (weights.length <= 1) return weights.map(() => 100);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (total > 0 ? (weight / total) * 100 : 100 / weights.length));
  return withinBounds(roundTo(exact, 100));
}

/** Whole numbers that add up to `sum` and lie closest to `exact`, which adds up to it too. */
export function roundTo(exact: readonly number[], sum: number): number[] {
  const floors = exact.map(Math.floor);
  const left = sum - floors.reduce((total, floor) => total + floor, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) floors[index] = (floors[index] ?? 0) + 1;
  return floors;
}

/** Moves points one by one from the largest to those below the bound, and from those above it to the smallest. */
function withinBounds(shares: readonly number[]): number[] {
  const balanced = [...shares];
  for (let round = 0; round < 100; round += 1) {
    const most = balanced.indexOf(Math.max(...balanced));
    const least = balanced.indexOf(Math.min(...balanced));
    const isOut = (balanced[least] ?? 0) < SHARE_BOUNDS.min || (balanced[most] ?? 0) > SHARE_BOUNDS.max;
    if (!isOut || most === least) return balanced;
    balanced[most] = (balanced[most] ?? 0) - 1;
    balanced[least] = (balanced[least] ?? 0) + 1;
  }
  return balanced;
}

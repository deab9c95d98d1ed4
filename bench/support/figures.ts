/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return (percentile(values, 50) + percentile(values, 50, "above")) / 2;
}

/** The value below which so many of a hundred lie, by the nearest rank. */
export function percentile(values: readonly number[], percent: number, side: "below" | "above" = "below"): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (sorted.length * percent) / 100;
  return sorted[side === "below" ? Math.ceil(rank) - 1 : Math.floor(rank)] ?? Number.NaN;
}

/** For printing. */
export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

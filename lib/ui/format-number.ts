const integer = new Intl.NumberFormat("en-AU", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-AU", { notation: "compact", maximumFractionDigits: 1 });

/** Whole count with thousands separators: `12500` is "12,500". */
export function formatCount(count: number): string {
  return integer.format(count);
}

/** Count for narrow places: exact below 10,000, then "12.5K" or "1.2M". */
export function formatCompactCount(count: number): string {
  return Math.abs(count) < 10_000 ? integer.format(count) : compact.format(count);
}

/** "1 lead", "12 leads": the count with its noun; give `plural` when adding an "s" is wrong. */
export function formatCountOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Share from 0 to 1 as a percentage: `0.0523` is "5.2%"; below one per mille, but not zero, it says "<0.1%". */
export function formatPercent(share: number, fractionDigits = 1): string {
  const percent = share * 100;
  const smallest = 10 ** -fractionDigits;
  if (percent > 0 && percent < smallest) return `<${smallest}%`;
  return `${percent.toFixed(fractionDigits).replace(/\.0+$/, "")}%`;
}

/**
 * A rate with what it is made of, so that nobody reads 100% of one as success: "5.2% (52 of 1,000)".
 * Nothing to divide by reads as "–".
 */
export function formatRate(numerator: number, denominator: number): string {
  if (denominator === 0) return "–";
  return `${formatPercent(numerator / denominator)} (${formatCount(numerator)} of ${formatCount(denominator)})`;
}

/** Change against an earlier period with its sign: "+12%", "−5%"; no base to compare with reads as "new". */
export function formatChange(current: number, previous: number): string {
  if (previous === 0) return current === 0 ? "no change" : "new";
  const change = Math.round(((current - previous) / Math.abs(previous)) * 100);
  if (change === 0) return "no change";
  return change > 0 ? `+${change}%` : `−${Math.abs(change)}%`;
}

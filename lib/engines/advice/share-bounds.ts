import "server-only";

/** One-sided 95 %: a share is called over or under a line only where that is wrong at most one time in twenty. */
const Z = 1.6449;

/**
 * What a share may really be when `count` of `of` were seen: Wilson's score interval, which stays sensible for few and for none.
 * @returns bounds from 0 to 1; nothing seen: anything
 */
export function shareBounds(count: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const share = count / of;
  const spread = Z ** 2 / of;
  const middle = (share + spread / 2) / (1 + spread);
  const reach = (Z * Math.sqrt((share * (1 - share)) / of + spread / (4 * of))) / (1 + spread);
  return { low: count === 0 ? 0 : Math.max(0, middle - reach), high: count === of ? 1 : Math.min(1, middle + reach) };
}

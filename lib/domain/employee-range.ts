/** Inclusive head-count range; `max` is Infinity for "500+". */
export type EmployeeRange = { min: number; max: number };

/**
 * Reads a company size as people write it: "5-50", "11–50 employees", "51 to 200", "500+", "under 20", "12".
 * Null when there is no number in it or the range runs backwards.
 */
export function toEmployeeRange(text: string): EmployeeRange | null {
  const clean = text.toLowerCase().replace(/(\d)[,\s](?=\d{3}\b)/g, "$1");
  const numbers = clean.match(/\d+/g)?.map(Number) ?? [];
  const [first, second] = numbers;
  if (first === undefined || numbers.length > 2) return null;
  if (second !== undefined) return second >= first ? { min: first, max: second } : null;
  if (/\+|over|more than|above|at least/.test(clean)) return { min: first, max: Number.POSITIVE_INFINITY };
  if (/under|less than|below|up to|<|≤/.test(clean)) return { min: 1, max: first };
  return { min: first, max: first };
}

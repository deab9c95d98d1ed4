const MICRO = 1_000_000;

const cents = new Intl.NumberFormat("en-AU", { style: "currency", currency: "AUD" });
const wholeDollars = new Intl.NumberFormat("en-AU", { style: "currency", currency: "AUD", maximumFractionDigits: 0 });
const fractionsOfCent = new Intl.NumberFormat("en-AU", {
  style: "currency",
  currency: "AUD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

/**
 * Australian dollars from integer micro-dollars: `1_250_000` is "$1.25".
 * Amounts under ten cents keep four decimals, because one enrichment or one message costs fractions of a cent.
 */
export function formatMicroDollars(microDollars: number): string {
  const dollars = microDollars / MICRO;
  const format = dollars !== 0 && Math.abs(dollars) < 0.1 ? fractionsOfCent : cents;
  return format.format(dollars);
}

/** Whole Australian dollars from integer micro-dollars, for prices and headlines: `2_500_000_000` is "$2,500". */
export function formatWholeDollars(microDollars: number): string {
  return wholeDollars.format(microDollars / MICRO);
}

const WEIGHTS = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19] as const;

/**
 * The eleven digits of an Australian Business Number, however it was spaced; null when its check digits do not hold.
 * Rule of the Australian Business Register: take 1 from the first digit, weigh the digits 10, 1, 3, … 19, the sum divides by 89.
 */
export function parseAbn(text: string): string | null {
  const digits = text.replace(/[\s.-]/g, "");
  if (!/^[1-9]\d{10}$/.test(digits)) return null;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * (Number(digits[index]) - (index === 0 ? 1 : 0)), 0);
  return sum % 89 === 0 ? digits : null;
}

/** "51 824 753 556", as the register prints it. Takes eleven digits. */
export function formatAbn(digits: string): string {
  return digits.replace(/^(\d{2})(\d{3})(\d{3})(\d{3})$/, "$1 $2 $3 $4");
}

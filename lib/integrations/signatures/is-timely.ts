import "server-only";

export const SIGNATURE_TOLERANCE_SECONDS = 5 * 60;

/**
 * Whether a signed timestamp lies within the tolerance of now, either way, so that an old delivery cannot be played again.
 * @param seconds unix seconds as written in the header; anything but digits is not timely
 */
export function isTimely(seconds: string | null | undefined, now: Date, toleranceSeconds = SIGNATURE_TOLERANCE_SECONDS): boolean {
  if (!seconds || !/^\d{1,12}$/.test(seconds)) return false;
  return Math.abs(now.getTime() / 1000 - Number(seconds)) <= toleranceSeconds;
}

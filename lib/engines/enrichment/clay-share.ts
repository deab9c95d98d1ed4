import "server-only";

/** Blueprint: no more than 15 % of a batch goes to Clay. Counted by attempts, whatever comes of them. */
const CLAY_SHARE_PERCENT = 15;

type Look = {
  /** Look-ups of this batch. */
  lookedUp: number;
  /** Look-ups of the client today, this batch included. */
  dayLookedUp: number;
  /** Rows the client's other batches of today came to. */
  dayAttempts: number;
};

/**
 * How many of a batch may go on to Clay: its own share, and in all no more than the client's share of the day (domain.md 3.2). A batch too
 * small for a row of its own, a single lead above all, gets one as soon as the day has one to give, so many small requests share what one
 * large request would have had.
 */
export function clayAllowance({ lookedUp, dayLookedUp, dayAttempts }: Look): number {
  const ofBatch = lookedUp > 0 ? Math.max(1, shareOf(lookedUp)) : 0;
  return Math.max(0, Math.min(ofBatch, shareOf(dayLookedUp) - dayAttempts));
}

/** The rows that so many look-ups may come to. */
export function shareOf(lookedUp: number): number {
  return Math.floor((lookedUp * CLAY_SHARE_PERCENT) / 100);
}

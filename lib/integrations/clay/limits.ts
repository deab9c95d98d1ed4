import "server-only";

/** What Clay holds a table's webhook to (provider contract). Whoever sends rows paces and counts them (`send-clay-row.ts`); Clay keeps no count for us. */
export const CLAY_LIMITS = {
  rowsPerSecond: 10,
  burst: 20,
  payloadBytes: 100_000,
  /** Over the life of one webhook; after that the table needs a new one. */
  rowsPerWebhook: 50_000,
} as const;

/** Nothing is promised about when a row is answered; after this it counts as not found, and a later answer still counts. */
const ANSWER_WITHIN_MS = 30 * 60_000;

/** Until when the answer to a row is waited for. */
export function clayDeadline(sentAt: Date): Date {
  return new Date(sentAt.getTime() + ANSWER_WITHIN_MS);
}

import "server-only";
import type { Breaker } from "@/lib/domain/breakers";

/** So many of so many: bounces of messages, complaints of messages, acceptances of invitations. */
export type Sample = { bad: number; of: number };

/** Everything that is counted, by what it is counted over. A window that does not concern the hand-over is left out. */
export const WINDOWS = {
  mailbox_50: ({ bad, of }: Sample) => `${bad} hard ${plural("bounce", bad)} in the mailbox's last ${of} messages`,
  mailbox_200: ({ bad, of }: Sample) => `${bad} hard ${plural("bounce", bad)} in the mailbox's last ${of} messages`,
  domain_200: ({ bad, of }: Sample) => `${bad} hard ${plural("bounce", bad)} in the domain's last ${of} messages`,
  domain_300: ({ bad, of }: Sample) => `${bad} hard ${plural("bounce", bad)} in the domain's last ${of} messages`,
  campaign_200: ({ bad, of }: Sample) => `${bad} hard ${plural("bounce", bad)} in the campaign's last ${of} e-mails`,
  campaign_300: ({ bad, of }: Sample) => `${bad} hard ${plural("bounce", bad)} in the campaign's last ${of} e-mails`,
  domain_complaints_7_days: ({ bad, of }: Sample) => `${bad} ${plural("complaint", bad)} in 7 days, at ${of} messages`,
  client_complaints_30_days: ({ bad, of }: Sample) => `${bad} ${plural("complaint", bad)} in 30 days, at ${of} messages`,
  domain_rejects_24_hours: ({ bad }: Sample) => `${bad} policy or authentication ${plural("rejection", bad)} in 24 hours`,
  domain_grave_rejects_24_hours: ({ bad }: Sample) => `${bad} ${plural("rejection", bad)} for missing authentication in 24 hours`,
  campaign_unsubscribes_200: ({ bad, of }: Sample) => `${bad} ${plural("withdrawal", bad)} among the campaign's last ${of} messages`,
  campaign_complaints_100: ({ bad, of }: Sample) => `${bad} angry ${plural("answer", bad)} to the campaign's last ${of} messages`,
  domain_placement_2: ({ bad, of }: Sample) => `${bad} of the last ${of} placement tests found too few messages in the inbox`,
  seat_acceptances_50: ({ bad, of }: Sample) => `${bad} of the last ${of} invitations were accepted`,
} as const;
export type CountWindow = keyof typeof WINDOWS;
export type BreakerCounts = Readonly<Partial<Record<CountWindow, Sample>>>;

export type BreakerVerdict = { breaker: Breaker; level: "warn" | "trip"; detail: string };

type Threshold = {
  breaker: Breaker;
  window: CountWindow;
  level: "warn" | "trip";
  /** With fewer than this a share says nothing (EM-53). */
  minimum: number;
} & ({ count: number } | { shareOver: number } | { shareAtLeast: number } | { shareUnder: number });

/**
 * compliance.md 3.6 row by row; the last two are OP-14, with the warning of domain.md's acceptance table. A legal threat trips nothing
 * here: it waits for a person from the answer on. Two of its rows have no counterpart: nobody tells us of blocklists, and what classifies
 * answers are rules, which do not fail.
 */
export const THRESHOLDS: readonly Threshold[] = [
  { breaker: "mailbox_bounces", window: "mailbox_50", level: "warn", minimum: 0, count: 2 },
  { breaker: "mailbox_bounces", window: "mailbox_50", level: "trip", minimum: 0, count: 3 },
  { breaker: "mailbox_bounces", window: "mailbox_200", level: "trip", minimum: 200, shareOver: 0.03 },
  { breaker: "domain_bounces", window: "domain_200", level: "warn", minimum: 200, shareOver: 0.015 },
  { breaker: "domain_bounces", window: "domain_300", level: "trip", minimum: 300, shareOver: 0.02 },
  { breaker: "campaign_bounces", window: "campaign_200", level: "warn", minimum: 200, shareOver: 0.015 },
  { breaker: "campaign_bounces", window: "campaign_300", level: "trip", minimum: 300, shareOver: 0.02 },
  { breaker: "domain_complaints", window: "domain_complaints_7_days", level: "warn", minimum: 0, count: 1 },
  { breaker: "domain_complaints", window: "domain_complaints_7_days", level: "trip", minimum: 0, count: 2 },
  { breaker: "domain_complaints", window: "domain_complaints_7_days", level: "trip", minimum: 1000, shareAtLeast: 0.001 },
  { breaker: "client_complaints", window: "client_complaints_30_days", level: "warn", minimum: 1000, shareAtLeast: 0.001 },
  { breaker: "client_complaints", window: "client_complaints_30_days", level: "trip", minimum: 1000, shareAtLeast: 0.003 },
  { breaker: "client_complaints", window: "client_complaints_30_days", level: "trip", minimum: 0, count: 5 },
  { breaker: "domain_rejects", window: "domain_rejects_24_hours", level: "warn", minimum: 0, count: 1 },
  { breaker: "domain_rejects", window: "domain_rejects_24_hours", level: "trip", minimum: 0, count: 3 },
  { breaker: "domain_rejects", window: "domain_grave_rejects_24_hours", level: "trip", minimum: 0, count: 1 },
  { breaker: "campaign_unsubscribes", window: "campaign_unsubscribes_200", level: "warn", minimum: 200, shareAtLeast: 0.02 },
  { breaker: "campaign_unsubscribes", window: "campaign_unsubscribes_200", level: "trip", minimum: 200, shareAtLeast: 0.04 },
  { breaker: "campaign_complaints", window: "campaign_complaints_100", level: "warn", minimum: 0, count: 3 },
  { breaker: "domain_placement", window: "domain_placement_2", level: "trip", minimum: 2, count: 2 },
  { breaker: "seat_acceptance", window: "seat_acceptances_50", level: "warn", minimum: 50, shareUnder: 0.3 },
  { breaker: "seat_acceptance", window: "seat_acceptances_50", level: "trip", minimum: 50, shareUnder: 0.2 },
];

/** What the counts say: at most one verdict a breaker, the graver one. Pure. */
export function evaluateBreakers(counts: BreakerCounts): BreakerVerdict[] {
  const verdicts = new Map<Breaker, BreakerVerdict>();
  for (const threshold of THRESHOLDS) {
    const sample = counts[threshold.window];
    if (!sample || !isReached(threshold, sample)) continue;
    const { breaker, level, window } = threshold;
    if (verdicts.get(breaker)?.level !== "trip") verdicts.set(breaker, { breaker, level, detail: WINDOWS[window](sample) });
  }
  return [...verdicts.values()];
}

function isReached(threshold: Threshold, { bad, of }: Sample): boolean {
  if (of < threshold.minimum) return false;
  if ("count" in threshold) return bad >= threshold.count;
  if (of === 0) return false;
  if ("shareOver" in threshold) return bad / of > threshold.shareOver;
  return "shareAtLeast" in threshold ? bad / of >= threshold.shareAtLeast : bad / of < threshold.shareUnder;
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

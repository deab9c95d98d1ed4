import "server-only";
import type { Db } from "@/lib/db/client";
import {
  acceptancesOf,
  bouncesOf,
  type Count,
  complaintsOf,
  complaintsWithin,
  rejectsOf,
  runCounts,
  withdrawalsOf,
} from "@/lib/db/queries/breaker-counts";
import type { BadNews } from "@/lib/db/queries/breakers";
import type { Breaker } from "@/lib/domain/breakers";
import type { BreakerCounts, CountWindow } from "@/lib/engines/breakers/evaluate-breakers";

/** An invitation nobody has answered by then counts as ignored. */
const ANSWERED_WITHIN_DAYS = 14;

/** What one hand-over goes through: every breaker above it is judged. */
export type BreakerSubject = { sender: { id: string; parentId: string | null }; campaignId: string; channel: string };
export type Standing = { isOpen: boolean; releasedAt: Date | null };

/**
 * Counts what the breakers above one hand-over look at, in one statement. What stands open is not counted again, and after a release only what came
 * later counts.
 */
export async function countForHandOver(
  db: Db,
  {
    clientId,
    now,
    subject,
    news,
    standing,
  }: { clientId: string; now: Date; subject: BreakerSubject; news: BadNews; standing: (breaker: Breaker) => Standing },
): Promise<BreakerCounts> {
  const { sender, campaignId, channel } = subject;
  const counts: Count<CountWindow>[] = [];
  const asks = (breaker: Breaker) => !standing(breaker).isOpen;
  const scope = (breaker: Breaker) => ({ clientId, now, since: standing(breaker).releasedAt });

  if (channel === "linkedin" && asks("seat_acceptance")) {
    const limits = { limit: 50, answeredWithinDays: ANSWERED_WITHIN_DAYS };
    counts.push(acceptancesOf("seat_acceptances_50", { ...scope("seat_acceptance"), seatId: sender.id, ...limits }));
  }
  if (news.unsubscribed && asks("campaign_unsubscribes")) {
    counts.push(withdrawalsOf({ campaign_unsubscribes_200: 200 }, { ...scope("campaign_unsubscribes"), campaignId }));
  }
  if (news.complained && asks("campaign_complaints")) {
    counts.push(complaintsOf({ campaign_complaints_100: 100 }, { ...scope("campaign_complaints"), campaignId }));
  }
  if (channel !== "email") return runCounts(db, counts);

  if (news.bounced && asks("mailbox_bounces")) {
    counts.push(bouncesOf({ mailbox_50: 50, mailbox_200: 200 }, { ...scope("mailbox_bounces"), of: { mailboxId: sender.id } }));
  }
  if (news.bounced && sender.parentId && asks("domain_bounces")) {
    counts.push(bouncesOf({ domain_200: 200, domain_300: 300 }, { ...scope("domain_bounces"), of: { domainId: sender.parentId } }));
  }
  if (news.bounced && asks("campaign_bounces")) {
    counts.push(bouncesOf({ campaign_200: 200, campaign_300: 300 }, { ...scope("campaign_bounces"), of: { campaignId } }));
  }
  if (news.complained && sender.parentId && asks("domain_complaints")) {
    const over = { domainId: sender.parentId, days: 7 };
    counts.push(complaintsWithin("domain_complaints_7_days", { ...scope("domain_complaints"), ...over }));
  }
  if (news.complained && asks("client_complaints")) {
    counts.push(complaintsWithin("client_complaints_30_days", { ...scope("client_complaints"), domainId: null, days: 30 }));
  }
  if (news.rejected && sender.parentId && asks("domain_rejects")) {
    const windows = { all: "domain_rejects_24_hours", grave: "domain_grave_rejects_24_hours" } as const;
    counts.push(rejectsOf(windows, { ...scope("domain_rejects"), domainId: sender.parentId }));
  }
  return runCounts(db, counts);
}

import "server-only";
import type { Db } from "@/lib/db/client";
import { type BadNews, countAcceptances, countComplaints, countRejects, listBouncesOf, listWithdrawalsOf } from "@/lib/db/queries/breakers";
import { listComplaintsOf } from "@/lib/db/queries/campaign-complaints";
import type { Breaker } from "@/lib/domain/breakers";
import type { BreakerCounts, CountWindow, Sample } from "@/lib/engines/breakers/evaluate-breakers";

/** An invitation nobody has answered by then counts as ignored. */
const ANSWERED_WITHIN_DAYS = 14;

/** What one hand-over goes through: every breaker above it is judged. */
export type BreakerSubject = { sender: { id: string; parentId: string | null }; campaignId: string; channel: string };
export type Standing = { isOpen: boolean; releasedAt: Date | null };

/**
 * Counts what the breakers above one hand-over look at. What stands open is not counted again, and after a release only what came
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
  const counts: Partial<Record<CountWindow, Sample>> = {};
  const asks = (breaker: Breaker) => !standing(breaker).isOpen;
  const scope = (breaker: Breaker) => ({ clientId, now, since: standing(breaker).releasedAt });

  if (channel === "linkedin" && asks("seat_acceptance")) {
    const limits = { limit: 50, answeredWithinDays: ANSWERED_WITHIN_DAYS };
    counts.seat_acceptances_50 = await countAcceptances(db, { ...scope("seat_acceptance"), seatId: sender.id, ...limits });
  }
  if (news.unsubscribed && asks("campaign_unsubscribes")) {
    const rows = await listWithdrawalsOf(db, { ...scope("campaign_unsubscribes"), campaignId, limit: 200 });
    counts.campaign_unsubscribes_200 = newest(rows, 200);
  }
  if (news.complained && asks("campaign_complaints")) {
    const rows = await listComplaintsOf(db, { ...scope("campaign_complaints"), campaignId, limit: 100 });
    counts.campaign_complaints_100 = newest(rows, 100);
  }
  if (channel !== "email") return counts;

  if (news.bounced && asks("mailbox_bounces")) {
    const rows = await listBouncesOf(db, { ...scope("mailbox_bounces"), of: { mailboxId: sender.id }, limit: 200 });
    counts.mailbox_50 = newest(rows, 50);
    counts.mailbox_200 = newest(rows, 200);
  }
  if (news.bounced && sender.parentId && asks("domain_bounces")) {
    const rows = await listBouncesOf(db, { ...scope("domain_bounces"), of: { domainId: sender.parentId }, limit: 300 });
    counts.domain_200 = newest(rows, 200);
    counts.domain_300 = newest(rows, 300);
  }
  if (news.bounced && asks("campaign_bounces")) {
    const rows = await listBouncesOf(db, { ...scope("campaign_bounces"), of: { campaignId }, limit: 300 });
    counts.campaign_200 = newest(rows, 200);
    counts.campaign_300 = newest(rows, 300);
  }
  if (news.complained && sender.parentId && asks("domain_complaints")) {
    const over = { domainId: sender.parentId, days: 7 };
    counts.domain_complaints_7_days = await countComplaints(db, { ...scope("domain_complaints"), ...over });
  }
  if (news.complained && asks("client_complaints")) {
    counts.client_complaints_30_days = await countComplaints(db, { ...scope("client_complaints"), domainId: null, days: 30 });
  }
  if (news.rejected && sender.parentId && asks("domain_rejects")) {
    const { rejects, grave } = await countRejects(db, { ...scope("domain_rejects"), domainId: sender.parentId });
    counts.domain_rejects_24_hours = { bad: rejects, of: rejects };
    counts.domain_grave_rejects_24_hours = { bad: grave, of: rejects };
  }
  return counts;
}

/** People, not messages: somebody who got three and withdrew did so once. */
function newest(rows: readonly { leadId: string; isBad: boolean }[], count: number): Sample {
  const last = rows.slice(0, count);
  return { bad: new Set(last.filter(({ isBad }) => isBad).map(({ leadId }) => leadId)).size, of: last.length };
}

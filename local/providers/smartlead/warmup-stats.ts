import { seeded } from "@/local/providers/seeded";

export type DayOfWarmup = { date: string; sent: number; spam: number; delivered: number; opened: number; replied: number };

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 7;
/** Share that lands in spam on the first day and after three weeks, when a mailbox is trusted. */
const SPAM_AT_START = 0.09;
const SPAM_LATER = 0.01;
const TRUSTED_AFTER_DAYS = 21;

type Warmup = { isEnabled: boolean; perDay: number; rampUp: number; replyRate: number; since: string };

/** The last seven days of a mailbox's warm-up: it grows by the ramp-up to its daily number while ever less lands in spam. */
export function warmupStats(warmup: Warmup, { name, now }: { name: string; now: Date }) {
  const start = Math.floor(Date.parse(warmup.since) / DAY_MS);
  const today = Math.floor(now.getTime() / DAY_MS);
  const days: DayOfWarmup[] = [];
  for (let day = Math.max(start, today - SHOWN_DAYS); warmup.isEnabled && day < today; day += 1) {
    const age = day - start;
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    const chance = seeded(name, "warm-up", date);
    const sent = Math.min(warmup.perDay, Math.max(1, warmup.rampUp || warmup.perDay) * (age + 1));
    const spamShare = SPAM_LATER + (SPAM_AT_START - SPAM_LATER) * Math.max(0, 1 - age / TRUSTED_AFTER_DAYS);
    const spam = count(sent, spamShare, chance);
    const delivered = sent - spam;
    days.push({
      date,
      sent,
      spam,
      delivered,
      opened: count(delivered, 0.7, chance),
      replied: count(delivered, warmup.replyRate / 100, chance),
    });
  }
  const total = days.reduce((sum, { sent }) => sum + sent, 0);
  const spam = days.reduce((sum, day) => sum + day.spam, 0);
  return {
    total_sent: total,
    spam_count: spam,
    reputation_score: total === 0 ? 100 : Math.round(100 * (1 - spam / total)),
    daily_stats: days,
  };
}

function count(of: number, share: number, chance: ReturnType<typeof seeded>): number {
  let hits = 0;
  for (let index = 0; index < of; index += 1) if (chance.chance(share)) hits += 1;
  return hits;
}

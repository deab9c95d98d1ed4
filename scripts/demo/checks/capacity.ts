import { sql } from "kysely";
import { type Check, countBy, type Evidence, rowsOf } from "../evidence";
import { localTime } from "../local-time";

type Sent = {
  claimedAt: Date;
  mailbox: string;
  mailboxId: string;
  mailboxZone: string;
  mailboxLimit: number;
  isPrewarmed: boolean;
  rampStartedAt: Date | null;
  spacingSeconds: number;
  domain: string;
  domainId: string;
  domainZone: string;
  domainLimit: number;
  campaign: string;
  campaignZone: string;
  campaignLimit: number;
  clientZone: string;
  tier: string;
};

/** Compliance OP-10: no mailbox carries more cold messages a day, whatever its own limit. */
const MAILBOX_CEILING = 40;
/** Compliance OP-01: day of warm-up to messages a day, straight lines between. */
const RAMP = [
  [15, 5],
  [21, 10],
  [28, 20],
  [35, 30],
  [45, 40],
] as const;
/** Domain facts 4.2. */
const TIER_LIMIT: Readonly<Record<string, number>> = { ignition: 50, velocity: 100, dominance: 200 };

/** No mailbox, domain, campaign or client is used beyond its limit on any of its own days, and no counter says less than happened. */
export const caps: Check = {
  name: "no daily limit is passed",
  async find(evidence) {
    const sent = await listSent(evidence);
    const found = [
      ...overLimit(sent, (row) => ({ what: `mailbox ${row.mailbox}`, day: dayOf(row, row.mailboxZone), limit: mailboxLimit(row) })),
      ...overLimit(sent, (row) => ({ what: `domain ${row.domain}`, day: dayOf(row, row.domainZone), limit: row.domainLimit })),
      ...overLimit(sent, (row) => ({ what: `campaign ${row.campaign}`, day: dayOf(row, row.campaignZone), limit: row.campaignLimit })),
      ...overLimit(sent, (row) => ({ what: "the client", day: dayOf(row, row.clientZone), limit: TIER_LIMIT[row.tier] ?? 0 })),
    ];
    return [...found, ...(await undercounted(evidence, sent))];
  },
};

/** Two hand-offs of one mailbox keep its minimum distance (OP-11). */
export const spacing: Check = {
  name: "hand-offs of a mailbox keep their distance",
  async find(evidence) {
    const byMailbox = Map.groupBy(await listSent(evidence), ({ mailbox }) => mailbox);
    return [...byMailbox].flatMap(([mailbox, sent]) =>
      sent.slice(1).flatMap((row, index) => {
        const gapSeconds = (row.claimedAt.getTime() - (sent[index]?.claimedAt.getTime() ?? 0)) / 1000;
        return gapSeconds < row.spacingSeconds
          ? [`${mailbox} sent twice within ${gapSeconds} seconds at ${row.claimedAt.toISOString()}`]
          : [];
      }),
    );
  },
};

function listSent(evidence: Evidence): Promise<Sent[]> {
  return rowsOf(
    evidence,
    sql<Sent>`
      select t.claimed_at, m.label as mailbox, m.id as mailbox_id, m.timezone as mailbox_zone, m.daily_limit as mailbox_limit,
        m.is_prewarmed, m.ramp_started_at, m.minimum_spacing_seconds as spacing_seconds,
        d.label as domain, d.id as domain_id, d.timezone as domain_zone, d.daily_limit as domain_limit,
        c.name as campaign, c.timezone as campaign_zone, c.daily_limit as campaign_limit, k.timezone as client_zone, k.tier::text as tier
      from touches t join resources m on m.id = t.resource_id join resources d on d.id = m.parent_id
        join campaigns c on c.id = t.campaign_id join clients k on k.id = t.client_id
      where t.client_id = ${evidence.clientId} and t.state in ('sending', 'sent', 'unknown') and t.claimed_at is not null
      order by m.label, t.claimed_at`,
  );
}

function overLimit(sent: readonly Sent[], scope: (row: Sent) => { what: string; day: string; limit: number }): string[] {
  const limits = new Map(sent.map((row) => [keyOf(scope(row)), scope(row)]));
  return [...countBy(sent, (row) => keyOf(scope(row)))].flatMap(([key, count]) => {
    const { what, day, limit } = limits.get(key) ?? { what: key, day: "", limit: 0 };
    return count > limit ? [`${what} sent ${count} on ${day}, limit ${limit}`] : [];
  });
}

/** The counters that dispatching relies on may be higher than what left (a hand-over that failed), never lower. */
async function undercounted(evidence: Evidence, sent: readonly Sent[]): Promise<string[]> {
  const usage = await rowsOf(
    evidence,
    sql<{ resourceId: string; day: string; used: number }>`
      select resource_id, day::text as day, used from resource_usage where client_id = ${evidence.clientId}`,
  );
  const used = new Map(usage.map((row) => [`${row.resourceId} ${row.day}`, row.used]));
  const scopes: readonly ((row: Sent) => { id: string; label: string; zone: string })[] = [
    (row) => ({ id: row.mailboxId, label: row.mailbox, zone: row.mailboxZone }),
    (row) => ({ id: row.domainId, label: row.domain, zone: row.domainZone }),
  ];
  return scopes.flatMap((scope) => {
    const labels = new Map(sent.map((row) => [scope(row).id, scope(row).label]));
    return [...countBy(sent, (row) => `${scope(row).id} ${dayOf(row, scope(row).zone)}`)].flatMap(([key, count]) => {
      const counted = used.get(key) ?? 0;
      const [id = "", day = ""] = key.split(" ");
      return counted < count ? [`the counter of ${labels.get(id)} says ${counted} on ${day}, ${count} left`] : [];
    });
  });
}

function mailboxLimit({ isPrewarmed, mailboxLimit: own, rampStartedAt, claimedAt, mailboxZone }: Sent): number {
  const most = Math.min(own, MAILBOX_CEILING);
  if (isPrewarmed) return most;
  if (!rampStartedAt) return 0;
  const dayNumber = (at: Date) => Date.parse(localTime(at, mailboxZone).day) / 86_400_000;
  const rampDay = dayNumber(claimedAt) - dayNumber(rampStartedAt) + 1;
  // Sent before the ramp began: the mailbox rested and started anew since (OP-02), and how far it had come then is not kept.
  return rampDay < 1 ? most : Math.min(own, rampOn(rampDay));
}

function rampOn(warmUpDay: number): number {
  if (warmUpDay < RAMP[0][0]) return 0;
  const next = RAMP.findIndex(([day]) => warmUpDay <= day);
  const [toDay, toCap] = RAMP[next] ?? [0, MAILBOX_CEILING];
  const [fromDay, fromCap] = RAMP[next - 1] ?? [toDay, toCap];
  return next < 0 || toDay === fromDay ? toCap : Math.floor(fromCap + ((warmUpDay - fromDay) / (toDay - fromDay)) * (toCap - fromCap));
}

function dayOf({ claimedAt }: Sent, zone: string): string {
  return localTime(claimedAt, zone).day;
}

function keyOf({ what, day }: { what: string; day: string }): string {
  return `${what} ${day}`;
}

/** Seats, numbers and return addresses, each on its own clock. */
export const otherCaps: Check = {
  name: "no seat, number or return address passes its day",
  async find(evidence) {
    const rows = await rowsOf(
      evidence,
      sql<{ label: string; day: string; sent: number; dailyLimit: number }>`
        select r.label, (t.claimed_at at time zone r.timezone)::date::text as day, count(*)::int as sent, r.daily_limit
        from touches t join resources r on r.id = t.resource_id
        where t.client_id = ${evidence.clientId} and r.kind <> 'mailbox' and t.state in ('sending', 'sent', 'unknown')
        group by r.id, r.label, 2, r.daily_limit having count(*) > r.daily_limit order by 1, 2`,
    );
    return rows.map(({ label, day, sent, dailyLimit }) => `${label} carried ${sent} on ${day}, limit ${dailyLimit}`);
  },
};

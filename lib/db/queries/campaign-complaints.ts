import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

const COUNTED_DAYS = 90;

/** The last messages of a campaign on any channel, newest first, and whose recipients complained in their own words or legally. */
export async function listComplaintsOf(
  db: Db,
  { clientId, campaignId, now, since, limit }: { clientId: string; campaignId: string; now: Date; since: Date | null; limit: number },
): Promise<{ leadId: string; isBad: boolean }[]> {
  const { rows } = await sql<{ leadId: string; isBad: boolean }>`
    select t.lead_id, exists (
      select from activities a where a.lead_id = t.lead_id and a.campaign_id = t.campaign_id and a.action = 'complained'
        and a.occurred_at < ${now}
    ) as is_bad
    from touches t join leads l on l.id = t.lead_id
    where t.client_id = ${clientId} and t.campaign_id = ${campaignId} and t.claimed_at < ${now}
      and t.claimed_at > greatest(${now}::timestamptz - make_interval(days => ${COUNTED_DAYS}::int), ${since}::timestamptz)
      and t.state in ('sending', 'sent', 'unknown')
    order by t.claimed_at desc, l.email
    limit ${limit}
  `.execute(db);
  return rows;
}

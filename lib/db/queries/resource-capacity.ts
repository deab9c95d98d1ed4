import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";

/** Resources with the domains above mailboxes, and what each has carried from `fromDay` on. */
export async function listResourceCapacity(
  db: Db,
  scope: { clientId: string; resourceIds: readonly string[]; fromDay: string; now: Date },
) {
  if (scope.resourceIds.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    parentId: string | null;
    channel: Channel;
    kind: "mailbox" | "domain" | "seat" | "number" | "return_address";
    provider: string;
    externalId: string | null;
    label: string;
    senderName: string | null;
    dailyLimit: number;
    timezone: string;
    isPrewarmed: boolean;
    rampStartedAt: Date | null;
    pausedAt: Date | null;
    pausedReason: string | null;
    lastUsedAt: Date | null;
    nextFreeAt: Date | null;
    minimumSpacingSeconds: number;
    hourlyLimit: number;
    isTwoWay: boolean;
    senderIdStatus: "none" | "pending" | "approved" | "rejected";
    authState: "pending" | "propagating" | "verified" | "degraded" | "failed";
    used: Record<string, number>;
    usedLastHour: Date[];
    catchAllToday: number;
    pendingInvitations: number;
    gmailLastDay: number;
  }>`
    select r.id, r.parent_id, r.channel, r.kind, r.provider, r.external_id, r.label, r.sender_name, r.daily_limit, r.timezone, r.is_prewarmed,
      r.ramp_started_at, r.paused_at, r.paused_reason, r.last_used_at, r.next_free_at, r.minimum_spacing_seconds, r.hourly_limit, r.is_two_way,
      r.sender_id_status, r.auth_state,
      coalesce((select jsonb_object_agg(u.day, u.used) from resource_usage u where u.resource_id = r.id and u.day >= ${scope.fromDay}::date), '{}') as used,
      coalesce((
        select array_agg(t.claimed_at order by t.claimed_at) from touches t
        where t.resource_id = r.id and t.state in ('sending', 'sent', 'unknown') and t.claimed_at > ${scope.now}::timestamptz - interval '1 hour'
      ), '{}') as used_last_hour,
      (
        select count(*)::int from touches t join leads l on l.id = t.lead_id
        where r.kind = 'mailbox' and t.resource_id = r.id and t.state in ('sending', 'sent', 'unknown') and l.email_status = 'catch_all'
          and t.claimed_at > ${scope.now}::timestamptz - interval '1 day'
          and (t.claimed_at at time zone r.timezone)::date = (${scope.now}::timestamptz at time zone r.timezone)::date
      ) as catch_all_today,
      (select count(*)::int from linkedin_connections c where r.kind = 'seat' and c.resource_id = r.id and c.state = 'invited') as pending_invitations,
      (
        select count(*)::int from resources m join touches t on t.resource_id = m.id join leads l on l.id = t.lead_id
        where r.kind = 'domain' and m.parent_id = r.id and t.state in ('sending', 'sent', 'unknown')
          and t.claimed_at > ${scope.now}::timestamptz - interval '1 day' and l.email::text ~* '@(gmail|googlemail)\\.com$'
      ) as gmail_last_day
    from resources r
    where r.client_id = ${scope.clientId} and r.deleted_at is null
      and (r.id = any (${scope.resourceIds}) or r.id in (select parent_id from resources where id = any (${scope.resourceIds})))
  `.execute(db);
  return rows;
}
export type ResourceCapacity = Awaited<ReturnType<typeof listResourceCapacity>>[number];

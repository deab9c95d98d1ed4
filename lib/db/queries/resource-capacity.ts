import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import { type MailHost, PERSONAL_MAIL_DOMAINS } from "@/lib/domain/mail-hosts";
import type { Channel } from "@/lib/domain/outreach";

/** The hour in which a touch was handed over, as JavaScript writes its first instant. */
const HOUR = sql`to_char(t.claimed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24":00:00.000Z"')`;
const PERSONAL_DOMAINS = Object.values(PERSONAL_MAIL_DOMAINS).flat();

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
    catchAllUsed: Record<string, number>;
    pendingInvitations: number;
    /** Of a mailbox; null where nobody knows. */
    mailHost: MailHost | null;
    /** Of a domain: what its registrable domain sent to personal addresses within 24 hours, by their domain and the hour. */
    personalLastDay: { domain: string; hour: string; messages: number }[];
    /** Of a domain: the share of seeds that found its last placement test in the inbox; null where none was made. */
    inboxShare: number | null;
    /** Of a mailbox at Exchange Online: how many mailboxes the client has there, and what they sent within 24 hours. */
    exchangeLastDay: { mailboxes: number; sent: Record<string, number> } | null;
  }>`
    select r.id, r.parent_id, r.channel, r.kind, r.provider, r.external_id, r.label, r.sender_name, r.daily_limit, r.timezone, r.is_prewarmed,
      r.ramp_started_at, r.paused_at, r.paused_reason, r.last_used_at, r.next_free_at, r.minimum_spacing_seconds, r.hourly_limit, r.is_two_way,
      r.sender_id_status, r.auth_state,
      coalesce((select jsonb_object_agg(u.day, u.used) from resource_usage u where u.resource_id = r.id and u.day >= ${scope.fromDay}::date), '{}') as used,
      coalesce((
        select array_agg(t.claimed_at order by t.claimed_at) from touches t
        where t.resource_id = r.id and t.state in ('sending', 'sent', 'unknown') and t.claimed_at > ${scope.now}::timestamptz - interval '1 hour'
      ), '{}') as used_last_hour,
      case when r.kind = 'mailbox' then (
        select coalesce(jsonb_object_agg(f.day, f.messages), '{}') from (
          select (t.claimed_at at time zone r.timezone)::date as day, count(*)::int as messages
          from touches t join leads l on l.id = t.lead_id
          where t.resource_id = r.id and t.state in ('sending', 'sent', 'unknown') and l.email_status = 'catch_all'
            and t.claimed_at > ${scope.now}::timestamptz - interval '1 day'
          group by 1
        ) f
      ) else '{}'::jsonb end as catch_all_used,
      (select count(*)::int from linkedin_connections c where r.kind = 'seat' and c.resource_id = r.id and c.state = 'invited') as pending_invitations,
      r.mail_host,
      case when r.kind = 'domain' then (
        select coalesce(jsonb_agg(jsonb_build_object('domain', f.domain, 'hour', f.hour, 'messages', f.messages)), '[]') from (
          select lower(split_part(l.email::text, '@', 2)) as domain, ${HOUR} as hour, count(*)::int as messages
          from resources d join resources m on m.parent_id = d.id join touches t on t.resource_id = m.id join leads l on l.id = t.lead_id
          where d.client_id = r.client_id and d.kind = 'domain'
            and coalesce(d.registrable_domain, d.label) = coalesce(r.registrable_domain, r.label)
            and t.state in ('sending', 'sent', 'unknown') and t.claimed_at > ${scope.now}::timestamptz - interval '1 day'
            and lower(split_part(l.email::text, '@', 2)) = any (${PERSONAL_DOMAINS})
          group by 1, 2
        ) f
      ) else '[]'::jsonb end as personal_last_day,
      case when r.kind = 'domain' then (
        select p.in_inbox::float8 / p.seeds from placement_tests p
        where p.resource_id = r.id and p.taken_at <= ${scope.now} order by p.taken_at desc limit 1
      ) end as inbox_share,
      case when r.mail_host = 'microsoft' then (
        select jsonb_build_object(
          'mailboxes', (
            select count(*) from resources m
            where m.client_id = r.client_id and m.kind = 'mailbox' and m.mail_host = 'microsoft' and m.deleted_at is null
          ),
          'sent', (
            select coalesce(jsonb_object_agg(f.hour, f.messages), '{}') from (
              select ${HOUR} as hour, count(*)::int as messages from resources m join touches t on t.resource_id = m.id
              where m.client_id = r.client_id and m.kind = 'mailbox' and m.mail_host = 'microsoft'
                and t.state in ('sending', 'sent', 'unknown') and t.claimed_at > ${scope.now}::timestamptz - interval '1 day'
              group by 1
            ) f
          )
        )
      ) end as exchange_last_day
    from resources r
    where r.client_id = ${scope.clientId} and r.deleted_at is null
      and (r.id = any (${scope.resourceIds}) or r.id in (select parent_id from resources where id = any (${scope.resourceIds})))
  `.execute(db);
  return rows;
}
export type ResourceCapacity = Awaited<ReturnType<typeof listResourceCapacity>>[number];

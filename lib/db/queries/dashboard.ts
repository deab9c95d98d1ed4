import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import { AGREEMENTS } from "@/lib/domain/agreements";

type Scope = { clientId: string };

/** Small numbers beside the navigation: what waits for a person. */
export async function loadShellCounts(db: Db, { clientId }: Scope) {
  const { rows } = await sql<{ approvals: number; needsReply: number }>`
    select (select count(*) from approvals where client_id = ${clientId} and status = 'pending') as approvals,
      (select count(*) from threads where client_id = ${clientId} and needs_reply) as needs_reply
  `.execute(db);
  return rows[0] ?? { approvals: 0, needsReply: 0 };
}

/** The newest notices to this person or to everybody in the client, and how many nobody has seen. */
export async function listNotifications(db: Db, { clientId, userId, limit }: Scope & { userId: string; limit: number }) {
  const mine = db
    .selectFrom("notifications")
    .where("clientId", "=", clientId)
    .where((eb) => eb.or([eb("userId", "is", null), eb("userId", "=", userId)]));
  const items = await mine
    .select(["id", "kind", "title", "body", "href", "readAt", "createdAt"])
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  const unread = await mine
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("readAt", "is", null)
    .executeTakeFirstOrThrow();
  return { items, unread: unread.count };
}
export type NotificationRow = Awaited<ReturnType<typeof listNotifications>>["items"][number];

/** The signed-in person's own name; null until they gave one. */
export async function findFullName(db: Db, { userId }: { userId: string }): Promise<string | null> {
  const row = await db.selectFrom("users").select("fullName").where("id", "=", userId).executeTakeFirst();
  return row?.fullName ?? null;
}

/**
 * Outcomes of the current calendar month on the client's clock: meetings booked (cancelled ones not counted), what became of the
 * meetings whose time has passed, and people reached and heard from.
 */
export async function loadMonth(db: Db, { clientId, now, timezone }: Scope & { now: Date; timezone: string }) {
  const { rows } = await sql<{
    startsAt: Date;
    endsAt: Date;
    booked: number;
    bookedLastMonth: number;
    held: number;
    noShow: number;
    unrecorded: number;
    contacted: number;
    replied: number;
    inSequence: number;
  }>`
    with month as (
      select start at time zone ${timezone} as starts_at, (start + interval '1 month') at time zone ${timezone} as ends_at,
        (start - interval '1 month') at time zone ${timezone} as previous_at
      from date_trunc('month', ${now}::timestamptz at time zone ${timezone}) as start
    ),
    booked as (
      select count(*) filter (where m.booked_at >= month.starts_at) as booked,
        count(*) filter (where m.booked_at < month.starts_at) as booked_last_month
      from month, meetings m
      where m.client_id = ${clientId} and m.booked_at >= month.previous_at and m.booked_at < month.ends_at and m.status <> 'cancelled'
    ),
    past as (
      select count(*) filter (where m.status = 'held') as held, count(*) filter (where m.status = 'no_show') as no_show,
        count(*) filter (where m.status = 'booked') as unrecorded
      from month, meetings m
      where m.client_id = ${clientId} and m.starts_at >= month.starts_at and m.starts_at < ${now}
    ),
    reached as (
      select count(distinct t.lead_id) as contacted, count(distinct t.lead_id) filter (where l.last_replied_at >= t.sent_at) as replied
      from month, touches t
      join leads l on l.id = t.lead_id
      where t.client_id = ${clientId} and t.state = 'sent' and t.sent_at >= month.starts_at
    )
    select month.starts_at, month.ends_at, booked.*, past.*, reached.*,
      (select count(*) from enrolments e join campaigns c on c.id = e.campaign_id
        where c.client_id = ${clientId} and c.status = 'active' and e.state = 'active') as in_sequence
    from month, booked, past, reached
  `.execute(db);
  const [month] = rows;
  if (!month) throw new Error("a select of aggregates gives one row");
  return month;
}
export type Month = Awaited<ReturnType<typeof loadMonth>>;

/** Everything that waits for a person, with how long the oldest has. */
export async function loadAttention(db: Db, { clientId, since }: Scope & { since: Date }) {
  const { rows } = await sql<{
    approvals: number;
    oldestApprovalAt: Date | null;
    nextExpiryAt: Date | null;
    unmatched: number;
    needsReview: number;
    needsReply: number;
    unknownOutcomes: number;
    pausedMailboxes: number;
    failedImports: number;
  }>`
    select a.*, r.*, i.*,
      (select count(*) from threads where client_id = ${clientId} and needs_reply) as needs_reply,
      (select count(*) from campaigns c join touches t on t.campaign_id = c.id where c.client_id = ${clientId} and t.state = 'unknown')
        as unknown_outcomes,
      (select count(*) from resources where client_id = ${clientId} and kind = 'mailbox' and paused_at is not null and deleted_at is null)
        as paused_mailboxes
    from (
      select count(*) as approvals, min(created_at) as oldest_approval_at, min(expires_at) as next_expiry_at
      from approvals where client_id = ${clientId} and status = 'pending'
    ) a, (
      select count(*) filter (where lead_id is null) as unmatched, count(*) filter (where lead_id is not null) as needs_review
      from messages where client_id = ${clientId} and needs_review and handled_at is null
    ) r, (
      select count(*) as failed_imports from import_jobs where client_id = ${clientId} and status = 'failed' and created_at >= ${since}
    ) i
  `.execute(db);
  const [attention] = rows;
  if (!attention) throw new Error("a select of aggregates gives one row");
  return attention;
}
export type Attention = Awaited<ReturnType<typeof loadAttention>>;

/** What a new client has set up so far. */
export async function loadSetup(db: Db, { clientId }: Scope) {
  const { rows } = await sql<{
    hasIdentity: boolean;
    hasAudience: boolean;
    /** A discovery that waits for the person or was confirmed. */
    hasDiscovery: boolean;
    /** Anything that messages can be sent from, whatever its state. */
    hasSender: boolean;
    hasAgreed: boolean;
    hasLeads: boolean;
    hasCampaign: boolean;
    hasStarted: boolean;
  }>`
    select c.legal_name is not null and c.contact_email is not null as has_identity, c.icp_confirmed_at is not null as has_audience,
      exists (select from icp_discoveries where client_id = c.id and status in ('ready', 'confirmed')) as has_discovery,
      exists (select from resources where client_id = c.id and kind <> 'domain' and deleted_at is null) as has_sender,
      exists (select from agreements where client_id = c.id and kind = 'outreach_rules'
        and text_version = ${AGREEMENTS.outreach_rules.version}) as has_agreed,
      exists (select from leads where client_id = c.id and deleted_at is null) as has_leads,
      exists (select from campaigns where client_id = c.id and deleted_at is null) as has_campaign,
      exists (select from campaigns where client_id = c.id and activated_at is not null) as has_started
    from clients c
    where c.id = ${clientId}
  `.execute(db);
  const [setup] = rows;
  if (!setup) throw new Error("the client of a membership exists");
  return setup;
}
export type Setup = Awaited<ReturnType<typeof loadSetup>>;

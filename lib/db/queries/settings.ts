import "server-only";
import { sql, type Updateable } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Client } from "@/lib/db/types.gen";

const MAXIMUM_MAILBOXES = 200;

/** The client as its settings show it. */
export function getOrganisation(db: Db, { clientId }: { clientId: string }) {
  return db
    .selectFrom("clients")
    .select([
      "name",
      "tier",
      "subscriptionStatus",
      "legalName",
      "abn",
      "postalAddress",
      "contactEmail",
      "bookingUrl",
      "websiteUrl",
      "timezone",
      "defaultOffer",
      "toneSample",
      "defaultPermissionMode",
      "icpIndustries",
      "icpTitles",
      "icpCompanySizes",
      "icpLocations",
      "icpPainPoints",
      "icpConfirmedAt",
      "icpExtractedAt",
      "dataSharingConsent",
      "dataSharingConsentedAt",
      "dataSharingTextVersion",
    ])
    .where("id", "=", clientId)
    .executeTakeFirstOrThrow();
}
export type Organisation = Awaited<ReturnType<typeof getOrganisation>>;

/** @returns false when row level security does not let this person change the client */
export async function updateClient(db: Db, { clientId }: { clientId: string }, change: Updateable<Client>): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable("clients").set(change).where("id", "=", clientId).executeTakeFirst();
  return numUpdatedRows > 0n;
}

export function findDataSharing(db: Db, { clientId }: { clientId: string }) {
  return db.selectFrom("clients").select("dataSharingConsent").where("id", "=", clientId).executeTakeFirst();
}

/** Whether everything is stopped, since when, by whom and why. */
export function getEmergencyStop(db: Db, { clientId }: { clientId: string }) {
  return db
    .selectFrom("clients as c")
    .leftJoin("users as u", "u.id", "c.pausedBy")
    .select(["c.pausedAt", "c.pauseReason", "u.fullName as pausedByName", "u.email as pausedByEmail"])
    .where("c.id", "=", clientId)
    .executeTakeFirstOrThrow();
}

/** Past stops and releases, newest first. */
export function listEmergencyStops(db: Db, { clientId, limit }: { clientId: string; limit: number }) {
  return db
    .selectFrom("activities as a")
    .leftJoin("users as u", "u.id", "a.actorUserId")
    .select(["a.id", "a.action", "a.reason", "a.occurredAt", "u.fullName", "u.email"])
    .where("a.clientId", "=", clientId)
    .where("a.action", "in", ["emergency_stop", "emergency_release"])
    .orderBy("a.occurredAt", "desc")
    .orderBy("a.id", "desc")
    .limit(limit)
    .execute();
}

/** Mailboxes with their domains and what both have handed over today, each on its own clock. */
export async function listMailboxes(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  const { rows } = await sql<{
    id: string;
    label: string;
    senderName: string;
    dailyLimit: number;
    timezone: string;
    isPrewarmed: boolean;
    rampStartedAt: Date | null;
    pausedAt: Date | null;
    pausedReason: string | null;
    /** Who keeps it: `smtp` is the client's own server. */
    provider: string;
    /** Of one that a provider keeps: null until it was found there. */
    connectedAt: Date | null;
    usedToday: number;
    domainLabel: string;
    domainDailyLimit: number;
    domainUsedToday: number;
  }>`
    select m.id, m.label, m.sender_name, m.daily_limit, m.timezone, m.is_prewarmed, m.ramp_started_at, m.paused_at, m.paused_reason,
      m.provider, m.connected_at, coalesce(mu.used, 0) as used_today, d.label as domain_label, d.daily_limit as domain_daily_limit,
      coalesce(du.used, 0) as domain_used_today
    from resources m
    join resources d on d.id = m.parent_id and d.client_id = m.client_id
    left join resource_usage mu on mu.resource_id = m.id and mu.day = (${now}::timestamptz at time zone m.timezone)::date
    left join resource_usage du on du.resource_id = d.id and du.day = (${now}::timestamptz at time zone d.timezone)::date
    where m.client_id = ${clientId} and m.kind = 'mailbox' and m.deleted_at is null
    order by d.label, m.label
    limit ${MAXIMUM_MAILBOXES}
  `.execute(db);
  return rows;
}
export type MailboxRow = Awaited<ReturnType<typeof listMailboxes>>[number];

/** A page of the suppression list, newest first. `before` is the last row of the page before. */
export function listSuppressions(
  db: Db,
  { clientId, limit, before }: { clientId: string; limit: number; before: { createdAt: Date; id: string } | null },
) {
  return db
    .selectFrom("suppressions as s")
    .leftJoin("users as u", "u.id", "s.createdBy")
    .select(["s.id", "s.kind", "s.masked", "s.reason", "s.source", "s.evidence", "s.createdAt", "u.fullName", "u.email"])
    .where("s.clientId", "=", clientId)
    .$if(before !== null, (query) =>
      query.where(sql<boolean>`(s.created_at, s.id) < (${before?.createdAt}::timestamptz, ${before?.id}::uuid)`),
    )
    .orderBy("s.createdAt", "desc")
    .orderBy("s.id", "desc")
    .limit(limit)
    .execute();
}
export type SuppressionRow = Awaited<ReturnType<typeof listSuppressions>>[number];

/** Leads in a running enrolment that an address or a domain names. */
export function listRunningLeads(db: Db, { clientId, kind, value }: { clientId: string; kind: "email" | "domain"; value: string }) {
  return db
    .selectFrom("leads as l")
    .innerJoin("enrolments as e", "e.leadId", "l.id")
    .select(["l.id as leadId", "e.campaignId"])
    .where("l.clientId", "=", clientId)
    .where("l.deletedAt", "is", null)
    .where("e.state", "in", ["active", "paused"])
    .where((eb) =>
      kind === "email"
        ? eb("l.email", "=", value)
        : eb.or([eb("l.domain", "=", value), eb(sql<string>`split_part(l.email::text, '@', 2)`, "=", value)]),
    )
    .orderBy("l.id")
    .execute();
}

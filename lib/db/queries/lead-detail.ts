import "server-only";
import { type SqlBool, sql } from "kysely";
import type { Db } from "@/lib/db/client";

/** Everything the page of one lead shows of it; deleted leads are gone. */
export function findLead(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("leads as l")
    .leftJoin("campaigns as c", "c.id", "l.campaignId")
    .select([
      "l.id",
      "l.email",
      "l.personalEmail",
      "l.phone",
      "l.phoneVerified",
      "l.firstName",
      "l.lastName",
      "l.title",
      "l.seniority",
      "l.company",
      "l.domain",
      "l.websiteUrl",
      "l.linkedinUrl",
      "l.addressLine1",
      "l.city",
      "l.state",
      "l.postcode",
      "l.country",
      "l.timezone",
      "l.emailStatus",
      "l.emailVerifiedAt",
      "l.organizationIndustry",
      "l.organizationEmployeeCount",
      "l.organizationCountry",
      "l.organizationFoundedYear",
      "l.organizationIsHiring",
      "l.organizationLatestFundingDate",
      "l.employmentStartDate",
      "l.custom",
      "l.alsScore",
      "l.alsTier",
      "l.alsReasons",
      "l.alsWeightSource",
      "l.scoredAt",
      "l.status",
      "l.permissionOverride",
      "l.enrichmentSource",
      "l.enrichmentConfidence",
      "l.enrichmentError",
      "l.enrichedAt",
      "l.lastContactedAt",
      "l.lastRepliedAt",
      "l.bounceCount",
      "l.heldAt",
      "l.heldReason",
      "l.snoozedUntil",
      "l.isCompetitor",
      "l.source",
      "l.campaignId",
      "l.createdAt",
      "c.name as campaignName",
    ])
    .where("l.clientId", "=", clientId)
    .where("l.id", "=", leadId)
    .where("l.deletedAt", "is", null)
    .executeTakeFirst();
}
export type LeadDetail = NonNullable<Awaited<ReturnType<typeof findLead>>>;

/** Bases on which a lead may be or might have been contacted, the newest first, with who wrote them down. */
export function listConsentBases(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("consentBases as b")
    .leftJoin("users as u", "u.id", "b.recordedBy")
    .select([
      "b.id",
      "b.channel",
      "b.basis",
      "b.evidence",
      "b.sourceUrl",
      "b.capturedAt",
      "b.expiresAt",
      "b.revokedAt",
      "b.revokedReason",
      "b.recordedVia",
      "u.fullName as recordedByName",
      "u.email as recordedByEmail",
    ])
    .where("b.clientId", "=", clientId)
    .where("b.leadId", "=", leadId)
    .orderBy("b.createdAt", "desc")
    .orderBy("b.id", "desc")
    .limit(50)
    .execute();
}

/** Meetings with a lead, the latest first. */
export function listLeadMeetings(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("meetings")
    .select(["id", "startsAt", "durationMinutes", "status", "source", "notes"])
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .orderBy("startsAt", "desc")
    .limit(20)
    .execute();
}

const TIMELINE_PAGE = 30;
/** A message stands for these; showing both would tell everything twice. */
const TOLD_BY_A_MESSAGE = ["sent", "replied", "away", "auto_replied"] as const;

/** Where a page of the timeline ends: what is older comes next. */
export type TimelineCursor = { at: Date; id: string };

/**
 * What happened with a lead, activities and messages merged, newest first.
 * @returns a page, and where the next one starts; null at the end
 */
export async function listLeadTimeline(
  db: Db,
  { clientId, leadId, before }: { clientId: string; leadId: string; before: TimelineCursor | null },
) {
  const activities = await db
    .selectFrom("activities as a")
    .leftJoin("users as u", "u.id", "a.actorUserId")
    .select(["a.id", "a.action", "a.actor", "a.channel", "a.reason", "a.occurredAt", "u.fullName as userName", "u.email as userEmail"])
    .where("a.clientId", "=", clientId)
    .where("a.leadId", "=", leadId)
    .where("a.action", "not in", TOLD_BY_A_MESSAGE)
    .$if(before !== null, (query) => query.where(olderThan("a", before)))
    .orderBy("a.occurredAt", "desc")
    .orderBy("a.id", "desc")
    .limit(TIMELINE_PAGE + 1)
    .execute();
  const messages = await db
    .selectFrom("messages as m")
    .select([
      "m.id",
      "m.direction",
      "m.kind",
      "m.channel",
      "m.subject",
      "m.bodyText",
      "m.fromAddress",
      "m.intent",
      "m.occurredAt",
      "m.threadId",
    ])
    .where("m.clientId", "=", clientId)
    .where("m.leadId", "=", leadId)
    .$if(before !== null, (query) => query.where(olderThan("m", before)))
    .orderBy("m.occurredAt", "desc")
    .orderBy("m.id", "desc")
    .limit(TIMELINE_PAGE + 1)
    .execute();
  const entries = [
    ...activities.map((row) => ({ kind: "activity" as const, ...row })),
    ...messages.map(({ kind, ...row }) => ({ kind: "message" as const, messageKind: kind, ...row })),
  ].sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || (a.id < b.id ? 1 : -1));
  const page = entries.slice(0, TIMELINE_PAGE);
  const last = page.at(-1);
  return { entries: page, next: entries.length > TIMELINE_PAGE && last ? { at: last.occurredAt, id: last.id } : null };
}
export type TimelineEntry = Awaited<ReturnType<typeof listLeadTimeline>>["entries"][number];

function olderThan(table: "a" | "m", before: TimelineCursor | null) {
  return sql<SqlBool>`(${sql.ref(`${table}.occurred_at`)}, ${sql.ref(`${table}.id`)}) < (${before?.at ?? null}, ${before?.id ?? null}::uuid)`;
}

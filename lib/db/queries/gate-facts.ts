import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

/** A touch with everything around it that the gate, the renderer and the dispatcher look at. */
export type TouchSituation = Awaited<ReturnType<typeof listTouchSituations>>[number];

/**
 * Loads touches with lead, campaign, client, step, consent and approval, in one round trip. A step without a subject of its own
 * takes the nearest earlier one of its sequence, for the case that no message went out before it.
 * @param scope `since`: contacts before it do not count as recent
 */
export function listTouchSituations(db: Db, scope: { clientId: string; touchIds: readonly string[]; since: Date }) {
  return db
    .selectFrom("touches as t")
    .innerJoin("enrolments as e", "e.id", "t.enrolmentId")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .innerJoin("campaigns as c", "c.id", "t.campaignId")
    .innerJoin("clients as k", "k.id", "t.clientId")
    .innerJoin("sequenceSteps as s", "s.id", "t.stepId")
    .leftJoin("consentBases as b", (join) =>
      join.onRef("b.leadId", "=", "l.id").onRef("b.channel", "=", "t.channel").on("b.revokedAt", "is", null),
    )
    .select([
      "t.id",
      "t.clientId",
      "t.campaignId",
      "t.leadId",
      "t.enrolmentId",
      "t.stepNumber",
      "t.channel",
      "t.state",
      "t.dueAt",
      "t.slotAt",
      "t.resourceId",
      "t.subject",
      "t.body",
      "t.contentHash",
      "e.mailboxId",
      "e.state as enrolmentState",
      "s.bodyTemplate",
      "s.purpose",
      "l.email",
      "l.firstName",
      "l.lastName",
      "l.title",
      "l.company",
      "l.city",
      "l.domain",
      "l.phone",
      "l.linkedinUrl",
      "l.organizationIndustry",
      "l.custom",
      "l.status as leadStatus",
      "l.deletedAt as leadDeletedAt",
      "l.emailStatus",
      "l.country",
      "l.state as leadState",
      "l.timezone as leadTimezone",
      "l.alsTier",
      "l.alsScore",
      "l.lastRepliedAt",
      "l.isCompetitor",
      "l.heldReason",
      "l.snoozedUntil",
      "l.lastContactedAt",
      "l.permissionOverride",
      "c.status as campaignStatus",
      "c.permissionMode as campaignMode",
      "c.startDate",
      "c.endDate",
      "c.timezone as campaignTimezone",
      "c.windowStart",
      "c.windowEnd",
      "c.workDays",
      "c.sendsOverShutdown",
      "c.dailyLimit",
      "c.offer",
      "c.deletedAt as campaignDeletedAt",
      "k.name as clientName",
      "k.tier",
      "k.subscriptionStatus",
      "k.deletedAt as clientDeletedAt",
      "k.pausedAt as clientPausedAt",
      "k.pauseReason as clientPauseReason",
      "k.legalName",
      "k.abn",
      "k.postalAddress",
      "k.contactEmail",
      "k.timezone as clientTimezone",
      "k.defaultPermissionMode",
      "k.defaultOffer",
      "b.basis",
      "b.expiresAt as consentExpiresAt",
    ])
    .select((eb) => [
      eb
        .selectFrom("sequenceSteps as own")
        .select("own.subjectTemplate")
        .whereRef("own.sequenceVersionId", "=", "s.sequenceVersionId")
        .whereRef("own.stepNumber", "<=", "s.stepNumber")
        .where("own.subjectTemplate", "is not", null)
        .orderBy("own.stepNumber", "desc")
        .limit(1)
        .as("subjectTemplate"),
      eb
        .selectFrom("approvals as a")
        .select("a.contentHash")
        .whereRef("a.touchId", "=", "t.id")
        .where("a.status", "=", "approved")
        .orderBy("a.decidedAt", "desc")
        .limit(1)
        .as("approvedHash"),
      eb
        .exists(
          eb
            .selectFrom("touches as p")
            .select("p.id")
            .whereRef("p.enrolmentId", "=", "t.enrolmentId")
            .where("p.state", "in", ["unknown", "sending"])
            .whereRef("p.id", "<>", "t.id"),
        )
        .as("hasUnresolvedPredecessor"),
      eb
        .selectFrom("touches as w")
        .select(sql<Date[]>`array_agg(w.claimed_at order by w.claimed_at)`.as("at"))
        .whereRef("w.leadId", "=", "t.leadId")
        .where("w.state", "in", ["sending", "sent", "unknown"])
        .where("w.claimedAt", ">", scope.since)
        .as("recentContacts"),
      eb
        .selectFrom("touches as n")
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .whereRef("n.enrolmentId", "=", "t.enrolmentId")
        .where("n.state", "in", ["sending", "sent", "unknown"])
        .as("sentInCampaign"),
      eb
        .selectFrom("touches as f")
        .select("f.subject")
        .whereRef("f.enrolmentId", "=", "t.enrolmentId")
        .whereRef("f.stepNumber", "<", "t.stepNumber")
        .where("f.state", "=", "sent")
        .orderBy("f.stepNumber")
        .limit(1)
        .as("threadSubject"),
    ])
    .where("t.clientId", "=", scope.clientId)
    .where("t.id", "in", scope.touchIds)
    .execute();
}

/** Mailboxes with their domains and what both have handed over from `fromDay` on. */
export async function listMailboxCapacity(db: Db, scope: { clientId: string; mailboxIds: readonly string[]; fromDay: string }) {
  if (scope.mailboxIds.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    parentId: string;
    kind: string;
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
    used: Record<string, number>;
  }>`
    select r.id, r.parent_id, r.kind, r.label, r.sender_name, r.daily_limit, r.timezone, r.is_prewarmed, r.ramp_started_at, r.paused_at,
      r.paused_reason, r.last_used_at, r.next_free_at, r.minimum_spacing_seconds,
      coalesce((select jsonb_object_agg(u.day, u.used) from resource_usage u where u.resource_id = r.id and u.day >= ${scope.fromDay}::date), '{}') as used
    from resources r
    where r.client_id = ${scope.clientId} and r.deleted_at is null
      and (r.id = any (${scope.mailboxIds}) or r.id in (select parent_id from resources where id = any (${scope.mailboxIds})))
  `.execute(db);
  return rows;
}
export type ResourceCapacity = Awaited<ReturnType<typeof listMailboxCapacity>>[number];

/** What a client and its campaigns have handed over from `fromDay` on, by local day. Key: campaign id, or "client". */
export async function loadOutreachUsage(
  db: Db,
  scope: { clientId: string; fromDay: string },
): Promise<Map<string, Record<string, number>>> {
  const rows = await db
    .selectFrom("outreachUsage")
    .select(["campaignId", "day", "used"])
    .where("clientId", "=", scope.clientId)
    .where("day", ">=", scope.fromDay)
    .execute();
  const usage = new Map<string, Record<string, number>>();
  for (const { campaignId, day, used } of rows) {
    const key = campaignId ?? "client";
    usage.set(key, { ...usage.get(key), [day]: used });
  }
  return usage;
}

/** The platform's own kill switch. */
export async function isSendingStopped(db: Db): Promise<boolean> {
  const row = await db.selectFrom("private.platformSettings").select("value").where("key", "=", "sending_stopped").executeTakeFirst();
  return row?.value === true;
}

/** Mailboxes a campaign may use: the ones assigned to it, or all of the client's when none is. */
export async function listCampaignMailboxIds(
  db: Db,
  { clientId, campaignId }: { clientId: string; campaignId: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom("resources as r")
    .leftJoin("campaignResources as cr", (join) =>
      join.onRef("cr.resourceId", "=", "r.id").on("cr.campaignId", "=", campaignId).on("cr.isActive", "=", true),
    )
    .select(["r.id", "cr.campaignId"])
    .where("r.clientId", "=", clientId)
    .where("r.kind", "=", "mailbox")
    .where("r.deletedAt", "is", null)
    .orderBy("r.label")
    .execute();
  const assigned = rows.filter((row) => row.campaignId !== null);
  return (assigned.length > 0 ? assigned : rows).map((row) => row.id);
}

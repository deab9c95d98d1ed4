import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Breaker } from "@/lib/domain/breakers";
import { CHANNELS, type Channel } from "@/lib/domain/outreach";

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
    .leftJoin("enrolmentSenders as es", (join) => join.onRef("es.enrolmentId", "=", "e.id").onRef("es.channel", "=", "t.channel"))
    .leftJoin("consentBases as b", (join) =>
      join.onRef("b.leadId", "=", "l.id").onRef("b.channel", "=", "t.channel").on("b.revokedAt", "is", null),
    )
    .leftJoin("leadResearch as lr", "lr.leadId", "l.id")
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
      "t.attempts",
      "es.resourceId as senderId",
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
      "l.organizationEmployeeCount",
      "l.organizationFoundedYear",
      "l.organizationIsHiring",
      "l.organizationLatestFundingDate",
      "l.organizationDescription",
      "l.employmentStartDate",
      "l.enrichedFields",
      "l.custom",
      "lr.openingLine",
      "lr.researchedAt as openingAt",
      "l.source",
      "l.status as leadStatus",
      "l.deletedAt as leadDeletedAt",
      "l.emailStatus",
      "l.emailVerifiedAt",
      "l.country",
      "l.organizationCountry",
      "l.addressLine1",
      "l.addressLine2",
      "l.postcode",
      "l.state as leadState",
      "l.timezone as leadTimezone",
      "l.alsTier",
      "l.alsScore",
      "l.lastRepliedAt",
      "l.isCompetitor",
      "l.heldReason",
      "l.snoozedUntil",
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
      "c.relevantFunctions",
      "c.dailyLimit",
      "c.offer",
      "c.deletedAt as campaignDeletedAt",
      "k.name as clientName",
      "k.tier",
      "k.subscriptionStatus",
      "k.deletedAt as clientDeletedAt",
      "k.isSample as clientIsSample",
      "k.pausedAt as clientPausedAt",
      "k.pauseReason as clientPauseReason",
      "k.legalName",
      "k.abn",
      "k.postalAddress",
      "k.contactEmail",
      "k.timezone as clientTimezone",
      "k.defaultPermissionMode",
      "k.defaultOffer",
      "k.servicesOffered",
      "k.valueProposition",
      "k.companyDescription",
      "k.yearsInBusiness",
      "k.neverSay",
      "k.teamSize",
      "b.basis",
      "b.capturedAt as consentCapturedAt",
      "b.expiresAt as consentExpiresAt",
    ])
    .innerJoinLateral(handedOverBefore(db, scope.since), (join) => join.onTrue())
    .selectAll("before")
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
    ])
    .where("t.clientId", "=", scope.clientId)
    .where("t.id", "in", scope.touchIds)
    .execute();
}

/**
 * What the lead of touch `t` was handed before, as one row. A touch's own earlier attempts are no contact: they came to nothing, or it
 * would not be asked about.
 */
function handedOverBefore(db: Db, since: Date) {
  return db
    .selectFrom("touches as w")
    .select([
      sql<Date[] | null>`array_agg(w.claimed_at order by w.claimed_at) filter (where w.id <> t.id and w.claimed_at > ${since})`.as(
        "recentContacts",
      ),
      sql<Date | null>`max(w.claimed_at) filter (where w.id <> t.id)`.as("lastContactedAt"),
      sql<Date | null>`max(w.claimed_at) filter (where w.id <> t.id and w.channel = t.channel)`.as("lastOnChannelAt"),
      sql<Date | null>`max(w.claimed_at) filter (where w.enrolment_id <> t.enrolment_id)`.as("earlierCampaignAt"),
      sql<number>`count(*) filter (where w.enrolment_id = t.enrolment_id and w.channel = t.channel)`.as("sentOnChannel"),
      sql<number>`count(*) filter (where w.enrolment_id = t.enrolment_id)`.as("sentInCampaign"),
      sql<boolean>`count(*) filter (where w.enrolment_id = t.enrolment_id and w.id <> t.id and w.state <> 'sent') > 0`.as(
        "hasUnresolvedPredecessor",
      ),
      sql<string | null>`(array_agg(w.subject order by w.step_number) filter (
        where w.enrolment_id = t.enrolment_id and w.step_number < t.step_number and w.channel = 'email' and w.state = 'sent'
      ))[1]`.as("threadSubject"),
    ])
    .where(sql<boolean>`w.lead_id = t.lead_id`)
    .where("w.state", "in", ["sending", "sent", "unknown"])
    .as("before");
}

/** The platform's own kill switches: everything, and single channels. */
export type PlatformStops = { sendingStopped: boolean; stoppedChannels: Channel[] };

/** The two platform settings that stop something, as one JSON object by key. */
const PLATFORM_SETTINGS = sql`(
  select coalesce(jsonb_object_agg(key, value), '{}') from private.platform_settings where key in ('sending_stopped', 'stopped_channels')
)`;

export async function loadPlatformStops(db: Db): Promise<PlatformStops> {
  const { rows } = await sql<{ settings: PlatformSettings }>`select ${PLATFORM_SETTINGS} as settings`.execute(db);
  return platformStops(rows[0]?.settings ?? {});
}

type PlatformSettings = { sending_stopped?: unknown; stopped_channels?: unknown };

function platformStops({ sending_stopped: everything, stopped_channels: channels }: PlatformSettings): PlatformStops {
  return {
    sendingStopped: everything === true,
    stoppedChannels: Array.isArray(channels) ? CHANNELS.filter((channel) => channels.includes(channel)) : [],
  };
}

/** What stands over everything a client sends: stops, breakers, and what has gone out. */
export type Standing = {
  platform: PlatformStops;
  /** Why channels are stopped for the client. */
  stoppedChannels: Partial<Record<Channel, string>>;
  /** Breakers that stand open, or half open. */
  breakers: {
    breaker: Breaker;
    resourceId: string | null;
    campaignId: string | null;
    detail: string;
    isOpen: boolean;
    halfOpenUntil: Date | null;
  }[];
  /** Hand-overs by local day. Key: campaign id, or "client". */
  usage: Map<string, Record<string, number>>;
};

/** Loads what stands over a client at `now`, and what it and its campaigns have handed over from `fromDay` on, in one round trip. */
export async function loadStanding(db: Db, scope: { clientId: string; fromDay: string; now: Date }): Promise<Standing> {
  const { rows } = await sql<{
    settings: PlatformSettings;
    stoppedChannels: Standing["stoppedChannels"];
    breakers: (Omit<Standing["breakers"][number], "halfOpenUntil"> & { halfOpenUntil: string | null })[];
    usage: { campaignId: string | null; day: string; used: number }[];
  }>`
    select ${PLATFORM_SETTINGS} as settings,
      (
        select coalesce(jsonb_object_agg(s.channel, s.reason), '{}') from channel_stops s
        where s.client_id = ${scope.clientId} and s.released_at is null
      ) as stopped_channels,
      (
        select coalesce(jsonb_agg(jsonb_build_object('breaker', b.breaker, 'resourceId', b.resource_id, 'campaignId', b.campaign_id,
          'detail', b.detail, 'isOpen', b.released_at is null, 'halfOpenUntil', b.half_open_until)), '[]')
        from breaker_trips b where b.client_id = ${scope.clientId} and (b.released_at is null or b.half_open_until > ${scope.now})
      ) as breakers,
      (
        select coalesce(jsonb_agg(jsonb_build_object('campaignId', u.campaign_id, 'day', u.day, 'used', u.used)), '[]')
        from outreach_usage u where u.client_id = ${scope.clientId} and u.day >= ${scope.fromDay}::date
      ) as usage
  `.execute(db);
  const [row] = rows;
  const usage: Standing["usage"] = new Map();
  for (const { campaignId, day, used } of row?.usage ?? []) {
    const key = campaignId ?? "client";
    usage.set(key, { ...usage.get(key), [day]: used });
  }
  return {
    platform: platformStops(row?.settings ?? {}),
    stoppedChannels: row?.stoppedChannels ?? {},
    breakers: (row?.breakers ?? []).map((trip) => ({
      ...trip,
      halfOpenUntil: trip.halfOpenUntil === null ? null : new Date(trip.halfOpenUntil),
    })),
    usage,
  };
}

/** What may carry a campaign's messages, by channel: the resources assigned to it, or all of the client's where none of a channel is. */
export async function listCampaignSenders(
  db: Db,
  { clientId, campaignId }: { clientId: string; campaignId: string },
): Promise<Map<Channel, string[]>> {
  const rows = await db
    .selectFrom("resources as r")
    .leftJoin("campaignResources as cr", (join) =>
      join.onRef("cr.resourceId", "=", "r.id").on("cr.campaignId", "=", campaignId).on("cr.isActive", "=", true),
    )
    .select(["r.id", "r.channel", "cr.campaignId"])
    .where("r.clientId", "=", clientId)
    .where("r.kind", "in", ["mailbox", "seat", "number", "return_address"])
    .where("r.deletedAt", "is", null)
    .orderBy("r.label")
    .execute();
  const senders = new Map<Channel, string[]>();
  for (const channel of CHANNELS) {
    const own = rows.filter((row) => row.channel === channel);
    const assigned = own.filter((row) => row.campaignId !== null);
    senders.set(
      channel,
      (assigned.length > 0 ? assigned : own).map((row) => row.id),
    );
  }
  return senders;
}

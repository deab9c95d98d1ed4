import "server-only";
import { max } from "date-fns";
import type { Standing, TouchSituation } from "@/lib/db/queries/gate-facts";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import { BREAKERS } from "@/lib/domain/breakers";
import { countryOfDomain, toCountryCode } from "@/lib/domain/countries";
import { isFreeMailDomain } from "@/lib/domain/free-mail";
import { personalMailHost } from "@/lib/domain/mail-hosts";
import { CLIENT_DAILY_OUTREACH, effectiveMode } from "@/lib/domain/outreach";
import { parseAustralianNumber } from "@/lib/domain/phone";
import { type RoleFunction, roleFunctionOf } from "@/lib/domain/role-functions";
import type { GateFacts, ResourceFacts, SenderFacts } from "@/lib/engines/gate/facts";
import { emailDomain, type Reach } from "@/lib/engines/gate/load-reach";

/** Everything loaded for one touch, as it would be from one resource. */
export type Found = {
  standing: Standing;
  reach: Reach;
  isSuppressed: boolean;
  content: { hash: string; problems: readonly string[]; unsupported: readonly string[]; neverSaid: readonly string[] };
  resource: ResourceCapacity | null;
  parent: ResourceCapacity | null;
};

/** The gate's facts from what was loaded. Pure. */
export function toFacts(situation: TouchSituation, found: Found): GateFacts {
  const { reach, resource, parent } = found;
  const breakers = found.standing.breakers.filter(({ breaker, resourceId, campaignId }) => {
    switch (BREAKERS[breaker].scope) {
      case "resource":
        return resourceId === resource?.id;
      case "parent":
        return resourceId === parent?.id;
      case "campaign":
        return campaignId === situation.campaignId;
      case "client":
        return situation.channel === "email";
      default:
        return false;
    }
  });
  return {
    platform: found.standing.platform,
    client: {
      status: situation.subscriptionStatus,
      isDeleted: situation.clientDeletedAt !== null,
      isSample: situation.clientIsSample,
      pausedReason: situation.clientPausedAt === null ? null : (situation.clientPauseReason ?? "stopped"),
      stoppedChannels: found.standing.stoppedChannels,
      legalName: situation.legalName,
      contact: situation.contactEmail,
      postalAddress: situation.postalAddress,
      timezone: situation.clientTimezone,
      dailyOutreach: CLIENT_DAILY_OUTREACH[situation.tier],
      sent: found.standing.usage.get("client") ?? {},
    },
    campaign: {
      status: situation.campaignDeletedAt === null ? situation.campaignStatus : "completed",
      startDate: situation.startDate,
      endDate: situation.endDate,
      timezone: situation.campaignTimezone,
      windowStart: situation.windowStart,
      windowEnd: situation.windowEnd,
      workDays: situation.workDays,
      sendsOverShutdown: situation.sendsOverShutdown,
      dailyLimit: situation.dailyLimit,
      relevantFunctions: situation.relevantFunctions as RoleFunction[],
      sent: found.standing.usage.get(situation.campaignId) ?? {},
    },
    lead: leadFacts(situation, reach),
    company: reach.company,
    contactsByAnybody: reach.contactsByAnybody,
    isSuppressed: found.isSuppressed,
    consent:
      situation.basis === null
        ? null
        : {
            basis: situation.basis as "express",
            capturedAt: situation.consentCapturedAt ?? new Date(0),
            expiresAt: situation.consentExpiresAt,
            hasStatedPeriod: situation.consentExpiresAt !== null,
          },
    mode: effectiveMode({ lead: situation.permissionOverride, campaign: situation.campaignMode, client: situation.defaultPermissionMode }),
    touch: {
      channel: situation.channel,
      act: situation.channel === "linkedin" && situation.purpose === "connect" ? "invite" : "send",
      dueAt: situation.dueAt,
      stepNumber: situation.stepNumber,
      isFirst: Number(situation.sentInCampaign) === 0,
      isNewThread: Number(situation.sentOnChannel) === 0,
      hasUnresolvedPredecessor: Boolean(situation.hasUnresolvedPredecessor),
      contentHash: found.content.hash,
      approvedHash: situation.approvedHash,
      contentProblems: found.content.problems,
      unsupportedClaims: found.content.unsupported,
      neverSaid: found.content.neverSaid,
    },
    email: {
      toDomain: reach.toDomain,
      ...personalMail(emailDomain(situation), parent),
      authState: parent?.authState ?? "verified",
    },
    linkedin: reach.linkedin,
    phone: reach.phone,
    letter: reach.letter,
    breakers: breakers.filter(({ isOpen }) => isOpen).map(({ breaker, detail }) => ({ breaker, detail })),
    halfOpenUntil: latest(breakers.map(({ isOpen, halfOpenUntil }) => (isOpen ? null : halfOpenUntil))),
    resource: resource && senderFacts(resource),
    parent: parent && resourceFacts(parent),
  };
}

function leadFacts(situation: TouchSituation, { personKeys }: Reach): GateFacts["lead"] {
  const domain = emailDomain(situation);
  const number = situation.phone === null ? null : parseAustralianNumber(situation.phone);
  return {
    id: situation.leadId,
    personKeys,
    status: situation.leadStatus,
    isDeleted: situation.leadDeletedAt !== null,
    email: situation.email,
    emailStatus: situation.emailStatus as GateFacts["lead"]["emailStatus"],
    emailVerifiedAt: situation.emailVerifiedAt,
    emailDomain: domain,
    isFreeMail: isFreeMailDomain(domain),
    phone:
      situation.phone === null
        ? null
        : { e164: number?.e164 ?? situation.phone, kind: number?.kind ?? "unknown", states: number?.states ?? [] },
    linkedinUrl: situation.linkedinUrl,
    hasPostalAddress: Boolean(situation.addressLine1 && situation.city && situation.leadState && situation.postcode),
    roleFunction: roleFunctionOf(situation.title),
    countries: candidateCountries(situation),
    state: situation.leadState,
    timezone: situation.leadTimezone,
    tier: situation.alsTier,
    hasReplied: situation.lastRepliedAt !== null,
    isCompetitor: situation.isCompetitor,
    heldReason: situation.heldReason,
    snoozedUntil: situation.snoozedUntil,
    lastContactedAt: situation.lastContactedAt,
    lastOnChannelAt: situation.lastOnChannelAt,
    recentContacts: situation.recentContacts ?? [],
    sentInCampaign: Number(situation.sentInCampaign),
    earlierCampaignAt: situation.earlierCampaignAt,
  };
}

/** Every country that what is known of a person points to: stated, the company's, the country of their domain (SU-15). */
function candidateCountries(situation: TouchSituation): string[] {
  const company = situation.organizationCountry === null ? null : toCountryCode(situation.organizationCountry);
  const candidates = [situation.country, company, countryOfDomain(emailDomain(situation))];
  return [...new Set(candidates.filter((country) => country !== null))];
}

/** What went from the sending domain to the same personal mail service within a day (EM-50). */
function personalMail(recipientDomain: string, parent: ResourceCapacity | null) {
  const personalHost = personalMailHost(recipientDomain);
  const toPersonal: Record<string, number> = {};
  for (const { domain, hour, messages } of personalHost === null ? [] : (parent?.personalLastDay ?? [])) {
    if (personalMailHost(domain) === personalHost) toPersonal[hour] = (toPersonal[hour] ?? 0) + messages;
  }
  return { personalHost, toPersonal };
}

function latest(times: readonly (Date | null)[]): Date | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : max(known);
}

function senderFacts(row: ResourceCapacity): SenderFacts {
  return {
    ...resourceFacts(row),
    lastUsedAt: row.lastUsedAt,
    minimumSpacingSeconds: row.minimumSpacingSeconds,
    hourlyLimit: row.hourlyLimit,
    usedLastHour: row.usedLastHour,
    catchAllUsed: row.catchAllUsed,
    isTwoWay: row.isTwoWay,
    senderIdStatus: row.senderIdStatus,
    pendingInvitations: row.pendingInvitations,
    exchange: row.exchangeLastDay,
  };
}

function resourceFacts(row: ResourceCapacity): ResourceFacts {
  return {
    id: row.id,
    label: row.label,
    kind: row.kind,
    dailyLimit: row.dailyLimit,
    timezone: row.timezone,
    isPrewarmed: row.isPrewarmed,
    rampStartedAt: row.rampStartedAt,
    pausedReason: row.pausedAt === null ? null : (row.pausedReason ?? "paused"),
    inboxShare: row.inboxShare,
    used: row.used,
  };
}

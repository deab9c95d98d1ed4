import "server-only";
import { subDays } from "date-fns";
import type { Db } from "@/lib/db/client";
import {
  isSendingStopped,
  listMailboxCapacity,
  listTouchSituations,
  loadOutreachUsage,
  type ResourceCapacity,
  type TouchSituation,
} from "@/lib/db/queries/gate-facts";
import { CLIENT_DAILY_OUTREACH, effectiveMode } from "@/lib/domain/outreach";
import { contentHash } from "@/lib/engines/content/content-hash";
import { lintEmail } from "@/lib/engines/content/lint-email";
import { renderTouch } from "@/lib/engines/content/render-touch";
import type { GateFacts, ResourceFacts } from "@/lib/engines/gate/facts";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";

/** A touch ready to be judged: the facts, and the text that would go out. */
export type JudgedTouch = {
  situation: TouchSituation;
  facts: GateFacts;
  content: { subject: string; body: string; hash: string };
  mailbox: ResourceCapacity | null;
};

/** Touches of one client with all that the gate needs, and the same touch as it would be from another mailbox. */
export type FactsBook = {
  situations: ReadonlyMap<string, TouchSituation>;
  /** The mailboxes asked for and the domains they belong to. */
  resources: readonly ResourceCapacity[];
  /** @param mailboxId whose hand-over is considered; null: none is free to */
  judge(situation: TouchSituation, mailboxId: string | null): JudgedTouch;
};

/**
 * Loads what the gate needs, in a fixed number of queries however many touches there are. Runs in the caller's transaction: the
 * dispatcher's facts are the ones that hold while it commits.
 */
export async function loadFacts(
  db: Db,
  scope: { clientId: string; touchIds: readonly string[]; mailboxIds: readonly string[]; now: Date; pepper: string },
): Promise<FactsBook> {
  const { clientId, now } = scope;
  // A day back covers every zone west of us on the day that has just begun here.
  const fromDay = subDays(now, 1).toISOString().slice(0, 10);
  const situations =
    scope.touchIds.length === 0 ? [] : await listTouchSituations(db, { clientId, touchIds: scope.touchIds, since: subDays(now, 7) });
  const found = await listMailboxCapacity(db, { clientId, mailboxIds: scope.mailboxIds, fromDay });
  const usage = await loadOutreachUsage(db, { clientId, fromDay });
  const suppressed = await suppressedLeads(db, { clientId, channel: "email", people: situations, secret: { pepper: scope.pepper } });
  const sendingStopped = await isSendingStopped(db);
  const resources = new Map(found.map((row) => [row.id, row]));

  return {
    situations: new Map(situations.map((situation) => [situation.id, situation])),
    resources: found,
    judge(situation, mailboxId) {
      const mailbox = resources.get(mailboxId ?? "") ?? null;
      const domain = resources.get(mailbox?.parentId ?? "") ?? null;
      const content = contentOf(situation, mailbox);
      const facts = gateFacts(situation, {
        usage,
        sendingStopped,
        isSuppressed: suppressed.has(situation),
        content,
        mailbox,
        domain,
      });
      return { situation, mailbox, content, facts };
    },
  };
}

function gateFacts(
  situation: TouchSituation,
  found: {
    usage: ReadonlyMap<string, Record<string, number>>;
    sendingStopped: boolean;
    isSuppressed: boolean;
    content: { hash: string; problems: readonly string[] };
    mailbox: ResourceCapacity | null;
    domain: ResourceCapacity | null;
  },
): GateFacts {
  return {
    platform: { sendingStopped: found.sendingStopped },
    client: {
      status: situation.subscriptionStatus,
      isDeleted: situation.clientDeletedAt !== null,
      pausedReason: situation.clientPausedAt === null ? null : (situation.clientPauseReason ?? "stopped"),
      legalName: situation.legalName,
      contact: situation.contactEmail,
      timezone: situation.clientTimezone,
      dailyOutreach: CLIENT_DAILY_OUTREACH[situation.tier],
      sent: found.usage.get("client") ?? {},
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
      sent: found.usage.get(situation.campaignId) ?? {},
    },
    lead: {
      status: situation.leadStatus,
      isDeleted: situation.leadDeletedAt !== null,
      email: situation.email,
      emailStatus: situation.emailStatus as GateFacts["lead"]["emailStatus"],
      country: situation.country,
      state: situation.leadState,
      timezone: situation.leadTimezone,
      tier: situation.alsTier,
      hasReplied: situation.lastRepliedAt !== null,
      isCompetitor: situation.isCompetitor,
      heldReason: situation.heldReason,
      snoozedUntil: situation.snoozedUntil,
      lastContactedAt: situation.lastContactedAt,
      recentContacts: situation.recentContacts ?? [],
      sentInCampaign: Number(situation.sentInCampaign),
    },
    isSuppressed: found.isSuppressed,
    consent: situation.basis === null ? null : { basis: situation.basis as "express", expiresAt: situation.consentExpiresAt },
    mode: effectiveMode({ lead: situation.permissionOverride, campaign: situation.campaignMode, client: situation.defaultPermissionMode }),
    touch: {
      channel: situation.channel,
      dueAt: situation.dueAt,
      hasUnresolvedPredecessor: Boolean(situation.hasUnresolvedPredecessor),
      contentHash: found.content.hash,
      approvedHash: situation.approvedHash,
      contentProblems: found.content.problems,
    },
    mailbox: found.mailbox && {
      ...resourceFacts(found.mailbox),
      lastUsedAt: found.mailbox.lastUsedAt,
      minimumSpacingSeconds: found.mailbox.minimumSpacingSeconds,
    },
    domain: found.domain && resourceFacts(found.domain),
  };
}

/**
 * What a person edited or approved stands; anything else is rendered from the step as the lead is now. The hash is always that of
 * the text at hand, so an approval cannot cover a text that was changed behind it.
 */
function contentOf(situation: TouchSituation, mailbox: ResourceCapacity | null) {
  const { subject, body, stepNumber } = situation;
  if (subject !== null && body !== null) {
    return { subject, body, hash: contentHash({ subject, body }), problems: lintEmail({ subject, body, stepNumber }) };
  }
  return renderTouch(situation, {
    lead: situation,
    client: { name: situation.clientName, offer: situation.offer ?? situation.defaultOffer },
    sender: mailbox?.senderName ? { name: mailbox.senderName } : null,
    threadSubject: situation.threadSubject,
  });
}

function resourceFacts(row: ResourceCapacity): ResourceFacts {
  return {
    id: row.id,
    label: row.label,
    dailyLimit: row.dailyLimit,
    timezone: row.timezone,
    isPrewarmed: row.isPrewarmed,
    rampStartedAt: row.rampStartedAt,
    pausedReason: row.pausedAt === null ? null : (row.pausedReason ?? "paused"),
    used: row.used,
  };
}

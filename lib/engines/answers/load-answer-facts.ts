import "server-only";
import { subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockAnswerCounters } from "@/lib/db/queries/answer-capacity";
import { type AnswerRow, loadAnswerRow } from "@/lib/db/queries/answer-facts";
import { loadStanding } from "@/lib/db/queries/gate-facts";
import type { AnswerChannel } from "@/lib/domain/answer-channel";
import { canonicalProfileUrl } from "@/lib/domain/linkedin";
import { parseAustralianNumber } from "@/lib/domain/phone";
import type { LockedDraft } from "@/lib/engines/answers/lock-draft";
import { lintAnswer } from "@/lib/engines/content/lint-answer";
import { lintNeverSay } from "@/lib/engines/content/lint-never-say";
import { linkedinTail, smsTail } from "@/lib/engines/content/message-tails";
import { answerCap } from "@/lib/engines/gate/answer-limits";
import type { AnswerCapacity, AnswerFacts } from "@/lib/engines/gate/decide-answer";
import { localDay } from "@/lib/engines/gate/local-time";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";

/** A counter of the day, of the sender or of the domain above it. */
export type AnswerCounter = { id: string; day: string };

export type LoadedAnswer = {
  facts: AnswerFacts;
  row: AnswerRow;
  /** Whom it reaches on its channel; null where nothing of theirs fits. */
  address: string | null;
  unsubscribeUrl: string;
  /** What is added below the text of a message that is no e-mail. */
  tail: string;
  /** What counts it, locked. */
  counters: AnswerCounter[];
};

/** Everything the gate looks at for one answer, read in the transaction that claims it; the counters of its sender are held from here on. */
export async function loadAnswerFacts(
  db: Db,
  { clientId, now }: Ctx,
  { draft, channel }: { draft: LockedDraft; channel: AnswerChannel },
  { pepper, appUrl }: { pepper: string; appUrl: string },
): Promise<LoadedAnswer> {
  const row = await loadAnswerRow(db, { clientId, draftId: draft.id });
  const standing = await loadStanding(db, { clientId, fromDay: subDays(now, 1).toISOString().slice(0, 10), now });
  const address = addressOn(channel, row, draft.toAddress);
  const people = channel === "email" && address !== null ? [row, { ...row, email: address }] : [row];
  const suppressed = await suppressedLeads(db, { clientId, channel, people, secret: { pepper } });
  const { capacity, counters } = await lockCapacity(db, { clientId, now }, row);
  const unsubscribeUrl = `${appUrl}/u/${row.unsubscribeToken ?? ""}`;
  const tail = tailOf(channel, row, unsubscribeUrl);

  const facts: AnswerFacts = {
    channel,
    platformStopped: standing.platform.sendingStopped || standing.platform.stoppedChannels.includes(channel),
    clientStopped: clientStopped(row),
    channelStopped: standing.stoppedChannels[channel] ?? null,
    hasIdentity: Boolean(row.legalName && row.contactEmail),
    lead: {
      isDeleted: row.deletedAt !== null,
      status: row.status,
      isSuppressed: suppressed.size > 0,
      heldReason: row.heldReason,
      hasAddress: address !== null,
      place: recipientPlace(row, row.clientTimezone),
    },
    sender:
      row.senderId === null
        ? null
        : {
            pausedReason: pausedReason(row),
            senderIdStatus: row.senderIdStatus as "none",
            isTwoWay: row.isTwoWay ?? false,
            capacity,
          },
    hasOptOut: hasOptOut(channel, row),
    isOutdated: Boolean(row.isOutdated),
    reminder:
      draft.reminderKind === null || draft.meetingStartsAt === null
        ? null
        : {
            isSwitchedOn: row.remindsProspects,
            kind: draft.reminderKind as "day_before",
            startsAt: draft.meetingStartsAt,
            standsAt: row.meetingStatus === "booked" ? row.meetingStandsAt : null,
          },
    contentProblems: [...lintAnswer({ channel, subject: draft.subject, body: draft.body, tail }), ...lintNeverSay(draft, row.neverSay)],
    contentHash: draft.contentHash,
    approvedHash: draft.approvedHash,
    isByPerson: draft.decidedBy !== null,
  };
  return { facts, row, address, unsubscribeUrl, tail, counters };
}

function clientStopped({ isSample, clientDeletedAt, pausedAt, pauseReason, subscriptionStatus }: AnswerRow): string | null {
  if (isSample) return "Sample workspace: nothing leaves it";
  if (clientDeletedAt !== null) return "The workspace is closed";
  if (pausedAt !== null) return `Emergency stop: ${pauseReason ?? ""}`;
  return subscriptionStatus === "trialing" || subscriptionStatus === "active" ? null : `The subscription is ${subscriptionStatus}`;
}

/** They are answered where they wrote from; what is known of them is second. */
function addressOn(channel: AnswerChannel, { answerTo, email, phone, linkedinUrl }: AnswerRow, toAddress: string | null): string | null {
  switch (channel) {
    case "email":
      return toAddress ?? answerTo ?? email;
    case "sms": {
      const mobiles = [answerTo, phone].flatMap((number) => (number === null ? [] : (parseAustralianNumber(number) ?? [])));
      return mobiles.find(({ kind }) => kind === "mobile")?.e164 ?? null;
    }
    case "linkedin":
      return canonicalProfileUrl(answerTo ?? "") ?? canonicalProfileUrl(linkedinUrl ?? "");
  }
}

function tailOf(channel: AnswerChannel, { legalName, contactEmail, isTwoWay }: AnswerRow, unsubscribeUrl: string): string {
  if (channel === "sms") return smsTail({ legalName, isTwoWay: isTwoWay ?? false, unsubscribeUrl });
  return channel === "linkedin" ? linkedinTail({ legalName, contact: contactEmail }) : "";
}

/** By the link of their last message, by answering STOP where an answer arrives, by saying so on LinkedIn. */
function hasOptOut(channel: AnswerChannel, { unsubscribeToken, isTwoWay }: AnswerRow): boolean {
  if (channel === "linkedin" || (channel === "sms" && isTwoWay)) return true;
  return unsubscribeToken !== null;
}

function pausedReason({ senderPausedAt, pausedReason: own, parentPausedAt, parentPausedReason }: AnswerRow): string | null {
  if (senderPausedAt !== null) return own ?? "by hand";
  return parentPausedAt === null ? null : (parentPausedReason ?? "by hand");
}

async function lockCapacity(
  db: Db,
  { clientId, now }: { clientId: string; now: Date },
  row: AnswerRow,
): Promise<{ capacity: AnswerCapacity[]; counters: AnswerCounter[] }> {
  const { senderId, kind, senderTimezone, parentId } = row;
  if (senderId === null || kind === null || senderTimezone === null) return { capacity: [], counters: [] };
  const own = {
    kind: kind as "mailbox",
    dailyLimit: row.dailyLimit ?? 0,
    isPrewarmed: row.isPrewarmed ?? false,
    rampStartedAt: row.rampStartedAt,
  };
  const parentZone = row.parentTimezone ?? senderTimezone;
  const domain = { kind: "domain", dailyLimit: row.parentLimit ?? 0, isPrewarmed: true, rampStartedAt: null } as const;
  const scopes = [
    ...(parentId === null
      ? []
      : [{ id: parentId, label: row.parentLabel ?? "", timezone: parentZone, cap: answerCap({ ...domain, timezone: parentZone }, now) }]),
    { id: senderId, label: row.label ?? "", timezone: senderTimezone, cap: answerCap({ ...own, timezone: senderTimezone }, now) },
  ].map((scope) => ({ ...scope, day: localDay(now, scope.timezone) }));
  const used = await lockAnswerCounters(db, { clientId, resources: scopes });
  return {
    capacity: scopes.map(({ id, label, timezone, cap }) => ({ label, timezone, cap, used: used.get(id) ?? 0 })),
    counters: scopes.map(({ id, day }) => ({ id, day })),
  };
}

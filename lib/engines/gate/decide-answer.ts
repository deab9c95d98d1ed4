import "server-only";
import { max, subHours, subMinutes } from "date-fns";
import { ANSWER_SENDERS, type AnswerChannel } from "@/lib/domain/answer-channel";
import type { AustralianState } from "@/lib/domain/australian-place";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { answerMorning, answerOpening } from "@/lib/engines/gate/answer-limits";
import { startOfNextDay } from "@/lib/engines/gate/local-time";

/** What one counter of the day says: of the sender itself, and of the domain above a mailbox. */
export type AnswerCapacity = { label: string; timezone: string; used: number; cap: number };

/** What decides whether an answer in a conversation may go out. Plain data, loaded by whoever asks. */
export type AnswerFacts = {
  channel: AnswerChannel;
  /** Everything, or this channel. */
  platformStopped: boolean;
  /** Why the workspace sends nothing: closed, unpaid, stopped. */
  clientStopped: string | null;
  /** Why the channel is stopped for it. */
  channelStopped: string | null;
  /** Without a legal name and a way to reach it nobody is written to (Spam Act 2003 s 17). */
  hasIdentity: boolean;
  lead: {
    isDeleted: boolean;
    status: string;
    /** On this channel. */
    isSuppressed: boolean;
    heldReason: string | null;
    /** An e-mail address, an Australian mobile, a profile: whatever the channel needs. */
    hasAddress: boolean;
    place: { timezone: string; state: AustralianState | null };
  };
  /** What the conversation is held from: paused, or gone. */
  sender: {
    pausedReason: string | null;
    /** SMS: an alphanumeric name needs the register's approval (AU-19a). */
    senderIdStatus: "none" | "pending" | "approved" | "rejected";
    isTwoWay: boolean;
    capacity: readonly AnswerCapacity[];
  } | null;
  /** How they may opt out, in every message. */
  hasOptOut: boolean;
  /** They wrote again after the message this answers. */
  isOutdated: boolean;
  /** Of a reminder: the meeting's time as it was written for, and as it stands now (null: it is off). */
  reminder: { isSwitchedOn: boolean; kind: "day_before" | "hour_before"; startsAt: Date; standsAt: Date | null } | null;
  contentProblems: readonly string[];
  contentHash: string;
  approvedHash: string | null;
  /** A person said yes to exactly this; a hold that waits for a person is then no obstacle. */
  isByPerson: boolean;
};

/**
 * - `stop`: it does not go out any more
 * - `hold`: a person has to change something, and to let it go again
 * - `defer`: it goes out by itself at `until`
 */
export type AnswerCheck = { code: string; verdict: "pass" | "defer" | "hold" | "stop"; detail?: string; until?: string };
export type AnswerDecision =
  | { verdict: "allow"; reason: null; checks: AnswerCheck[] }
  | { verdict: "hold" | "stop"; reason: AnswerCheck; checks: AnswerCheck[] }
  | { verdict: "defer"; until: Date; reason: AnswerCheck; checks: AnswerCheck[] };

type Wait = { detail: string; until: Date };
type AnswerRule =
  | { code: string; verdict: "hold" | "stop"; finds(facts: AnswerFacts, at: Date): string | null }
  | { code: string; verdict: "defer"; finds(facts: AnswerFacts, at: Date): Wait | null };

const CLOSED: ReadonlySet<string> = new Set(["unsubscribed", "bounced"]);

/** A reminder that comes later than this is of no use: the next one, or the meeting, is there. */
function isTooLate({ kind, startsAt }: NonNullable<AnswerFacts["reminder"]>, at: Date): boolean {
  return at >= (kind === "day_before" ? subHours(startsAt, 2) : subMinutes(startsAt, 5));
}

/**
 * A conversation is no campaign: tiers, pressure and spacing of outreach do not hold it; everything that protects a person does, and each
 * channel keeps its own hours and the capacity of what carries it.
 */
const RULES: readonly AnswerRule[] = [
  { code: "lead_deleted", verdict: "stop", finds: ({ lead }) => (lead.isDeleted ? "The lead was deleted" : null) },
  { code: "lead_terminal", verdict: "stop", finds: ({ lead }) => (CLOSED.has(lead.status) ? `The lead is ${lead.status}` : null) },
  { code: "suppressed", verdict: "stop", finds: ({ lead }) => (lead.isSuppressed ? "Suppressed: this person may not be contacted" : null) },
  { code: "outdated", verdict: "stop", finds: ({ isOutdated }) => (isOutdated ? "They wrote again; the answer is written anew" : null) },
  {
    code: "meeting_changed",
    verdict: "stop",
    finds: ({ reminder }) =>
      reminder && reminder.standsAt?.getTime() !== reminder.startsAt.getTime() ? "The meeting was moved, or is off" : null,
  },
  {
    code: "reminder_late",
    verdict: "stop",
    finds: ({ reminder }, at) => (reminder && isTooLate(reminder, at) ? "It is too late for this reminder" : null),
  },
  {
    code: "reminders_off",
    verdict: "stop",
    finds: ({ reminder }) => (reminder && !reminder.isSwitchedOn ? "Reminders to prospects are switched off" : null),
  },
  {
    code: "platform_stopped",
    verdict: "hold",
    finds: ({ platformStopped }) => (platformStopped ? "Sending is stopped for the whole platform" : null),
  },
  { code: "emergency_stop", verdict: "hold", finds: ({ clientStopped }) => clientStopped },
  {
    code: "channel_stopped",
    verdict: "hold",
    finds: ({ channel, channelStopped }) => (channelStopped === null ? null : `${CHANNEL_LABELS[channel]} is stopped: ${channelStopped}`),
  },
  {
    code: "sender_identity_missing",
    verdict: "hold",
    finds: ({ hasIdentity }) =>
      hasIdentity ? null : "Every message must name the sender's legal name and a way to reach it (Spam Act 2003 s 17)",
  },
  {
    code: "sender_unavailable",
    verdict: "hold",
    finds: ({ channel, sender }) =>
      sender === null
        ? `The ${ANSWER_SENDERS[channel]} of this conversation is gone`
        : sender.pausedReason && `The ${ANSWER_SENDERS[channel]} is paused: ${sender.pausedReason}`,
  },
  {
    code: "sender_id_not_registered",
    verdict: "hold",
    finds: ({ channel, sender }) =>
      channel === "sms" && sender && !sender.isTwoWay && sender.senderIdStatus !== "approved"
        ? "The sender's name is not approved in the SMS Sender ID Register"
        : null,
  },
  {
    code: "address_missing",
    verdict: "hold",
    finds: ({ channel, lead }) => (lead.hasAddress ? null : `There is nothing of theirs to write to by ${CHANNEL_LABELS[channel]}`),
  },
  { code: "opt_out_missing", verdict: "hold", finds: ({ hasOptOut }) => (hasOptOut ? null : "No opt-out link of theirs is known") },
  { code: "held", verdict: "hold", finds: ({ lead, isByPerson }) => (isByPerson ? null : lead.heldReason) },
  {
    code: "content_not_ready",
    verdict: "hold",
    finds: ({ contentProblems }) => (contentProblems.length > 0 ? contentProblems.join("; ") : null),
  },
  {
    code: "not_approved",
    verdict: "hold",
    finds: ({ contentHash, approvedHash }) => (contentHash === approvedHash ? null : "This is not the text that was approved"),
  },
  {
    code: "sender_closed",
    verdict: "hold",
    finds: ({ sender }) => {
      const closed = sender?.capacity.find(({ cap }) => cap === 0);
      return closed ? `${closed.label} may send nothing: its daily limit is 0` : null;
    },
  },
  {
    code: "outside_hours",
    verdict: "defer",
    finds: ({ channel, lead }, at) => {
      const opening = answerOpening(channel, lead.place, at);
      return opening.detail === null ? null : { detail: opening.detail, until: opening.at };
    },
  },
  {
    code: "no_capacity",
    verdict: "defer",
    finds: ({ channel, sender, lead }, at) => {
      const full = (sender?.capacity ?? []).filter(({ used, cap }) => used >= cap);
      const [first] = full;
      if (!first) return null;
      const until = max(full.map(({ timezone }) => startOfNextDay(at, timezone)));
      return {
        detail: `The ${first.cap} that ${first.label} may carry on that day, answers included, are taken`,
        until: answerMorning(channel, lead.place, until),
      };
    },
  },
];

/** Whether an answer may go out at `at`, with every check that ran. The worst finding decides; of two waits the longer. */
export function decideAnswer(facts: AnswerFacts, at: Date): AnswerDecision {
  const waits: { until: Date; check: AnswerCheck }[] = [];
  const checks = RULES.map((rule): AnswerCheck => {
    if (rule.verdict === "defer") {
      const wait = rule.finds(facts, at);
      if (wait === null) return { code: rule.code, verdict: "pass" };
      const check: AnswerCheck = { code: rule.code, verdict: "defer", detail: wait.detail, until: wait.until.toISOString() };
      waits.push({ until: wait.until, check });
      return check;
    }
    const detail = rule.finds(facts, at);
    return detail === null ? { code: rule.code, verdict: "pass" } : { code: rule.code, verdict: rule.verdict, detail };
  });
  for (const verdict of ["stop", "hold"] as const) {
    const reason = checks.find((check) => check.verdict === verdict);
    if (reason) return { verdict, reason, checks };
  }
  const [first, ...rest] = waits;
  if (!first) return { verdict: "allow", reason: null, checks };
  const longest = rest.reduce((worst, wait) => (wait.until > worst.until ? wait : worst), first);
  return { verdict: "defer", until: longest.until, reason: longest.check, checks };
}

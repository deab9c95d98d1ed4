import "server-only";

/** What decides whether an answer in a conversation may go out. Plain data, loaded by whoever asks. */
export type AnswerFacts = {
  platformStopped: boolean;
  /** Why the workspace sends nothing: closed, unpaid, stopped. */
  clientStopped: string | null;
  /** Why e-mail is stopped for it. */
  channelStopped: string | null;
  /** Without a legal name and a way to reach it nobody is written to (Spam Act 2003 s 17). */
  hasIdentity: boolean;
  lead: { isDeleted: boolean; status: string; isSuppressed: boolean; heldReason: string | null };
  /** The mailbox of the thread: paused, or gone. */
  mailbox: { pausedReason: string | null } | null;
  /** How they may opt out, in the footer as in every message. */
  hasOptOut: boolean;
  /** They wrote again after the message this answers. */
  isOutdated: boolean;
  contentHash: string;
  approvedHash: string | null;
  /** A person said yes to exactly this; a hold that waits for a person is then no obstacle. */
  isByPerson: boolean;
};

export type AnswerCheck = { code: string; verdict: "pass" | "hold" | "stop"; detail?: string };
export type AnswerDecision = { verdict: "allow" | "hold" | "stop"; reason: AnswerCheck | null; checks: AnswerCheck[] };

type AnswerRule = { code: string; verdict: "hold" | "stop"; finds(facts: AnswerFacts): string | null };

const CLOSED: ReadonlySet<string> = new Set(["unsubscribed", "bounced"]);

/** A conversation is no campaign: hours, tiers, pressure and caps of outreach do not hold it, everything that protects a person does. */
const RULES: readonly AnswerRule[] = [
  { code: "lead_deleted", verdict: "stop", finds: ({ lead }) => (lead.isDeleted ? "The lead was deleted" : null) },
  { code: "lead_terminal", verdict: "stop", finds: ({ lead }) => (CLOSED.has(lead.status) ? `The lead is ${lead.status}` : null) },
  { code: "suppressed", verdict: "stop", finds: ({ lead }) => (lead.isSuppressed ? "Suppressed: this person may not be contacted" : null) },
  { code: "outdated", verdict: "stop", finds: ({ isOutdated }) => (isOutdated ? "They wrote again; the answer is written anew" : null) },
  {
    code: "platform_stopped",
    verdict: "hold",
    finds: ({ platformStopped }) => (platformStopped ? "Sending is stopped for the whole platform" : null),
  },
  { code: "emergency_stop", verdict: "hold", finds: ({ clientStopped }) => clientStopped },
  {
    code: "channel_stopped",
    verdict: "hold",
    finds: ({ channelStopped }) => (channelStopped === null ? null : `E-mail is stopped: ${channelStopped}`),
  },
  {
    code: "sender_identity_missing",
    verdict: "hold",
    finds: ({ hasIdentity }) =>
      hasIdentity ? null : "Every message must name the sender's legal name and a way to reach it (Spam Act 2003 s 17)",
  },
  {
    code: "mailbox_unavailable",
    verdict: "hold",
    finds: ({ mailbox }) =>
      mailbox === null
        ? "The mailbox of this conversation is gone"
        : mailbox.pausedReason && `The mailbox is paused: ${mailbox.pausedReason}`,
  },
  { code: "opt_out_missing", verdict: "hold", finds: ({ hasOptOut }) => (hasOptOut ? null : "No opt-out link of theirs is known") },
  { code: "held", verdict: "hold", finds: ({ lead, isByPerson }) => (isByPerson ? null : lead.heldReason) },
  {
    code: "not_approved",
    verdict: "hold",
    finds: ({ contentHash, approvedHash }) => (contentHash === approvedHash ? null : "This is not the text that was approved"),
  },
];

/** Whether an answer may go out now, with every check that ran. The worst finding decides. */
export function decideAnswer(facts: AnswerFacts): AnswerDecision {
  const checks = RULES.map(({ code, verdict, finds }): AnswerCheck => {
    const detail = finds(facts);
    return detail === null ? { code, verdict: "pass" } : { code, verdict, detail };
  });
  const reason = checks.find(({ verdict }) => verdict === "stop") ?? checks.find(({ verdict }) => verdict === "hold") ?? null;
  return { verdict: reason === null ? "allow" : (reason.verdict as "hold" | "stop"), reason, checks };
}

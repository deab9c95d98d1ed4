import "server-only";
import { TIER_CHANNELS } from "@/lib/domain/scoring";
import { capacityRules } from "@/lib/engines/gate/capacity-rules";
import { contactRules } from "@/lib/engines/gate/contact-rules";
import type { Finding, GateRule } from "@/lib/engines/gate/rule";
import { timeRules } from "@/lib/engines/gate/time-rules";

const SENDING_SUBSCRIPTIONS: readonly string[] = ["trialing", "active"];

const hold = (detail: string): Finding => ({ verdict: "hold", detail });
const stop = (detail: string): Finding => ({ verdict: "stop", detail });

const switchRules: readonly GateRule[] = [
  {
    code: "platform_stopped",
    fix: null,
    check: ({ platform }) => (platform.sendingStopped ? hold("Sending is stopped for the whole platform") : null),
  },
  {
    code: "client_inactive",
    fix: "/dashboard/settings",
    check: ({ client }) =>
      client.isDeleted
        ? hold("The workspace is closed")
        : SENDING_SUBSCRIPTIONS.includes(client.status)
          ? null
          : hold(`The subscription is ${client.status.replace("_", " ")}`),
  },
  {
    code: "emergency_stop",
    fix: "/dashboard/settings/emergency-stop",
    check: ({ client }) => (client.pausedReason === null ? null : hold(`Emergency stop: ${client.pausedReason}`)),
  },
  {
    code: "sender_identity_missing",
    fix: "/dashboard/settings",
    check: ({ client }) =>
      client.legalName && client.contact
        ? null
        : hold("Every message must name the sender's legal name and a way to reach it (Spam Act 2003 s 17)"),
  },
  {
    code: "campaign_inactive",
    fix: "/dashboard/campaigns",
    check: ({ campaign }) => (campaign.status === "active" ? null : hold(`The campaign is ${campaign.status}`)),
  },
];

const leadRules: readonly GateRule[] = [
  { code: "lead_deleted", fix: null, check: ({ lead }) => (lead.isDeleted ? stop("The lead was deleted") : null) },
  {
    code: "lead_terminal",
    fix: null,
    check: ({ lead }) =>
      lead.status === "converted" || lead.status === "unsubscribed" || lead.status === "bounced"
        ? stop(`The lead is ${lead.status}`)
        : null,
  },
  { code: "replied", fix: "/dashboard/inbox", check: ({ lead }) => (lead.hasReplied ? stop("They replied") : null) },
  {
    code: "suppressed",
    fix: null,
    check: ({ isSuppressed }) => (isSuppressed ? stop("Suppressed: this person may not be contacted") : null),
  },
  { code: "competitor", fix: null, check: ({ lead }) => (lead.isCompetitor ? stop("Marked as a competitor") : null) },
  { code: "held", fix: "/dashboard/inbox", check: ({ lead }) => (lead.heldReason === null ? null : hold(lead.heldReason)) },
  {
    code: "not_scored",
    fix: null,
    check: ({ lead }) => (lead.tier === null ? hold("Not scored yet") : null),
  },
  {
    code: "tier_channel_not_allowed",
    fix: null,
    check: ({ lead, touch }) =>
      lead.tier !== null && !TIER_CHANNELS[lead.tier].includes(touch.channel)
        ? { verdict: "skip", detail: `The ${lead.tier} tier does not open ${touch.channel}` }
        : null,
  },
];

const contentRules: readonly GateRule[] = [
  {
    code: "outcome_unknown",
    fix: "/dashboard/approvals",
    check: ({ touch }) => (touch.hasUnresolvedPredecessor ? hold("Nobody knows yet whether the message before this one arrived") : null),
  },
  {
    code: "content_not_ready",
    fix: "/dashboard/campaigns",
    check: ({ touch }) => (touch.contentProblems?.length ? hold(touch.contentProblems.join("; ")) : null),
  },
  {
    code: "permission_pending",
    fix: "/dashboard/approvals",
    check: ({ mode, touch }) => {
      if (mode === "autopilot") return null;
      if (mode === "manual") return hold("Manual mode: a person sends this");
      return touch.approvedHash !== null && touch.approvedHash === touch.contentHash
        ? null
        : hold("Waits for approval of exactly this text");
    },
  },
];

/**
 * Every rule, in the order in which a person would want to hear of it. The first finding of the worst verdict is the reason given;
 * among deferrals the one that lasts longest.
 */
export const GATE_RULES: readonly GateRule[] = [
  ...switchRules,
  ...leadRules,
  ...contactRules,
  ...contentRules,
  ...timeRules,
  ...capacityRules,
];

import "server-only";
import { BREAKERS } from "@/lib/domain/breakers";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { type GateRule, hold } from "@/lib/engines/gate/rule";

const SENDING_SUBSCRIPTIONS: readonly string[] = ["trialing", "active"];

/** Kill switches and breakers: platform, client, channel, campaign and resource (OP-50, OP-51). */
export const switchRules: readonly GateRule[] = [
  {
    code: "sample_workspace",
    source: [],
    fix: null,
    check: ({ client }) => (client.isSample ? hold("Sample workspace: nothing leaves it") : null),
  },
  {
    code: "platform_stopped",
    source: ["OP-51"],
    fix: null,
    check: ({ platform }) => (platform.sendingStopped ? hold("Sending is stopped for the whole platform") : null),
  },
  {
    code: "client_inactive",
    source: [],
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
    source: ["OP-51"],
    fix: "/dashboard/settings/emergency-stop",
    check: ({ client }) => (client.pausedReason === null ? null : hold(`Emergency stop: ${client.pausedReason}`)),
  },
  {
    code: "channel_stopped",
    source: ["OP-51"],
    fix: "/dashboard/settings/emergency-stop",
    check: ({ platform, client, touch: { channel } }) => {
      if (platform.stoppedChannels.includes(channel)) return hold(`${CHANNEL_LABELS[channel]} is stopped for the whole platform`);
      const reason = client.stoppedChannels[channel];
      return reason === undefined ? null : hold(`${CHANNEL_LABELS[channel]} is stopped: ${reason}`);
    },
  },
  {
    code: "sender_identity_missing",
    source: ["AU-10", "AU-18", "AU-50"],
    fix: "/dashboard/settings",
    check: ({ client }) =>
      client.legalName && client.contact
        ? null
        : hold("Every message must name the sender's legal name and a way to reach it (Spam Act 2003 s 17)"),
  },
  {
    code: "campaign_inactive",
    source: ["OP-51"],
    fix: "/dashboard/campaigns",
    check: ({ campaign }) => (campaign.status === "active" ? null : hold(`The campaign is ${campaign.status}`)),
  },
  {
    code: "breaker_open",
    source: ["OP-50", "OP-55"],
    fix: "/dashboard/settings/emergency-stop",
    check: ({ breakers, touch }) => {
      // A complaint stops new threads; people who are already in conversation with us are not left hanging.
      const open = breakers.find(({ breaker }) => touch.isNewThread || breaker !== "domain_complaints");
      return open ? hold(`Stopped by ${BREAKERS[open.breaker].label}: ${open.detail}`) : null;
    },
  },
];

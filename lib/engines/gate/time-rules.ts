import "server-only";
import { hoursOfChannel } from "@/lib/engines/gate/channel-hours";
import { localDay, startOfDay } from "@/lib/engines/gate/local-time";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import type { GateRule } from "@/lib/engines/gate/rule";
import { sendingWindow } from "@/lib/engines/gate/sending-window";

/** When? The campaign's days, the due date, and the recipient's own hours for the channel. */
export const timeRules: readonly GateRule[] = [
  {
    code: "campaign_dates",
    source: [],
    fix: "/dashboard/campaigns",
    check: ({ campaign }, at) => {
      const today = localDay(at, campaign.timezone);
      if (campaign.endDate !== null && today > campaign.endDate)
        return { verdict: "stop", detail: `The campaign ended on ${campaign.endDate}` };
      if (campaign.startDate !== null && today < campaign.startDate) {
        const until = startOfDay(campaign.startDate, campaign.timezone);
        return { verdict: "defer", until, detail: `The campaign starts on ${campaign.startDate}` };
      }
      return null;
    },
  },
  {
    code: "not_due",
    source: [],
    fix: null,
    check: ({ touch }, at) => (at < touch.dueAt ? { verdict: "defer", until: touch.dueAt, detail: "The step is not due yet" } : null),
  },
  {
    code: "snoozed",
    source: [],
    fix: "/dashboard/leads",
    check: ({ lead }, at) =>
      lead.snoozedUntil !== null && at < lead.snoozedUntil
        ? { verdict: "defer", until: lead.snoozedUntil, detail: "They are away or asked for later" }
        : null,
  },
  {
    code: "outside_window",
    source: ["AU-19b", "OP-20", "AU-26"],
    fix: "/dashboard/campaigns",
    check: ({ campaign, client, lead, touch }, at) => {
      const hours = hoursOfChannel(touch, at, campaign);
      if (!hours) return { verdict: "hold", detail: "The campaign's days and hours leave no time for this channel" };
      const verdict = sendingWindow(at, {
        ...recipientPlace(lead, client.timezone),
        ...hours,
        sendsOverShutdown: campaign.sendsOverShutdown,
      });
      return verdict.isOpen ? null : { verdict: "defer", until: verdict.opensAt, detail: verdict.detail };
    },
  },
];

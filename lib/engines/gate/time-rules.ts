import "server-only";
import { addHours } from "date-fns";
import { localDay, startOfDay } from "@/lib/engines/gate/local-time";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import type { GateRule } from "@/lib/engines/gate/rule";
import { sendingWindow } from "@/lib/engines/gate/sending-window";

/** Nobody hears from a campaign more often than this (compliance OP-15; the blueprint's "too recent" is two days). */
export const MINIMUM_GAP_HOURS = 48;
export const MAXIMUM_PER_WEEK = 3;
export const MAXIMUM_PER_CAMPAIGN = 8;

const HOURS_PER_WEEK = 7 * 24;

/** When? Due date, breathing space, and the recipient's own office hours. */
export const timeRules: readonly GateRule[] = [
  {
    code: "campaign_dates",
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
    code: "max_touches_reached",
    fix: null,
    check: ({ lead }) =>
      lead.sentInCampaign >= MAXIMUM_PER_CAMPAIGN
        ? { verdict: "stop", detail: `${MAXIMUM_PER_CAMPAIGN} messages in one campaign are enough` }
        : null,
  },
  {
    code: "not_due",
    fix: null,
    check: ({ touch }, at) => (at < touch.dueAt ? { verdict: "defer", until: touch.dueAt, detail: "The step is not due yet" } : null),
  },
  {
    code: "snoozed",
    fix: "/dashboard/leads",
    check: ({ lead }, at) =>
      lead.snoozedUntil !== null && at < lead.snoozedUntil
        ? { verdict: "defer", until: lead.snoozedUntil, detail: "They are away or asked for later" }
        : null,
  },
  {
    code: "too_recent",
    fix: null,
    check: ({ lead }, at) => {
      if (lead.lastContactedAt === null) return null;
      const until = addHours(lead.lastContactedAt, MINIMUM_GAP_HOURS);
      return at < until ? { verdict: "defer", until, detail: `Last contacted less than ${MINIMUM_GAP_HOURS} hours ago` } : null;
    },
  },
  {
    code: "weekly_pressure",
    fix: null,
    check: ({ lead }, at) => {
      // With the oldest of the last three a week old, only two are left in the seven days.
      const oldest = lead.recentContacts.at(-MAXIMUM_PER_WEEK);
      if (!oldest) return null;
      const until = addHours(oldest, HOURS_PER_WEEK);
      return at < until ? { verdict: "defer", until, detail: `${MAXIMUM_PER_WEEK} contacts within seven days` } : null;
    },
  },
  {
    code: "outside_window",
    fix: "/dashboard/campaigns",
    check: ({ campaign, client, lead }, at) => {
      const verdict = sendingWindow(at, {
        ...recipientPlace(lead, client.timezone),
        start: campaign.windowStart,
        end: campaign.windowEnd,
        workDays: campaign.workDays,
        sendsOverShutdown: campaign.sendsOverShutdown,
      });
      return verdict.isOpen ? null : { verdict: "defer", until: verdict.opensAt, detail: verdict.detail };
    },
  },
];

import "server-only";
import { addDays, addHours } from "date-fns";
import { defer, type GateRule, stop } from "@/lib/engines/gate/rule";

/** Nobody hears from a campaign more often than this (compliance OP-15; the blueprint's "too recent" is two days). */
export const MINIMUM_GAP_HOURS = 48;
export const MAXIMUM_PER_WEEK = 3;
export const MAXIMUM_PER_CAMPAIGN = 8;
/** The same channel rests longer (domain.md 4.5, channel cooldown). */
const CHANNEL_COOLDOWN_DAYS: Readonly<Record<string, number>> = { email: 4, linkedin: 2, sms: 5, voice: 0, mail: 0 };
const DAYS_BETWEEN_CAMPAIGNS = 90;
const HOURS_PER_WEEK = 7 * 24;
const HOURS_BETWEEN_ANYBODY = 24;

/** How much one person hears, over all channels, campaigns and clients. */
export const pressureRules: readonly GateRule[] = [
  {
    code: "max_touches_reached",
    source: ["OP-15"],
    fix: null,
    check: ({ lead }) =>
      lead.sentInCampaign >= MAXIMUM_PER_CAMPAIGN ? stop(`${MAXIMUM_PER_CAMPAIGN} messages in one campaign are enough`) : null,
  },
  {
    code: "too_recent",
    source: ["OP-15"],
    fix: null,
    check: ({ lead }, at) => {
      if (lead.lastContactedAt === null) return null;
      const until = addHours(lead.lastContactedAt, MINIMUM_GAP_HOURS);
      return at < until ? defer(until, `Last contacted less than ${MINIMUM_GAP_HOURS} hours ago`) : null;
    },
  },
  {
    code: "channel_cooldown",
    source: [],
    fix: null,
    check: ({ lead, touch }, at) => {
      const days = CHANNEL_COOLDOWN_DAYS[touch.channel] ?? 0;
      if (lead.lastOnChannelAt === null || days === 0) return null;
      const until = addDays(lead.lastOnChannelAt, days);
      return at < until ? defer(until, `The same channel was used less than ${days} days ago`) : null;
    },
  },
  {
    code: "weekly_pressure",
    source: ["OP-15"],
    fix: null,
    check: ({ lead }, at) => {
      // With the oldest of the last three a week old, only two are left in the seven days.
      const oldest = lead.recentContacts.at(-MAXIMUM_PER_WEEK);
      if (!oldest) return null;
      const until = addHours(oldest, HOURS_PER_WEEK);
      return at < until ? defer(until, `${MAXIMUM_PER_WEEK} contacts within seven days`) : null;
    },
  },
  {
    code: "contact_pressure",
    source: ["OP-15"],
    fix: null,
    // Says nothing of who else it was: one client must not learn of another (SU-06).
    check: ({ contactsByAnybody, touch }, at) => {
      if (!touch.isFirst) return null;
      const last = contactsByAnybody.at(-1);
      const dayEnds = last && addHours(last, HOURS_BETWEEN_ANYBODY);
      const oldest = contactsByAnybody.at(-MAXIMUM_PER_WEEK);
      const weekEnds = oldest && addHours(oldest, HOURS_PER_WEEK);
      const until = [dayEnds, weekEnds].flatMap((end) => end ?? []).sort((a, b) => b.getTime() - a.getTime())[0];
      return until && at < until ? defer(until, "This person has heard enough for now") : null;
    },
  },
  {
    code: "campaign_rest",
    source: ["OP-15"],
    fix: null,
    check: ({ lead, touch }, at) => {
      if (lead.earlierCampaignAt === null || !touch.isFirst) return null;
      const until = addDays(lead.earlierCampaignAt, DAYS_BETWEEN_CAMPAIGNS);
      return at < until ? defer(until, `${DAYS_BETWEEN_CAMPAIGNS} days rest between two campaigns`) : null;
    },
  },
];

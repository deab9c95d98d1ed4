import "server-only";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { TIER_CHANNELS } from "@/lib/domain/scoring";
import { defer, type GateRule, hold, skip, stop } from "@/lib/engines/gate/rule";

/** People of one company who are written to at the same time, at most (OP-15). */
const MAXIMUM_PER_COMPANY = 2;

/** Who they are and what they have said. */
export const leadRules: readonly GateRule[] = [
  { code: "lead_deleted", source: [], fix: null, check: ({ lead }) => (lead.isDeleted ? stop("The lead was deleted") : null) },
  {
    code: "lead_terminal",
    source: [],
    fix: null,
    check: ({ lead }) =>
      lead.status === "converted" || lead.status === "unsubscribed" || lead.status === "bounced"
        ? stop(`The lead is ${lead.status}`)
        : null,
  },
  { code: "replied", source: [], fix: "/dashboard/inbox", check: ({ lead }) => (lead.hasReplied ? stop("They replied") : null) },
  {
    code: "suppressed",
    source: ["AU-14", "SU-04", "SU-05", "SU-06", "SU-07", "SU-08"],
    fix: null,
    check: ({ isSuppressed }) => (isSuppressed ? stop("Suppressed: this person may not be contacted") : null),
  },
  {
    code: "competitor",
    source: ["SU-08"],
    fix: null,
    check: ({ lead }) => (lead.isCompetitor ? stop("Marked as a competitor") : null),
  },
  {
    code: "held",
    source: ["AU-09"],
    fix: "/dashboard/inbox",
    check: ({ lead }) => (lead.heldReason === null ? null : hold(lead.heldReason)),
  },
  {
    code: "company_held",
    source: ["SU-05", "SU-07"],
    fix: "/dashboard/leads",
    check: ({ company }, at) => {
      if (company.heldReason === null) return null;
      if (company.heldUntil === null) return hold(company.heldReason);
      return at < company.heldUntil ? defer(company.heldUntil, company.heldReason) : null;
    },
  },
  {
    code: "company_pressure",
    source: ["OP-15"],
    fix: null,
    check: ({ company, touch }) =>
      touch.isFirst && company.othersInFlight >= MAXIMUM_PER_COMPANY
        ? hold(`${company.othersInFlight} other people of the company are being written to; the next one waits for them`)
        : null,
  },
  {
    code: "not_scored",
    source: [],
    fix: null,
    check: ({ lead }) => (lead.tier === null ? hold("Not scored yet") : null),
  },
  {
    code: "tier_channel_not_allowed",
    source: [],
    fix: null,
    check: ({ lead, touch }) =>
      lead.tier !== null && !TIER_CHANNELS[lead.tier].includes(touch.channel)
        ? skip(`The ${lead.tier} tier does not open ${CHANNEL_LABELS[touch.channel]}`)
        : null,
  },
];

import "server-only";
import type {
  CampaignFinding,
  CampaignMetrics,
  ChannelMetrics,
  FindingCode,
  Severity,
  SuggestedChange,
} from "@/lib/domain/campaign-advice";
import { GATE_WORDS } from "@/lib/domain/gate-words";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { percent } from "@/lib/engines/advice/judge-share";

// How things stand is counted, not sampled: a share is what it is. Floors keep a handful of leads from alarming anybody. Where the
// documents name no figure it is ours.

/** A channel most of its people cannot be reached on. */
export const BLOCKED = { floor: 20, share: 0.5 } as const;
/** Most of those in sequence wait for somebody to decide. */
export const APPROVALS = { floor: 10, share: 0.5 } as const;
/** Nine tenths: the last tenth is for replies and days that go otherwise (domain.md 4.9). */
export const SENDERS_FULL = { floor: 20, share: 0.9, days: 3 } as const;
/** A campaign's or a plan's daily limit that holds up this many. */
export const LIMIT_REACHED = { floor: 20, share: 0.25 } as const;

const DAILY_LIMITS: Readonly<Record<string, SuggestedChange["kind"] | null>> = {
  campaign_daily_limit: "open_schedule",
  client_daily_limit: null,
};
const STOP_FIXES: Readonly<Record<string, SuggestedChange["kind"] | null>> = {
  platform_stopped: null,
  client_inactive: "open_organisation",
  sender_identity_missing: "open_organisation",
  campaign_dates: "open_schedule",
};

type Standing = Pick<CampaignFinding, "what" | "why"> & {
  code: FindingCode;
  severity: Severity;
  count: number;
  of: number;
  floor?: number;
  channel?: ChannelMetrics["channel"];
  change?: SuggestedChange["kind"] | null;
  reasonCode?: SuggestedChange["reasonCode"];
};
type StandingRule = { code: FindingCode; find(metrics: CampaignMetrics): Omit<Standing, "code">[] };

export const STANDING_RULES: readonly StandingRule[] = [
  {
    code: "sending_stopped",
    find: ({ status, stoppedBy, inSequence }) => {
      if (status !== "active" || !stoppedBy) return [];
      const { code, leads } = stoppedBy;
      return [
        {
          severity: "warning",
          count: leads,
          of: Math.max(leads, inSequence),
          what: `${people(leads)} of ${Math.max(leads, inSequence)} in sequence wait: ${lower(words(code))}.`,
          why: "Whatever else is changed, nothing reaches them until this is settled.",
          change: code in STOP_FIXES ? (STOP_FIXES[code] ?? null) : "open_stops",
        },
      ];
    },
  },
  {
    code: "no_sender",
    find: ({ channels, enrolled }) => {
      const planned = channels.filter(({ isPlanned }) => isPlanned);
      const without = planned.filter(({ senders }) => senders === 0);
      return without.map(({ channel, planned: leads }) => ({
        severity: without.length === planned.length ? "critical" : "warning",
        count: leads,
        of: enrolled,
        channel,
        what: `The sequence uses ${CHANNEL_LABELS[channel]} and nothing is connected to send it: ${leads} of ${enrolled} enrolled people have a step on it.`,
        why: "Those steps never leave. Connect a sender, or take them out of the sequence.",
        change: senderPage(channel),
      }));
    },
  },
  {
    code: "channel_blocked",
    find: ({ channels }) =>
      channels.flatMap(({ channel, isPlanned, senders, planned, blockedBy }) => {
        if (!isPlanned || senders === 0 || !blockedBy || planned === 0 || blockedBy.leads / planned < BLOCKED.share) return [];
        const { code, leads, isFinal } = blockedBy;
        const isEnough = planned >= BLOCKED.floor;
        return [
          {
            severity: isEnough ? "warning" : "note",
            count: leads,
            of: planned,
            floor: BLOCKED.floor,
            channel,
            what: `${CHANNEL_LABELS[channel]} does not reach ${leads} of its ${planned} people: ${lower(words(code))}.`,
            why: isEnough
              ? `${isFinal ? "The step was left out for them." : "The step waits until it is mended."} A channel that most cannot be reached on adds days to the sequence and nothing else.`
              : `Too few to tell: ${planned} of the ${BLOCKED.floor} people it takes.`,
            ...(isEnough && { change: "open_leads" as const, reasonCode: isFinal ? null : code }),
          },
        ];
      }),
  },
  {
    code: "approvals_wait",
    find: ({ status, awaitingApproval, inSequence }) =>
      status === "active" && inSequence > 0 && awaitingApproval >= APPROVALS.floor && awaitingApproval / inSequence >= APPROVALS.share
        ? [
            {
              severity: "warning",
              count: awaitingApproval,
              of: inSequence,
              floor: APPROVALS.floor,
              what: `${awaitingApproval} drafts wait for approval, with ${inSequence} people in sequence.`,
              why: "Nothing of theirs leaves before somebody decides, and a draft lapses after a day.",
              change: "open_approvals",
            },
          ]
        : [],
  },
  {
    code: "no_leads_left",
    find: ({ status, leadsLeft, inSequence, enrolled }) => {
      if (status !== "active" || leadsLeft > 0) return [];
      const isOver = inSequence === 0;
      return [
        {
          severity: isOver ? "warning" : "note",
          count: inSequence,
          of: enrolled,
          what: `Nobody is left to join: ${inSequence} of ${enrolled} enrolled people are still in sequence.`,
          why: isOver
            ? "It runs with nothing to do. Import leads, or let it rest."
            : "It comes to its end with them. Import leads in time for the next.",
          change: "import_leads",
        },
      ];
    },
  },
  {
    code: "room_used_up",
    find: ({ status, channels }) => (status === "active" ? channels.flatMap(fullChannel) : []),
  },
];

function fullChannel({ channel, planned, fullBy, room }: ChannelMetrics): Omit<Standing, "code">[] {
  if (!fullBy) return [];
  const hottestFirst = "Nothing is lost: the hottest leads go first, the others later.";
  if (fullBy.code in DAILY_LIMITS) {
    if (planned < LIMIT_REACHED.floor || fullBy.leads / planned < LIMIT_REACHED.share) return [];
    return [
      {
        severity: "note",
        count: fullBy.leads,
        of: planned,
        floor: LIMIT_REACHED.floor,
        channel,
        what: `${fullBy.leads} of ${planned} people wait for a day with room on ${CHANNEL_LABELS[channel]}: ${lower(words(fullBy.code))}.`,
        why: hottestFirst,
        change: DAILY_LIMITS[fullBy.code] ?? null,
      },
    ];
  }
  if (room.days < SENDERS_FULL.days || room.cap < SENDERS_FULL.floor || room.used / room.cap < SENDERS_FULL.share) return [];
  return [
    {
      severity: "note",
      count: room.used,
      of: room.cap,
      floor: SENDERS_FULL.floor,
      channel,
      what: `The senders of ${CHANNEL_LABELS[channel]} carried ${room.used} of the ${room.cap} messages they may (${percent(room.used / room.cap)}); ${people(fullBy.leads)} wait.`,
      why: `${hottestFirst} More senders would make it faster; the limits of each stay.`,
      change: senderPage(channel),
    },
  ];
}

/** What is so, whatever the shares say. */
export function findByStanding(metrics: CampaignMetrics): CampaignFinding[] {
  return STANDING_RULES.flatMap(({ code, find }) =>
    find(metrics).map(({ severity, count, of, floor = 0, channel = null, what, why, change = null, reasonCode = null }) => ({
      code,
      severity,
      step: null,
      channel,
      figures: { count, of, floor },
      what,
      why,
      suggestedChange: change && { kind: change, step: null, reasonCode },
    })),
  );
}

function senderPage(channel: ChannelMetrics["channel"]): SuggestedChange["kind"] {
  return channel === "email" ? "open_mailboxes" : "open_senders";
}

function words(code: string): string {
  return GATE_WORDS[code]?.waits ?? code.replaceAll("_", " ");
}

/** Inside a sentence. */
function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

import "server-only";
import type { CampaignFinding, CampaignMetrics, SuggestedChange } from "@/lib/domain/campaign-advice";
import { judgeShare, percent, type Sample, type ShareRule } from "@/lib/engines/advice/judge-share";
import { shareBounds } from "@/lib/engines/advice/share-bounds";

/** A step is held against the others only from so many people on, and from so many withdrawals. */
const STEP_FLOOR = 50;
const STEP_OPT_OUTS = 3;

type SampledRule = ShareRule & { samples(metrics: CampaignMetrics): Sample[] };

const change = (kind: SuggestedChange["kind"], step: number | null = null): SuggestedChange => ({ kind, step, reasonCode: null });
const rate = ({ count, of }: Sample) => `(${percent(count / of)})`;

/**
 * The lines of domain.md 4.7 and compliance.md 3.6 (OP-14, OP-50), with their floors; what the documents leave open is ours and says so.
 * Breakers stop sending by their own counts; this says sooner and in words where it goes.
 */
export const SHARE_RULES: readonly SampledRule[] = [
  {
    code: "bounces_high",
    samples: ({ channels }) =>
      channels.filter(({ channel }) => channel === "email").map((email) => ({ count: email.bounced, of: email.handedOver })),
    floor: 50,
    bad: "over",
    lines: [
      { severity: "critical", share: 0.05 },
      { severity: "warning", share: 0.02 },
    ],
    unit: "e-mails",
    what: (sample) => `${sample.count} of ${sample.of} e-mails came back ${rate(sample)}: the address does not exist.`,
    meaning: {
      critical: "The list has a data problem, and mail hosts hold it against your domain. Verify it before anything else leaves.",
      warning: "Addresses were guessed or went stale. Verify those that are left.",
    },
    change: (_sample, severity) => change(severity === "critical" ? "pause_campaign" : "open_leads"),
  },
  {
    code: "complaints",
    samples: ({ complained, contacted }) => [{ count: complained, of: contacted }],
    floor: 50,
    bad: "over",
    lines: [
      // One person may be wrong about us; the second is not (a domain's breaker trips at two).
      { severity: "critical", share: 0.001, atLeast: 2 },
      { severity: "warning", share: 0.0005 },
    ],
    unit: "people",
    what: (sample) => `${sample.count} of ${sample.of} people contacted complained ${rate(sample)}.`,
    meaning: {
      critical: "They feel written to without reason. Each further complaint costs the domain more than this campaign can bring.",
      warning: "Read what they wrote before more goes out.",
    },
    change: (_sample, severity) => (severity === "critical" ? change("pause_campaign") : null),
  },
  {
    code: "opt_outs_high",
    samples: ({ optedOut, contacted }) => [{ count: optedOut, of: contacted }],
    floor: 50,
    bad: "over",
    lines: [
      { severity: "critical", share: 0.04 },
      { severity: "warning", share: 0.01 },
    ],
    unit: "people",
    what: (sample) => `${sample.count} of ${sample.of} people contacted opted out ${rate(sample)}.`,
    meaning: {
      critical: "It reaches people it does not concern. Look at who they are before it goes on.",
      warning: "Targeting is off for some of them: compare who left with who answered.",
    },
    change: (_sample, severity) => change(severity === "critical" ? "pause_campaign" : "open_leads"),
  },
  {
    code: "replies_low",
    samples: ({ settled }) => [{ count: settled.replied, of: settled.contacted }],
    floor: 100,
    bad: "under",
    lines: [
      { severity: "critical", share: 0.01 },
      { severity: "warning", share: 0.02 },
    ],
    unit: "people",
    what: (sample) => `${sample.count} of ${sample.of} people who have had time to answer did ${rate(sample)}.`,
    meaning: {
      critical: "Going on like this uses up the leads. Change the offer or the first message first.",
      warning: "Good campaigns bring 2% to 5%. Start with the first message.",
    },
    change: (_sample, severity) => (severity === "critical" ? change("pause_campaign") : change("open_step", 1)),
  },
  {
    code: "step_without_replies",
    // An invitation is accepted, not answered; a call or a letter is answered elsewhere.
    samples: ({ steps }) =>
      steps
        .filter(({ channel, purpose, replied }) => channel !== "voice" && channel !== "mail" && purpose !== "connect" && replied === 0)
        .map(({ number, channel, settled }) => ({ count: 0, of: settled, step: number, channel })),
    floor: 100,
    bad: "under",
    lines: [{ severity: "warning", share: 0.02 }],
    isQuiet: true,
    unit: "people",
    what: ({ of, step }) => `Nobody answered step ${step}: 0 of ${of} people who have had time to.`,
    meaning: { warning: "The others carry the campaign. Rewrite this one or take it out." },
    change: ({ step }) => change("open_step", step ?? null),
  },
  {
    code: "invitations_ignored",
    samples: ({ channels }) =>
      channels
        .filter(({ channel }) => channel === "linkedin")
        .map(({ channel, invitations }) => ({ count: invitations.accepted, of: invitations.of, channel })),
    floor: 50,
    bad: "under",
    lines: [
      { severity: "critical", share: 0.2 },
      { severity: "warning", share: 0.3 },
    ],
    unit: "invitations",
    what: (sample) => `${sample.count} of ${sample.of} LinkedIn invitations were accepted ${rate(sample)}.`,
    meaning: {
      critical: "LinkedIn restricts seats for this, and a seat is stopped below it.",
      warning: "LinkedIn watches this. Invite people closer to what you sell, or say who you are.",
    },
    change: () => change("open_senders"),
  },
  {
    code: "no_shows",
    samples: ({ held, noShow }) => [{ count: noShow, of: held + noShow }],
    // Both are ours: the documents name neither.
    floor: 5,
    bad: "over",
    lines: [{ severity: "warning", share: 0.3 }],
    unit: "meetings",
    what: (sample) => `${sample.count} of ${sample.of} meetings nobody came to ${rate(sample)}.`,
    meaning: { warning: "Offer nearer times, and let the message before the meeting say what they get from it." },
    change: () => null,
  },
];

/** What the shares of a campaign say, rule by rule. */
export function findByShares(metrics: CampaignMetrics): CampaignFinding[] {
  const found = SHARE_RULES.flatMap((rule) => rule.samples(metrics).flatMap((sample) => judgeShare(rule, sample) ?? []));
  // Where hardly anybody answers at all, no single step is to blame.
  const isLow = found.some(({ code, severity }) => code === "replies_low" && severity !== "note");
  return [...found.filter(({ code }) => !isLow || code !== "step_without_replies"), ...findOptOutSteps(metrics)];
}

/** Steps that drive people away more than the others do: all that their share may be lies over all that the others' may be. */
function findOptOutSteps({ steps }: CampaignMetrics): CampaignFinding[] {
  const all = sum(steps);
  return steps.flatMap((step) => {
    const others = { optedOut: all.optedOut - step.optedOut, contacted: all.contacted - step.contacted };
    if (step.optedOut < STEP_OPT_OUTS || step.contacted < STEP_FLOOR || others.contacted < STEP_FLOOR) return [];
    if (shareBounds(step.optedOut, step.contacted).low <= shareBounds(others.optedOut, others.contacted).high) return [];
    return {
      code: "opt_outs_at_step" as const,
      severity: "warning" as const,
      step: step.number,
      channel: step.channel,
      figures: { count: step.optedOut, of: step.contacted, floor: STEP_FLOOR },
      what: `${step.optedOut} of ${step.contacted} people opted out after step ${step.number}, ${others.optedOut} of ${others.contacted} after the others.`,
      why: "The difference is more than chance: it is what that message says, or when it comes.",
      suggestedChange: change("open_step", step.number),
    };
  });
}

function sum(steps: CampaignMetrics["steps"]): { optedOut: number; contacted: number } {
  return steps.reduce(
    (total, { optedOut, contacted }) => ({ optedOut: total.optedOut + optedOut, contacted: total.contacted + contacted }),
    { optedOut: 0, contacted: 0 },
  );
}

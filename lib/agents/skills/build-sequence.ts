import "server-only";
import { z } from "zod";
import { describeTouch, planTouches } from "@/lib/agents/campaigns/plan-touches";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import { MAXIMUM_TOUCHES, type PlannedTouch, SEQUENCE_DAYS, type SequencePlan, sequencePlan } from "@/lib/domain/campaign-plan";
import { CHANNELS } from "@/lib/domain/outreach";
import { TIERS } from "@/lib/domain/scoring";

const input = z.object({
  icp: z.object({
    industries: z.array(z.string()).max(24),
    titles: z.array(z.string()).max(30),
    companySizes: z.array(z.string()).max(12),
    painPoints: z.array(z.string()).max(20),
  }),
  availableChannels: z.array(z.enum(CHANNELS)).max(CHANNELS.length),
  tiers: z.array(z.enum(TIERS)).max(TIERS.length),
  sequenceDays: z.int().min(SEQUENCE_DAYS.min).max(SEQUENCE_DAYS.max),
  isAggressive: z.boolean(),
  gapPattern: z.object({ gapsDays: z.array(z.number()).max(9), confidence: z.number().min(0).max(1) }).nullable(),
  channelPattern: z.object({ bestFirstChannel: z.enum(CHANNELS), confidence: z.number().min(0).max(1) }).nullable(),
});
export type BuildSequenceInput = z.infer<typeof input>;

/** Only what the product does by itself, whatever was planned. */
const ADAPTIVE_RULES = [
  "An answer by a person ends the sequence on every channel",
  "A missing profile, number or address skips the step; nothing is put in its place",
  "A step that leaves late moves those behind it by the same time",
];
/** Of each channel; more of it presses. */
const MOST_OF: Readonly<Record<(typeof CHANNELS)[number], number>> = { email: 5, linkedin: 3, voice: 2, sms: 1, mail: 1 };

/** Which touches a sequence has, on which channels and days, and why. */
export const buildSequence = defineSkill<BuildSequenceInput, SequencePlan>({
  name: "build_sequence",
  description: "Plans the touches of a campaign: channel, day and purpose of each, with the reason for its channel and its gap.",
  input,
  output: sequencePlan,
  baseline: (given) =>
    toPlan(
      planTouches({
        channels: given.availableChannels,
        tiers: given.tiers,
        days: given.sequenceDays,
        isAggressive: given.isAggressive,
        gapPattern: given.gapPattern,
        channelPattern: given.channelPattern,
      }),
      given,
    ),
  model: {
    version: 1,
    tier: "strong",
    system: [
      "You plan outreach sequences for a marketing agency in Australia that writes to businesses.",
      "Use only the available channels, one touch a day at most, the first on day 1, the last no later than the given length.",
      "Begin with what reaches everybody; end with a courteous last message. `connect` is for LinkedIn invitations only.",
      "For each touch give, in one plain sentence each, why this channel and why this gap, for the person who will approve it. Claim no figures.",
      FENCE_RULE,
    ].join("\n"),
    prompt: (given, baseline) =>
      `${fenced("audience and means", JSON.stringify(given))}\nRules alone planned: ${JSON.stringify(baseline.touches.map(({ day, channel, purpose }) => ({ day, channel, purpose })))}. Improve this where the audience gives a reason to.`,
    maxOutputTokens: 2048,
    temperature: 0.5,
  },
  settle: (answer, given, baseline) => {
    const allowed = new Set(baseline.touches.map(({ channel }) => channel));
    const used = new Map<string, number>();
    let lastDay = 0;
    const kept = answer.touches
      .toSorted((a, b) => a.day - b.day)
      .filter(({ day, channel }) => {
        const count = (used.get(channel) ?? 0) + 1;
        if (!allowed.has(channel) || count > MOST_OF[channel] || day <= lastDay || day > given.sequenceDays) return false;
        used.set(channel, count);
        lastDay = day;
        return true;
      })
      .slice(0, MAXIMUM_TOUCHES);
    // A plan that lost its beginning, or begins with a text or a good-bye, is no plan.
    const [first] = kept;
    if (first?.day !== 1 || kept.length < Math.min(2, baseline.touches.length) || first.channel === "sms" || first.purpose === "breakup")
      return baseline;
    return toPlan(
      kept.map((touch, index) => ({
        ...describeTouch(
          { ...touch, purpose: fittingPurpose(touch, index) },
          index,
          kept[index - 1]?.channel ?? null,
          kept[index - 1]?.day ?? null,
        ),
        channelReason: touch.channelReason,
        gapReason: touch.gapReason,
      })),
      given,
    );
  },
});

function fittingPurpose({ channel, purpose }: PlannedTouch, index: number): PlannedTouch["purpose"] {
  if (purpose === "connect" && channel !== "linkedin") return index === 0 ? "intro" : "follow_up";
  return purpose;
}

function toPlan(touches: readonly PlannedTouch[], { icp }: BuildSequenceInput): SequencePlan {
  const channelSummary: SequencePlan["channelSummary"] = { email: 0, linkedin: 0, voice: 0, sms: 0, mail: 0 };
  for (const { channel } of touches) channelSummary[channel] += 1;
  const totalDays = touches.at(-1)?.day ?? 1;
  const audience = icp.industries[0]?.replaceAll("_", " ");
  return {
    sequenceName: `${totalDays} days${audience ? ` for ${audience}` : ""}`.slice(0, 300),
    totalDays,
    totalTouches: touches.length,
    touches: [...touches],
    adaptiveRules: ADAPTIVE_RULES,
    channelSummary,
  };
}

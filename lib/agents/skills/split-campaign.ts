import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import { type CampaignSplit, campaignSplit } from "@/lib/domain/campaign-plan";
import { INDUSTRIES } from "@/lib/domain/industries";
import { splitByPortfolio } from "@/lib/engines/campaigns/split-by-portfolio";

const input = z.object({
  campaignName: z.string().min(1).max(200),
  icp: z.object({
    industries: z.array(z.enum(INDUSTRIES)).max(24),
    titles: z.array(z.string()).max(30),
    painPoints: z.array(z.string()).max(20),
  }),
  totalLeadBudget: z.int().min(0),
  /** How much of the agency's own portfolio each industry is; absent: unknown, and all count the same. */
  portfolioWeights: z.partialRecord(z.enum(INDUSTRIES), z.number().min(0)),
});
export type SplitCampaignInput = z.infer<typeof input>;

/** Whether one campaign should be several, an industry each, and how the leads are shared between them. */
export const splitCampaign = defineSkill<SplitCampaignInput, CampaignSplit>({
  name: "split_campaign",
  description: "Decides whether a campaign over several industries should be one campaign for each, and shares the leads between them.",
  input,
  output: campaignSplit,
  baseline: splitByPortfolio,
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You help an agency split one outreach campaign over several industries into one for each.",
      "The split and the shares are decided. Write only: for each campaign a short name and one sentence on what its messages should be about,",
      "taken from the given titles and pain points; and one sentence that recommends how to proceed. Claim no figures.",
      FENCE_RULE,
    ].join("\n"),
    prompt: (given, baseline) => `${fenced("audience", JSON.stringify(given))}\nDecided: ${fenced("the split", JSON.stringify(baseline))}`,
    maxOutputTokens: 4096,
    temperature: 0.5,
    isNeeded: (_given, baseline) => baseline.shouldSplit,
  },
  // Who gets which share is arithmetic; only words are taken from a model.
  settle: (answer, _given, baseline) => ({
    ...baseline,
    recommendation: answer.recommendation,
    campaigns: baseline.campaigns.map((share) => {
      const worded = answer.campaigns.find(({ industry }) => industry === share.industry);
      return worded ? { ...share, name: worded.name, messagingFocus: worded.messagingFocus } : share;
    }),
  }),
});

import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { bringsNews } from "@/lib/agents/icp/brings-news";
import { balanceWeights, suggestWeights } from "@/lib/agents/icp/suggest-weights";
import { defineSkill } from "@/lib/agents/skill";
import { SUGGESTED_WEIGHT_RANGES } from "@/lib/domain/icp";
import { INDUSTRY_FOCUS, icpDerived, type WeightsSuggested, weightsSuggested } from "@/lib/domain/icp-findings";
import { COMPONENTS } from "@/lib/domain/scoring";

const input = z.object({ icp: icpDerived, focus: z.enum(INDUSTRY_FOCUS).nullable() });
export type SuggestAlsWeightsInput = z.infer<typeof input>;

/** How the five parts of the lead score should weigh for this agency. */
export const suggestAlsWeights = defineSkill<SuggestAlsWeightsInput, WeightsSuggested>({
  name: "suggest_als_weights",
  description: "Suggests weights of the lead score that fit an ideal customer profile, with a reason for each.",
  input,
  output: weightsSuggested,
  baseline: suggestWeights,
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You set the weights of a lead score for a marketing agency: data_quality (do we have confirmed contact details), authority (does the person",
      "decide), company_fit (is the company of the kind they sell to), timing (new role, hiring, funding), risk (bounces, competitors).",
      `Whole numbers that add up to 100, within ${JSON.stringify(SUGGESTED_WEIGHT_RANGES)}. One short reason each, addressed to the agency.`,
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ icp, focus }, baseline) =>
      `${fenced("ideal customer profile", JSON.stringify({ focus, ...icp }))}\nRules alone suggest: ${JSON.stringify(baseline.weights)}.`,
    maxOutputTokens: 1024,
    temperature: 0.3,
  },
  settle: (answer, { icp }, baseline) => {
    const weights = balanceWeights(answer.weights);
    const facts = JSON.stringify([icp, weights, baseline.weights]).toLowerCase();
    const reasons = COMPONENTS.map((component) => {
      const own = answer.reasoning[component];
      // A reason without news stays; one of the rules' own would explain another number than the one it stands beside.
      return [component, bringsNews(own, facts) ? `Set to ${weights[component]}.` : own] as const;
    });
    return {
      weights,
      reasoning: Object.fromEntries(reasons) as WeightsSuggested["reasoning"],
      prioritySignals: answer.prioritySignals.filter((signal) => icp.signals.values.includes(signal)),
      confidence: Math.min(answer.confidence, baseline.confidence + 0.1),
    };
  },
});

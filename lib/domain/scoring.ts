import { z } from "zod";

/** The five parts of the Agency Lead Score and the points each can earn; together 100. */
export const COMPONENT_MAXIMA = { data_quality: 20, authority: 25, company_fit: 25, timing: 15, risk: 15 } as const;
export type Component = keyof typeof COMPONENT_MAXIMA;
export const COMPONENTS: readonly Component[] = ["data_quality", "authority", "company_fit", "timing", "risk"];
export type Components = Record<Component, number>;

/** Share of each component in the score; each 0 to 1, together 1. */
export type Weights = Record<Component, number>;

/** With these the score is the plain sum of the components. */
export const DEFAULT_WEIGHTS: Weights = { data_quality: 0.2, authority: 0.25, company_fit: 0.25, timing: 0.15, risk: 0.15 };

/** Industry benchmarks of the blueprint (PLATFORM_PRIORS), used until the platform has learned better. */
export const PRIOR_WEIGHTS: Weights = { data_quality: 0.15, authority: 0.3, company_fit: 0.25, timing: 0.2, risk: 0.1 };

/** Which rung of the weight ladder a score was made with, from the most to the least specific. */
export const WEIGHT_SOURCES = [
  "client_learned",
  "client_icp",
  "platform_industry",
  "platform_global",
  "platform_priors",
  "defaults",
] as const;
export type WeightSource = (typeof WEIGHT_SOURCES)[number];

/** Limits of weights found by statistics; a person who sets sliders may use the whole range. */
export const LEARNED_WEIGHT_BOUNDS = { min: 0.05, max: 0.5 } as const;

/** The client's own weights as stored and as edited: five numbers summing to 100 (or to 1). */
export const componentNumbers = z.object({
  data_quality: z.number(),
  authority: z.number(),
  company_fit: z.number(),
  timing: z.number(),
  risk: z.number(),
});

export const TIERS = ["hot", "warm", "cool", "cold", "dead"] as const;
export type Tier = (typeof TIERS)[number];

/** Lowest score of each tier (blueprint; hot is 85, not 80). */
export const TIER_FLOORS: Record<Tier, number> = { hot: 85, warm: 60, cool: 35, cold: 20, dead: 0 };

export const SCORED_CHANNELS = ["email", "linkedin", "voice", "sms", "mail"] as const;
export type ScoredChannel = (typeof SCORED_CHANNELS)[number];

/** Channels a tier is worth the cost of. The gate still decides whether each person may be contacted there. */
export const TIER_CHANNELS: Record<Tier, readonly ScoredChannel[]> = {
  hot: ["email", "linkedin", "voice", "sms", "mail"],
  warm: ["email", "linkedin", "voice"],
  cool: ["email", "linkedin"],
  cold: ["email"],
  dead: [],
};

/** Tier of a whole score from 0 to 100. */
export function tierOf(score: number): Tier {
  return TIERS.find((tier) => score >= TIER_FLOORS[tier]) ?? "dead";
}

/**
 * One line of a score's receipt. The points of a component's lines add up to the component, and so do the maximums to its maximum.
 * `unknown` marks points that are missing because nobody has looked, as opposed to looked and not found.
 */
export type ScoreReason = {
  component: Component;
  points: number;
  maximum: number;
  reason: string;
  source_field: string | null;
  unknown: boolean;
};

/** A lead's score as stored, shown and printed by `agency score`. */
export type LeadScore = {
  als_score: number;
  als_tier: Tier;
  components: Components;
  weights: Weights;
  weight_source: WeightSource;
  channels: ScoredChannel[];
  reasons: ScoreReason[];
};

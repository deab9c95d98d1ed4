import "server-only";
import {
  COMPONENTS,
  type Component,
  componentNumbers,
  DEFAULT_WEIGHTS,
  LEARNED_WEIGHT_BOUNDS,
  PRIOR_WEIGHTS,
  type WeightSource,
  type Weights,
} from "@/lib/domain/scoring";

/** Weights found by statistics: how sure (0 to 1) and, for a client's own, from how many outcomes. */
export type LearnedWeights = { weights: unknown; confidence: number; sampleSize: number };
export type PlatformWeights = { weights: unknown; confidence: number };

export type WeightLadder = {
  clientLearned?: LearnedWeights | null;
  /** The client's own weights, as confirmed with its ICP: five integers summing to 100. */
  clientConfirmedIcp?: unknown;
  platformIndustry?: PlatformWeights | null;
  platformGlobal?: PlatformWeights | null;
  /** Benchmarks; null switches them off and leaves the defaults. */
  priors?: unknown;
};

const CLIENT_CONFIDENCE = 0.7;
const CLIENT_OUTCOMES = 50;
const INDUSTRY_CONFIDENCE = 0.6;
const GLOBAL_CONFIDENCE = 0.5;

/**
 * Picks the most specific weights that can be trusted (DESIGN.md 10.5): the client's learned ones (confidence above 0.7 and at least
 * 50 outcomes), its confirmed ICP's, the platform's for its industry (above 0.6), the platform's for all (above 0.5), the priors, the
 * defaults. Rows that lack a key, leave their bounds or do not sum to 1 (or 100) are passed over as if absent.
 */
export function chooseWeights(ladder: WeightLadder): { weights: Weights; source: WeightSource } {
  const { clientLearned, clientConfirmedIcp, platformIndustry, platformGlobal } = ladder;
  const priors = ladder.priors === undefined ? PRIOR_WEIGHTS : ladder.priors;
  const isLearned = clientLearned && clientLearned.confidence > CLIENT_CONFIDENCE && clientLearned.sampleSize >= CLIENT_OUTCOMES;

  const rungs: readonly [WeightSource, Weights | null][] = [
    ["client_learned", isLearned ? toWeights(clientLearned.weights, LEARNED_WEIGHT_BOUNDS) : null],
    ["client_icp", toWeights(clientConfirmedIcp, { min: 0, max: 1 })],
    ["platform_industry", confident(platformIndustry, INDUSTRY_CONFIDENCE)],
    ["platform_global", confident(platformGlobal, GLOBAL_CONFIDENCE)],
    ["platform_priors", toWeights(priors, LEARNED_WEIGHT_BOUNDS)],
  ];
  for (const [source, weights] of rungs) if (weights) return { weights, source };
  return { weights: DEFAULT_WEIGHTS, source: "defaults" };
}

function confident(row: PlatformWeights | null | undefined, threshold: number): Weights | null {
  return row && row.confidence > threshold ? toWeights(row.weights, LEARNED_WEIGHT_BOUNDS) : null;
}

/** Five shares summing to 1, from shares or from percentages; null when they are not usable. */
function toWeights(value: unknown, { min, max }: { min: number; max: number }): Weights | null {
  const parsed = componentNumbers.strict().safeParse(value);
  if (!parsed.success) return null;
  const numbers = parsed.data;
  const sum = COMPONENTS.reduce((total, key) => total + numbers[key], 0);
  const scale = Math.abs(sum - 100) <= 0.1 ? 100 : 1;
  if (Math.abs(sum / scale - 1) > 0.001) return null;
  const slack = 1e-9; // 0.05 of 1 may arrive as 5.000000001 of 100
  const isWithin = (key: Component) => numbers[key] / scale >= min - slack && numbers[key] / scale <= max + slack;
  if (!COMPONENTS.every(isWithin)) return null;
  const share = (key: Component) => Number((numbers[key] / sum).toFixed(6)); // 0.15 + … is 1.0000000000000002 in floating point
  return {
    data_quality: share("data_quality"),
    authority: share("authority"),
    company_fit: share("company_fit"),
    timing: share("timing"),
    risk: share("risk"),
  };
}

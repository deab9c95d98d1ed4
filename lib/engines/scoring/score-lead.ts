import "server-only";
import {
  COMPONENT_MAXIMA,
  COMPONENTS,
  type Component,
  type Components,
  type LeadScore,
  TIER_CHANNELS,
  tierOf,
  type WeightSource,
  type Weights,
} from "@/lib/domain/scoring";
import { scoreAuthority } from "@/lib/engines/scoring/authority";
import { scoreCompanyFit } from "@/lib/engines/scoring/company-fit";
import { scoreDataQuality } from "@/lib/engines/scoring/data-quality";
import type { ScorableLead, ScoringIcp } from "@/lib/engines/scoring/lead";
import { scoreRisk } from "@/lib/engines/scoring/risk";
import { scoreTiming } from "@/lib/engines/scoring/timing";

type Circumstances = { icp: ScoringIcp; weights: Weights; weightSource: WeightSource; now: Date };

/**
 * The Agency Lead Score: 0 to 100, its tier, the channels that tier is worth, and a receipt whose lines add up to the components.
 * Score = round(Σ weight × component ÷ maximum × 100) (DESIGN.md 10.5). Pure: the same lead, ICP, weights and `now` give the same score.
 * @param circumstances weights from `chooseWeights`
 */
export function scoreLead(lead: ScorableLead, { icp, weights, weightSource, now }: Circumstances): LeadScore {
  const reasons = [
    ...scoreDataQuality(lead),
    ...scoreAuthority(lead),
    ...scoreCompanyFit(lead, icp),
    ...scoreTiming(lead, now),
    ...scoreRisk(lead),
  ];
  const pointsOf = (component: Component) => reasons.reduce((sum, reason) => sum + (reason.component === component ? reason.points : 0), 0);
  const components: Components = {
    data_quality: pointsOf("data_quality"),
    authority: pointsOf("authority"),
    company_fit: pointsOf("company_fit"),
    timing: pointsOf("timing"),
    risk: pointsOf("risk"),
  };
  const als_score = weightedScore(components, weights);
  const als_tier = tierOf(als_score);
  return { als_score, als_tier, components, weights, weight_source: weightSource, channels: [...TIER_CHANNELS[als_tier]], reasons };
}

/** Halves round up, decided on the value without floating-point dust (84.49999999999999 from exact halves). */
export function weightedScore(components: Components, weights: Weights): number {
  const exact = COMPONENTS.reduce((sum, key) => sum + (weights[key] * components[key] * 100) / COMPONENT_MAXIMA[key], 0);
  return Math.min(100, Math.max(0, Math.round(Number(exact.toFixed(6)))));
}

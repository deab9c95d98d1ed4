import "server-only";
import { type CompanySize, SUGGESTED_WEIGHT_RANGES } from "@/lib/domain/icp";
import type { IcpDerived, IndustriesFound, WeightsSuggested } from "@/lib/domain/icp-findings";
import { COMPONENT_MAXIMA, COMPONENTS, type Component, type Components } from "@/lib/domain/scoring";

export type WeightsInput = { icp: IcpDerived; focus: IndustriesFound["focus"] };

type Shift = { component: Component; points: number; reason: string };

const SMALL: readonly CompanySize[] = ["1-10", "11-50"];
const LARGE: readonly CompanySize[] = ["201-500", "501-1000", "1001+"];

/**
 * Starts from the score's own maxima and moves points to where the profile says they tell more. How far depends on how sure the profile is:
 * an uncertain one stays at the start.
 */
export function suggestWeights({ icp, focus }: WeightsInput): WeightsSuggested {
  const sureness = Math.min(1, Math.max(icp.pattern.confidence, icp.industries.confidence) * 1.4);
  const shifts = shiftsOf(icp, focus);
  const wanted = { ...COMPONENT_MAXIMA } as Components;
  for (const { component, points } of shifts) wanted[component] += points * sureness;
  const weights = balanceWeights(wanted);
  const reasoning = Object.fromEntries(COMPONENTS.map((component) => [component, reasonFor(component, weights[component], shifts)]));
  return {
    weights,
    reasoning: reasoning as WeightsSuggested["reasoning"],
    prioritySignals: icp.signals.values.slice(0, 4),
    confidence: Math.round(Math.min(0.7, 0.25 + sureness * 0.4) * 100) / 100,
  };
}

function shiftsOf(icp: IcpDerived, focus: IndustriesFound["focus"]): Shift[] {
  const sizes = icp.companySizes.confidence >= 0.2 ? icp.companySizes.values : [];
  const shifts: Shift[] = [];
  if (focus === "specialist")
    shifts.push({ component: "company_fit", points: 6, reason: "you work in one industry, so a company outside it seldom buys" });
  if (focus === "focused") shifts.push({ component: "company_fit", points: 3, reason: "you work in a few industries" });
  if (focus === "generalist")
    shifts.push({ component: "company_fit", points: -5, reason: "you work in many industries, so the industry tells little" });
  if (sizes.length > 0 && sizes.every((size) => SMALL.includes(size)))
    shifts.push(
      { component: "authority", points: -3, reason: "in companies this small most people you reach are near the decision" },
      { component: "data_quality", points: 3, reason: "small companies publish little, so a confirmed contact is worth more" },
    );
  if (sizes.some((size) => LARGE.includes(size)))
    shifts.push({ component: "authority", points: 6, reason: "in large companies only few people decide" });
  if (icp.signals.evidence.length > 0 || focus === "generalist")
    shifts.push({
      component: "timing",
      points: 5,
      reason:
        icp.signals.evidence.length > 0
          ? "several of your clients were hiring or had new funding"
          : "when a company buys tells more than what it does",
    });
  return shifts;
}

function reasonFor(component: Component, weight: number, shifts: readonly Shift[]): string {
  const start = COMPONENT_MAXIMA[component];
  const own = shifts.filter((shift) => shift.component === component);
  if (weight === start) return `Stays at ${start}.`;
  const why = own.filter(({ points }) => Math.sign(points) === Math.sign(weight - start)).map(({ reason }) => reason);
  const direction = weight > start ? "Up" : "Down";
  return `${direction} from ${start}: ${why.length > 0 ? why.join(", and ") : weight > start ? "takes points that others gave" : "makes room for the others"}.`;
}

/**
 * Whole numbers that add up to 100, each within what may be suggested, as near to the wanted ones as that allows. Not a number counts as the
 * component's maximum.
 */
export function balanceWeights(wanted: Components): Components {
  const weights = { ...COMPONENT_MAXIMA } as Components;
  for (const component of COMPONENTS) {
    const { min, max } = SUGGESTED_WEIGHT_RANGES[component];
    const value = wanted[component];
    weights[component] = Math.min(max, Math.max(min, Math.round(Number.isNaN(value) ? COMPONENT_MAXIMA[component] : value)));
  }
  for (let missing = 100 - total(weights); missing !== 0; missing = 100 - total(weights)) {
    const step = Math.sign(missing);
    const free = COMPONENTS.filter((component) => {
      const { min, max } = SUGGESTED_WEIGHT_RANGES[component];
      return step > 0 ? weights[component] < max : weights[component] > min;
    });
    // Whoever is furthest from what was wanted gives or takes the next point.
    const [next] = free.toSorted((a, b) => step * (wanted[b] - weights[b] - (wanted[a] - weights[a])) || (a < b ? -1 : 1));
    if (!next) break;
    weights[next] += step;
  }
  return weights;
}

function total(weights: Components): number {
  return COMPONENTS.reduce((sum, component) => sum + weights[component], 0);
}

import "server-only";
import { TIER_CHANNELS } from "@/lib/domain/scoring";
import { describeMisfit } from "@/lib/engines/simulation/describe-misfit";
import { fitPlan, type PlanFit, type PlanLoad } from "@/lib/engines/simulation/fit-plan";
import { type RunReport, reportRun } from "@/lib/engines/simulation/report-run";
import { type SimulatedPlan, simulate } from "@/lib/engines/simulation/simulate";
import { type SyntheticInput, syntheticClient } from "@/lib/engines/simulation/synthetic-client";

/** How many accept an invitation: the floor under which a seat's acceptance is watched (domain.md 4.7). */
export const ACCEPTED_SHARE = 0.3;

export type SimulationReport = RunReport & {
  startsAt: string;
  days: number;
  steps: { channel: string; delayDays: number }[];
  /** Whether it can be finished within the credit month at the caps, and if not, why and what would make it fit. */
  fit: PlanFit & { misfit: string | null };
};

/** Simulates a campaign of a client as a plan of the price list equips it; no database. The same input gives the same report. */
export function simulateTier(input: SyntheticInput & { days: number }): SimulationReport {
  const { tier, steps, startAt, days } = input;
  const plan = syntheticClient(input);
  const load: PlanLoad = { leads: input.leads, steps: reachedSteps(steps, plan), pending: {} };
  const fit = fitPlan(load, plan.caps, startAt);
  return {
    startsAt: startAt.toISOString(),
    days,
    steps: steps.map(({ channel, delayDays }) => ({ channel, delayDays })),
    fit: { ...fit, misfit: fit.fits ? null : describeMisfit(fit, load, plan.caps) },
    ...reportRun(simulate(plan, { days, acceptedShare: ACCEPTED_SHARE }), { tier, caps: plan.caps, startAt, days }),
  };
}

/** How many leads each step certainly goes to: those whose tier opens the channel. Who accepts an invitation nobody knows. */
function reachedSteps(steps: SyntheticInput["steps"], { situations }: SimulatedPlan): PlanLoad["steps"] {
  return steps.map(({ channel, delayDays, purpose }, index) => {
    const isCertain = channel !== "linkedin" || purpose === "connect";
    const open = situations.filter(
      ({ stepNumber, alsTier }) => stepNumber === index + 1 && alsTier && TIER_CHANNELS[alsTier].includes(channel),
    );
    return { channel, delayDays, reached: isCertain ? open.length : 0 };
  });
}

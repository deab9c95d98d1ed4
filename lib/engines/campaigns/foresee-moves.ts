import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { listCampaignSteps, listTouchPatterns, type TouchPattern } from "@/lib/db/queries/sequence-versions";
import type { SequenceStepInput } from "@/lib/domain/campaigns";
import { STEP_REMOVED, standingOf, toStepText } from "@/lib/engines/campaigns/move-enrolments";
import { type HeldTouch, planVersionMove, type StepText, type TargetStep } from "@/lib/engines/campaigns/plan-version-move";

/** What a new version would do to the leads in the middle of the sequence, if they went over to it. */
export type ForeseenMoves = {
  inFlight: number;
  /** Go over, and go on with the first step they have not had. */
  move: number;
  /** Of those, have nothing left to get and are done. */
  finish: number;
  /** Have had messages of which the version knows none: they would begin again, so they finish the version they are in. */
  stay: number;
  /** Would meet a step twice or out of order if they went by its number; the step is left out for them. */
  wouldRepeat: number;
  /** Steps left out, and for how many. `step` counts from 0. */
  leftOut: { step: number; why: "passed" | "repeat"; leads: number }[];
};

/**
 * Looks at what an edit would do before it is saved. Changes nothing.
 * @param input.steps the version as it would be stored
 */
export async function foreseeMoves(
  ctx: Ctx,
  { campaignId, steps }: { campaignId: string; steps: readonly SequenceStepInput[] },
): Promise<ForeseenMoves> {
  requireRole(ctx, "viewer");
  const { clientId } = ctx;
  const { known, patterns } = await ctx.tx(async (db) => ({
    known: await listCampaignSteps(db, { clientId, campaignId }),
    patterns: await listTouchPatterns(db, { clientId, campaignId, removedCode: STEP_REMOVED }),
  }));
  const target = steps.map(
    (step, index): TargetStep => ({
      ...toStepText(step),
      stepId: `step ${index}`,
      stepKey: step.stepKey ?? `new ${index}`,
      delayDays: step.delayDays,
    }),
  );
  return countMoves(patterns, { target, stepOf: new Map(known.map((step) => [step.id, step])), now: ctx.now });
}

function countMoves(
  patterns: readonly { pattern: TouchPattern; leads: number }[],
  {
    target,
    stepOf,
    now,
  }: { target: readonly TargetStep[]; stepOf: ReadonlyMap<string, StepText & { stepKey: string; delayDays: number }>; now: Date },
): ForeseenMoves {
  const seen: ForeseenMoves = { inFlight: 0, move: 0, finish: 0, stay: 0, wouldRepeat: 0, leftOut: [] };
  const leftOut = new Map<string, ForeseenMoves["leftOut"][number]>();
  for (const { pattern, leads } of patterns) {
    seen.inFlight += leads;
    const touches = pattern.flatMap(({ stepId, state, wasRemoved }, index): HeldTouch[] => {
      const step = stepOf.get(stepId);
      if (!step) return [];
      const { stepKey, delayDays } = step;
      const standing = standingOf(state, wasRemoved);
      // Who goes where does not depend on when.
      return [
        { ...toStepText(step), touchId: stepId, stepKey, delayDays, stepNumber: index + 1, standing, dueAt: now, handedOverAt: null },
      ];
    });
    const move = planVersionMove({ touches, enrolledAt: now }, target);
    if (move.kind === "stay") {
      seen.stay += leads;
      continue;
    }
    seen.move += leads;
    if (move.placed.length === 0) seen.finish += leads;
    if (move.leftOut.length > 0) seen.wouldRepeat += leads;
    for (const { stepKey, why } of move.leftOut) {
      const step = target.findIndex((each) => each.stepKey === stepKey);
      const counted = leftOut.get(`${step} ${why}`) ?? { step, why, leads: 0 };
      counted.leads += leads;
      leftOut.set(`${step} ${why}`, counted);
    }
  }
  return { ...seen, leftOut: [...leftOut.values()].sort((a, b) => a.step - b.step || (a.why < b.why ? -1 : 1)) };
}

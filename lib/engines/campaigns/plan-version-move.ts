import "server-only";
import { addDays } from "date-fns";
import type { Channel } from "@/lib/domain/outreach";

/** What a step says, and how. */
export type StepText = { channel: Channel; purpose: string; subjectTemplate: string | null; bodyTemplate: string };

/** A step of the version to go over to, in its order. */
export type TargetStep = StepText & { stepId: string; stepKey: string; delayDays: number };

/**
 * A touch of the enrolment with the step it stands for. `handed_over`: on its way, sent, or nobody knows. `settled`: it will not go out
 * (skipped, failed, rejected). `pending`: still to come. `removed`: an earlier edit took its step out.
 */
export type HeldTouch = StepText & {
  touchId: string;
  stepKey: string;
  stepNumber: number;
  delayDays: number;
  standing: "handed_over" | "settled" | "pending" | "removed";
  dueAt: Date;
  handedOverAt: Date | null;
};

/** A step the lead is still to get. `touchId` null: it has no touch yet. */
export type PlacedStep = {
  touchId: string | null;
  step: TargetStep;
  stepNumber: number;
  dueAt: Date;
  /** Its text or channel changed, or it is not the next one any more: a draft made for it no longer holds. */
  isRewritten: boolean;
  /** It may not go as early as it could: a slot made for it no longer holds. */
  isLater: boolean;
};

/** `passed`: it stands before something the lead has had. `repeat`: it says what the lead has had under another step. */
export type LeftOut = { stepKey: string; why: "passed" | "repeat" };

export type VersionMove =
  | { kind: "stay"; why: "nothing_shared" }
  | { kind: "move"; placed: PlacedStep[]; removed: { touchId: string; stepNumber: number }[]; leftOut: LeftOut[] };

/**
 * What one lead in the middle of a sequence gets from another version of it. A step is known by its key, whatever became of its text,
 * channel or place. What was handed over is never repeated, under its own key or in the same words under another; nothing goes out that
 * the version places before something the lead has had; what is left keeps the version's order and gaps. Whoever has had something, none
 * of whose steps the version knows, would begin again: they stay where they are.
 * @param enrolment.touches all of them, in any order
 */
export function planVersionMove(
  { touches, enrolledAt }: { touches: readonly HeldTouch[]; enrolledAt: Date },
  target: readonly TargetStep[],
): VersionMove {
  const handedOver = touches.filter(({ standing }) => standing === "handed_over");
  const movable = touches.filter(isMovable).toSorted((a, b) => a.stepNumber - b.stepNumber);
  const known = new Set(touches.map(({ stepKey }) => stepKey));
  if (handedOver.length > 0 && !target.some(({ stepKey }) => known.has(stepKey))) return { kind: "stay", why: "nothing_shared" };

  const had = new Set(handedOver.map(({ stepKey }) => stepKey));
  const closed = new Set(touches.filter((touch) => !isMovable(touch)).map(({ stepKey }) => stepKey));
  const said = new Set(handedOver.map(wording));
  const place = target.findLastIndex(({ stepKey }) => had.has(stepKey));

  const leftOut: LeftOut[] = [];
  const remaining: { index: number; step: TargetStep }[] = [];
  for (const [index, step] of target.entries()) {
    if (closed.has(step.stepKey)) continue;
    if (index < place) leftOut.push({ stepKey: step.stepKey, why: "passed" });
    else if (said.has(wording(step))) leftOut.push({ stepKey: step.stepKey, why: "repeat" });
    else remaining.push({ index, step });
  }

  const ownOf = new Map(movable.map((touch) => [touch.stepKey, touch]));
  const dues = dueTimes({ handedOver, movable, target, remaining, place, enrolledAt });
  // Numbers grow along what the lead gets, and are the version's own wherever that is possible.
  let number = Math.max(0, ...touches.filter((touch) => !isMovable(touch)).map(({ stepNumber }) => stepNumber));
  const placed = remaining.map(({ index, step }, turn): PlacedStep => {
    number = Math.max(number + 1, index + 1);
    const own = ownOf.get(step.stepKey);
    const dueAt = dues[turn] ?? enrolledAt;
    const isRewritten = !own || own.standing === "removed" || turn > 0 || !isSameText(own, step);
    return { touchId: own?.touchId ?? null, step, stepNumber: number, dueAt, isRewritten, isLater: own !== undefined && dueAt > own.dueAt };
  });
  const kept = new Set(placed.map(({ touchId }) => touchId));
  const removed = movable
    .filter(({ touchId }) => !kept.has(touchId))
    .map(({ touchId }) => {
      number += 1;
      return { touchId, stepNumber: number };
    });
  return { kind: "move", placed, removed, leftOut };
}

/**
 * When each remaining step is due: the version's gaps after the last message, or after the enrolment. A first remaining step that was the
 * next one before, with the same gap, keeps its time, which may have been put off for a reason.
 */
function dueTimes({
  handedOver,
  movable,
  target,
  remaining,
  place,
  enrolledAt,
}: {
  handedOver: readonly HeldTouch[];
  movable: readonly HeldTouch[];
  target: readonly TargetStep[];
  remaining: readonly { index: number; step: TargetStep }[];
  place: number;
  enrolledAt: Date;
}): Date[] {
  const last = handedOver.toSorted((a, b) => a.stepNumber - b.stepNumber).at(-1);
  const next = movable.find(({ standing }) => standing === "pending");
  let at = last ? (last.handedOverAt ?? last.dueAt) : enrolledAt;
  let from = place;
  return remaining.map(({ index, step }, turn) => {
    const days = target.slice(from + 1, index + 1).reduce((sum, { delayDays }) => sum + delayDays, 0);
    from = index;
    const keepsItsTime = turn === 0 && next?.stepKey === step.stepKey && next.delayDays === step.delayDays;
    at = keepsItsTime ? next.dueAt : addDays(at, days);
    return at;
  });
}

function isMovable({ standing }: HeldTouch): boolean {
  return standing === "pending" || standing === "removed";
}

function isSameText(a: StepText, b: StepText): boolean {
  return a.channel === b.channel && a.purpose === b.purpose && a.subjectTemplate === b.subjectTemplate && a.bodyTemplate === b.bodyTemplate;
}

/** The words of a step on its channel; spaces and case apart, two that are equal would read as a repetition. */
function wording({ channel, bodyTemplate }: StepText): string {
  return `${channel} ${bodyTemplate.toLowerCase().replace(/\s+/g, " ").trim()}`;
}

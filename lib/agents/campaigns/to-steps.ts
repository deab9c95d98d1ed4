import "server-only";
import type { PlannedTouch } from "@/lib/domain/campaign-plan";
import type { SequenceStepInput, StepWriter } from "@/lib/domain/campaigns";

export type WrittenText = { subjectTemplate: string | null; bodyTemplate: string; writtenBy: StepWriter };
/** A step as planned and written, with the reasons of its channel and its gap. */
export type WrittenStep = SequenceStepInput & { writtenBy: StepWriter; channelReason: string; gapReason: string };

/** Puts a planned touch and its text together; days of the sequence become days after the step before. */
export function toSteps(touches: readonly PlannedTouch[], texts: readonly WrittenText[]): WrittenStep[] {
  return touches.flatMap(({ day, channel, purpose, channelReason, gapReason }, index): WrittenStep[] => {
    const text = texts[index];
    if (!text) return [];
    const delayDays = day - (touches[index - 1]?.day ?? 1);
    return [{ channel, delayDays, purpose, ...text, channelReason, gapReason }];
  });
}

import "server-only";
import { type SequenceStepInput, STEP_PURPOSES } from "@/lib/domain/campaigns";
import type { NewStep } from "@/lib/engines/campaigns/add-sequence-version";

type StepInForce = Pick<SequenceStepInput, "channel" | "subjectTemplate" | "bodyTemplate"> & {
  stepKey: string;
  purpose: string;
  writtenBy: string;
};

/**
 * Lays a written sequence over the one in force. The first e-mail written is the first e-mail that is there, the second the second, and so
 * on along each channel: it is the same step in other words, so that nobody gets both. Words of a person are kept.
 */
export function mergeWriting(written: readonly NewStep[], inForce: readonly StepInForce[]): NewStep[] {
  const left = new Map([...Map.groupBy(inForce, ({ channel }) => channel)].map(([channel, steps]) => [channel, [...steps]]));
  return written.map((step): NewStep => {
    const own = left.get(step.channel)?.shift();
    if (!own) return step;
    if (own.writtenBy !== "person") return { ...step, stepKey: own.stepKey };
    const { subjectTemplate, bodyTemplate } = own;
    const purpose = STEP_PURPOSES.find((known) => known === own.purpose) ?? step.purpose;
    return { ...step, stepKey: own.stepKey, purpose, subjectTemplate, bodyTemplate, writtenBy: "person" };
  });
}

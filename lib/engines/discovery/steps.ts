import "server-only";
import { DISCOVERY_STEPS, type DiscoveryStep, type StepProgress } from "@/lib/domain/discovery";

/** Every step before the first has begun. */
export function firstSteps(): StepProgress[] {
  return DISCOVERY_STEPS.map((step) => ({ step, status: "waiting", by: null, found: null, at: null }));
}

/** The same with one of them changed. */
export function withStep(steps: readonly StepProgress[], step: DiscoveryStep, change: Partial<StepProgress>): StepProgress[] {
  return steps.map((one) => (one.step === step ? { ...one, ...change } : one));
}

/** How far it is, 0 to 100; a step under way counts half. */
export function percentDone(steps: readonly StepProgress[]): number {
  const worth = { waiting: 0, running: 0.5, done: 1, skipped: 1, failed: 0 } as const;
  return Math.round((100 * steps.reduce((sum, { status }) => sum + worth[status], 0)) / DISCOVERY_STEPS.length);
}

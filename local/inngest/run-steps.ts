import { type Engine, saveRun, saveStep } from "./engine";
import { isFinished, type Run, type RunError, type Step } from "./model";
import type { Job } from "./scheduler";

/** How a step ended: with data (null included) or with an error the function may catch. */
export type StepOutcome = { data: unknown } | { error: RunError };

const PENDING = new Set<Step["status"]>(["planned", "sleeping", "waiting", "invoking"]);

export function isPending(step: Step): boolean {
  return PENDING.has(step.status);
}

/** False once the run ended, or the call was answered or replaced: a late answer then changes nothing. */
export function isCurrent({ run, step, call }: Job): boolean {
  return !isFinished(run) && (step ?? run).call === call;
}

/** Owes the app a call, now or at `dueAtMs`: discovery, or one planned step. */
export function oweCall(engine: Engine, run: Run, step: Step | null, { attempt, dueAtMs }: { attempt: number; dueAtMs: number }) {
  (step ?? run).call = { attempt, dueAtMs, lostAnswers: 0 };
  if (step) saveStep(engine, run, step);
  else saveRun(engine, run);
  scheduleCall(engine, run, step);
}

/** Queues the call that a run or step owes, or sets its timer; also after a restart. */
export function scheduleCall(engine: Engine, run: Run, step: Step | null) {
  const { call } = step ?? run;
  if (!call) return;
  const job = { run, step, call };
  if (call.dueAtMs <= engine.now()) engine.scheduler.enqueue(job);
  else
    engine.timers.add(
      call.dueAtMs,
      () => isCurrent(job),
      () => engine.scheduler.enqueue(job),
    );
}

/** A step seen for the first time, or the one already there (a retry of it). */
export function getOrAddStep(engine: Engine, run: Run, { id, name, op }: Pick<Step, "id" | "name" | "op">): Step {
  const known = run.steps.get(id);
  if (known) return known;
  const step: Step = {
    id,
    name,
    op,
    status: "planned",
    attempt: 0,
    call: null,
    dueAtMs: null,
    eventName: null,
    expression: null,
    childRunId: null,
    data: null,
    error: null,
    settledOrder: null,
    createdAtMs: engine.now(),
    endedAtMs: null,
    durationMs: null,
  };
  run.steps.set(id, step);
  return step;
}

/** Opens a step that something other than a call will settle, and starts waiting for that. */
export function openStep(
  engine: Engine,
  run: Run,
  step: Step,
  fields: Pick<Step, "status"> & Partial<Pick<Step, "dueAtMs" | "eventName" | "expression" | "childRunId">>,
) {
  Object.assign(step, fields);
  run.pending.add(step);
  saveStep(engine, run, step);
  watchStep(engine, run, step);
}

/** Sets a pending step's timer and subscription; also after a restart. */
export function watchStep(engine: Engine, run: Run, step: Step) {
  if (step.status === "planned") scheduleCall(engine, run, step);
  if (step.dueAtMs !== null) {
    engine.timers.add(
      step.dueAtMs,
      () => !isFinished(run) && run.pending.has(step),
      () => settleStep(engine, run, step, outcomeOnTime(step)),
    );
  }
  const event = run.events[0];
  if (step.status === "waiting" && step.eventName !== null && event) {
    const unsubscribe = engine.subscriptions.add({
      eventName: step.eventName,
      expression: step.expression ?? undefined,
      event,
      expiresAtMs: step.dueAtMs,
      target: { run, step },
    });
    run.unsubscribes.set(step.id, unsubscribe);
  }
}

/** Records a step's result, once, and goes on with the run when nothing else is pending. */
export function settleStep(engine: Engine, run: Run, step: Step, outcome: StepOutcome) {
  if (isFinished(run) || step.settledOrder !== null) return;
  const isError = "error" in outcome;
  step.status = isError ? "failed" : "completed";
  step.data = isError ? null : (outcome.data ?? null);
  step.error = isError ? outcome.error : null;
  step.call = null;
  step.dueAtMs = null;
  step.endedAtMs = engine.now();
  step.settledOrder = ++run.settledSteps;
  run.pending.delete(step);
  run.unsubscribes.get(step.id)?.();
  run.unsubscribes.delete(step.id);
  saveStep(engine, run, step);
  saveRun(engine, run);
  goOn(engine, run);
}

/** Owes the next discovery call when the run waits for nothing. */
export function goOn(engine: Engine, run: Run) {
  if (isFinished(run) || run.call || run.pending.size > 0) return;
  oweCall(engine, run, null, { attempt: 0, dueAtMs: engine.now() });
}

function outcomeOnTime(step: Step): StepOutcome {
  if (step.status !== "invoking") return { data: null };
  return { error: { name: "InngestInvokeTimeout", message: `The function invoked by step "${step.name}" did not finish in time` } };
}

import { type Engine, saveRun } from "./engine";
import { isFinished, type Run, type RunError } from "./model";
import { type StepOutcome, settleStep } from "./run-steps";

export function completeRun(engine: Engine, run: Run, output: unknown) {
  run.output = output ?? null;
  run.error = null;
  closeRun(engine, run, "completed", { data: run.output });
}

/** Stops scheduling; a call under way is not interrupted, its answer is ignored. */
export function cancelRun(engine: Engine, run: Run) {
  closeRun(engine, run, "cancelled", { error: { name: "Error", message: `The run ${run.id} of ${run.functionId} was cancelled` } });
}

/** Ends a run as failed. Only for `failRun`, which also announces it. */
export function closeAsFailed(engine: Engine, run: Run, error: RunError) {
  run.error = error;
  closeRun(engine, run, "failed", { error });
}

/** Ends a run in memory and journal, and hands the outcome to the step that invoked it. */
function closeRun(engine: Engine, run: Run, status: "completed" | "failed" | "cancelled", outcome: StepOutcome) {
  if (isFinished(run)) return;
  run.status = status;
  run.endedAtMs = engine.now();
  run.call = null;
  for (const unsubscribe of run.unsubscribes.values()) unsubscribe();
  run.unsubscribes.clear();
  engine.runs.delete(run.id);
  saveRun(engine, run);

  const parent = run.parent && engine.runs.get(run.parent.runId);
  const step = run.parent && parent?.steps.get(run.parent.stepId);
  if (parent && step) settleStep(engine, parent, step, outcome);
}

import type { Engine } from "./engine";
import { closeAsFailed } from "./finish-run";
import { ingest } from "./ingest";
import { FUNCTION_CANCELLED, FUNCTION_FAILED, FUNCTION_FINISHED, isFinished, type Run, type RunError } from "./model";

const OWN_EVENTS = new Set([FUNCTION_FAILED, FUNCTION_FINISHED, FUNCTION_CANCELLED]);

/** Ends a run as failed and announces it with `inngest/function.failed`, unless it was itself started by such an announcement. */
export function failRun(engine: Engine, run: Run, error: RunError) {
  if (isFinished(run)) return;
  closeAsFailed(engine, run, error);
  const event = run.events[0];
  if (event && OWN_EVENTS.has(event.name)) return;
  const data = { function_id: run.functionId, run_id: run.id, error, event, events: run.events };
  ingest(engine, [{ name: FUNCTION_FAILED, id: run.id, ts: engine.now(), data }]);
}

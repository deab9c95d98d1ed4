import { applyAnswer } from "./apply-answer";
import { type Engine, saveRun } from "./engine";
import { failRun } from "./fail-run";
import type { FunctionConfig, Step } from "./model";
import { isCurrent } from "./run-steps";
import type { Job, JobOutcome } from "./scheduler";

/**
 * Makes one call to the app and applies its answer. A call that met nobody, or whose answer was lost, changes nothing and is to be made
 * again: it consumes no attempt.
 */
export async function makeCall(engine: Engine, job: Job): Promise<JobOutcome> {
  const { run, step } = job;
  const config = engine.functions.get(run.functionId);
  if (!config) {
    failRun(engine, run, { name: "FunctionRemoved", message: `No app serves "${run.functionId}" any more, or it was refused` });
    return "done";
  }
  if (run.status === "queued") {
    run.status = "running";
    run.startedAtMs = engine.now();
    saveRun(engine, run);
  }

  const startedAt = performance.now();
  const answer = await engine.caller.callFunction(urlOf(config, step), requestBody(config, job), run.version);
  if (!isCurrent(job)) return "done";
  if (answer.kind === "unreachable" || answer.kind === "lost") {
    engine.log(
      `${run.functionId} ${run.id}: ${answer.kind === "lost" ? "answer lost" : "app unreachable"} (${answer.reason}), calling again`,
    );
    return answer.kind;
  }
  try {
    applyAnswer(engine, job, answer, Math.round(performance.now() - startedAt));
  } catch (error) {
    engine.log(`${run.functionId} ${run.id}: the executor cannot apply the answer: ${(error as Error).stack}`);
    failRun(engine, run, { name: "ExecutorError", message: (error as Error).message });
  }
  return "done";
}

function urlOf(config: FunctionConfig, step: Step | null): string {
  if (!step) return config.url;
  const url = new URL(config.url);
  url.searchParams.set("stepId", step.id);
  return url.href;
}

/** inngest-protocol section 5. Without `ctx.fn_id` the SDK does not checkpoint, so every step result comes back in an answer. */
function requestBody(config: FunctionConfig, { run, step, call }: Job): object {
  const settled = [...run.steps.values()]
    .filter((each) => each.settledOrder !== null)
    .sort((a, b) => (a.settledOrder ?? 0) - (b.settledOrder ?? 0));
  return {
    version: run.version,
    event: run.events[0],
    events: run.events,
    steps: Object.fromEntries(settled.map((each) => [each.id, memoized(each)])),
    use_api: false,
    ctx: {
      run_id: run.id,
      attempt: call.attempt,
      max_attempts: config.maxAttempts,
      disable_immediate_execution: step !== null || run.isPlanOnly,
      use_api: false,
      stack: { stack: settled.map(({ id }) => id), current: settled.length },
    },
  };
}

function memoized(step: Step): object {
  return step.error === null ? { type: "data", data: step.data } : { type: "error", error: step.error };
}

import { type Engine, saveRun, saveThrottle } from "./engine";
import { reserveThrottle, throttleKey } from "./flow-control";
import type { AppEvent, FunctionConfig, Run } from "./model";
import { scheduleCall } from "./run-steps";
import { ulid } from "./ulid";

type RunCause = {
  trigger: string;
  /** Names this start among all of the function; the run's id follows from it. */
  seed: string;
  parent?: Run["parent"];
};

/** Creates a run and queues its first call, or sets it for when the throttle lets it start. */
export function startRun(engine: Engine, config: FunctionConfig, events: AppEvent[], { trigger, seed, parent = null }: RunCause): Run {
  const nowMs = engine.now();
  const run: Run = {
    id: ulid(nowMs, `${config.id} ${seed}`),
    order: engine.runsCreated++,
    functionId: config.id,
    status: "queued",
    trigger,
    events,
    call: { attempt: 0, dueAtMs: startAt(engine, config, events, nowMs), lostAnswers: 0 },
    version: -1,
    isPlanOnly: false,
    steps: new Map(),
    pending: new Set(),
    settledSteps: 0,
    parent,
    output: null,
    error: null,
    createdAtMs: nowMs,
    startedAtMs: null,
    endedAtMs: null,
    unsubscribes: new Map(),
  };
  engine.runs.set(run.id, run);
  saveRun(engine, run);
  watchCancellation(engine, run);
  scheduleCall(engine, run, null);
  return run;
}

/** Subscribes a run to the events that cancel it; also after a restart. */
export function watchCancellation(engine: Engine, run: Run) {
  const event = run.events[0];
  const config = engine.functions.get(run.functionId);
  if (!event || !config) return;
  for (const [index, cancel] of config.cancelOn.entries()) {
    const unsubscribe = engine.subscriptions.add({
      eventName: cancel.event,
      expression: cancel.if,
      event,
      expiresAtMs: cancel.timeoutMs === null ? null : run.createdAtMs + cancel.timeoutMs,
      target: { run, step: null },
    });
    run.unsubscribes.set(`cancel ${index}`, unsubscribe);
  }
}

function startAt(engine: Engine, config: FunctionConfig, events: AppEvent[], nowMs: number): number {
  const event = events[0];
  if (!config.throttle || !event) return nowMs;
  const key = throttleKey(config, event);
  const { startAtMs, arrivalMs } = reserveThrottle(config.throttle, engine.throttles.get(key), nowMs);
  saveThrottle(engine, key, arrivalMs);
  return startAtMs;
}

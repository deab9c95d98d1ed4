import { type CallAnswer, type Operation, toRunError } from "./call-app";
import { instantOf } from "./duration";
import { type Engine, saveRun, saveStep } from "./engine";
import { parseExpression } from "./expressions";
import { failRun } from "./fail-run";
import { completeRun } from "./finish-run";
import { claimIdempotency } from "./ingest";
import { type AppEvent, FUNCTION_INVOKED, isFinished, type Run, type RunError, type Step } from "./model";
import { getOrAddStep, goOn, openStep, oweCall, settleStep } from "./run-steps";
import type { Job } from "./scheduler";
import { startRun } from "./start-run";
import { ulid } from "./ulid";

type DeliveredAnswer = Exclude<CallAnswer, { kind: "unreachable" | "lost" }>;
type Operations = Extract<CallAnswer, { kind: "operations" }>;
type Failure = { error: RunError; isFinal: boolean; retryAfter: string | null };

const OPCODES = new Set(["StepRun", "StepPlanned", "StepError", "StepFailed", "Sleep", "WaitForEvent", "InvokeFunction", "RunComplete"]);
/** Bounds of a Retry-After (inngest-protocol section 10). */
const RETRY_AFTER_MS = { least: 1_000, most: 86_400_000 };

/** Applies what the app answered to a call that is still current: one synchronous block, so one atomic write. */
export function applyAnswer(engine: Engine, job: Job, answer: DeliveredAnswer, durationMs: number) {
  const { run, step } = job;
  if (answer.kind === "finished") completeRun(engine, run, answer.output);
  else if (answer.kind === "threw") retryOrFail(engine, job, answer);
  else {
    run.version = answer.version;
    const unknown = answer.operations.find(({ op }) => !OPCODES.has(op));
    if (unknown) failRun(engine, run, unsupported(unknown));
    else if (step) applyToStep(engine, { ...job, step }, answer, durationMs);
    else applyDiscovery(engine, job, answer, durationMs);
  }
}

/** The answer to a call for one planned step: that step's result, or its error. */
function applyToStep(engine: Engine, job: Job & { step: Step }, answer: Operations, durationMs: number) {
  const { run, step } = job;
  const op = answer.operations.find(({ id }) => id === step.id);
  step.durationMs = durationMs;
  if (op?.op === "StepRun") settleStep(engine, run, step, { data: op.data });
  else if (op?.op === "StepFailed") settleStep(engine, run, step, { error: toRunError(op.error) });
  else if (op?.op === "StepError") retryStep(engine, run, step, { ...answer, error: toRunError(op.error) }, job.call.attempt);
  else {
    const message = `The app was asked for step "${step.name}" and answered ${answer.operations.map((each) => each.op).join(", ") || "nothing"}`;
    retryOrFail(engine, job, { error: { name: "UnexpectedAnswer", message }, isFinal: false, retryAfter: null });
  }
}

/** The answer to a discovery call: steps run, planned, or to be waited for. */
function applyDiscovery(engine: Engine, job: Job, answer: Operations, durationMs: number) {
  const { run } = job;
  const complete = answer.operations.find(({ op }) => op === "RunComplete");
  if (complete) {
    completeRun(engine, run, complete.data);
    return;
  }
  const fresh = answer.operations.filter(({ id }) => (run.steps.get(id)?.settledOrder ?? null) === null);
  const [only] = fresh;
  if (!only) {
    const error = { name: "UnexpectedAnswer", message: "The app answered with no new operation" };
    retryOrFail(engine, job, { error, isFinal: false, retryAfter: null });
    return;
  }
  if (fresh.length === 1 && only.op === "StepError") {
    retryInDiscovery(engine, job, only, answer, durationMs);
    return;
  }
  run.isPlanOnly = fresh.length > 1;
  for (const op of fresh) {
    const step = getOrAddStep(engine, run, { id: op.id, name: op.displayName ?? op.name ?? op.id, op: op.op });
    step.op = op.op;
    if (op.op.startsWith("Step")) step.durationMs = durationMs;
    openOrSettle(engine, run, step, op, answer);
    if (isFinished(run)) return;
  }
  run.call = null; // only now, so that a step settled in the loop does not go on without the others
  saveRun(engine, run);
  goOn(engine, run);
}

function openOrSettle(engine: Engine, run: Run, step: Step, op: Operation, answer: Operations) {
  const nowMs = engine.now();
  const opts = op.opts ?? {};
  switch (op.op) {
    case "StepRun":
      settleStep(engine, run, step, { data: op.data });
      return;
    case "StepFailed":
      settleStep(engine, run, step, { error: toRunError(op.error) });
      return;
    case "StepPlanned":
      planStep(engine, run, step, { attempt: 0, dueAtMs: nowMs });
      return;
    case "StepError":
      retryStep(engine, run, step, { ...answer, error: toRunError(op.error) }, 0);
      return;
    case "InvokeFunction":
      invoke(engine, run, step, opts);
      return;
    default:
      openWaiting(engine, run, step, op);
  }
}

/** Sleep and waitForEvent: the SDK puts the duration or the awaited event's name in `name`. */
function openWaiting(engine: Engine, run: Run, step: Step, { op, name, opts }: Operation) {
  try {
    if (op === "Sleep") {
      const dueAtMs = instantOf(textOf(opts?.duration) ?? name ?? "", engine.now());
      if (dueAtMs <= engine.now()) settleStep(engine, run, step, { data: null });
      else openStep(engine, run, step, { status: "sleeping", dueAtMs });
      return;
    }
    const expression = textOf(opts?.if) ?? null;
    if (expression !== null) parseExpression(expression);
    const dueAtMs = instantOf(textOf(opts?.timeout) ?? "", engine.now());
    openStep(engine, run, step, { status: "waiting", dueAtMs, eventName: textOf(opts?.event) ?? name ?? "", expression });
  } catch (error) {
    failRun(engine, run, { name: "InvalidOperation", message: `${op} step "${step.name}": ${(error as Error).message}` });
  }
}

function invoke(engine: Engine, run: Run, step: Step, opts: Record<string, unknown>) {
  const functionId = textOf(opts.function_id) ?? "";
  const target = engine.functions.get(functionId);
  const payload = (opts.payload ?? {}) as { data?: Record<string, unknown>; v?: string };
  const timeout = textOf(opts.timeout);
  const nowMs = engine.now();
  const seed = `${run.id} ${step.id}`;
  const event: AppEvent = { name: FUNCTION_INVOKED, data: payload.data ?? {}, id: ulid(nowMs, seed), ts: nowMs, user: {} };
  if (payload.v !== undefined) event.v = payload.v;

  const refusal = !target
    ? `No function "${functionId}" is registered`
    : claimIdempotency(engine, target, event)
      ? undefined
      : `"${functionId}" already ran for this idempotency key`;
  if (!target || refusal !== undefined) {
    settleStep(engine, run, step, { error: { name: "InngestInvokeError", message: refusal ?? "" } });
    return;
  }
  const child = startRun(engine, target, [event], { trigger: "invoke", seed, parent: { runId: run.id, stepId: step.id } });
  const dueAtMs = timeout === undefined ? null : instantOf(timeout, nowMs);
  openStep(engine, run, step, { status: "invoking", childRunId: child.id, dueAtMs });
}

function planStep(engine: Engine, run: Run, step: Step, call: { attempt: number; dueAtMs: number }) {
  step.status = "planned";
  run.pending.add(step);
  oweCall(engine, run, step, call);
}

/** A planned step threw: run it again by itself, or settle it with the error. */
function retryStep(engine: Engine, run: Run, step: Step, failure: Failure, attempt: number) {
  step.attempt = attempt + 1;
  step.error = failure.error;
  if (isLastAttempt(engine, run, failure, attempt)) settleStep(engine, run, step, { error: failure.error });
  else planStep(engine, run, step, { attempt: attempt + 1, dueAtMs: engine.now() + retryDelayMs(engine, failure, attempt) });
}

/** A step that the SDK ran inside the discovery call threw: the retry is the discovery call's. */
function retryInDiscovery(engine: Engine, { run, call }: Job, op: Operation, answer: Operations, durationMs: number) {
  const step = getOrAddStep(engine, run, { id: op.id, name: op.displayName ?? op.id, op: op.op });
  const failure = { ...answer, error: toRunError(op.error) };
  Object.assign(step, { status: "retrying", attempt: call.attempt + 1, error: failure.error, durationMs });
  if (isLastAttempt(engine, run, failure, call.attempt)) {
    run.call = null;
    settleStep(engine, run, step, { error: failure.error });
    return;
  }
  saveStep(engine, run, step);
  const dueAtMs = engine.now() + retryDelayMs(engine, failure, call.attempt);
  oweCall(engine, run, null, { attempt: call.attempt + 1, dueAtMs });
}

/** The function itself threw: repeat the same call, or fail the run. */
function retryOrFail(engine: Engine, { run, step, call }: Job, failure: Failure) {
  if (isLastAttempt(engine, run, failure, call.attempt)) {
    failRun(engine, run, failure.error);
    return;
  }
  run.error = failure.error;
  saveRun(engine, run);
  const dueAtMs = engine.now() + retryDelayMs(engine, failure, call.attempt);
  oweCall(engine, run, step, { attempt: call.attempt + 1, dueAtMs });
}

function isLastAttempt(engine: Engine, run: Run, { isFinal }: Failure, attempt: number): boolean {
  return isFinal || attempt + 1 >= (engine.functions.get(run.functionId)?.maxAttempts ?? 1);
}

/** Retry-After is whole seconds or an ISO date on the movable clock. */
function retryDelayMs(engine: Engine, { retryAfter }: Failure, attempt: number): number {
  if (retryAfter === null) return engine.retryBackoffMs(attempt);
  const delayMs = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - engine.now();
  if (Number.isNaN(delayMs)) return engine.retryBackoffMs(attempt);
  return Math.min(Math.max(delayMs, RETRY_AFTER_MS.least), RETRY_AFTER_MS.most);
}

function unsupported({ op, displayName, id }: Operation): RunError {
  return { name: "UnsupportedOperation", message: `This executor does not support the operation ${op} (step "${displayName ?? id}")` };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

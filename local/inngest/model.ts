/** An event as the app's functions see it. `ts` is epoch milliseconds. */
export type AppEvent = {
  /** The sender's own id, else the executor's. */
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user: Record<string, unknown>;
  v?: string;
};

/** An error as the SDK serializes it. */
export type RunError = { name: string; message: string; stack?: string; [extra: string]: unknown };

export const RUN_STATUSES = ["queued", "running", "completed", "failed", "cancelled"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** `retrying` is shown to people only: a step that threw inside a discovery call and is run again by that call's retry. */
export type StepStatus = "planned" | "sleeping" | "waiting" | "invoking" | "retrying" | "completed" | "failed";

/** A request the executor owes the app. The same object stays current until it is answered, so identity tells a stale job. */
export type Call = {
  /** Zero-based; what the SDK sees as `attempt`. */
  attempt: number;
  /** Epoch milliseconds on the movable clock. */
  dueAtMs: number;
  /** Answers lost in a row; they do not consume attempts. */
  lostAnswers: number;
};

export type Step = {
  /** The SDK's hashed step id. */
  id: string;
  name: string;
  op: string;
  status: StepStatus;
  /** Failed attempts so far. */
  attempt: number;
  call: Call | null;
  /** When a sleep ends or a wait or invocation times out; epoch milliseconds. */
  dueAtMs: number | null;
  eventName: string | null;
  expression: string | null;
  childRunId: string | null;
  data: unknown;
  error: RunError | null;
  /** Completion order within the run, from 1. */
  settledOrder: number | null;
  createdAtMs: number;
  endedAtMs: number | null;
  /** Machine time the last call took. */
  durationMs: number | null;
};

export type Run = {
  id: string;
  /** Order of creation across the executor's life; the scheduler's tie-break. */
  order: number;
  functionId: string;
  status: RunStatus;
  /** What started it, for people: an event name, `cron 0 6 * * *`, `invoke`, `re-run`. */
  trigger: string;
  events: AppEvent[];
  /** The pending discovery call, null while planned steps, sleeps or waits are open. */
  call: Call | null;
  /** Request version the SDK chose; -1 before its first answer. */
  version: number;
  /** Ask the SDK to plan instead of running the next step at once: set after parallel steps. */
  isPlanOnly: boolean;
  steps: Map<string, Step>;
  pending: Set<Step>;
  settledSteps: number;
  parent: { runId: string; stepId: string } | null;
  output: unknown;
  error: RunError | null;
  createdAtMs: number;
  startedAtMs: number | null;
  endedAtMs: number | null;
  /** Removes the run's waits and cancellations from the subscription index. */
  unsubscribes: Map<string, () => void>;
};

/** Events collected for one `batchEvents` function and key. */
export type Batch = { key: string; functionId: string; events: AppEvent[]; dueAtMs: number };

export type ConcurrencyLimit = { limit: number; key?: string | undefined; scope: "fn" | "env" | "account" };

/** A registered function after validation: only what the executor supports, durations in milliseconds. */
export type FunctionConfig = {
  id: string;
  name: string;
  appUrl: string;
  url: string;
  maxAttempts: number;
  eventTriggers: { event: string; expression?: string | undefined }[];
  crons: string[];
  idempotency?: string | undefined;
  batch?: { maxSize: number; timeoutMs: number; key?: string | undefined; if?: string | undefined } | undefined;
  throttle?: { key?: string | undefined; limit: number; periodMs: number; burst: number } | undefined;
  concurrency: ConcurrencyLimit[];
  cancelOn: { event: string; if?: string | undefined; timeoutMs: number | null }[];
};

export const FUNCTION_FAILED = "inngest/function.failed";
export const FUNCTION_FINISHED = "inngest/function.finished";
export const FUNCTION_CANCELLED = "inngest/function.cancelled";
export const FUNCTION_INVOKED = "inngest/function.invoked";
export const SCHEDULED_TIMER = "inngest/scheduled.timer";

export function isFinished(run: Run): boolean {
  return run.status === "completed" || run.status === "failed" || run.status === "cancelled";
}

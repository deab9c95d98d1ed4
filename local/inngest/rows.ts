import type { Row } from "./journal";
import type { AppEvent, Call, Run, RunError, RunStatus, Step, StepStatus } from "./model";

/** ISO text for a timestamptz column. */
export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** @param isStored the row exists: its events are not sent again */
export function toRunRow(run: Run, isStored: boolean): Row {
  return {
    id: run.id,
    order: run.order,
    function_id: run.functionId,
    status: run.status,
    trigger: run.trigger,
    events: isStored ? null : run.events,
    call_attempt: run.call?.attempt ?? null,
    call_due_at: isoOrNull(run.call?.dueAtMs ?? null),
    version: run.version,
    is_plan_only: run.isPlanOnly,
    settled_steps: run.settledSteps,
    parent_run_id: run.parent?.runId ?? null,
    parent_step_id: run.parent?.stepId ?? null,
    output: run.output,
    error: run.error,
    created_at: isoOrNull(run.createdAtMs),
    started_at: isoOrNull(run.startedAtMs),
    ended_at: isoOrNull(run.endedAtMs),
  };
}

export function toStepRow(run: Run, step: Step): Row {
  return {
    run_id: run.id,
    id: step.id,
    name: step.name,
    op: step.op,
    status: step.status,
    attempt: step.attempt,
    call_attempt: step.call?.attempt ?? null,
    call_due_at: isoOrNull(step.call?.dueAtMs ?? null),
    due_at: isoOrNull(step.dueAtMs),
    event_name: step.eventName,
    expression: step.expression,
    child_run_id: step.childRunId,
    data: step.data,
    error: step.error,
    settled_order: step.settledOrder,
    created_at: isoOrNull(step.createdAtMs),
    ended_at: isoOrNull(step.endedAtMs),
    duration_ms: step.durationMs,
  };
}

/** A stored run without its steps. */
export function fromRunRow(row: Row): Run {
  return {
    id: row.id as string,
    order: Number(row.order),
    functionId: row.function_id as string,
    status: row.status as RunStatus,
    trigger: (row.trigger as string | null) ?? "",
    events: (row.events as AppEvent[] | null) ?? [],
    call: toCall(row),
    version: row.version as number,
    isPlanOnly: row.is_plan_only as boolean,
    steps: new Map(),
    pending: new Set(),
    settledSteps: row.settled_steps as number,
    parent: row.parent_run_id === null ? null : { runId: row.parent_run_id as string, stepId: row.parent_step_id as string },
    output: row.output,
    error: row.error as RunError | null,
    createdAtMs: toMs(row.created_at) ?? 0,
    startedAtMs: toMs(row.started_at),
    endedAtMs: toMs(row.ended_at),
    unsubscribes: new Map(),
  };
}

export function fromStepRow(row: Row): Step {
  return {
    id: row.id as string,
    name: row.name as string,
    op: row.op as string,
    status: row.status as StepStatus,
    attempt: row.attempt as number,
    call: toCall(row),
    dueAtMs: toMs(row.due_at),
    eventName: row.event_name as string | null,
    expression: row.expression as string | null,
    childRunId: row.child_run_id as string | null,
    data: row.data,
    error: row.error as RunError | null,
    settledOrder: row.settled_order as number | null,
    createdAtMs: toMs(row.created_at) ?? 0,
    endedAtMs: toMs(row.ended_at),
    durationMs: row.duration_ms as number | null,
  };
}

/** Epoch milliseconds of a timestamptz column. */
export function toMs(value: unknown): number | null {
  return value instanceof Date ? value.getTime() : null;
}

function toCall(row: Row): Call | null {
  const dueAtMs = toMs(row.call_due_at);
  return dueAtMs === null ? null : { attempt: row.call_attempt as number, dueAtMs, lostAnswers: 0 };
}

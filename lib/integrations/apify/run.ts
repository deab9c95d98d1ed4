import "server-only";
import { usdToMicroAud } from "@/lib/domain/provider-costs";
import type { ApifyRunRecord } from "@/lib/integrations/apify/wire";

/** `running` until one of the others is reached; those are final. */
export type RunState = "running" | "succeeded" | "failed" | "aborted" | "timed_out";

/** One run of an actor. The cost is known when it is over, and still rises a little for some seconds after. */
export type ApifyRun = {
  id: string;
  state: RunState;
  startedAt: Date;
  finishedAt: Date | null;
  message: string | null;
  datasetId: string;
  costMicroAud: number | null;
};

const STATES: Readonly<Record<string, RunState>> = { SUCCEEDED: "succeeded", FAILED: "failed", ABORTED: "aborted", TIMED_OUT: "timed_out" };

/**
 * The state of a status or of the last part of an event: runs say TIMED-OUT, events TIMED_OUT. READY, RUNNING, TIMING-OUT, ABORTING and
 * whatever else may come are not final.
 */
export function toRunState(status: string): RunState {
  return STATES[status.replace("-", "_")] ?? "running";
}

/** A run in our words. */
export function toRun(record: ApifyRunRecord): ApifyRun {
  const state = toRunState(record.status);
  const usage = record.usageTotalUsd;
  return {
    id: record.id,
    state,
    startedAt: new Date(record.startedAt),
    finishedAt: record.finishedAt ? new Date(record.finishedAt) : null,
    message: record.statusMessage ?? null,
    datasetId: record.defaultDatasetId,
    costMicroAud: state === "running" || usage === null || usage === undefined ? null : usdToMicroAud(usage),
  };
}

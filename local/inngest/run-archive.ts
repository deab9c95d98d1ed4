import pg from "pg";
import type { Run, RunStatus, Step } from "./model";
import { fromRunRow, fromStepRow } from "./rows";

/** A run in a list: no steps, no memory. */
export type RunSummary = Pick<Run, "id" | "functionId" | "status" | "trigger" | "createdAtMs" | "startedAtMs" | "endedAtMs" | "error"> & {
  steps: number;
};

export type RunFilter = { limit: number; functionId?: string | undefined; status?: RunStatus | undefined };

/** Reads of what is stored, finished runs included, beside the executor's own connection. */
export type RunArchive = {
  /** Newest first. */
  list(filter: RunFilter): Promise<RunSummary[]>;
  find(runId: string): Promise<Run | undefined>;
  /** Stored runs per function and status. */
  countByFunction(): Promise<Map<string, Record<string, number>>>;
  close(): Promise<void>;
};

const MAXIMUM_LISTED = 1_000;

export function openRunArchive(databaseUrl: string): RunArchive {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: "inngest stand-in pages", allowExitOnIdle: true });
  pool.on("error", () => undefined); // an idle connection lost to a restarting database is replaced at the next query

  return {
    async list({ limit, functionId, status }) {
      const { rows } = await pool.query(
        `select r.*, (select count(*)::int from executor.steps s where s.run_id = r.id) as step_count
           from executor.runs r
          where ($1::text is null or function_id = $1) and ($2::text is null or status = $2)
          order by "order" desc limit $3`,
        [functionId ?? null, status ?? null, Math.min(Math.max(1, limit), MAXIMUM_LISTED)],
      );
      return rows.map((row) => {
        const { id, functionId: ofFunction, status: current, trigger, createdAtMs, startedAtMs, endedAtMs, error } = fromRunRow(row);
        return { id, functionId: ofFunction, status: current, trigger, createdAtMs, startedAtMs, endedAtMs, error, steps: row.step_count };
      });
    },
    async find(runId) {
      const { rows } = await pool.query("select * from executor.runs where id = $1", [runId]);
      if (!rows[0]) return undefined;
      const run = fromRunRow(rows[0]);
      const steps = await pool.query("select * from executor.steps where run_id = $1 order by settled_order nulls last, created_at, id", [
        runId,
      ]);
      for (const step of steps.rows.map(fromStepRow) satisfies Step[]) run.steps.set(step.id, step);
      return run;
    },
    async countByFunction() {
      const { rows } = await pool.query<{ function_id: string; status: string; count: number }>(
        "select function_id, status, count(*)::int as count from executor.runs group by 1, 2",
      );
      const counts = new Map<string, Record<string, number>>();
      for (const row of rows) counts.set(row.function_id, { ...counts.get(row.function_id), [row.status]: row.count });
      return counts;
    },
    close: () => pool.end(),
  };
}

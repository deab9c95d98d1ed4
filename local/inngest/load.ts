import { type Engine, markStored, setFunctions } from "./engine";
import { watchBatch } from "./ingest";
import type { Row } from "./journal";
import type { AppEvent } from "./model";
import { parseRegistration } from "./registration";
import { fromRunRow, fromStepRow, toMs } from "./rows";
import { isPending, scheduleCall, watchStep } from "./run-steps";
import { watchCancellation } from "./start-run";

const ACTIVE = "status in ('queued', 'running')";

/** How long finished runs and their events are kept, on the movable clock. */
const RETENTION_MS = 30 * 86_400_000;

/** Fills the working memory from Postgres and takes every unfinished run up where it was. */
export async function loadEngine(engine: Engine) {
  const { query } = engine.journal;
  const oldest = new Date(engine.now() - RETENTION_MS).toISOString();
  await query(`delete from executor.runs where ended_at < '${oldest}'`);
  await query(`delete from executor.events where is_routed and received_at < '${oldest}'`);
  for (const row of await query("select key, expires_at from executor.dedupe order by expires_at")) {
    engine.dedupe.set(row.key as string, instant(row.expires_at));
  }
  for (const row of await query("select key, arrival_at from executor.throttles")) {
    engine.throttles.set(row.key as string, instant(row.arrival_at));
  }
  for (const row of await query("select key, fired_at from executor.crons")) {
    engine.cronFiredAt.set(row.key as string, instant(row.fired_at));
  }
  for (const row of await query(`select id, "order", received_at, event from executor.events where not is_routed order by "order"`)) {
    const event = row.event as AppEvent;
    engine.unrouted.push({ id: row.id as string, order: Number(row.order), receivedAtMs: instant(row.received_at), event });
  }
  await loadFunctions(engine);
  await loadRuns(engine);
  for (const row of await query("select key, function_id, events, due_at from executor.batches order by due_at, key")) {
    const key = row.key as string;
    const events = row.events as AppEvent[];
    engine.batches.set(key, { key, functionId: row.function_id as string, events, dueAtMs: instant(row.due_at) });
    watchBatch(engine, key);
  }
}

/**
 * Functions as last registered: runs and crons go on with them; new events wait for the app to say what it serves now. An app that has
 * moved to another address since is taken for the first configured one until that registers.
 */
async function loadFunctions(engine: Engine) {
  const [firstUrl] = engine.apps.keys();
  const rows = await engine.journal.query("select url, functions from executor.apps order by synced_at, url");
  for (const row of rows) {
    const url = row.url as string;
    if (!engine.apps.has(url)) engine.journal.remove("apps", url);
    const home = engine.apps.has(url) ? url : firstUrl;
    if (home === undefined) continue;
    setFunctions(engine, { url: home, ...parseRegistration(row.functions as unknown[], home), isSynced: false });
  }
}

async function loadRuns(engine: Engine) {
  const { query } = engine.journal;
  const lastOrder = (table: string) => `(select coalesce(max("order"), -1) + 1 from executor.${table})`;
  const [next] = await query(`select ${lastOrder("runs")} as run, ${lastOrder("events")} as event`);
  engine.runsCreated = Number(next?.run);
  engine.eventsReceived = Number(next?.event);

  const runs = (await query(`select * from executor.runs where ${ACTIVE} order by "order"`)).map(fromRunRow);
  for (const run of runs) {
    engine.runs.set(run.id, run);
    markStored(run);
  }
  const steps = `select s.* from executor.steps s join executor.runs r on r.id = s.run_id where r.${ACTIVE} order by s.created_at, s.id`;
  for (const row of await query(steps)) addStep(engine, row);

  for (const run of runs) {
    watchCancellation(engine, run);
    for (const step of run.pending) watchStep(engine, run, step);
    scheduleCall(engine, run, null);
  }
}

function addStep(engine: Engine, row: Row) {
  const run = engine.runs.get(row.run_id as string);
  const step = fromStepRow(row);
  run?.steps.set(step.id, step);
  if (isPending(step)) run?.pending.add(step);
}

function instant(value: unknown): number {
  return toMs(value) ?? 0;
}

import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "@/lib/clock";
import { InvalidError, NotFoundError } from "@/lib/errors";
import { createAppCaller } from "./call-app";
import { createEngine, type Engine, saveCronFired, setFunctions } from "./engine";
import { cancelRun } from "./finish-run";
import { slotDemands } from "./flow-control";
import { forgetExpired, type IncomingEvent, ingest, routeHeldEvents } from "./ingest";
import { openJournal } from "./journal";
import { loadEngine } from "./load";
import { makeCall } from "./make-call";
import { type AppEvent, type FunctionConfig, type Run, SCHEDULED_TIMER } from "./model";
import { parseRegistration } from "./registration";
import { isoOrNull } from "./rows";
import { isCurrent } from "./run-steps";
import { createScheduler, type Job } from "./scheduler";
import { startRun } from "./start-run";
import { type AppSync, keepSynced } from "./sync-apps";

export type ExecutorOptions = {
  databaseUrl: string;
  clock: Clock;
  appUrls: readonly string[];
  retryBackoffMs: (attempt: number) => number;
  log: (line: string) => void;
  /** Most calls to the apps under way at once. */
  concurrency: number;
};

/** `queued + running === 0` means idle; `waiting` counts unfinished runs that need time or an event, and open batches. */
export type ExecutorState = {
  queued: number;
  running: number;
  waiting: number;
  functions: number;
  /** Earliest sleep, wait time-out, retry, throttled start or batch. */
  nextTimerAt: string | null;
  /** Earliest tick among crons that fire hourly or more rarely. */
  nextCronAt: string | null;
};

export type Executor = {
  readonly engine: Engine;
  /** Resolves when the events and everything they started are stored. */
  receive(events: readonly IncomingEvent[], seed: string | undefined): Promise<string[]>;
  /** Fires what the clock has made due and resolves when it is stored and queued. */
  tick(): Promise<void>;
  state(): Promise<ExecutorState>;
  /** Resolves true when idle, false when `timeoutMs` of machine time passed first. */
  whenIdle(timeoutMs: number): Promise<boolean>;
  /** Starts a run of a cron function as if its hour had come. Accepts the id with or without the app's prefix. */
  fire(functionId: string): Promise<string>;
  rerun(functionId: string, events: AppEvent[]): Promise<string>;
  cancel(runId: string): Promise<void>;
  close(): Promise<void>;
};

/** How often the clock is looked at when nobody calls `tick`. */
const TICK_EVERY_MS = 200;
/** Calls under way get this long to be recorded when the executor stops; the rest is made again at the next start. */
const STOP_GRACE_MS = 2_000;

/** Opens the schema (waiting for another owner to go), takes unfinished work up and starts registering the apps. */
export async function startExecutor(options: ExecutorOptions): Promise<Executor> {
  const { databaseUrl, clock, appUrls, retryBackoffMs, log, concurrency } = options;
  const caller = createAppCaller(concurrency + 4);
  const journal = await openJournal({ databaseUrl, log, onFatal: crash });
  let sync: AppSync | undefined;

  const engine = createEngine({ log, retryBackoffMs, caller, journal, clock, appUrls }, (self) =>
    createScheduler({
      capacity: concurrency,
      commit: () => journal.commit(),
      isCurrent,
      requirementsOf: (job) => requirementsOf(self, job),
      perform: (job) => makeCall(self, job),
      onUnreachable: (appUrl) => sync?.retryNow(appUrl),
    }),
  );
  for (const url of appUrls) engine.scheduler.appIsAway(url);
  await loadEngine(engine);
  sync = keepSynced({
    appUrls,
    caller,
    log,
    onFunctions: (url, entries) => registerFunctions(engine, url, entries),
    onReachable: (url) => engine.scheduler.appIsBack(url),
  });
  const ticker = setInterval(() => {
    tick().catch((error: Error) => log(`the clock cannot be read: ${error.message}`));
  }, TICK_EVERY_MS);

  async function tick() {
    fireCrons(engine);
    engine.timers.fireDue(engine.now());
    forgetExpired(engine);
    await journal.commit();
  }

  async function whenIdle(timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      await tick();
      const { queued, running } = countWork(engine);
      if (queued + running === 0) return true;
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) return false;
      // Held events wait for a registration, which the scheduler knows nothing of.
      await (engine.unrouted.length > 0 ? delay(Math.min(leftMs, TICK_EVERY_MS)) : withinMs(engine.scheduler.whenIdle(), leftMs));
    }
  }

  async function start(functionId: string, events: AppEvent[], trigger: string): Promise<string> {
    const config = findFunction(engine, functionId);
    const run = startRun(engine, config, events, { trigger, seed: `${trigger} ${crypto.randomUUID()}` });
    await journal.commit();
    return run.id;
  }

  return {
    engine,
    tick,
    whenIdle,
    async receive(events, seed) {
      const ids = ingest(engine, events, seed);
      await journal.commit();
      return ids;
    },
    async state() {
      await tick();
      return describeState(engine);
    },
    async fire(functionId) {
      const [cron] = findFunction(engine, functionId).crons;
      if (cron === undefined) throw new InvalidError(`"${functionId}" has no cron to fire`);
      return start(functionId, [cronEvent(cron, engine.now(), engine.now())], "fired by hand");
    },
    rerun: (functionId, events) => start(functionId, events, "re-run"),
    async cancel(runId) {
      const run = engine.runs.get(runId);
      if (!run) throw new NotFoundError(`No unfinished run ${runId}`);
      cancelRun(engine, run);
      await journal.commit();
    },
    async close() {
      clearInterval(ticker);
      sync?.stop();
      await engine.scheduler.stop(STOP_GRACE_MS);
      caller.close();
      await journal.close();
    },
  };
}

/** Memory and Postgres have parted (the database refused a write, another executor took over): only a restart mends that. */
function crash(error: Error) {
  queueMicrotask(() => {
    throw error;
  });
}

function requirementsOf(engine: Engine, { run }: Job) {
  const config = engine.functions.get(run.functionId);
  const event = run.events[0];
  if (config && event) return { appUrl: config.appUrl, demands: slotDemands(config, event) };
  // An app that has not registered yet may still turn out to serve it.
  const unheard = [...engine.apps.values()].find(({ isSynced }) => !isSynced);
  return unheard && { appUrl: unheard.url, demands: [] };
}

function registerFunctions(engine: Engine, url: string, entries: readonly unknown[]) {
  const { functions, refusals } = parseRegistration(entries, url);
  for (const { id, reasons } of refusals) engine.log(`refused function ${id}: ${reasons.join("; ")}`);
  engine.log(`registered ${functions.length} functions from ${url}`);
  const areAllKnown = setFunctions(engine, { url, functions, refusals, isSynced: true });
  const syncedAt = isoOrNull(engine.now());
  engine.journal.put("apps", url, () => ({ url, functions: entries, synced_at: syncedAt }));
  if (areAllKnown) routeHeldEvents(engine);
  engine.scheduler.reconsider();
}

/** A jump of the clock over several ticks of one cron fires it once, for the latest. */
function fireCrons(engine: Engine) {
  const nowMs = engine.now();
  for (const [key, cursor] of engine.crons) {
    if (cursor.nextAtMs > nowMs) continue;
    const scheduledAtMs = cursor.schedule.latest(nowMs);
    cursor.firedAtMs = scheduledAtMs;
    cursor.nextAtMs = cursor.schedule.next(scheduledAtMs);
    saveCronFired(engine, key, scheduledAtMs);
    const config = engine.functions.get(cursor.functionId);
    const seed = `${cursor.cron} ${scheduledAtMs}`;
    if (config) startRun(engine, config, [cronEvent(cursor.cron, scheduledAtMs, nowMs)], { trigger: `cron ${cursor.cron}`, seed });
  }
}

/** inngest-protocol section 13. */
function cronEvent(cron: string, scheduledAtMs: number, nowMs: number): AppEvent {
  const scheduledAt = new Date(scheduledAtMs).toISOString();
  const data = { cron, scheduledAt, fireAt: new Date(nowMs).toISOString() };
  return { name: SCHEDULED_TIMER, id: scheduledAt.replace(/\.\d+Z$/, "Z"), ts: nowMs, user: {}, data };
}

/** Calls queued and under way; an event held until its app registers counts as queued. */
function countWork(engine: Engine): { queued: number; running: number } {
  const { queued, running } = engine.scheduler.counts();
  return { queued: queued + engine.unrouted.length, running };
}

async function withinMs(work: Promise<void>, limitMs: number) {
  const limit = new AbortController();
  await Promise.race([work, delay(limitMs, undefined, { signal: limit.signal }).catch(() => undefined)]);
  limit.abort();
}

function findFunction(engine: Engine, functionId: string): FunctionConfig {
  const config = engine.functions.get(functionId) ?? [...engine.functions.values()].find(({ id }) => id.endsWith(`-${functionId}`));
  if (!config) throw new NotFoundError(`No function "${functionId}" is registered`);
  return config;
}

function describeState(engine: Engine): ExecutorState {
  const nowMs = engine.now();
  const isBusy = (run: Run) => [run, ...run.pending].some(({ call }) => call !== null && call.dueAtMs <= nowMs);
  const cronTicks = [...engine.crons.values()].filter(({ isFrequent }) => !isFrequent).map(({ nextAtMs }) => nextAtMs);
  return {
    ...countWork(engine),
    waiting: [...engine.runs.values()].filter((run) => !isBusy(run)).length + engine.batches.size,
    functions: engine.functions.size,
    nextTimerAt: isoOrNull(engine.timers.nextAtMs()),
    nextCronAt: isoOrNull(cronTicks.length === 0 ? null : Math.min(...cronTicks)),
  };
}

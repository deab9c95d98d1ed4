import type { Clock } from "@/lib/clock";
import type { AppCaller } from "./call-app";
import { type CronSchedule, parseCron } from "./cron";
import type { Journal } from "./journal";
import type { AppEvent, Batch, FunctionConfig, Run, Step } from "./model";
import type { Refusal } from "./registration";
import { isoOrNull, toRunRow, toStepRow } from "./rows";
import type { Scheduler } from "./scheduler";
import { createSubscriptions, type Subscriptions } from "./subscriptions";
import { createTimers, type Timers } from "./timers";

/** Who waits for an event: a `waitForEvent` step, or (step null) a run that the event cancels. */
export type EventTarget = { run: Run; step: Step | null };

/** A cron of a registered function and where it stands. */
export type CronCursor = {
  functionId: string;
  cron: string;
  schedule: CronSchedule;
  firedAtMs: number;
  nextAtMs: number;
  isFrequent: boolean;
};

/** An accepted event under the executor's own id; `order` counts all events ever accepted. */
export type ReceivedEvent = { id: string; order: number; receivedAtMs: number; event: AppEvent };

/** `isSynced` once the app has registered with this process; before that its functions are those of the last process. */
export type AppState = { url: string; functions: FunctionConfig[]; refusals: Refusal[]; isSynced: boolean };

/**
 * The executor's working memory. It is the truth while the process lives; every change marks its row in the journal in the same
 * synchronous block, and nothing outside hears of a change before the journal has stored it.
 */
export type Engine = {
  readonly log: (line: string) => void;
  readonly retryBackoffMs: (attempt: number) => number;
  readonly caller: AppCaller;
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly timers: Timers;
  readonly subscriptions: Subscriptions<EventTarget>;
  readonly apps: Map<string, AppState>;
  readonly functions: Map<string, FunctionConfig>;
  /** Unfinished runs only. */
  readonly runs: Map<string, Run>;
  readonly batches: Map<string, Batch>;
  /** Theoretical arrival time per throttle key, epoch milliseconds. */
  readonly throttles: Map<string, number>;
  /** Expiry per event id or idempotency key, epoch milliseconds. */
  readonly dedupe: Map<string, number>;
  readonly crons: Map<string, CronCursor>;
  /** When each cron last fired, known before its function is. */
  readonly cronFiredAt: Map<string, number>;
  /** Events accepted before every app had registered with this process, in order; they have started no function yet. */
  readonly unrouted: ReceivedEvent[];
  runsCreated: number;
  eventsReceived: number;
  /** Epoch milliseconds on the movable clock. */
  now(): number;
};

type Options = Pick<Engine, "log" | "retryBackoffMs" | "caller" | "journal"> & { clock: Clock; appUrls: readonly string[] };

/** @param connect builds the scheduler, which needs the engine to know what a job requires */
export function createEngine({ clock, appUrls, ...services }: Options, connect: (engine: Engine) => Scheduler): Engine {
  let scheduler: Scheduler | undefined;
  const engine: Engine = {
    ...services,
    get scheduler() {
      scheduler ??= connect(engine);
      return scheduler;
    },
    timers: createTimers(),
    subscriptions: createSubscriptions(),
    apps: new Map(appUrls.map((url) => [url, { url, functions: [], refusals: [], isSynced: false }])),
    functions: new Map(),
    runs: new Map(),
    batches: new Map(),
    throttles: new Map(),
    dedupe: new Map(),
    crons: new Map(),
    cronFiredAt: new Map(),
    unrouted: [],
    runsCreated: 0,
    eventsReceived: 0,
    now: () => clock.now().getTime(),
  };
  return engine;
}

/** Marks a run's row; its events travel only with the first write. */
export function saveRun(engine: Engine, run: Run) {
  engine.journal.put("runs", run.id, () => {
    const row = toRunRow(run, storedRuns.has(run));
    storedRuns.add(run);
    return row;
  });
}

/** A run read from Postgres needs no events written again. */
export function markStored(run: Run) {
  storedRuns.add(run);
}

export function saveStep(engine: Engine, run: Run, step: Step) {
  engine.journal.put("steps", `${run.id} ${step.id}`, () => toStepRow(run, step));
}

export function saveBatch(engine: Engine, batch: Batch) {
  engine.journal.put("batches", batch.key, () => ({
    key: batch.key,
    function_id: batch.functionId,
    events: batch.events,
    due_at: isoOrNull(batch.dueAtMs),
  }));
}

export function saveThrottle(engine: Engine, key: string, arrivalMs: number) {
  engine.throttles.set(key, arrivalMs);
  engine.journal.put("throttles", key, () => ({ key, arrival_at: isoOrNull(Math.ceil(arrivalMs)) }));
}

export function saveCronFired(engine: Engine, key: string, firedAtMs: number) {
  engine.cronFiredAt.set(key, firedAtMs);
  engine.journal.put("crons", key, () => ({ key, fired_at: isoOrNull(firedAtMs) }));
}

/**
 * Puts an app's functions in place of those it had before. Crons seen for the first time count from now.
 * @returns true when all apps are known, so that events can find their functions
 */
export function setFunctions(engine: Engine, app: AppState): boolean {
  for (const [id, config] of engine.functions) if (config.appUrl === app.url) engine.functions.delete(id);
  for (const config of app.functions) engine.functions.set(config.id, config);
  engine.apps.set(app.url, app);

  engine.crons.clear();
  const nowMs = engine.now();
  for (const config of [...engine.functions.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const cron of config.crons) {
      const key = `${config.id} ${cron}`;
      const schedule = parseCron(cron);
      if (!engine.cronFiredAt.has(key)) saveCronFired(engine, key, nowMs);
      const firedAtMs = engine.cronFiredAt.get(key) ?? nowMs;
      const nextAtMs = schedule.next(firedAtMs);
      engine.crons.set(key, { functionId: config.id, cron, schedule, firedAtMs, nextAtMs, isFrequent: schedule.isFrequent(nowMs) });
    }
  }
  return [...engine.apps.values()].every(({ isSynced }) => isSynced);
}

const storedRuns = new WeakSet<Run>();

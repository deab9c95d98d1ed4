import { createSlots, type SlotDemand } from "./flow-control";
import { createHeap } from "./heap";
import type { Call, Run, Step } from "./model";

/** A call that may be made now: a run's discovery (`step` null) or one planned step. */
export type Job = { run: Run; step: Step | null; call: Call };

/** What became of a call. `unreachable` and `lost` keep the job; the call is made again. */
export type JobOutcome = "done" | "unreachable" | "lost";

type QueuedJob = Job & {
  order: number;
  /** The slot key whose release brought the job back: if it cannot use the slot, the next in line must get it. */
  wokenBy: string | undefined;
};

export type Scheduler = {
  /** Runs the job once everything marked in the journal so far is stored. */
  enqueue(job: Job): void;
  /** The app answers again (or for the first time): make the calls that waited for it. */
  appIsBack(appUrl: string): void;
  /** Calls for this app wait until `appIsBack`. */
  appIsAway(appUrl: string): void;
  /** Concurrency limits may have changed: every waiting call is looked at again. */
  reconsider(): void;
  counts(): { queued: number; running: number };
  /** Resolves when no call is queued or under way. */
  whenIdle(): Promise<void>;
  /** Starts nothing more and resolves when calls under way have ended, or after `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

type Options = {
  /** Most calls under way at once. */
  capacity: number;
  commit(): Promise<void>;
  isCurrent(job: Job): boolean;
  /** The app and the slots a job needs; undefined when its function is gone and it needs neither. */
  requirementsOf(job: Job): { appUrl: string; demands: SlotDemand[] } | undefined;
  perform(job: Job): Promise<JobOutcome>;
  onUnreachable(appUrl: string): void;
};

/** Machine time before a call whose answer was lost is made again: doubles up to the second figure. */
const LOST_RETRY_MS = { first: 100, most: 2_000 };

/** The in-memory queue of due calls. First come, first served, except that a call waiting for a slot or an app does not hold up the rest. */
export function createScheduler(options: Options): Scheduler {
  const ready = createHeap<QueuedJob>((a, b) => a.order < b.order);
  const slots = createSlots();
  const waitingForSlot = new Map<string, QueuedJob[]>();
  const waitingForApp = new Map<string, QueuedJob[]>();
  const delays = new Set<NodeJS.Timeout>();
  let idleWaiters: (() => void)[] = [];
  let order = 0;
  let parked = 0;
  let staged = 0;
  let running = 0;
  let isStopped = false;

  function pump() {
    while (!isStopped && running < options.capacity) {
      const job = ready.pop();
      if (!job) break;
      admit(job);
    }
    if (staged + ready.size + parked + delays.size + running === 0) {
      const waiters = idleWaiters;
      idleWaiters = [];
      for (const wake of waiters) wake();
    }
  }

  function admit(job: QueuedJob) {
    const needs = options.isCurrent(job) ? options.requirementsOf(job) : undefined;
    const appQueue = needs && waitingForApp.get(needs.appUrl);
    const fullKey = needs && !appQueue ? slots.acquire(needs.demands) : undefined;
    if (job.wokenBy !== undefined && (!needs || appQueue || (fullKey !== undefined && fullKey !== job.wokenBy))) wakeNext(job.wokenBy);
    if (appQueue) park(appQueue, job);
    else if (fullKey !== undefined) park(queueFor(fullKey), job);
    else if (options.isCurrent(job)) void run(job, needs);
  }

  async function run(job: QueuedJob, needs: { appUrl: string; demands: SlotDemand[] } | undefined) {
    running++;
    const outcome = await options.perform(job);
    running--;
    if (needs) {
      slots.release(needs.demands);
      for (const { key } of needs.demands) wakeNext(key);
      if (outcome === "unreachable") {
        const isNews = !waitingForApp.has(needs.appUrl);
        away(needs.appUrl);
        ready.push({ ...job, wokenBy: undefined });
        if (isNews) options.onUnreachable(needs.appUrl);
      }
      if (outcome === "lost") retryLater(job);
    }
    pump();
  }

  function retryLater(job: QueuedJob) {
    const delayMs = Math.min(LOST_RETRY_MS.first * 2 ** job.call.lostAnswers++, LOST_RETRY_MS.most);
    const timer = setTimeout(() => {
      delays.delete(timer);
      ready.push({ ...job, order: order++, wokenBy: undefined });
      pump();
    }, delayMs);
    delays.add(timer);
  }

  function park(queue: QueuedJob[], job: QueuedJob) {
    queue.push({ ...job, wokenBy: undefined });
    parked++;
  }

  function queueFor(key: string): QueuedJob[] {
    let queue = waitingForSlot.get(key);
    if (!queue) {
      queue = [];
      waitingForSlot.set(key, queue);
    }
    return queue;
  }

  function wakeNext(key: string) {
    const queue = waitingForSlot.get(key);
    const job = queue?.shift();
    if (queue?.length === 0) waitingForSlot.delete(key);
    if (!job) return;
    parked--;
    ready.push({ ...job, wokenBy: key });
  }

  function wakeAll(queues: Map<string, QueuedJob[]>, key: string) {
    const jobs = queues.get(key) ?? [];
    queues.delete(key);
    parked -= jobs.length;
    for (const job of jobs) ready.push(job);
  }

  function away(appUrl: string) {
    if (!waitingForApp.has(appUrl)) waitingForApp.set(appUrl, []);
  }

  return {
    enqueue(job) {
      staged++;
      const queued = { ...job, order: order++, wokenBy: undefined };
      void options.commit().then(() => {
        staged--;
        ready.push(queued);
        pump();
      });
    },
    appIsAway: away,
    appIsBack(appUrl) {
      wakeAll(waitingForApp, appUrl);
      pump();
    },
    reconsider() {
      for (const key of [...waitingForSlot.keys()]) wakeAll(waitingForSlot, key);
      pump();
    },
    counts: () => ({ queued: staged + ready.size + parked + delays.size, running }),
    whenIdle: () =>
      new Promise((resolve) => {
        idleWaiters.push(resolve);
        pump();
      }),
    async stop(graceMs) {
      isStopped = true;
      for (const timer of delays) clearTimeout(timer);
      const deadline = Date.now() + graceMs;
      while (running > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type MovableClock, movableClock } from "@/local/clock";
import { type ReceivedRequest, RestartableServer, type ScriptedAnswer } from "@/tests/support/restartable-server";
import { driveDemo } from "./drive";

const START = new Date("2026-03-02T00:00:00Z");
const at = (minutes: number) => new Date(START.getTime() + minutes * 60_000);

/** Executor, mail, market and providers in one: timers that fire on a tick, and work that takes a few looks to finish. */
class FakeStack extends RestartableServer {
  readonly done: string[] = [];
  readonly fired: string[] = [];
  timers: { at: Date; what: string; looks: number }[] = [];
  outbox = 0;
  #working: { what: string; looks: number }[] = [];
  readonly clock: MovableClock;

  constructor(clock: MovableClock) {
    super();
    this.clock = clock;
  }

  protected answer({ path, body }: ReceivedRequest): ScriptedAnswer {
    if (path.includes("/fire")) {
      this.fired.push(body);
      this.outbox = 0;
    }
    if (path.includes("/tick")) this.#fire();
    return { status: path.includes("/missing") ? 404 : 200, body: JSON.stringify(this.#state()) };
  }

  #fire(): void {
    const now = this.clock.now();
    this.#working.push(...this.timers.filter((timer) => timer.at <= now));
    this.timers = this.timers.filter((timer) => timer.at > now);
  }

  /** Work is done after as many looks as it takes, at the time the clock then shows. */
  #state() {
    for (const work of this.#working) work.looks -= 1;
    for (const { what } of this.#working.filter(({ looks }) => looks <= 0)) this.done.push(`${what} at ${this.clock.now().toISOString()}`);
    this.#working = this.#working.filter(({ looks }) => looks > 0);
    const next = this.timers.map((timer) => timer.at.toISOString()).toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null;
    return {
      ...{ queued: this.#working.length, running: 0, waiting: 0, nextTimerAt: next, nextCronAt: null },
      ...{ queuedWebhooks: 0, pendingTimers: 0, untold: 0, webhooks: {} },
      ...{
        pendingReactions: 0,
        dueReactions: 0,
        nextReactionAt: null,
        queuedCallbacks: 0,
        received: this.done.length,
        finished: 0,
        bookings: 0,
      },
      ...{ callbacks: { queued: 0, due: 0, nextAt: null }, providers: {} },
    };
  }
}

let folder: string;
let stack: FakeStack;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "drive-"));
  const clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
  clock.freeze(START);
  stack = new FakeStack(clock);
  await stack.start();
});
afterEach(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

const drive = (untilMinutes: number, more: { idleTimeoutMs?: number; onSettled?: () => void } = {}) =>
  driveDemo({
    ...{ clock: stack.clock, executorUrl: stack.url, mailUrl: stack.url, marketUrl: stack.url, providersUrl: stack.url },
    ...{ until: at(untilMinutes), idleTimeoutMs: 5000, outboxWaiting: () => Promise.resolve(stack.outbox), ...more },
  });

test("the clock stops at every instant at which something is due, and moves on only when all of it is done", async () => {
  stack.timers = [
    { at: at(90), what: "late", looks: 1 },
    { at: at(10), what: "slow", looks: 30 },
    { at: at(10), what: "quick", looks: 1 },
    { at: at(11), what: "next", looks: 5 },
    { at: at(500), what: "beyond", looks: 1 },
  ];
  expect(await drive(120)).toEqual({ instants: 5 });
  expect(stack.done).toEqual([
    `quick at ${at(10).toISOString()}`,
    `slow at ${at(10).toISOString()}`,
    `next at ${at(11).toISOString()}`,
    `late at ${at(90).toISOString()}`,
  ]);
  expect(stack.clock.now()).toEqual(at(120));
});

test("a stack that is killed and comes back is waited for", async () => {
  stack.timers = [{ at: at(10), what: "work", looks: 3 }];
  let restarted: Promise<void> | undefined;
  const onSettled = () => {
    restarted ??= stack.stop().then(() => stack.start());
  };
  await drive(20, { onSettled });
  await restarted;
  expect(stack.done).toEqual([`work at ${at(10).toISOString()}`]);
});

test("an outbox that nobody relays is swept by the product's own function", async () => {
  stack.outbox = 3;
  await drive(1);
  expect(stack.fired).toEqual([JSON.stringify({ functionId: "relay-outbox" })]);
});

test("a stack where nothing moves is given up, saying what is stuck", async () => {
  stack.timers = [{ at: at(10), what: "stuck", looks: Number.POSITIVE_INFINITY }];
  await expect(drive(20, { idleTimeoutMs: 300 })).rejects.toThrow(`at ${at(10).toISOString()}: 1 calls of the executor`);
});

test("a call that is refused is not asked again", async () => {
  await expect(
    driveDemo({
      ...{ clock: stack.clock, executorUrl: `${stack.url}/missing`, mailUrl: stack.url, marketUrl: stack.url, providersUrl: stack.url },
      ...{ until: at(1), idleTimeoutMs: 60_000, outboxWaiting: () => Promise.resolve(0) },
    }),
  ).rejects.toThrow("answered 404");
});

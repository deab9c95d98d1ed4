import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Inngest, invoke, staticSchema } from "inngest";
import { serve } from "inngest/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MovableClock, movableClock } from "@/local/clock";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";
import { executorClient } from "./executor-client";
import { type AppServer, openAppServer } from "./feature-app";
import { startInngest } from "./server";

const RUNS = 50;
const KILLS = 10;
const SEED = 20_260_302;

let database: TestDatabase;
let folder: string;
let clock: MovableClock;
let app: AppServer;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "executor-crash-"));
  clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
  clock.freeze(new Date("2026-03-02T00:00:00.000Z"));
  app = await openAppServer();
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await app?.close();
  await database?.drop();
  if (folder) rmSync(folder, { recursive: true });
});

/** Numbers in [0, 1) from a seed, so that a failure can be repeated. */
function seededRandom(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startExecutorProcess(port: number): Promise<ChildProcess> {
  const options = { port, databaseUrl: database.localUrl, clockUrl: clock.url, appUrl: app.url };
  const entry = fileURLToPath(new URL("executor-process.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", entry, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await once(child.stdout as NodeJS.EventEmitter, "data");
  return child;
}

function quietInngest(id: string, baseUrl: string) {
  const quiet = () => undefined;
  return new Inngest({ id, isDev: true, baseUrl, logger: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
}

test("an executor killed at ten random moments loses no event and repeats no recorded step", { timeout: 180_000 }, async () => {
  /** Everything that happened, in order: `ran` is a step's side effect, `saw` its recorded result at a later call. */
  const history: { what: "ran" | "saw"; step: string; token: string }[] = [];
  let tokens = 0;
  const work = async (step: string) => {
    await delay(3);
    const token = `t${++tokens}`;
    history.push({ what: "ran", step, token });
    return token;
  };
  const port = await freePort();
  const executorUrl = `http://127.0.0.1:${port}`;
  const inngest = quietInngest("crash", executorUrl);
  const child = inngest.createFunction({ id: "child", triggers: invoke(staticSchema<{ n: number }>()) }, async ({ event, step }) =>
    step.run("in child", () => work(`${event.data.n}/child`)),
  );
  const parent = inngest.createFunction({ id: "parent", triggers: { event: "crash/start" }, retries: 0 }, async ({ event, step }) => {
    const results: string[] = [];
    const run = async (name: string) => {
      const token = await step.run(name, () => work(`${event.data.n}/${name}`));
      history.push({ what: "saw", step: `${event.data.n}/${name}`, token });
      results.push(token);
    };
    await run("one");
    await run("two");
    await Promise.all([run("left"), run("right")]);
    await step.sleep("nap", "1m");
    results.push(await step.invoke("child", { function: child, data: { n: event.data.n } }));
    await step.sendEvent("tell", { name: "crash/done", data: { n: event.data.n } });
    await run("last");
    return { n: event.data.n, results };
  });
  const done: number[] = [];
  const listener = inngest.createFunction({ id: "listener", triggers: { event: "crash/done" } }, async ({ event, step }) =>
    step.run("count", () => done.push(event.data.n)),
  );
  app.handle(serve({ client: inngest, functions: [parent, child, listener] }));

  const random = seededRandom(SEED);
  let executor = await startExecutorProcess(port);
  const sending = sendAll();
  for (let kill = 0; kill < KILLS; kill++) {
    await delay(40 + random() * 260);
    clock.advance(60_000);
    executor.kill("SIGKILL");
    executor = await startExecutorProcess(port);
  }
  const accepted = await sending;
  const control = executorClient(executorUrl);
  for (let minute = 0; minute < 3; minute++) {
    await control.tick();
    expect((await control.idle(60_000)).idle).toBe(true);
    clock.advance(60_000);
  }

  async function sendAll(): Promise<number[]> {
    const numbers: number[] = [];
    for (let n = 0; n < RUNS; n++) {
      for (;;) {
        try {
          await inngest.send({ id: `event-${n}`, name: "crash/start", data: { n } });
          break;
        } catch {
          await delay(20); // the executor is down longer than the SDK retries: the sender tries again, as an outbox would
        }
      }
      numbers.push(n);
      await delay(20);
    }
    return numbers;
  }

  expect(accepted).toHaveLength(RUNS);
  const runs = await control.runs({ function: "crash-parent", limit: 1000 });
  expect(runs.map(({ status }) => status)).toEqual(Array(RUNS).fill("completed"));
  const outputs = await Promise.all(runs.map(async ({ id }) => (await control.run(id)).output as { n: number; results: string[] }));
  expect(outputs.map(({ n }) => n).sort((a, b) => a - b)).toEqual(accepted);
  expect((await control.runs({ function: "crash-child", limit: 1000 })).length).toBe(RUNS);

  for (const step of new Set(history.map((entry) => entry.step))) {
    const entries = history.filter((entry) => entry.step === step);
    const seen = new Set(entries.filter(({ what }) => what === "saw").map(({ token }) => token));
    expect([step, seen.size <= 1]).toEqual([step, true]);
    const firstSeen = entries.findIndex(({ what }) => what === "saw");
    const ranAfterwards = firstSeen >= 0 && entries.slice(firstSeen).some(({ what }) => what === "ran");
    expect([step, ranAfterwards]).toEqual([step, false]);
  }
  expect([...new Set(done)].sort((a, b) => a - b)).toEqual(accepted);
  executor.kill("SIGKILL");
});

test("an app that dies in the middle of calls costs no attempt and is called again when it is back", async () => {
  const control = await startInngest({ port: 0, databaseUrl: database.localUrl, clock, appUrls: [app.url] });
  const client = executorClient(control.url);
  const inngest = quietInngest("outage", control.url);
  let calls = 0;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const fragile = inngest.createFunction({ id: "fragile", triggers: { event: "outage/start" }, retries: 0 }, async ({ step, attempt }) => {
    const first = await step.run("work", async () => {
      calls++;
      if (calls <= 3) await held;
      return attempt;
    });
    return { first };
  });
  const handler = serve({ client: inngest, functions: [fragile] });
  app.handle(handler);
  for (const n of [1, 2, 3]) await inngest.send({ name: "outage/start", data: { n } });
  await expect.poll(() => calls).toBe(3);

  const port = Number(new URL(app.url).port);
  await app.close(); // answers of three calls are cut off, later calls are refused
  await inngest.send({ name: "outage/start", data: { n: 4 } });
  await delay(300);
  expect((await client.state()).queued).toBeGreaterThan(0);
  release();
  app = await openAppServer(port);
  app.handle(handler);

  expect((await client.idle(20_000)).idle).toBe(true);
  const runs = await client.runs({ function: "outage-fragile" });
  expect(runs.map(({ status }) => status)).toEqual(Array(4).fill("completed"));
  expect(await Promise.all(runs.map(async ({ id }) => (await client.run(id)).output))).toEqual(Array(4).fill({ first: 0 }));
  await control.close();
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type MovableClock, movableClock } from "@/local/clock";
import { runAsAdmin, type TestDatabase, testDatabase } from "@/tests/support/test-database";
import { executorClient } from "./executor-client";
import { type AppServer, createFeatureApp, openAppServer, type SideEffects } from "./feature-app";
import { type InngestServer, startInngest } from "./server";

const HOUR_MS = 3_600_000;

let database: TestDatabase;
let folder: string;
let clock: MovableClock;
let app: AppServer;
let running: InngestServer | undefined;

beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "executor-restart-"));
  clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
  clock.freeze(new Date("2026-03-02T00:00:00.000Z"));
  app = await openAppServer();
});

afterEach(async () => {
  await running?.close();
  running = undefined;
  const client = new Client({ connectionString: database.localUrl });
  await client.connect();
  await client.query("drop schema executor cascade");
  await client.end();
});

afterAll(async () => {
  await app?.close();
  await database?.drop();
  if (folder) rmSync(folder, { recursive: true });
});

const start = async (port = 0, appUrl = app.url) => {
  const lines: string[] = [];
  running = await startInngest({ port, databaseUrl: database.localUrl, clock, appUrls: [appUrl], log: (line) => lines.push(line) });
  return { executor: running, control: executorClient(running.url), port: Number(new URL(running.url).port), lines };
};

test("sleeps, waits, batches, throttled starts, ids and cron cursors survive a restart, even when the app has moved", async () => {
  const did: SideEffects = [];
  const first = await start();
  const feature = createFeatureApp(first.executor.url, did);
  app.handle(feature.handler);
  const send = (name: string, data: Record<string, unknown>, id = crypto.randomUUID()) => feature.inngest.send({ name, data, id });
  await send("test/sleep", { until: clock.now().toISOString() });
  await send("test/wait", { id: "w" });
  await send("test/batched", { who: "a", n: 1 });
  for (const n of [1, 2, 3]) await send("test/throttled", { who: "a", n });
  await send("test/once", { key: "k" }, "same id");
  await send("test/cancellable", { id: "c" });
  await first.control.idle();
  const before = await first.control.state();
  await first.executor.close();

  const moved = await openAppServer();
  moved.handle(feature.handler);
  const second = await start(first.port, moved.url);
  const after = await second.control.state();
  expect([after.nextTimerAt, after.waiting]).toEqual([before.nextTimerAt, before.waiting]);
  await send("test/answer", { id: "w", score: 1 });
  await second.control.idle();
  await send("test/answer", { id: "w", score: 8 });
  await send("test/cancel", { id: "c" });
  await send("test/once", { key: "other" }, "same id");
  await send("test/once", { key: "k" });
  await send("test/batched", { who: "a", n: 2 });
  await second.control.idle();
  clock.advance(30_000);
  await second.control.tick();
  await second.control.idle();
  expect(did).toEqual(expect.arrayContaining(["batched:1,2", "throttled:a:3", "once:k"]));
  expect(did.filter((what) => what.startsWith("once:"))).toHaveLength(1);
  expect((await second.control.runs({ function: "shop-cancellable" })).map(({ status }) => status)).toEqual(["cancelled"]);

  clock.advance(48 * HOUR_MS);
  await second.executor.close();
  const third = await start(first.port, moved.url);
  await third.control.idle();
  expect((await third.control.runs({ function: "shop-sleeper" })).map(({ status }) => status)).toEqual(["completed"]);
  expect((await third.control.runs({ function: "shop-waiter" })).map(({ status }) => status)).toEqual(["completed"]);
  expect(did.filter((what) => what.startsWith("hourly:"))).toEqual(["hourly:2026-03-03T22:30:00.000Z"]);
  await moved.close();
});

test("only one executor owns the schema; the next waits until it is free", async () => {
  const first = await start();
  let hasSecond = false;
  const second = startInngest({ port: 0, databaseUrl: database.localUrl, clock, appUrls: [app.url] }).then((server) => {
    hasSecond = true;
    return server;
  });
  await first.control.state();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(hasSecond).toBe(false);
  await first.executor.close();
  running = await second;
  expect(hasSecond).toBe(true);
});

test("losing the database connection in the middle of work loses nothing", async () => {
  const { executor, control, lines } = await start();
  const ran: number[] = [];
  const quiet = () => undefined;
  const inngest = new Inngest({
    id: "db",
    isDev: true,
    baseUrl: executor.url,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const cut = () =>
    runAsAdmin(database.superuserUrl, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'inngest stand-in'");
  const cutter = inngest.createFunction({ id: "cutter", triggers: { event: "db/go" }, retries: 0 }, async ({ event, step }) => {
    await step.run("one", async () => {
      ran.push(event.data.n);
      if (event.data.n === 3) await cut();
      return null;
    });
    return step.run("two", () => event.data.n);
  });
  app.handle(serve({ client: inngest, functions: [cutter] }));
  await inngest.send([1, 2, 3, 4, 5].map((n) => ({ name: "db/go", data: { n } })));
  expect((await control.idle()).idle).toBe(true);
  expect((await control.runs()).map(({ status }) => status)).toEqual(Array(5).fill("completed"));
  expect(ran).toHaveLength(5);
  expect(lines.join()).toContain("reconnecting");
});

test("text that Postgres cannot store is kept with the replacement character", async () => {
  const { executor, control } = await start();
  const feature = createFeatureApp(executor.url, []);
  app.handle(feature.handler);
  await feature.inngest.send({ name: "test/sequence", data: { n: "nul \u0000 half \ud800 path C:\\u0000" } });
  await control.idle();
  const [run] = await control.runs({ function: "shop-sequence" });
  expect((await control.run(run?.id ?? "")).output).toEqual({ one: "nul \ufffd half \ufffd path C:\\u00001", nothing: null });
});

test("a refused function is named and an operation outside the protocol fails its run loudly", async () => {
  const { executor, control } = await start();
  const quiet = () => undefined;
  const inngest = new Inngest({
    id: "odd",
    isDev: true,
    baseUrl: executor.url,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const debounced = inngest.createFunction(
    { id: "debounced", triggers: { event: "odd/go" }, debounce: { period: "5s" } },
    async () => null,
  );
  const signal = inngest.createFunction({ id: "signal", triggers: { event: "odd/go" } }, async ({ step }) =>
    step.waitForSignal("wait", { signal: "s", timeout: "1h", onConflict: "fail" }),
  );
  app.handle(serve({ client: inngest, functions: [debounced, signal] }));
  await inngest.send({ name: "odd/go", data: {} });
  await control.idle();
  const [registered] = await control.functions();
  expect(registered?.refusals).toEqual([{ id: "odd-debounced", reasons: ['option "debounce" is not supported'] }]);
  const [run] = await control.runs();
  expect(run).toMatchObject({ functionId: "odd-signal", status: "failed" });
  expect((await control.run(run?.id ?? "")).error?.message).toContain("does not support the operation WaitForSignal");
});

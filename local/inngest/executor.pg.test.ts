import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MovableClock, movableClock } from "@/local/clock";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";
import { executorClient } from "./executor-client";
import { type AppServer, createFeatureApp, openAppServer, type SideEffects } from "./feature-app";
import { type InngestServer, startInngest } from "./server";

const HOUR_MS = 3_600_000;
const START = new Date("2026-03-02T00:00:00.000Z");

let database: TestDatabase;
let folder: string;
let clock: MovableClock;
let app: AppServer;
let executor: InngestServer;
let control: ReturnType<typeof executorClient>;
let feature: ReturnType<typeof createFeatureApp>;
const did: SideEffects = [];

beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "executor-"));
  clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
  clock.freeze(START);
  app = await openAppServer();
  executor = await startInngest({ port: 0, databaseUrl: database.localUrl, clock, appUrls: [app.url] });
  control = executorClient(executor.url);
  feature = createFeatureApp(executor.url, did);
  app.handle(feature.handler);
});

afterAll(async () => {
  await executor?.close();
  await app?.close();
  await database?.drop();
  if (folder) rmSync(folder, { recursive: true });
});

async function send(name: string, data: Record<string, unknown> = {}, id?: string) {
  await feature.inngest.send(id ? { name, data, id } : { name, data });
  await control.idle();
}

async function advance(ms: number) {
  clock.advance(ms);
  await control.tick();
  await control.idle();
}

async function lastRun(functionId: string) {
  const [latest] = await control.runs({ function: `shop-${functionId}`, limit: 1 });
  if (!latest) throw new Error(`no run of ${functionId}`);
  return control.run(latest.id);
}

const effectsOf = (functionId: string) => did.filter((what) => what.startsWith(`${functionId}:`));

describe("steps", () => {
  test("an event sent before the app registered still starts its function, and steps run once in order", async () => {
    await send("test/sequence", { n: 1 });

    const run = await lastRun("sequence");
    expect(run.status).toBe("completed");
    expect(run.output).toEqual({ one: 2, nothing: null });
    expect(run.steps.map(({ name, status }) => [name, status])).toEqual([
      ["one", "completed"],
      ["two", "completed"],
    ]);
    expect(effectsOf("sequence")).toEqual(["sequence:one", "sequence:two"]);
  });

  test("parallel steps keep their own attempts and the function goes on when all are settled", async () => {
    await send("test/parallel");
    expect((await control.state()).nextTimerAt).toBe(new Date(clock.now().getTime() + 15_000).toISOString());
    await advance(15_000);
    expect(effectsOf("parallel")).toEqual(["parallel:a", "parallel:flaky", "parallel:flaky"]);
    await advance(HOUR_MS);
    const run = await lastRun("parallel");
    expect(run.output).toBe("abc");
    expect(run.steps.find(({ name }) => name === "flaky")?.attempt).toBe(1);
  });

  test("sleep and sleepUntil follow the movable clock", async () => {
    await send("test/sleep", { until: new Date(clock.now().getTime() + 72 * HOUR_MS).toISOString() });
    expect(effectsOf("sleeper")).toEqual([]);
    await advance(48 * HOUR_MS - 1);
    expect(effectsOf("sleeper")).toEqual([]);
    await advance(1);
    expect((await lastRun("sleeper")).status).toBe("running");
    await advance(24 * HOUR_MS);
    expect((await lastRun("sleeper")).output).toBe("rested");
  });

  test("waitForEvent matches by field, by expression, and times out with null", async () => {
    await send("test/wait", { id: "w1" });
    await send("test/answer", { id: "other", score: 9 });
    await send("test/answer", { id: "w1", score: 1 });
    await send("test/answer", { id: "w1", score: 2 });
    await send("test/answer", { id: "w1", score: 7 });
    expect((await lastRun("waiter")).status).toBe("running");
    await advance(3 * HOUR_MS);
    expect((await lastRun("waiter")).output).toEqual({ matched: 1, conditioned: 7, missed: null });
  });

  test("invoke returns the output, the error, or a time-out", async () => {
    await send("test/invoke");
    await advance(HOUR_MS);
    expect((await lastRun("invoker")).output).toEqual({
      good: { cents: 300 },
      failed: "no such sku",
      late: 'The function invoked by step "slow" did not finish in time',
    });
  });

  test("sendEvent starts other functions while its own call is open", async () => {
    await send("test/send");
    expect((await lastRun("sender")).output).toBe(2);
    expect(new Set(effectsOf("receiver"))).toEqual(new Set(["receiver:1", "receiver:2"]));
  });
});

describe("triggers", () => {
  test("an `if` that misses a field, or is false, starts nothing", async () => {
    await send("test/conditional", { amount: 50, kind: "big" });
    await send("test/conditional", { amount: 5, kind: "big" });
    await send("test/conditional", { kind: "big" });
    expect(effectsOf("conditional")).toEqual(["conditional:50"]);
  });

  test("a name ending in * takes every event under it", async () => {
    await send("wild/one");
    await send("wilder/two");
    expect(effectsOf("wildcard")).toEqual(["wildcard:wild/one"]);
  });

  test("crons tick on the clock in their zone; a jump over several ticks fires each cron once, for the latest", async () => {
    const count = () => did.filter((what) => what === "minutely").length;
    clock.freeze(new Date("2026-04-01T00:00:00.000Z"));
    await control.tick();
    await control.idle();
    const [minutely, hourly] = [count(), effectsOf("hourly").length];
    // 09:30 in Sydney is 22:30 UTC the day before, daylight saving time.
    expect((await control.state()).nextCronAt).toBe("2026-04-01T22:30:00.000Z");
    await advance(72 * HOUR_MS);
    expect(count()).toBe(minutely + 1);
    expect(effectsOf("hourly").slice(hourly)).toEqual(["hourly:2026-04-03T22:30:00.000Z"]);
  });

  test("a cron can be fired by hand", async () => {
    const { runId } = await control.fire("hourly");
    expect([(await control.idle()).idle, (await control.run(runId)).status]).toEqual([true, "completed"]);
  });
});

describe("failures", () => {
  test("a step, then the body, are retried with growing delays on the clock", async () => {
    await send("test/retry");
    await advance(14_999);
    expect(effectsOf("retrier")).toHaveLength(1);
    await advance(1);
    await advance(30_000);
    expect(effectsOf("retrier")).toHaveLength(3);
    expect((await lastRun("retrier")).status).toBe("running");
    await advance(15_000); // the counter starts again after the step's success
    expect(await lastRun("retrier")).toMatchObject({ status: "completed", output: "ok", error: null });
    expect(effectsOf("retrier")).toHaveLength(3);
  });

  test("retry-after in seconds and as a date replaces the back-off", async () => {
    const until = new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString();
    await send("test/retry-after", { until });
    await advance(89_000);
    expect(effectsOf("retry-after")).toHaveLength(1);
    await advance(1_000);
    expect(effectsOf("retry-after")).toHaveLength(2);
    expect((await control.state()).nextTimerAt).toBe(until);
    await advance(2 * HOUR_MS);
    expect((await lastRun("retry-after")).output).toBe("through");
  });

  test("a step that fails for good can be caught by the function", async () => {
    await send("test/caught");
    await advance(15_000);
    expect((await lastRun("caught")).output).toBe("caught broken");
    expect(effectsOf("caught")).toHaveLength(2);
  });

  test("a failed run starts its onFailure handler with the error and the event", async () => {
    await send("test/fail", { why: "test" });
    expect((await lastRun("failing")).error?.message).toBe("as planned");
    expect(effectsOf("failing")).toEqual(["failing:as planned:test"]);
    expect((await control.runs({ function: "shop-failing-failure" })).map(({ status }) => status)).toEqual(["completed"]);
  });
});

describe("flow control", () => {
  test("cancelOn stops the sleeping run it matches and no other", async () => {
    await send("test/cancellable", { id: "stay" });
    await send("test/cancellable", { id: "go" });
    await send("test/cancel", { id: "go" });
    expect((await control.runs({ function: "shop-cancellable" })).map(({ status }) => status)).toEqual(["cancelled", "running"]);
    await advance(240 * HOUR_MS);
    expect(effectsOf("cancellable")).toEqual(["cancellable:woke"]);
  });

  test("idempotency keys and event ids count once in 24 hours", async () => {
    await send("test/once", { key: "k" });
    await send("test/once", { key: "k" });
    await send("test/once", { key: "by id" }, "event-1");
    await send("test/once", { key: "another, same id" }, "event-1");
    expect(effectsOf("once")).toEqual(["once:k", "once:by id"]);
    await advance(24 * HOUR_MS);
    await send("test/once", { key: "k" });
    expect(effectsOf("once")).toEqual(["once:k", "once:by id", "once:k"]);
  });

  test("the same id seed again is the sender's retry", async () => {
    const post = () =>
      fetch(`${executor.url}/e/key`, {
        method: "POST",
        headers: { "x-inngest-event-id-seed": "1700000000000,c2VlZHNlZWQ=" },
        body: JSON.stringify([{ name: "test/sent", data: { n: "seed" } }]),
      }).then((response) => response.json());
    const [first, second] = [await post(), await post()];
    await control.idle();
    expect(first.status).toBe(200);
    expect(second.ids).toHaveLength(1);
    expect(did.filter((what) => what === "receiver:seed")).toHaveLength(1);
  });

  test("throttle delays starts per key and drops none", async () => {
    for (let n = 1; n <= 4; n++) await send("test/throttled", { who: "a", n });
    await send("test/throttled", { who: "b", n: 1 });
    expect(effectsOf("throttled")).toEqual(["throttled:a:1", "throttled:a:2", "throttled:b:1"]);
    await advance(30_000);
    expect(effectsOf("throttled")).toContain("throttled:a:3");
    expect(effectsOf("throttled")).not.toContain("throttled:a:4");
    await advance(30_000);
    expect(effectsOf("throttled")).toContain("throttled:a:4");
  });

  test("a batch starts when full or when its time is over, per key", async () => {
    for (const n of [1, 2, 3, 4]) await send("test/batched", { who: "a", n });
    await send("test/batched", { who: "b", n: 9 });
    expect(effectsOf("batched")).toEqual(["batched:1,2,3"]);
    await advance(30_000);
    expect(new Set(effectsOf("batched").slice(1))).toEqual(new Set(["batched:4", "batched:9"]));
  });

  test("concurrency holds per key and per shared scope, and a sleeping run holds no slot", async () => {
    await feature.inngest.send(["a", "a", "a", "b", "b", "c"].map((who) => ({ name: "test/exclusive", data: { who } })));
    await control.idle();
    expect(feature.gate.most.get("a")).toBe(1);
    expect(feature.gate.most.get("all")).toBe(2);
    expect((await control.state()).waiting).toBeGreaterThanOrEqual(6);
    await advance(HOUR_MS);
    expect(await control.runs({ function: "shop-exclusive", status: "completed" })).toHaveLength(6);
  });
});

describe("operating it", () => {
  test("a run can be cancelled and run again", async () => {
    await send("test/cancellable", { id: "by hand" });
    const { id } = await lastRun("cancellable");
    await control.cancel(id);
    expect((await control.run(id)).status).toBe("cancelled");
    const { runId } = await control.rerun(id);
    await control.idle();
    expect((await control.run(runId)).status).toBe("running");
    await control.cancel(runId);
  });

  test("the pages list functions and runs, and show a run's steps and output escaped", async () => {
    await send("test/sequence", { n: "<script>" });
    const { id } = await lastRun("sequence");
    const home = await (await fetch(`${executor.url}/?function=shop-sequence&status=completed`)).text();
    expect(home).toContain(id);
    expect(home).toContain("shop-cancellable");
    const page = await (await fetch(`${executor.url}/runs/${id}`)).text();
    expect(page).toContain("Run again");
    expect(page).toContain("&lt;script&gt;1");
    expect(page).not.toContain("<script>");
    const again = await fetch(`${executor.url}/runs/${id}/rerun`, { method: "POST", redirect: "manual" });
    expect(again.status).toBe(303);
    const foreign = await fetch(`${executor.url}/runs/${id}/rerun`, { method: "POST", headers: { origin: "http://evil.example" } });
    expect(foreign.status).toBe(403);
    await control.idle();
  });

  test("what it does not speak is answered 501 by name, and an event without a name is refused", async () => {
    const unknown = await fetch(`${executor.url}/v1/signals`, { method: "POST" });
    expect([unknown.status, (await unknown.json()).error]).toEqual([501, "POST /v1/signals is not implemented by this executor"]);
    const nameless = await fetch(`${executor.url}/e/key`, { method: "POST", body: JSON.stringify({ data: {} }) });
    expect(await nameless.json()).toEqual({ ids: [""], status: 400, error: "event name is empty" });
  });
});

import { Inngest } from "inngest";
import { expect, test } from "vitest";
import { parseRegistration } from "./registration";

const APP_URL = "http://127.0.0.1:3000/api/inngest";

function entry(extra: Record<string, unknown> = {}) {
  return {
    id: "shop-f",
    name: "f",
    triggers: [{ event: "a/b" }],
    steps: { step: { id: "step", name: "step", runtime: { type: "http", url: `${APP_URL}?fnId=shop-f&stepId=step` } } },
    ...extra,
  };
}

const refusalOf = (extra: Record<string, unknown>) => parseRegistration([entry(extra)], APP_URL).refusals;

test("a function is accepted with its durations in milliseconds and the default retries", () => {
  const { functions, refusals } = parseRegistration(
    [
      entry({
        throttle: { limit: 3, period: "1m" },
        batchEvents: { maxSize: 5, timeout: "10s" },
        cancel: [{ event: "a/stop", if: "event.data.id == async.data.id", timeout: "1h" }],
        concurrency: [{ limit: 2, key: "event.data.id" }],
      }),
    ],
    APP_URL,
  );
  expect(refusals).toEqual([]);
  expect(functions[0]).toMatchObject({
    maxAttempts: 5,
    throttle: { limit: 3, periodMs: 60_000, burst: 0 },
    batch: { maxSize: 5, timeoutMs: 10_000 },
    cancelOn: [{ event: "a/stop", timeoutMs: 3_600_000 }],
    concurrency: [{ limit: 2, key: "event.data.id", scope: "fn" }],
  });
});

test.each([
  ["debounce", { debounce: { period: "5s" } }],
  ["rateLimit", { rateLimit: { limit: 1, period: "1h" } }],
  ["singleton", { singleton: { mode: "skip" } }],
  ["priority", { priority: { run: "120" } }],
  ["timeouts", { timeouts: { start: "10s" } }],
  ["jitter", { triggers: [{ cron: "0 * * * *", jitter: "30s" }] }],
  ["inngest/function.finished", { triggers: [{ event: "inngest/function.finished" }] }],
  ["brandNew", { brandNew: true }],
])("%s is refused by name", (name, extra) => {
  const [refusal] = refusalOf(extra);
  expect(refusal?.id).toBe("shop-f");
  expect(refusal?.reasons.join()).toContain(name);
  expect(refusal?.reasons.join()).toContain("not supported");
});

test.each([
  ["CEL expression", { idempotency: "event.data." }],
  ["CEL expression", { triggers: [{ event: "a/b", expression: "event.data.id ==" }] }],
  ["cron", { triggers: [{ cron: "every day" }] }],
  ["duration", { throttle: { limit: 1, period: "soon" } }],
])("an unreadable %s is refused", (what, extra) => {
  expect(refusalOf(extra)[0]?.reasons.join()).toContain(what);
});

test("one refused function does not keep the others out", () => {
  const { functions, refusals } = parseRegistration([entry({ id: "shop-bad", debounce: { period: "5s" } }), entry()], APP_URL);
  expect([functions.map(({ id }) => id), refusals.map(({ id }) => id)]).toEqual([["shop-f"], ["shop-bad"]]);
});

test("what the installed SDK reports is accepted, and its unsupported options are refused", () => {
  const inngest = new Inngest({ id: "shop", isDev: true });
  const good = inngest.createFunction(
    { id: "good", triggers: [{ event: "a/b", if: "event.data.n > 1" }], retries: 2, concurrency: 3, idempotency: "event.data.id" },
    async () => null,
  );
  const bad = inngest.createFunction({ id: "bad", triggers: { event: "a/b" }, debounce: { period: "5s" } }, async () => null);
  const entries = [good, bad].flatMap((each) => each["getConfig"]({ baseUrl: new URL(APP_URL), appPrefix: "shop", isConnect: false }));
  const { functions, refusals } = parseRegistration(JSON.parse(JSON.stringify(entries)), APP_URL);
  expect(functions).toMatchObject([{ id: "shop-good", maxAttempts: 3, concurrency: [{ limit: 3, scope: "fn" }] }]);
  expect(refusals).toEqual([{ id: "shop-bad", reasons: ['option "debounce" is not supported'] }]);
});

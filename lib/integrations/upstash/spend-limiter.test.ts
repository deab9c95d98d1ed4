import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { budgetsOf, type SpendBudget, type SpendLevel } from "@/lib/domain/ai-spend";
import type { ReserveResult, SpendRequest } from "@/lib/integrations/anthropic/spend-limiter";
import { redisSpendLimiter } from "@/lib/integrations/upstash/spend-limiter";
import { startUpstash } from "@/local/upstash/server";

const NOW = new Date("2026-03-03T23:00:00Z");
const DAY = "2026-03-03";
const CLIENT_LIMIT = 5_000_000;

let redis: Awaited<ReturnType<typeof startUpstash>>;
let warned: SpendBudget[];
let log: Map<string, number>;
let asked: SpendLevel[];
let reported: unknown[];

beforeAll(async () => {
  redis = await startUpstash({ port: 0, token: "token", clock: { now: () => NOW } });
});
afterAll(() => redis.close());
beforeEach(async () => {
  await fetch(`${redis.url}/_control/flush`, { method: "POST" });
  warned = [];
  log = new Map();
  asked = [];
  reported = [];
});

const limiter = (change: { url?: string; platformDayMicroAud?: number } = {}) =>
  redisSpendLimiter(
    { url: change.url ?? redis.url, token: "token" },
    {
      platformDayMicroAud: change.platformDayMicroAud ?? 100_000_000,
      report: (error) => void reported.push(error),
      books: {
        tierOf: async () => "ignition",
        readSpent: async (levels) => {
          asked.push(...levels);
          return levels.map((level) => log.get(level.kind) ?? 0);
        },
        warn: async (budget) => void warned.push(budget),
      },
    },
  );
const request = (amountMicroAud: number, change: Partial<SpendRequest> = {}): SpendRequest => ({
  skill: "write_reply",
  scope: { clientId: "c1", runId: null, leadId: null },
  amountMicroAud,
  at: NOW,
  ...change,
});
/** What a budget counts: spent and set aside. */
const counter = async (key: string) => {
  const answer = await fetch(`${redis.url}/hmget/${key}/spent/held`, { headers: { authorization: "Bearer token" } });
  return ((await answer.json()) as { result: string[] }).result.reduce((sum, part) => sum + Number(part), 0);
};
const CLIENT_KEY = `v1:ai:client:c1:${DAY}`;

async function settleAll(results: readonly ReserveResult[], costMicroAud: number): Promise<void> {
  const holds = results.flatMap((result) => (result.kind === "reserved" ? [result.hold] : []));
  await Promise.all(holds.map((hold) => limiter().settle(hold, costMicroAud)));
}

test("200 calls at once never pass a limit, not by a micro-dollar, and use what they may", async () => {
  const { reserve } = limiter();
  const results = await Promise.all(Array.from({ length: 200 }, () => reserve(request(33_333))));
  const reserved = results.filter(({ kind }) => kind === "reserved").length;
  expect(reserved).toBe(Math.floor(CLIENT_LIMIT / 33_333));
  expect(await counter(CLIENT_KEY)).toBe(reserved * 33_333);
  expect(results.find(({ kind }) => kind === "over_budget")).toEqual({
    kind: "over_budget",
    level: { kind: "client_day", day: DAY, clientId: "c1" },
    limitMicroAud: CLIENT_LIMIT,
  });
  await settleAll(results, 1_001);
  expect(await counter(CLIENT_KEY)).toBe(reserved * 1_001);
  expect(await counter(`v1:ai:day:${DAY}`)).toBe(reserved * 1_001);
});

test("whatever is reserved and settled, in whatever order: no budget is passed, and each counter holds what was spent in it", async () => {
  const scopes = [
    { clientId: "c1", runId: null, leadId: null },
    { clientId: "c1", runId: "r1", leadId: "l1" },
    { clientId: "c2", runId: "r1", leadId: "l2" },
    { clientId: null, runId: "campaign:x", leadId: null },
  ];
  const calls = fc.array(
    fc.record({
      scope: fc.constantFrom(...scopes),
      skill: fc.constantFrom("write_reply", "derive_icp"),
      amount: fc.integer({ min: 1, max: 900_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(calls, async (given) => {
      await fetch(`${redis.url}/_control/flush`, { method: "POST" });
      const { reserve, settle } = limiter({ platformDayMicroAud: 7_000_000 });
      const spent = new Map<string, { sum: number; limit: number }>();
      await Promise.all(
        given.map(async ({ scope, skill, amount, share }) => {
          const result = await reserve(request(amount, { scope, skill }));
          if (result.kind !== "reserved") return;
          const cost = Math.floor(amount * share);
          await settle(result.hold, cost);
          for (const { key, limitMicroAud } of budgetsOf({ skill, scope, tier: "ignition", at: NOW }, 7_000_000)) {
            spent.set(key, { sum: (spent.get(key)?.sum ?? 0) + cost, limit: limitMicroAud });
          }
        }),
      );
      for (const [key, { sum, limit }] of spent) {
        expect(sum).toBeLessThanOrEqual(limit);
        expect(await counter(key)).toBe(sum);
      }
    }),
    { numRuns: 25 },
  );
});

test("a call that one budget refuses takes nothing from the others", async () => {
  const { reserve } = limiter();
  const scope = { clientId: "c1", runId: "r1", leadId: "l1" };
  expect(await reserve(request(500_000, { scope }))).toMatchObject({ kind: "reserved" });
  const before = await counter(CLIENT_KEY);
  expect(await reserve(request(1, { scope }))).toMatchObject({ kind: "over_budget", level: { kind: "lead_replies", leadId: "l1" } });
  expect(await counter(CLIENT_KEY)).toBe(before);
  expect(await reserve(request(1, { scope, skill: "research_person" }))).toMatchObject({ kind: "reserved" });
});

test("people are told once when four fifths are spent, and not because of what is only set aside", async () => {
  const { reserve } = limiter();
  await settleAll([await reserve(request(4_900_000))], 3_499_999);
  const waiting = await reserve(request(1_500_000));
  expect(await reserve(request(2))).toMatchObject({ kind: "over_budget" });
  await settleAll([waiting], 500_000);
  expect(warned).toEqual([]);
  await settleAll([await reserve(request(500_000))], 1);
  expect(warned.map(({ level }) => level.kind)).toEqual(["client_day"]);
  await settleAll([await reserve(request(500_000))], 500_000);
  await reserve(request(900_000));
  expect(warned).toHaveLength(1);
});

test("counters that Redis lost are added up again from the log", async () => {
  log.set("client_day", 4_999_000).set("platform_day", 6_000_000);
  const { reserve } = limiter();
  expect(await reserve(request(1_001))).toMatchObject({ kind: "over_budget" });
  expect(await reserve(request(1_000))).toMatchObject({ kind: "reserved" });
  expect(await counter(`v1:ai:day:${DAY}`)).toBe(6_001_000);
  expect(asked.map(({ kind }) => kind)).toEqual(["platform_day", "client_day"]);
});

test("what another process settles, perhaps twice, is settled once", async () => {
  const result = await limiter().reserve(request(1_000, { once: "msgbatch_1" }));
  const results = JSON.parse(JSON.stringify([result, result])) as ReserveResult[];
  await settleAll(results, 400);
  await settleAll(results, 400);
  expect(await counter(CLIENT_KEY)).toBe(400);
});

test("a new UTC day is a new budget; what was set aside before midnight is settled there", async () => {
  const { reserve } = limiter();
  const evening = await reserve(request(5_000_000));
  const tomorrow = new Date("2026-03-04T00:00:00Z");
  expect(await reserve(request(1))).toMatchObject({ kind: "over_budget" });
  expect(await reserve(request(5_000_000, { at: tomorrow }))).toMatchObject({ kind: "reserved" });
  await settleAll([evening], 7);
  expect(await counter(CLIENT_KEY)).toBe(7);
  expect(await counter("v1:ai:client:c1:2026-03-04")).toBe(5_000_000);
});

test("money is never spent unseen: without Redis, or without the log it needs, nothing may be spent", async () => {
  expect(await limiter({ url: "http://127.0.0.1:1" }).reserve(request(1))).toMatchObject({ kind: "unavailable" });
  const blind = redisSpendLimiter(
    { url: redis.url, token: "token" },
    {
      platformDayMicroAud: 1_000_000,
      report: (error) => void reported.push(error),
      books: {
        tierOf: async () => "ignition",
        readSpent: () => Promise.reject(new Error("the database is away")),
        warn: async () => undefined,
      },
    },
  );
  expect(await blind.reserve(request(1))).toMatchObject({ kind: "unavailable" });
  expect(reported).toHaveLength(2);
});

test("a Redis that goes while the model thinks: the call ends, and its reservation stays counted", async () => {
  const { reserve } = limiter();
  const result = await reserve(request(1_000_000));
  await fetch(`${redis.url}/_control/fail`, { method: "POST", body: JSON.stringify({ status: 500, error: "down", times: 1 }) });
  await settleAll([result], 5);
  expect(reported).toHaveLength(1);
  expect(await counter(CLIENT_KEY)).toBe(1_000_000);
});

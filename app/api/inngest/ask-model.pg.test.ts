import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { realModel } from "@/app/api/inngest/ask-model";
import type { AskModel } from "@/lib/agents/model-port";
import { clientDayLimit } from "@/lib/domain/ai-spend";
import { parseEnv } from "@/lib/env-schema";
import { createLogger } from "@/lib/log";
import { ANTHROPIC_KEY } from "@/local/providers/anthropic/anthropic";
import { startUpstash } from "@/local/upstash/server";
import { startStandIn } from "@/tests/contracts/stand-in";
import { signUp, type TestWorld, testWorld } from "@/tests/support/factories";
import { testEnv } from "@/tests/support/test-env";

const NOW = new Date("2026-03-03T23:00:00Z");
const CALLS = 200;

let world: TestWorld;
let redis: Awaited<ReturnType<typeof startUpstash>>;
let standIn: Awaited<ReturnType<typeof startStandIn>>;
let clientId: string;

beforeAll(async () => {
  world = await testWorld();
  redis = await startUpstash({ port: 0, token: "token", clock: { now: () => NOW } });
  standIn = await startStandIn();
  ({ clientId } = await signUp(world));
  await standIn.control("PUT", "/anthropic/answers", [{ json: { text: "A short answer." } }]);
});
afterAll(async () => {
  await standIn?.close();
  await redis?.close();
  await world?.close();
});

function asking(change: Record<string, string> = {}): AskModel {
  const settings = parseEnv({
    ...testEnv({ DATABASE_URL: world.systemUrl, MEMBER_DATABASE_URL: world.memberUrl, CLOCK_URL: "" }),
    UPSTASH_REDIS_REST_URL: redis.url,
    ANTHROPIC_API_KEY: ANTHROPIC_KEY,
    ANTHROPIC_BASE_URL: `${standIn.url}/anthropic`,
    ...change,
  });
  const systemCtx = (id: string) => world.systemCtx(id, NOW);
  return realModel(settings, { system: world.system, systemCtx, clock: { now: () => NOW }, log: createLogger("silent") }).ask;
}
const ask = (model: AskModel, maxOutputTokens = 8_000) =>
  model({
    skill: "generate_messaging",
    promptVersion: 1,
    system: "Write a short answer.",
    prompt: "About gardens.",
    schema: z.object({ text: z.string() }),
    maxOutputTokens,
    temperature: 0.7,
    tier: "strong",
    scope: { clientId, runId: null, leadId: null },
  });
const rows = () => world.system.selectFrom("aiSpendLog").selectAll().where("clientId", "=", clientId).execute();
const spentToday = async () => (await rows()).reduce((sum, { costMicros }) => sum + costMicros, 0);
async function counter(): Promise<number> {
  const key = `v1:ai:client:${clientId}:2026-03-03`;
  const answer = await fetch(`${redis.url}/hmget/${key}/spent/held`, { headers: { authorization: "Bearer token" } });
  return ((await answer.json()) as { result: string[] }).result.reduce((sum, part) => sum + Number(part), 0);
}

test("200 questions at once: what the day covers is asked, the rest refused, and every one is on the record", async () => {
  const model = asking();
  const answers = await Promise.all(Array.from({ length: CALLS }, () => ask(model)));
  const answered = answers.filter(({ kind }) => kind === "answer").length;
  expect(answered).toBeGreaterThan(20);
  expect(answers.filter((answer) => answer.kind === "none" && answer.why === "over_budget")).toHaveLength(CALLS - answered);
  const kept = await rows();
  expect(kept).toHaveLength(CALLS);
  expect(kept.filter(({ outcome }) => outcome === "answered")).toHaveLength(answered);
  expect(await counter()).toBe(await spentToday());
  expect(await spentToday()).toBeLessThan(clientDayLimit("ignition"));
});

test("a Redis that lost its counters forgets no spending", async () => {
  const before = await spentToday();
  await fetch(`${redis.url}/_control/flush`, { method: "POST" });
  const answer = await ask(asking());
  expect(answer.kind).toBe("answer");
  expect(await counter()).toBe(before + answer.costMicroAud);
});

test("a budget that is nearly spent is told to the client's people, once", async () => {
  const notices = () => world.system.selectFrom("notifications").select("title").where("clientId", "=", clientId).execute();
  expect(await notices()).toEqual([]);
  const model = asking();
  // Nobody hears the answers, so the most they can cost counts.
  await standIn.fail({ provider: "anthropic", kind: "answer_lost", times: 3 });
  for (const tokens of [60_000, 60_000, 60_000]) expect(await ask(model, tokens)).toMatchObject({ kind: "none", why: "unreachable" });
  expect(await ask(model, 60_000)).toMatchObject({ kind: "none", why: "over_budget" });
  expect(await notices()).toEqual([{ title: "Most of today's AI budget is used" }]);
});

test("without a key nothing is asked, and without Redis nothing is spent", async () => {
  const before = (await rows()).length;
  expect(await ask(asking({ ANTHROPIC_API_KEY: "" }))).toMatchObject({ kind: "none", why: "no_key" });
  expect((await rows()).length).toBe(before);
  expect(await ask(asking({ UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1" }))).toMatchObject({
    kind: "none",
    why: "unreachable",
    costMicroAud: 0,
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { ModelCall } from "@/lib/agents/model-port";
import type { AiCall } from "@/lib/domain/ai-spend";
import { createAskModel } from "@/lib/integrations/anthropic/ask-model";
import { costOf, type Models } from "@/lib/integrations/anthropic/models";
import type { SpendLimiter } from "@/lib/integrations/anthropic/spend-limiter";
import { ANTHROPIC_KEY } from "@/local/providers/anthropic/anthropic";
import { type Document, hasContracts, readContract, readSamples, watchedFetch } from "./contract";
import { NOW, scriptedFetch, startStandIn } from "./stand-in";

/** Every operation answers its failures as `default`. */
function withFailures(document: Document) {
  for (const path of Object.values(document.paths))
    for (const operation of Object.values(path ?? {}))
      for (const status of [400, 401, 404, 429, 500, 529])
        if (operation?.responses) operation.responses[String(status)] ??= operation.responses.default;
}

const MODELS: Models = {
  fast: { id: "claude-haiku-5-5", price: { inputNanoAud: 1_240, outputNanoAud: 6_200 } },
  strong: { id: "claude-sonnet-5-5", price: { inputNanoAud: 4_650, outputNanoAud: 23_250 } },
};
const scope = { clientId: null, runId: "run-1", leadId: null };
const intent = z.object({ intent: z.enum(["meeting_request", "other"]), sure: z.number().min(0).max(1) });
const FITS = { intent: "meeting_request", sure: 0.9 };
const call = (change: Partial<ModelCall<z.infer<typeof intent>>> = {}): ModelCall<z.infer<typeof intent>> => ({
  skill: "classify_reply",
  promptVersion: 2,
  system: "Say what the writer wants.",
  prompt: "Tuesday at ten suits me.",
  schema: intent,
  maxOutputTokens: 200,
  temperature: 0.3,
  tier: "fast",
  scope,
  ...change,
});

const contract = hasContracts ? readContract("anthropic", withFailures) : null;
let standIn: Awaited<ReturnType<typeof startStandIn>>;
let watch: ReturnType<typeof watchedFetch>;
let kept: AiCall[];
let held: { reserved: number; settled: number[] };
let waits: number[];

const limiter: SpendLimiter = {
  async reserve({ amountMicroAud }) {
    held.reserved = amountMicroAud;
    return { kind: "reserved", hold: { amountMicroAud, budgets: [], once: null } };
  },
  settle: async (_, costMicroAud) => void held.settled.push(costMicroAud),
};
const asking = (change: { fetch?: typeof fetch; baseUrl?: string; timeoutMs?: number; limiter?: SpendLimiter } = {}) =>
  createAskModel(
    { apiKey: ANTHROPIC_KEY, baseUrl: change.baseUrl ?? `${standIn.url}/anthropic`, fetch: change.fetch ?? watch.fetch },
    {
      limiter: change.limiter ?? limiter,
      models: MODELS,
      record: async (entry) => void kept.push(entry),
      report: (error) => {
        throw error;
      },
      now: () => NOW,
      wait: async (ms) => void waits.push(ms),
      ...(change.timeoutMs ? { timeoutMs: change.timeoutMs } : {}),
    },
  );
const say = (...answers: object[]) => standIn.control("PUT", "/anthropic/answers", answers);
const fail = (fault: object) => standIn.fail({ provider: "anthropic", ...fault });
const questions = async () =>
  ((await standIn.control("GET", "/records?provider=anthropic&kind=question")) as { records: { data: Record<string, unknown> }[] }).records;

beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(async () => {
  watch = watchedFetch(contract, "/anthropic");
  kept = [];
  held = { reserved: 0, settled: [] };
  waits = [];
  await standIn.control("DELETE", "/faults");
  await say({ json: FITS });
});
afterEach(() => expect(watch.problems).toEqual([]));

describe("asking a model", () => {
  test("the answer fits the schema, is paid for as billed, and is on the record", async () => {
    const answer = await asking()(call());
    expect(answer).toMatchObject({ kind: "answer", data: FITS, model: "claude-haiku-5-5" });
    const [entry] = kept;
    expect(entry).toMatchObject({
      skill: "classify_reply",
      promptVersion: 2,
      scope,
      model: "claude-haiku-5-5",
      outcome: "answered",
      isEstimate: false,
      askedAt: NOW,
    });
    expect(entry?.tokens.outputTokens).toBeGreaterThan(0);
    expect(entry?.costMicroAud).toBe(costOf(MODELS.fast, entry?.tokens ?? ({} as never)));
    expect(held.settled).toEqual([entry?.costMicroAud]);
    expect(held.reserved).toBeGreaterThan(entry?.costMicroAud ?? Number.POSITIVE_INFINITY);
  });

  test("each tier has its model", async () => {
    expect(await asking()(call({ tier: "strong" }))).toMatchObject({ kind: "answer", model: "claude-sonnet-5-5" });
    expect((await questions()).at(-1)?.data).toMatchObject({ model: "claude-sonnet-5-5", maxTokens: 200 });
  });

  test("a long system prompt is written to the cache once and read from it then, and no token is counted twice", async () => {
    const long = call({ system: `Say what the writer wants. ${"Be careful. ".repeat(500)}` });
    await asking()(long);
    const again = await asking()(long);
    const [first, second] = kept.map(({ tokens }) => tokens);
    expect(first?.cacheWriteTokens).toBeGreaterThan(1_024);
    expect(second).toEqual({ ...first, cacheWriteTokens: 0, cachedTokens: first?.cacheWriteTokens });
    expect(kept[1]?.costMicroAud).toBeLessThan((kept[0]?.costMicroAud ?? 0) / 5);
    expect(again).toMatchObject({ usage: { cachedTokens: second?.cachedTokens, inputTokens: second?.inputTokens } });
  });

  test("a schema with open keys is answered too", async () => {
    await say({ json: { days: { monday: 2 } } });
    const schema = z.object({ days: z.record(z.string(), z.number()) });
    const answer = await asking()({ ...call(), schema } as never);
    expect(answer).toMatchObject({ kind: "answer", data: { days: { monday: 2 } } });
  });
});

describe("no answer is an ordinary outcome, and what it cost is known", () => {
  test.each([
    ["a refusal", { refuse: true }, "refused"],
    ["an answer that is no JSON", { text: "Sure! They want a meeting." }, "malformed"],
    ["an answer that does not fit", { json: { intent: "wedding", sure: 7 } }, "malformed"],
    ["an answer that is cut off", { json: FITS, cutOff: true }, "malformed"],
  ])("%s", async (_, answer, why) => {
    await say(answer);
    const none = await asking()(call());
    expect(none).toMatchObject({ kind: "none", why });
    expect(kept).toMatchObject([{ outcome: why, isEstimate: false, costMicroAud: none.costMicroAud }]);
    expect(none.costMicroAud).toBeGreaterThan(0);
    expect(held.settled).toEqual([none.costMicroAud]);
  });

  test.each([
    [400, "malformed"],
    [401, "unreachable"],
    [500, "unreachable"],
  ])("%i is not repeated, and nothing was spent", async (status, why) => {
    await fail({ kind: "status", status });
    expect(await asking()(call())).toMatchObject({ kind: "none", why, costMicroAud: 0 });
    expect(kept).toMatchObject([{ outcome: why, costMicroAud: 0 }]);
    expect(held.settled).toEqual([0]);
    expect(waits).toEqual([]);
  });

  test.each([429, 529])("%i is waited out, as nothing was worked on", async (status) => {
    await fail({ kind: "status", status, retryAfterSeconds: 3, times: 2 });
    expect(await asking()(call())).toMatchObject({ kind: "answer" });
    expect(waits).toEqual([3_000, 3_000]);
    expect(kept).toHaveLength(1);
  });

  test("a provider that stays overloaded, or asks for a long wait, is left alone", async () => {
    await fail({ kind: "status", status: 529, times: 3 });
    expect(await asking()(call())).toMatchObject({ why: "unreachable", costMicroAud: 0 });
    await fail({ kind: "status", status: 429, retryAfterSeconds: 60 });
    expect(await asking()(call())).toMatchObject({ why: "unreachable", costMicroAud: 0 });
    expect(waits).toEqual([1_000, 1_000]);
  });

  test.each([
    ["hang", "timed_out"],
    ["answer_lost", "unreachable"],
  ])("%s: it may have been answered, so the most it can cost counts as spent", async (kind, why) => {
    await fail({ kind });
    const none = await asking({ timeoutMs: 300 })(call());
    expect(none).toMatchObject({ kind: "none", why, costMicroAud: held.reserved });
    expect(kept).toMatchObject([{ outcome: why, isEstimate: true, costMicroAud: held.reserved }]);
    expect(held.settled).toEqual([held.reserved]);
  });

  test("where nobody listens nothing is spent", async () => {
    const gone = await startStandIn();
    await gone.close();
    const none = await asking({ fetch, baseUrl: gone.url })(call());
    expect(none).toMatchObject({ kind: "none", why: "unreachable", costMicroAud: 0 });
  });

  test("without budget, or without knowing it, the model is not asked", async () => {
    const before = (await questions()).length;
    const level = { kind: "run", runId: "run-1" } as const;
    const refusing = asking({ limiter: { ...limiter, reserve: async () => ({ kind: "over_budget", level, limitMicroAud: 1 }) } });
    expect(await refusing(call())).toMatchObject({ kind: "none", why: "over_budget", costMicroAud: 0 });
    const blind = asking({ limiter: { ...limiter, reserve: async () => ({ kind: "unavailable", detail: "no counters" }) } });
    expect(await blind(call())).toMatchObject({ kind: "none", why: "unreachable", detail: "no counters" });
    expect(kept.map(({ outcome }) => outcome)).toEqual(["over_budget", "unreachable"]);
    expect((await questions()).length).toBe(before);
  });
});

describe.skipIf(!hasContracts)("every sample of a message", () => {
  const samples = hasContracts ? readSamples("anthropic") : {};
  const simple = call({ schema: z.object({ intent: z.string() }) as never });
  const asked = (status: number, name: string) =>
    asking({ fetch: scriptedFetch(status, JSON.stringify(samples[name])), baseUrl: "https://api.anthropic.com" })(simple);

  test.each([
    [200, "message.response.json", { kind: "answer", data: { intent: "meeting_request" }, costMicroAud: 412 * 1.24 + 9 * 6.2 + 0.32 }],
    [200, "message-max-tokens.response.json", { kind: "none", why: "malformed" }],
    [200, "message-refusal.response.json", { kind: "none", why: "refused" }],
    [400, "error-400.json", { kind: "none", why: "malformed", costMicroAud: 0 }],
    [429, "error-429.json", { kind: "none", why: "unreachable", costMicroAud: 0 }],
    [529, "error-529.json", { kind: "none", why: "unreachable", costMicroAud: 0 }],
  ])("%i %s", async (status, name, expected) => {
    expect(await asked(status, name)).toMatchObject(expected);
  });
});

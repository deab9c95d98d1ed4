import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AiCall } from "@/lib/domain/ai-spend";
import { type BatchTicket, modelBatches } from "@/lib/integrations/anthropic/batches";
import { costOf, type Models } from "@/lib/integrations/anthropic/models";
import type { SpendLimiter } from "@/lib/integrations/anthropic/spend-limiter";
import { ANTHROPIC_KEY, anthropicStandIn } from "@/local/providers/anthropic/anthropic";
import { startProviders } from "@/local/providers/server";
import { type Document, hasContracts, readContract, readSamples, watchedFetch } from "./contract";

const START = new Date("2026-11-24T02:00:00Z");
const MODELS: Models = {
  fast: { id: "claude-haiku-5-5", price: { inputNanoAud: 1_240, outputNanoAud: 6_200 } },
  strong: { id: "claude-sonnet-5-5", price: { inputNanoAud: 4_650, outputNanoAud: 23_250 } },
};
const scope = { clientId: "c1", runId: "campaign:1", leadId: null };
const draft = z.object({ subject: z.string().max(50), body: z.string() });
const bulk = {
  skill: "generate_messaging",
  promptVersion: 1,
  system: "Write a short message.",
  schema: draft,
  maxOutputTokens: 300,
  temperature: 0.7,
  tier: "strong" as const,
  scope,
  questions: ["Ann", "Bob", "Cho"].map((name) => ({ id: name, leadId: `lead-${name}`, prompt: `To ${name}.` })),
};

/** Every operation answers its failures as `default`. */
function withFailures(document: Document) {
  for (const path of Object.values(document.paths))
    for (const operation of Object.values(path ?? {})) if (operation) operation.responses["404"] ??= operation.responses.default;
}

const contract = hasContracts ? readContract("anthropic", withFailures) : null;
let now = START;
let standIn: Awaited<ReturnType<typeof startProviders>>;
let watch: ReturnType<typeof watchedFetch>;
let kept: AiCall[];
let held: { reserved: number; settled: number[] };

const limiter: SpendLimiter = {
  async reserve({ amountMicroAud, once = null }) {
    held.reserved = amountMicroAud;
    return { kind: "reserved", hold: { amountMicroAud, budgets: [], once } };
  },
  settle: async (_, costMicroAud) => void held.settled.push(costMicroAud),
};
const batches = (change: { limiter?: SpendLimiter } = {}) =>
  modelBatches(
    { apiKey: ANTHROPIC_KEY, baseUrl: `${standIn.url}/anthropic`, fetch: watch.fetch },
    {
      limiter,
      models: MODELS,
      record: async (entry) => void kept.push(entry),
      report: (error) => {
        throw error;
      },
      now: () => now,
      ...change,
    },
  );
const control = async (method: string, path: string, body: unknown) => {
  const response = await fetch(`${standIn.url}/_control/${path}`, { method, body: JSON.stringify(body) });
  expect(response.ok).toBe(true);
};
/** As a durable function keeps it between two steps. */
async function submitted(): Promise<BatchTicket> {
  const submission = await batches().submit(bulk);
  if (submission.kind === "none") throw new Error(submission.detail);
  return JSON.parse(JSON.stringify(submission.ticket)) as BatchTicket;
}

beforeAll(async () => {
  standIn = await startProviders({ port: 0, databaseUrl: null, clock: { now: () => now }, seed: 1, standIns: [anthropicStandIn] });
});
afterAll(() => standIn.close());
beforeEach(async () => {
  now = START;
  watch = watchedFetch(contract, "/anthropic");
  kept = [];
  held = { reserved: 0, settled: [] };
  await control("PUT", "anthropic/answers", [
    { when: ["To Ann."], json: { subject: "For Ann", body: "Hello Ann." } },
    { when: ["To Bob."], json: { subject: "For Bob", body: 7 } },
  ]);
});
afterEach(() => expect(watch.problems).toEqual([]));

test("a batch is worked on for a while, then each question has its answer, at half the price", async () => {
  const ticket = await submitted();
  expect(await batches().read(ticket, draft)).toEqual({ state: "working" });
  const { providers } = (await (await fetch(`${standIn.url}/_control/state`)).json()) as { providers: Record<string, unknown> };
  expect(providers.anthropic).toMatchObject({ waiting: 1, nextAt: "2026-11-24T02:05:00.000Z" });
  now = new Date(START.getTime() + 5 * 60_000);
  const reading = await batches().read(ticket, draft);
  if (reading.state !== "ended") throw new Error("It should have ended");
  expect(reading.answers.get("Ann")).toMatchObject({ kind: "answer", data: { subject: "For Ann", body: "Hello Ann." } });
  expect(reading.answers.get("Bob")).toMatchObject({ kind: "none", why: "malformed" });
  expect(reading.answers.get("Cho")).toMatchObject({ kind: "none", why: "refused" });
  expect(kept.map(({ outcome, scope: { leadId }, isBatch }) => [outcome, leadId, isBatch])).toEqual([
    ["answered", "lead-Ann", true],
    ["malformed", "lead-Bob", true],
    ["refused", "lead-Cho", true],
  ]);
  for (const { tokens, costMicroAud } of kept) {
    expect(costMicroAud).toBe(costOf(MODELS.strong, tokens, { isBatch: true }));
    expect(costMicroAud).toBeLessThan(costOf(MODELS.strong, tokens) * 0.51 + 1);
  }
  expect(held.settled).toEqual([kept.reduce((sum, { costMicroAud }) => sum + costMicroAud, 0)]);
  expect(held.settled[0]).toBeLessThan(held.reserved);
});

test("read again, it is told under the same names", async () => {
  const ticket = await submitted();
  now = new Date(START.getTime() + 5 * 60_000);
  const first = await batches().read(ticket, draft);
  const ids = kept.map(({ id }) => id);
  kept = [];
  expect(await batches().read(ticket, draft)).toEqual(first);
  expect(kept.map(({ id }) => id)).toEqual(ids);
  expect(new Set(ids).size).toBe(3);
});

test("a batch that is not taken costs nothing; one that may have been is not submitted again", async () => {
  await control("POST", "faults", { provider: "anthropic", kind: "status", status: 404 });
  expect(await batches().submit(bulk)).toMatchObject({ kind: "none", why: "unreachable", costMicroAud: 0 });
  await control("POST", "faults", { provider: "anthropic", kind: "answer_lost" });
  expect(await batches().submit(bulk)).toMatchObject({ kind: "none", why: "unreachable", costMicroAud: held.reserved });
  expect(held.settled).toEqual([0, held.reserved]);
});

test("a provider that does not say how a batch goes is asked again later", async () => {
  const ticket = await submitted();
  await control("POST", "faults", { provider: "anthropic", kind: "drop" });
  await expect(batches().read(ticket, draft)).rejects.toMatchObject({ provider: "anthropic", retryable: true });
  await expect(batches().read({ ...ticket, batchId: "msgbatch_none" }, draft)).rejects.toMatchObject({ status: 404, retryable: false });
  expect(held.settled).toEqual([]);
});

test("more than is left to spend is not submitted at all", async () => {
  const level = { kind: "run", runId: "campaign:1" } as const;
  const refusing = batches({ limiter: { ...limiter, reserve: async () => ({ kind: "over_budget", level, limitMicroAud: 1 }) } });
  expect(await refusing.submit(bulk)).toMatchObject({ kind: "none", why: "over_budget", costMicroAud: 0 });
});

describe.skipIf(!hasContracts)("every sample of a batch", () => {
  const samples = hasContracts ? readSamples("anthropic") : {};
  const scripted: typeof fetch = async (input) => {
    const isResults = String(input).endsWith("/results");
    const lines = (samples["batch-results.jsonl"] as unknown[] | undefined)?.map((line) => JSON.stringify(line)).join("\n");
    const name = String(input).includes("working") ? "batch-in-progress.response.json" : "batch-ended.response.json";
    return new Response(isResults ? lines : JSON.stringify(samples[name]), {
      headers: { "content-type": isResults ? "application/x-jsonl" : "application/json" },
    });
  };
  const told = modelBatches(
    { apiKey: "key", baseUrl: "https://api.anthropic.com", fetch: scripted },
    { limiter, models: MODELS, record: async (entry) => void kept.push(entry), report: () => undefined, now: () => START },
  );
  const ticket: BatchTicket = {
    batchId: "msgbatch_01AgencyOsSample",
    skill: "classify_reply",
    promptVersion: 1,
    scope,
    tier: "fast",
    questions: [{ id: "one", leadId: null }],
    hold: { amountMicroAud: 1, budgets: [], once: null },
    askedAt: START.toISOString(),
  };

  test("in progress, and ended with results that nobody asked for", async () => {
    const schema = z.object({ intent: z.string() });
    expect(await told.read({ ...ticket, batchId: "working" }, schema)).toEqual({ state: "working" });
    const reading = await told.read(ticket, schema);
    expect(reading.state === "ended" && [...reading.answers]).toMatchObject([["one", { kind: "none", why: "malformed" }]]);
  });
});

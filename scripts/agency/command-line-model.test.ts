import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ANTHROPIC_KEY } from "@/local/providers/anthropic/anthropic";
import { startStandIn } from "@/tests/contracts/stand-in";
import { commandLineModel } from "./command-line-model";

const now = () => new Date("2026-03-03T23:00:00Z");
const call = {
  skill: "count_words",
  promptVersion: 1,
  system: "Count.",
  prompt: "One two.",
  schema: z.object({ words: z.number() }),
  maxOutputTokens: 100,
  temperature: 0,
  tier: "fast" as const,
  scope: { clientId: null, runId: null, leadId: null },
};

let standIn: Awaited<ReturnType<typeof startStandIn>>;
beforeAll(async () => {
  standIn = await startStandIn();
  await standIn.control("PUT", "/anthropic/answers", [{ json: { words: 2 } }]);
});
afterAll(() => standIn.close());

test("without a key no model is asked, and that is no fault", async () => {
  const { ask, hasKey } = commandLineModel({}, { now });
  expect(hasKey).toBe(false);
  expect(await ask(call)).toMatchObject({ kind: "none", why: "no_key" });
});

test("with one it answers within the command's own budget; an address that ends in /v1 is the same", async () => {
  const environment = { ANTHROPIC_API_KEY: ANTHROPIC_KEY, ANTHROPIC_BASE_URL: `${standIn.url}/anthropic/v1/` };
  const { ask, spentMicroAud } = commandLineModel(environment, { now });
  expect(await ask(call)).toMatchObject({ kind: "answer", data: { words: 2 } });
  expect(spentMicroAud()).toBeGreaterThan(0);
  const poor = commandLineModel(environment, { now, limitMicroAud: 10 });
  expect(await poor.ask(call)).toMatchObject({ kind: "none", why: "over_budget" });
  expect(poor.spentMicroAud()).toBe(0);
});

test("a wrong setting is named", () => {
  expect(() => commandLineModel({ ANTHROPIC_FAST_PRICE: "cheap" }, { now })).toThrow("ANTHROPIC_FAST_PRICE must be A$ per million tokens");
});

import { expect, test } from "vitest";
import { z } from "zod";
import { readBulk, submitBulk } from "@/lib/agents/run-in-bulk";
import { defineSkill } from "@/lib/agents/skill";
import type { BatchCall, BatchTicket, ModelBatches } from "@/lib/integrations/anthropic/batches";

const count = defineSkill({
  name: "count_words",
  description: "Counts words.",
  input: z.object({ text: z.string() }),
  output: z.object({ words: z.number().int().min(0) }),
  baseline: ({ text }) => ({ words: text.split(" ").length }),
  model: {
    version: 3,
    tier: "fast",
    system: "Count the words.",
    prompt: ({ text }) => text,
    maxOutputTokens: 100,
    temperature: 0.3,
    isNeeded: ({ text }) => text.length > 3,
  },
  settle: ({ words }, { text }) => ({ words: Math.min(words, text.length) }),
});
const inputs = [
  { id: "easy", leadId: null, input: { text: "a b" } },
  { id: "hard", leadId: "l1", input: { text: "one two" } },
  { id: "lost", leadId: "l2", input: { text: "one two three" } },
];
const bulk = { skill: count, inputs };
const scope = { clientId: "c1", runId: null, leadId: null };

function batchesOf(change: Partial<ModelBatches>): { asked: BatchCall<unknown>[]; batches: ModelBatches } {
  const asked: BatchCall<unknown>[] = [];
  const batches: ModelBatches = {
    async submit(call) {
      asked.push(call as BatchCall<unknown>);
      return { kind: "submitted", ticket: { batchId: "b1" } as BatchTicket };
    },
    read: async () => ({ state: "working" }),
    ...change,
  };
  return { asked, batches };
}

test("only what needs a model is asked, and each answer is settled against its own input", async () => {
  const answer = { kind: "answer", data: { words: 99 } as never, model: "m", usage: {} as never, costMicroAud: 7 } as const;
  const none = { kind: "none", why: "refused", detail: "", costMicroAud: 2 } as const;
  const { asked, batches } = batchesOf({
    read: async () => ({
      state: "ended",
      answers: new Map<string, typeof answer | typeof none>([
        ["hard", answer],
        ["lost", none],
      ]),
    }),
  });
  const ticket = await submitBulk(bulk, { batches, scope });
  expect(asked[0]).toMatchObject({ skill: "count_words", promptVersion: 3, scope, tier: "fast" });
  expect(asked[0]?.questions).toEqual([
    { id: "hard", leadId: "l1", prompt: "one two" },
    { id: "lost", leadId: "l2", prompt: "one two three" },
  ]);
  const results = await readBulk(bulk, { batches, ticket });
  expect(results?.get("easy")).toMatchObject({ data: { words: 2 }, by: "baseline", why: null, costMicroAud: 0 });
  expect(results?.get("hard")).toMatchObject({ data: { words: 7 }, by: "model", why: null, costMicroAud: 7 });
  expect(results?.get("lost")).toMatchObject({ data: { words: 3 }, by: "baseline", why: "refused", costMicroAud: 2 });
});

test("while it is worked on there is nothing to read", async () => {
  const { batches } = batchesOf({});
  expect(await readBulk(bulk, { batches, ticket: await submitBulk(bulk, { batches, scope }) })).toBeUndefined();
});

test("without a model, or without the money for all, the baselines stand and say why", async () => {
  const ticket = await submitBulk(bulk, { batches: null, scope });
  const results = await readBulk(bulk, { batches: null, ticket });
  expect([...(results ?? [])].map(([id, { by, why }]) => [id, by, why])).toEqual([
    ["easy", "baseline", null],
    ["hard", "baseline", "no_key"],
    ["lost", "baseline", "no_key"],
  ]);
  const { batches } = batchesOf({ submit: async () => ({ kind: "none", why: "over_budget", detail: "", costMicroAud: 0 }) });
  const poor = await readBulk(bulk, { batches, ticket: await submitBulk(bulk, { batches, scope }) });
  expect(poor?.get("hard")).toMatchObject({ by: "baseline", why: "over_budget" });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseModelEnv } from "@/lib/env-schema";
import { configuredModels } from "@/lib/integrations/anthropic/configured-models";
import { costOf, mannersOf, worstCaseOf } from "@/lib/integrations/anthropic/models";

const { fast, strong } = configuredModels(parseModelEnv({}));
const none = { inputTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

test.each([
  [{ inputTokens: 1_000_000 }, 1_240_000],
  [{ outputTokens: 1_000_000 }, 6_200_000],
  [{ cachedTokens: 1_000_000 }, 124_000],
  [{ cacheWriteTokens: 1_000_000 }, 1_550_000],
  [{ inputTokens: 1 }, 2],
  [{}, 0],
])("a million tokens of the fast model at the price of their kind: %j is %i", (tokens, expected) => {
  expect(costOf(fast, { ...none, ...tokens })).toBe(expected);
});

test("a batch costs half", () => {
  expect(costOf(strong, { ...none, inputTokens: 1_000_000, outputTokens: 1_000_000 }, { isBatch: true })).toBe(13_950_000);
});

test("what is set aside covers every answer the provider can bill for, whichever way its tokens are counted", () => {
  const token = fc.integer({ min: 0, max: 1_000 });
  fc.assert(
    fc.property(fc.string({ maxLength: 5_000 }), token, token, token, fc.boolean(), (prompt, read, written, answered, isBatch) => {
      const all = Buffer.byteLength(prompt);
      const cacheWriteTokens = Math.min(written, all);
      const cachedTokens = Math.min(read, all - cacheWriteTokens);
      const tokens = { inputTokens: all - cacheWriteTokens - cachedTokens, cachedTokens, cacheWriteTokens, outputTokens: answered };
      const most = worstCaseOf(strong, { parts: [prompt], maxOutputTokens: 1_000, isBatch });
      expect(most).toBeGreaterThanOrEqual(costOf(strong, tokens, { isBatch }));
    }),
  );
});

test("a model nobody gave a price for counts as the dearest; one given wins", () => {
  const models = configuredModels(parseModelEnv({ ANTHROPIC_FAST_MODEL: "claude-opus-5-5", ANTHROPIC_STRONG_PRICE: "1/2.5" }));
  expect(costOf(models.fast, { ...none, inputTokens: 1_000_000 })).toBe(23_250_000);
  expect(models.strong.price).toEqual({ inputNanoAud: 1_000, outputNanoAud: 2_500 });
});

test.each([
  ["claude-haiku-5-5", "disabled", false],
  ["claude-sonnet-5-5", "between_tools", false],
  ["claude-opus-5-5", "low_effort", false],
  ["claude-sonnet-4-5", "disabled", true],
])("%s thinks as little as it lets itself be told: %s; takes a temperature: %s", (id, thinking, takesTemperature) => {
  expect(mannersOf({ ...fast, id })).toMatchObject({ thinking, takesTemperature });
});

test("a model that always thinks has room for it, and the money is set aside", () => {
  const thinker = { ...strong, id: "claude-opus-5-5" };
  const parts = ["Say something."];
  expect(mannersOf(thinker).thinkingTokens).toBeGreaterThan(0);
  expect(worstCaseOf(thinker, { parts, maxOutputTokens: 10 })).toBeGreaterThan(worstCaseOf(strong, { parts, maxOutputTokens: 10 }));
});

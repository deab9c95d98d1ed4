import "server-only";
import type { ModelTier } from "@/lib/agents/model-port";
import type { BilledTokens } from "@/lib/domain/ai-spend";

/** Of one token, in a thousandth of a micro-dollar AUD. */
export type TokenPrice = { inputNanoAud: number; outputNanoAud: number };
export type ModelSpec = { id: string; price: TokenPrice };
/** Which model answers for each tier. */
export type Models = Readonly<Record<ModelTier, ModelSpec>>;

/** Provider contract, on prices: what is read from the cache costs a tenth, what is written to it (for five minutes) a quarter more. */
const CACHE_READ_FACTOR = 0.1;
const CACHE_WRITE_FACTOR = 1.25;
/** Provider contract: a message in a batch costs half. */
const BATCH_FACTOR = 0.5;

/** What the provider adds to a request of its own (the frame of a structured answer, turns), rounded up. */
const FRAME_TOKENS = 1_000;

/** What some models spend on thinking that nobody can turn off; it counts as output. */
const THINKING_TOKENS = 4_000;

/** By class of model, from the cost model (domain.md 10.5). */
const CLASS_PRICES: readonly (readonly [RegExp, TokenPrice])[] = [
  [/haiku/, { inputNanoAud: 1_240, outputNanoAud: 6_200 }],
  [/sonnet/, { inputNanoAud: 4_650, outputNanoAud: 23_250 }],
];
/** US$15 and US$75 a million, the dearest class there was, at A$1.55: a model whose price nobody gave overruns no budget. */
const DEAREST: TokenPrice = { inputNanoAud: 23_250, outputNanoAud: 116_250 };

/** What a model costs as far as we know. */
export function usualPriceOf(id: string): TokenPrice {
  return CLASS_PRICES.find(([family]) => family.test(id))?.[1] ?? DEAREST;
}

/** How far a model of the family lets itself be told not to think, and whether it still takes a temperature. */
type Manners = { thinking: "disabled" | "between_tools" | "low_effort"; takesTemperature: boolean };

const MANNERS: readonly (readonly [RegExp, Manners])[] = [
  [/haiku-5/, { thinking: "disabled", takesTemperature: false }],
  [/sonnet-5-5/, { thinking: "between_tools", takesTemperature: false }],
  [/(?:opus-5-5|fable|mythos)/, { thinking: "low_effort", takesTemperature: false }],
  [/(?:opus-5|sonnet-5|opus-4-[78])/, { thinking: "disabled", takesTemperature: false }],
];
const OLDER: Manners = { thinking: "disabled", takesTemperature: true };

/** How a model wants to be asked. */
export function mannersOf({ id }: ModelSpec): Manners & { thinkingTokens: number } {
  const [, manners] = MANNERS.find(([family]) => family.test(id)) ?? [null, OLDER];
  return { ...manners, thinkingTokens: manners.thinking === "low_effort" ? THINKING_TOKENS : 0 };
}

/** What a call cost, in micro-dollars AUD, rounded up; each token is counted once, at the price of its kind. */
export function costOf({ price }: ModelSpec, tokens: BilledTokens, { isBatch }: { isBatch: boolean } = { isBatch: false }): number {
  const nanoAud =
    price.inputNanoAud * (tokens.inputTokens + CACHE_READ_FACTOR * tokens.cachedTokens + CACHE_WRITE_FACTOR * tokens.cacheWriteTokens) +
    price.outputNanoAud * tokens.outputTokens;
  // A thousandth below zero: multiplying by a tenth leaves dust that would round a whole number up.
  return Math.max(0, Math.ceil((nanoAud * (isBatch ? BATCH_FACTOR : 1)) / 1000 - 0.001));
}

/**
 * The most a call can cost, in micro-dollars AUD: no token is shorter than a byte, all of them may go to the cache, and the answer may
 * fill its whole room.
 * @param parts everything of ours that is sent: system prompt, prompt, schema
 */
export function worstCaseOf(
  model: ModelSpec,
  { parts, maxOutputTokens, isBatch = false }: { parts: readonly string[]; maxOutputTokens: number; isBatch?: boolean },
): number {
  const bytes = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  return costOf(
    model,
    {
      inputTokens: 0,
      cachedTokens: 0,
      cacheWriteTokens: FRAME_TOKENS + bytes,
      outputTokens: maxOutputTokens + mannersOf(model).thinkingTokens,
    },
    { isBatch },
  );
}

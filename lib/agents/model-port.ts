import "server-only";
import type { z } from "zod";

/**
 * On whose account a call is made; the spend limits of each level hold together. A `runId` that begins with `campaign:` has the budget of
 * writing a campaign (A$5.00), any other A$1.50; `leadId` limits what replies of one lead may cost for good (A$0.50).
 */
export type SpendScope = { clientId: string | null; runId: string | null; leadId: string | null };

/** `fast`: cheap and quick, for reading and sorting. `strong`: for writing and judgement. */
export type ModelTier = "fast" | "strong";

/** One question to a model. It gets no tools, ever: whatever text it reads can at most change its own answer. */
export type ModelCall<T = unknown> = {
  skill: string;
  promptVersion: number;
  /** Ours, the same for every call of a skill, so that it can be cached. */
  system: string;
  /** What the skill is to read; text from outside stands in fences (`fenced`). */
  prompt: string;
  schema: z.ZodType<T>;
  maxOutputTokens: number;
  temperature: number;
  tier: ModelTier;
  scope: SpendScope;
};

export type ModelUsage = { inputTokens: number; cachedTokens: number; outputTokens: number };

/** Why no answer of a model came; each is an ordinary outcome, and the baseline answers instead. */
export type NoAnswer = "no_key" | "over_budget" | "timed_out" | "refused" | "malformed" | "unreachable";

export type ModelAnswer<T> =
  | { kind: "answer"; data: T; model: string; usage: ModelUsage; costMicroAud: number }
  | { kind: "none"; why: NoAnswer; detail: string; costMicroAud: number };

/** Asks a model; never throws for what a model or its provider does. */
export type AskModel = <T>(call: ModelCall<T>) => Promise<ModelAnswer<T>>;

/** For an installation without a key. */
export const noModel: AskModel = async () => ({ kind: "none", why: "no_key", detail: "No AI key is configured", costMicroAud: 0 });

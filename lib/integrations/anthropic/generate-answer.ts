import "server-only";
import { type AnthropicLanguageModelOptions, createAnthropic } from "@ai-sdk/anthropic";
import { generateText, Output } from "ai";
import type { ModelCall } from "@/lib/agents/model-port";
import type { BilledTokens } from "@/lib/domain/ai-spend";
import { type ModelSpec, mannersOf } from "@/lib/integrations/anthropic/models";
import { billedTokens, type Failure, readFailure, unfitting } from "@/lib/integrations/anthropic/read-failure";
import type { ProviderAccess } from "@/lib/integrations/http";

type Question<T> = { call: ModelCall<T>; model: ModelSpec; timeoutMs: number; wait(ms: number): Promise<unknown> };
type Ended<T> = { kind: "answered"; data: T; model: string; tokens: BilledTokens; isUnknown: false } | ({ kind: "none" } & Failure);

/** Repeats after the first attempt, of calls that were turned away before any work. */
const REPEATS = 2;
const LONGEST_WAIT_MS = 10_000;

/** One question over the wire, without tools. The system prompt, the same for each call of a skill, is marked for the provider's cache. */
export async function generateAnswer<T>(access: ProviderAccess, { call, model, timeoutMs, wait }: Question<T>): Promise<Ended<T>> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (let attempt = 0; ; attempt++) {
    const ended = await attemptOnce(access, { call, model, signal });
    const waitMs = ended.kind === "none" ? ended.retryAfterMs : undefined;
    if (waitMs === undefined || waitMs > LONGEST_WAIT_MS || attempt === REPEATS) return ended;
    await wait(waitMs);
  }
}

type Attempt<T> = { call: ModelCall<T>; model: ModelSpec; signal: AbortSignal };

async function attemptOnce<T>({ apiKey, baseUrl, fetch }: ProviderAccess, { call, model, signal }: Attempt<T>): Promise<Ended<T>> {
  const { thinking, thinkingTokens, takesTemperature } = mannersOf(model);
  const manners = thinking === "low_effort" ? ({ effort: "low" } as const) : { thinking: { type: thinking } };
  try {
    const result = await generateText({
      model: createAnthropic({ apiKey, baseURL: `${baseUrl}/v1`, fetch })(model.id),
      instructions: { role: "system", content: call.system, providerOptions: { anthropic: { cacheControl: { type: "ephemeral" } } } },
      prompt: call.prompt,
      output: Output.object({ schema: call.schema }),
      maxOutputTokens: call.maxOutputTokens + thinkingTokens,
      maxRetries: 0,
      abortSignal: signal,
      providerOptions: { anthropic: manners satisfies AnthropicLanguageModelOptions },
      ...(takesTemperature ? { temperature: call.temperature } : {}),
    });
    const tokens = billedTokens(result.usage);
    // Of an answer without text nothing was parsed, and asking for it would throw.
    if (result.finishReason !== "stop") return { kind: "none", ...unfitting(result.finishReason, tokens) };
    return { kind: "answered", data: result.output, model: result.response.modelId, tokens, isUnknown: false };
  } catch (error) {
    const failure = readFailure(error, { hasTimedOut: signal.aborted });
    if (failure) return { kind: "none", ...failure };
    throw error;
  }
}

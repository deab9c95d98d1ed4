import "server-only";
import { APICallError, type LanguageModelUsage, NoObjectGeneratedError } from "ai";
import type { NoAnswer } from "@/lib/agents/model-port";
import type { BilledTokens } from "@/lib/domain/ai-spend";
import { isBeforeSending, retryAfter } from "@/lib/integrations/http";

/**
 * Why a question has no answer. `tokens`: what was billed for it, where the provider says so; `isUnknown`: it may have been answered and
 * billed, and nobody can say; `retryAfterMs`: it was turned away before anything was worked on, so asking again costs nothing twice.
 */
export type Failure = {
  why: Exclude<NoAnswer, "no_key">;
  detail: string;
  tokens: BilledTokens | null;
  isUnknown: boolean;
  retryAfterMs?: number;
};

/** 429 (too many calls), 503 and 529 (overloaded) are answered before any work: provider contract. */
const TURNED_AWAY = new Set([429, 503, 529]);
const DEFAULT_RETRY_MS = 1_000;

/** Reads what the AI SDK throws; undefined when it is nothing a model or its provider did. */
export function readFailure(error: unknown, { hasTimedOut }: { hasTimedOut: boolean }): Failure | undefined {
  if (NoObjectGeneratedError.isInstance(error)) return unfitting(error.finishReason, error.usage && billedTokens(error.usage));
  if (hasTimedOut) return { why: "timed_out", detail: "No answer came in time", tokens: null, isUnknown: true };
  if (!APICallError.isInstance(error)) return undefined;
  const { statusCode, responseHeaders, cause } = error;
  if (statusCode === undefined) {
    const isUnknown = !isBeforeSending((cause as Error | undefined)?.cause ?? cause);
    return {
      why: "unreachable",
      detail: isUnknown ? "The connection was lost" : "The provider cannot be reached",
      tokens: null,
      isUnknown,
    };
  }
  if (statusCode < 300)
    return { why: "malformed", detail: "The answer was not what the provider's API promises", tokens: null, isUnknown: true };
  const refused = { detail: `The provider answered ${statusCode}`, tokens: null, isUnknown: false } as const;
  if (TURNED_AWAY.has(statusCode))
    return { ...refused, why: "unreachable", retryAfterMs: retryAfter(new Headers(responseHeaders)) ?? DEFAULT_RETRY_MS };
  // What we sent is at fault: too large, or a schema that the provider does not take.
  return { ...refused, why: statusCode === 400 || statusCode === 413 ? "malformed" : "unreachable" };
}

/** What an answer that ended like that is, when it holds nothing that fits. */
export function unfitting(finishReason: string | undefined, tokens: BilledTokens | undefined): Failure {
  const failure = { tokens: tokens ?? null, isUnknown: tokens === undefined };
  if (finishReason === "content-filter") return { ...failure, why: "refused", detail: "The model declined" };
  if (finishReason === "length") return { ...failure, why: "malformed", detail: "The answer was cut off at its longest" };
  return { ...failure, why: "malformed", detail: "The answer does not fit its schema" };
}

/** Tokens by what they cost; those of the cache are in no other count. */
export function billedTokens({ inputTokens = 0, inputTokenDetails, outputTokens = 0 }: LanguageModelUsage): BilledTokens {
  const { noCacheTokens, cacheReadTokens: cachedTokens = 0, cacheWriteTokens = 0 } = inputTokenDetails;
  return {
    inputTokens: noCacheTokens ?? Math.max(0, inputTokens - cachedTokens - cacheWriteTokens),
    cachedTokens,
    cacheWriteTokens,
    outputTokens,
  };
}

import "server-only";
import type Anthropic from "@anthropic-ai/sdk";
import type { z } from "zod";
import type { NoAnswer } from "@/lib/agents/model-port";
import type { BilledTokens } from "@/lib/domain/ai-spend";

/** What became of one question of a batch; without tokens it was never worked on, and costs nothing. */
export type BatchOutcome<T> =
  | { kind: "answered"; data: T; model: string; tokens: BilledTokens }
  | { kind: "none"; why: Exclude<NoAnswer, "no_key">; detail: string; tokens: BilledTokens | null };

/** Reads one line of a batch's results against the schema its question was asked with. */
export function readBatchResult<T>(result: Anthropic.Messages.MessageBatchResult, schema: z.ZodType<T>): BatchOutcome<T> {
  switch (result.type) {
    case "succeeded":
      return readMessage(result.message, schema);
    case "errored":
      return { kind: "none", why: "malformed", detail: `The provider answered ${result.error.error.type}`, tokens: null };
    case "canceled":
      return { kind: "none", why: "timed_out", detail: "The batch was cancelled", tokens: null };
    case "expired":
      return { kind: "none", why: "timed_out", detail: "The batch was not worked off in time", tokens: null };
  }
}

function readMessage<T>({ content, model, stop_reason, usage }: Anthropic.Messages.Message, schema: z.ZodType<T>): BatchOutcome<T> {
  const tokens: BilledTokens = {
    inputTokens: usage.input_tokens,
    cachedTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    outputTokens: usage.output_tokens,
  };
  const none = (why: "refused" | "malformed", detail: string): BatchOutcome<T> => ({ kind: "none", why, detail, tokens });
  if (stop_reason === "refusal") return none("refused", "The model declined");
  if (stop_reason === "max_tokens") return none("malformed", "The answer was cut off at its longest");
  const text = content.flatMap((block) => (block.type === "text" ? block.text : [])).join("");
  const parsed = schema.safeParse(jsonOf(text));
  return parsed.success ? { kind: "answered", data: parsed.data, model, tokens } : none("malformed", "The answer does not fit its schema");
}

/** The provider holds the text to the schema; what is no JSON all the same fits none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import "server-only";
import { createHash } from "node:crypto";
import type Anthropic from "@anthropic-ai/sdk";
import type { z } from "zod";
import type { ModelAnswer, ModelCall, ModelTier } from "@/lib/agents/model-port";
import type { AiCall } from "@/lib/domain/ai-spend";
import { ProviderError } from "@/lib/errors";
import type { AskOptions } from "@/lib/integrations/anthropic/ask-model";
import { type BatchOutcome, readBatchResult } from "@/lib/integrations/anthropic/batch-result";
import { costOf, type ModelSpec, mannersOf, worstCaseOf } from "@/lib/integrations/anthropic/models";
import { schemaText } from "@/lib/integrations/anthropic/schema-text";
import type { SpendHold } from "@/lib/integrations/anthropic/spend-limiter";
import { isBeforeSending, type ProviderAccess, retryAfter } from "@/lib/integrations/http";

/** Many questions of one skill. `id` is the caller's own name for a question; `leadId`: whom it is about. */
export type BatchCall<T> = Omit<ModelCall<T>, "prompt"> & { questions: readonly { id: string; leadId: string | null; prompt: string }[] };

/** All that reading a batch needs, as plain JSON: hours pass between, and processes. */
export type BatchTicket = Pick<ModelCall, "skill" | "promptVersion" | "scope"> & {
  batchId: string;
  tier: ModelTier;
  questions: { id: string; leadId: string | null }[];
  hold: SpendHold;
  askedAt: string;
};
export type BatchSubmission = { kind: "submitted"; ticket: BatchTicket } | Extract<ModelAnswer<never>, { kind: "none" }>;
export type BatchReading<T> = { state: "working" } | { state: "ended"; answers: Map<string, ModelAnswer<T>> };

type BatchOptions = Pick<AskOptions, "limiter" | "models" | "record" | "report" | "now">;

const PROVIDER = "anthropic";
const TIMEOUT_MS = 60_000;

/**
 * Asks a model many questions at half the price, answered within a day. The money for all of them is set aside when they are submitted and
 * settled, once, when they are read; reading again gives the same and counts nothing twice.
 */
export function modelBatches({ apiKey, baseUrl, fetch }: ProviderAccess, { limiter, models, record, report, now }: BatchOptions) {
  const connect = async () => {
    // Loaded when it is first used, like the rest of the model's software.
    const { default: Client } = await import("@anthropic-ai/sdk");
    return new Client({ apiKey, authToken: null, baseURL: baseUrl, fetch, maxRetries: 0, timeout: TIMEOUT_MS }).messages.batches;
  };

  /** One attempt: a batch that may have been taken is not submitted again, and its money stays counted. */
  async function submit<T>(call: BatchCall<T>): Promise<BatchSubmission> {
    const { skill, promptVersion, scope, tier } = call;
    const model = models[tier];
    const schema = schemaText(call.schema);
    const amountMicroAud = call.questions.reduce(
      (sum, { prompt }) =>
        sum + worstCaseOf(model, { parts: [call.system, prompt, schema], maxOutputTokens: call.maxOutputTokens, isBatch: true }),
      0,
    );
    const at = now();
    const once = createHash("sha256")
      .update(JSON.stringify([skill, scope, call.questions, at]))
      .digest("hex");
    const held = await limiter.reserve({ skill, scope, amountMicroAud, at, once });
    if (held.kind === "over_budget")
      return { kind: "none", why: "over_budget", detail: "What is left to spend on AI does not cover all of it", costMicroAud: 0 };
    if (held.kind === "unavailable") return { kind: "none", why: "unreachable", detail: held.detail, costMicroAud: 0 };

    try {
      const batch = await (await connect()).create({ requests: await requestsOf(call, model) });
      const questions = call.questions.map(({ id, leadId }) => ({ id, leadId }));
      const ticket = { batchId: batch.id, skill, promptVersion, scope, tier, questions, hold: held.hold, askedAt: at.toISOString() };
      return { kind: "submitted", ticket };
    } catch (error) {
      const failure = await toProviderError(error, "submitting a batch");
      const isUnknown = failure.status === undefined && !isBeforeSending(failure.cause);
      const costMicroAud = isUnknown ? amountMicroAud : 0;
      await limiter.settle(held.hold, costMicroAud);
      return { kind: "none", why: "unreachable", detail: failure.message, costMicroAud };
    }
  }

  /** @throws ProviderError when the provider does not say; asking again costs nothing */
  async function read<T>(ticket: BatchTicket, schema: z.ZodType<T>): Promise<BatchReading<T>> {
    const outcomes = new Map<string, BatchOutcome<T>>();
    try {
      const batches = await connect();
      const { processing_status } = await batches.retrieve(ticket.batchId);
      if (processing_status !== "ended") return { state: "working" };
      for await (const { custom_id, result } of await batches.results(ticket.batchId))
        outcomes.set(custom_id, readBatchResult(result, schema));
    } catch (error) {
      throw await toProviderError(error, "reading a batch");
    }

    const model = models[ticket.tier];
    const answers = new Map<string, ModelAnswer<T>>();
    let spent = 0;
    for (const [index, question] of ticket.questions.entries()) {
      const outcome = outcomes.get(customId(index)) ?? LOST;
      const costMicroAud = outcome.tokens ? costOf(model, outcome.tokens, { isBatch: true }) : 0;
      spent += costMicroAud;
      await record(entryOf(ticket, question, { outcome, costMicroAud, model: model.id })).catch(report);
      answers.set(question.id, answerOf(outcome, costMicroAud));
    }
    await limiter.settle(ticket.hold, spent);
    return { state: "ended", answers };
  }

  return { submit, read };
}
export type ModelBatches = ReturnType<typeof modelBatches>;

const LOST = { kind: "none", why: "malformed", detail: "The batch holds no answer to it", tokens: null } as const;

async function requestsOf<T>(call: BatchCall<T>, model: ModelSpec) {
  const { zodOutputFormat } = await import("@anthropic-ai/sdk/helpers/zod");
  const { thinking, thinkingTokens, takesTemperature } = mannersOf(model);
  const { type, schema } = zodOutputFormat(call.schema);
  return call.questions.map(
    ({ prompt }, index): Anthropic.Messages.BatchCreateParams.Request => ({
      custom_id: customId(index),
      params: {
        model: model.id,
        max_tokens: call.maxOutputTokens + thinkingTokens,
        system: [{ type: "text", text: call.system, cache_control: { type: "ephemeral" } }],
        messages: [{ role: "user", content: prompt }],
        output_config: { format: { type, schema }, ...(thinking === "low_effort" ? { effort: "low" } : {}) },
        ...(thinking === "low_effort" ? {} : { thinking: { type: thinking } }),
        ...(takesTemperature ? { temperature: call.temperature } : {}),
      },
    }),
  );
}

type Told = { outcome: BatchOutcome<unknown>; costMicroAud: number; model: string };

function entryOf(
  ticket: BatchTicket,
  { id, leadId }: { id: string; leadId: string | null },
  { outcome, costMicroAud, model }: Told,
): AiCall {
  const isAnswer = outcome.kind === "answered";
  return {
    id: uuidOf(`${ticket.batchId} ${id}`),
    skill: ticket.skill,
    promptVersion: ticket.promptVersion,
    scope: { ...ticket.scope, leadId },
    model: isAnswer ? outcome.model : model,
    outcome: isAnswer ? "answered" : outcome.why,
    detail: isAnswer ? null : outcome.detail,
    isBatch: true,
    tokens: outcome.tokens ?? { inputTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
    costMicroAud,
    isEstimate: false,
    askedAt: new Date(ticket.askedAt),
  };
}

function answerOf<T>(outcome: BatchOutcome<T>, costMicroAud: number): ModelAnswer<T> {
  if (outcome.kind === "none") return { kind: "none", why: outcome.why, detail: outcome.detail, costMicroAud };
  const { inputTokens, cacheWriteTokens, cachedTokens, outputTokens } = outcome.tokens;
  const usage = { inputTokens: inputTokens + cacheWriteTokens, cachedTokens, outputTokens };
  return { kind: "answer", data: outcome.data, model: outcome.model, usage, costMicroAud };
}

async function toProviderError(error: unknown, what: string): Promise<ProviderError> {
  const { APIError } = await import("@anthropic-ai/sdk");
  if (!(error instanceof APIError)) throw error;
  const status = error.status as number | undefined;
  const retryAfterMs = error.headers ? retryAfter(error.headers) : undefined;
  return new ProviderError({
    provider: PROVIDER,
    message: `${what} ${status === undefined ? "lost the connection" : `was answered ${status}`}`,
    retryable: status === undefined || status === 429 || status >= 500,
    cause: (error.cause as Error | undefined)?.cause ?? error.cause,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function customId(index: number): string {
  return `q${index}`;
}

/** The same row of the log for the same question, however often its batch is read. */
function uuidOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

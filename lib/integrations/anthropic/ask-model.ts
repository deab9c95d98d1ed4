import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { AskModel, ModelAnswer, ModelCall } from "@/lib/agents/model-port";
import type { AiCall, BilledTokens } from "@/lib/domain/ai-spend";
import { costOf, type ModelSpec, type Models, worstCaseOf } from "@/lib/integrations/anthropic/models";
import { schemaText } from "@/lib/integrations/anthropic/schema-text";
import type { SpendLimiter } from "@/lib/integrations/anthropic/spend-limiter";
import type { ProviderAccess } from "@/lib/integrations/http";

export type AskOptions = {
  limiter: SpendLimiter;
  models: Models;
  /** Keeps every call in the spend log. */
  record(call: AiCall): Promise<void>;
  /** Hears of what must not keep an answer from its asker: a log that could not be written. */
  report(error: unknown): void;
  now(): Date;
  wait?(ms: number): Promise<unknown>;
  /** For all attempts of one question. */
  timeoutMs?: number;
};

const TIMEOUT_MS = 60_000;
const NO_TOKENS: BilledTokens = { inputTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

/**
 * Asks Claude for an answer that fits a schema. Money is set aside before the call (the most it can cost) and settled after it; a call
 * that may have been answered although its answer never came stays counted at that most. The key never shows in what it says.
 */
export function createAskModel(
  access: ProviderAccess,
  { limiter, models, record, report, now, wait = pause, timeoutMs = TIMEOUT_MS }: AskOptions,
): AskModel {
  async function keep(call: ModelCall, model: ModelSpec, ended: Pick<AiCall, "outcome" | "detail" | "costMicroAud"> & Partial<AiCall>) {
    const { skill, promptVersion, scope } = call;
    const defaults = { model: model.id, isBatch: false, tokens: NO_TOKENS, isEstimate: false, askedAt: now() };
    await record({ skill, promptVersion, scope, ...defaults, ...ended }).catch(report);
  }

  return async <T>(call: ModelCall<T>): Promise<ModelAnswer<T>> => {
    const model = models[call.tier];
    const askedAt = now();
    const most = worstCaseOf(model, { parts: [call.system, call.prompt, schemaText(call.schema)], maxOutputTokens: call.maxOutputTokens });
    const held = await limiter.reserve({ skill: call.skill, scope: call.scope, amountMicroAud: most, at: askedAt });
    if (held.kind !== "reserved") {
      const why = held.kind === "over_budget" ? "over_budget" : "unreachable";
      const detail = held.kind === "over_budget" ? OVER_BUDGET[held.level.kind] : held.detail;
      await keep(call, model, { outcome: why, detail, costMicroAud: 0, askedAt });
      return { kind: "none", why, detail, costMicroAud: 0 };
    }

    // Loaded at the first question: an installation without a key never pays for it.
    const { generateAnswer } = await import("@/lib/integrations/anthropic/generate-answer");
    // Unless something of ours breaks: then it is not known what was spent.
    let costMicroAud = most;
    try {
      const ended = await generateAnswer(access, { call, model, timeoutMs, wait });
      costMicroAud = ended.tokens ? costOf(model, ended.tokens) : ended.isUnknown ? most : 0;
      const spent = { tokens: ended.tokens ?? NO_TOKENS, costMicroAud, isEstimate: ended.isUnknown, askedAt };
      if (ended.kind === "none") {
        const { why, detail } = ended;
        await keep(call, model, { outcome: why, detail, ...spent });
        return { kind: "none", why, detail, costMicroAud };
      }
      await keep(call, model, { outcome: "answered", detail: null, ...spent, model: ended.model });
      const { inputTokens, cachedTokens, cacheWriteTokens, outputTokens } = ended.tokens;
      const usage = { inputTokens: inputTokens + cacheWriteTokens, cachedTokens, outputTokens };
      return { kind: "answer", data: ended.data, model: ended.model, usage, costMicroAud };
    } finally {
      await limiter.settle(held.hold, costMicroAud);
    }
  };
}

const OVER_BUDGET = {
  platform_day: "What all workspaces together may spend on AI today is used up",
  client_day: "What this workspace may spend on AI today is used up",
  run: "What this run may spend on AI is used up",
  lead_replies: "What answering this lead may spend on AI is used up",
} as const;

import type { Deps } from "@/inngest/deps";
import { noModel } from "@/lib/agents/model-port";
import { getClientTier, insertAiCall, readSpent } from "@/lib/db/queries/ai-spend";
import type { AiCall } from "@/lib/domain/ai-spend";
import { warnOfAiSpend } from "@/lib/engines/ai-spend/warn-of-ai-spend";
import type { Env } from "@/lib/env-schema";
import { createAskModel } from "@/lib/integrations/anthropic/ask-model";
import { modelBatches } from "@/lib/integrations/anthropic/batches";
import { configuredModels } from "@/lib/integrations/anthropic/configured-models";
import { redisSpendLimiter } from "@/lib/integrations/upstash/spend-limiter";

const MICRO = 1_000_000;

/** The model behind every skill, asked singly or in batches, within the same budgets and on the record; without a key none is asked. */
export function realModel(
  settings: Env,
  { system, systemCtx, clock, log }: Pick<Deps, "system" | "systemCtx" | "clock" | "log">,
): Pick<Deps, "ask" | "batches"> {
  if (!settings.ANTHROPIC_API_KEY) return { ask: noModel, batches: null };
  const report = (error: unknown) => log.error({ err: error }, "The books of AI spending could not be kept");
  const limiter = redisSpendLimiter(
    { url: settings.UPSTASH_REDIS_REST_URL, token: settings.UPSTASH_REDIS_REST_TOKEN },
    {
      platformDayMicroAud: Math.round(settings.AI_DAILY_LIMIT_AUD * MICRO),
      report,
      books: {
        tierOf: (clientId) => getClientTier(system, { clientId }),
        readSpent: (levels) => readSpent(system, levels),
        async warn({ level, limitMicroAud }, usedMicroAud) {
          log.warn({ level, usedMicroAud, limitMicroAud }, "Most of an AI budget is used");
          if (level.kind === "client_day") await warnOfAiSpend(systemCtx(level.clientId), { usedMicroAud, limitMicroAud });
        },
      },
    },
  );
  const access = { apiKey: settings.ANTHROPIC_API_KEY, baseUrl: settings.ANTHROPIC_BASE_URL, fetch };
  const options = {
    limiter,
    models: configuredModels(settings),
    record: (call: AiCall) => insertAiCall(system, call),
    report,
    now: () => clock.now(),
  };
  return { ask: createAskModel(access, options), batches: modelBatches(access, options) };
}

import { type AskModel, noModel } from "@/lib/agents/model-port";
import { parseModelEnv } from "@/lib/env-schema";
import { createAskModel } from "@/lib/integrations/anthropic/ask-model";
import { configuredModels } from "@/lib/integrations/anthropic/configured-models";
import type { SpendLimiter } from "@/lib/integrations/anthropic/spend-limiter";

/** What one command may spend, in micro-dollars AUD: as much as one run of the product. */
const COMMAND_LIMIT = 1_500_000;

type CommandModel = {
  ask: AskModel;
  hasKey: boolean;
  /** What the command's questions cost so far, in micro-dollars AUD. */
  spentMicroAud(): number;
};

/** The model for a command that runs beside no database and no Redis: with a key, within a budget of its own; without one, none. */
export function commandLineModel(
  environment: Readonly<Record<string, string | undefined>>,
  { now, limitMicroAud = COMMAND_LIMIT }: { now: () => Date; limitMicroAud?: number },
): CommandModel {
  const settings = parseModelEnv(environment);
  if (!settings.ANTHROPIC_API_KEY) return { ask: noModel, hasKey: false, spentMicroAud: () => 0 };
  const limiter = processLimiter(limitMicroAud);
  const ask = createAskModel(
    { apiKey: settings.ANTHROPIC_API_KEY, baseUrl: settings.ANTHROPIC_BASE_URL, fetch },
    {
      limiter,
      models: configuredModels(settings),
      record: async () => undefined,
      report: (error) => {
        throw error;
      },
      now,
    },
  );
  return { ask, hasKey: true, spentMicroAud: limiter.spent };
}

function processLimiter(limitMicroAud: number): SpendLimiter & { spent(): number } {
  let spent = 0;
  return {
    spent: () => spent,
    async reserve({ amountMicroAud }) {
      if (spent + amountMicroAud > limitMicroAud)
        return { kind: "over_budget", level: { kind: "run", runId: "command line" }, limitMicroAud };
      spent += amountMicroAud;
      return { kind: "reserved", hold: { amountMicroAud, budgets: [], once: null } };
    },
    async settle({ amountMicroAud }, costMicroAud) {
      spent += costMicroAud - amountMicroAud;
    },
  };
}

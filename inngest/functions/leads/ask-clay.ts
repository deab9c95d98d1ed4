import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { sendClayRow } from "@/lib/engines/enrichment/send-clay-row";
import { settleClayRow } from "@/lib/engines/enrichment/settle-clay-row";
import { clayRowAnswered, clayRowChosen } from "@/lib/events/catalogue";
import { CLAY_LIMITS } from "@/lib/integrations/clay/limits";

/** Hands a chosen row to Clay's table, ten a second over all clients as the workspace allows; without an answer in time the lead goes on. */
export const askClay = ({ systemCtx, enrichment }: Deps) =>
  inngest.createFunction(
    { id: "ask-clay", triggers: [clayRowChosen], throttle: { limit: CLAY_LIMITS.rowsPerSecond, period: "1s" }, retries: 6 },
    async ({ event, step }) => {
      const { clientId, clayRowId } = event.data;
      const answerBy = await step
        .run("send", async () => {
          if (!enrichment.clay) return null;
          const sent = await sendClayRow(systemCtx(clientId), { clayRowId }, enrichment.clay);
          return sent.answerBy?.toISOString() ?? null;
        })
        .catch(() => null); // Clay asked for patience longer than a lead waits
      if (answerBy !== null) await step.sleepUntil("wait-for-the-answer", answerBy);
      return { outcome: await step.run("settle", () => settleClayRow(systemCtx(clientId), { clayRowId }, enrichment)) };
    },
  );

/** Lets a lead go on with what Clay answered. */
export const takeClayAnswer = ({ systemCtx, enrichment }: Deps) =>
  inngest.createFunction(
    { id: "take-clay-answer", triggers: [clayRowAnswered], concurrency: { key: "event.data.clientId", limit: 2 }, retries: 6 },
    async ({ event, step }) => {
      const { clientId, clayRowId } = event.data;
      return { outcome: await step.run("settle", () => settleClayRow(systemCtx(clientId), { clayRowId }, enrichment)) };
    },
  );

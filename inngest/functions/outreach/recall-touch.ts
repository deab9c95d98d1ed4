import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { recallTouch, recordRecallFailed } from "@/lib/engines/recall/recall-touch";
import { touchRecallRequested } from "@/lib/events/catalogue";

/** A hand-over that was under way when its person was stopped is settled within ten minutes, by its process or by reconcile-touches. */
const ROUNDS = 6;
const ROUND = "4m";

/**
 * Tells a carrier not to let a message go whose person replied, opted out or was suppressed, or whose campaign was paused, after it was
 * handed over.
 */
export const recallHandedOverTouch = ({ systemCtx, sending, providers }: Deps) =>
  inngest.createFunction(
    {
      id: "recall-touch",
      triggers: [touchRecallRequested],
      concurrency: { key: "event.data.clientId", limit: 2 },
      retries: 7,
      onFailure: async ({ event, step }) => {
        const { clientId, ...recall } = touchRecallRequested.create(event.data.event.data).data;
        await step.run("tell-people", () => recordRecallFailed(systemCtx(clientId), recall));
      },
    },
    async ({ event, step }) => {
      const { clientId, ...recall } = event.data;
      for (let round = 0; round < ROUNDS; round += 1) {
        const result = await step.run(`recall-${round}`, () =>
          recallTouch(systemCtx(clientId), recall, { providers, pepper: sending.pepper }),
        );
        if (result.outcome !== "in_flight") return result;
        await step.sleep(`wait-${round}`, ROUND);
      }
      return { outcome: "in_flight" };
    },
  );

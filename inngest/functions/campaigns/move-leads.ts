import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { type MovedBatch, moveEnrolments } from "@/lib/engines/campaigns/move-enrolments";
import { sequenceMoveRequested } from "@/lib/events/catalogue";

const MAXIMUM_ROUNDS = 500; // 200 leads a round

/** Takes leads in the middle of a sequence over to a new version of it, a batch a step. */
export const moveLeadsToVersion = ({ systemCtx }: Pick<Deps, "systemCtx">) =>
  inngest.createFunction(
    { id: "move-leads-to-version", triggers: [sequenceMoveRequested], concurrency: { key: "event.data.campaignId", limit: 1 } },
    async ({ event, step }) => {
      const { clientId, campaignId, versionId } = event.data;
      let after: string | null = null;
      let moved = 0;
      for (let round = 0; round < MAXIMUM_ROUNDS; round += 1) {
        const from: string | null = after;
        const batch: MovedBatch = await step.run(`move-${round}`, () =>
          moveEnrolments(systemCtx(clientId), { campaignId, versionId, after: from }),
        );
        moved += batch.moved;
        after = batch.after;
        if (after === null) break;
      }
      return { moved };
    },
  );

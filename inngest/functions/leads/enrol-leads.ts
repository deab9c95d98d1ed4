import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { enrolLeads } from "@/lib/engines/enrolments/enrol-leads";
import { campaignActivated, leadsScored } from "@/lib/events/catalogue";

const MAXIMUM_ROUNDS = 200; // 500 leads a round

/** Puts scored leads into running campaigns: the ones just scored, or everybody who waits when a campaign starts. */
export const enrolScoredLeads = ({ systemCtx, sending }: Deps) =>
  inngest.createFunction(
    { id: "enrol-leads", triggers: [leadsScored, campaignActivated], concurrency: { key: "event.data.clientId", limit: 1 } },
    async ({ event, step }) => {
      const { clientId } = event.data;
      const leadIds = "leadIds" in event.data ? event.data.leadIds : undefined;
      let enrolled = 0;
      for (let round = 0; round < MAXIMUM_ROUNDS; round += 1) {
        const count = await step.run(`enrol-${round}`, () => enrolLeads(systemCtx(clientId), leadIds ? { leadIds } : {}, sending));
        enrolled += count;
        if (leadIds || count === 0) break;
      }
      return { enrolled };
    },
  );

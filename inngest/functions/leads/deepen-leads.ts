import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { deepenLeads } from "@/lib/engines/enrichment/deepen-leads";
import { leadsScored } from "@/lib/events/catalogue";

const LEADS_PER_STEP = 10;

/** Buys phone numbers and profiles of the warm and hot among leads that were just scored. */
export const deepenScoredLeads = ({ systemCtx, enrichment, sending }: Deps) =>
  inngest.createFunction(
    { id: "deepen-leads", triggers: [leadsScored], concurrency: [{ key: "event.data.clientId", limit: 1 }, { limit: 4 }], retries: 4 },
    async ({ event, step }) => {
      const { clientId, leadIds } = event.data;
      let learned = 0;
      for (let start = 0; start < leadIds.length; start += LEADS_PER_STEP) {
        learned += await step
          .run(`deepen-${start}`, () =>
            deepenLeads(systemCtx(clientId), { leadIds: leadIds.slice(start, start + LEADS_PER_STEP) }, enrichment, sending),
          )
          .catch(() => 0); // depth is worth having and nobody waits for it
      }
      return { learned };
    },
  );

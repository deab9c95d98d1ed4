import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listScoredLeadIds } from "@/lib/db/queries/pipeline";
import { scoreLeads } from "@/lib/engines/scoring/score-leads";
import { leadsEnriched, weightsChanged } from "@/lib/events/catalogue";

const PAGE = 100;

/** Scores leads as soon as they are enriched. */
export const scoreEnrichedLeads = ({ systemCtx, enrichment }: Deps) =>
  inngest.createFunction(
    { id: "score-leads", triggers: [leadsEnriched], concurrency: { key: "event.data.clientId", limit: 2 } },
    async ({ event }) => {
      const { clientId, leadIds } = event.data;
      return { scored: await scoreLeads(systemCtx(clientId), { leadIds }, enrichment) };
    },
  );

/** Scores everybody again after the weights changed; nobody moves back in the life-cycle. */
export const rescoreLeads = ({ system, systemCtx, enrichment }: Deps) =>
  inngest.createFunction(
    { id: "rescore-leads", triggers: [weightsChanged], concurrency: { key: "event.data.clientId", limit: 1 } },
    async ({ event, step }) => {
      const { clientId } = event.data;
      let after: string | null = null;
      let scored = 0;
      for (let page = 0; ; page += 1) {
        const from: string | null = after;
        const done: { last: string | null; count: number } = await step.run(`score-page-${page}`, async () => {
          const leadIds = await listScoredLeadIds(system, { clientId, after: from, limit: PAGE });
          if (leadIds.length === 0) return { last: null, count: 0 };
          return { last: leadIds.at(-1) ?? null, count: await scoreLeads(systemCtx(clientId), { leadIds }, enrichment) };
        });
        scored += done.count;
        if (done.last === null) return { scored };
        after = done.last;
      }
    },
  );

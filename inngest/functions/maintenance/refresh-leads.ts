import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listStaleAddresses } from "@/lib/db/queries/stale-addresses";
import { refreshLeads, staleScope } from "@/lib/engines/enrichment/refresh-leads";

/** Far more than are due within a day. */
const MOST_A_RUN = 5000;
const MOST_A_CLIENT = 500;

/** Four times a day: verifies again the addresses of leads about to get their first message that were last verified a week ago or longer. */
export const refreshStaleLeads = ({ system, clock, systemCtx, enrichment, sending }: Deps) =>
  inngest.createFunction({ id: "refresh-leads", triggers: [{ cron: "15 */6 * * *" }], concurrency: 1, retries: 3 }, async ({ step }) => {
    const clientIds = await step.run("list-clients", async () => {
      const stale = await listStaleAddresses(system, { ...staleScope(clock.now()), limit: MOST_A_RUN });
      return [...new Set(stale.map(({ clientId }) => clientId))];
    });
    let refreshed = 0;
    for (const clientId of clientIds) {
      const limit = { limit: MOST_A_CLIENT };
      // One client's trouble must not keep the others waiting; the next run asks again.
      refreshed += await step
        .run(`refresh-${clientId}`, () => refreshLeads(systemCtx(clientId), limit, enrichment, sending))
        .catch(() => 0);
    }
    return { refreshed };
  });

import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listClientsWithAbandonedTouches } from "@/lib/db/queries/planning";
import { reconcileTouches } from "@/lib/engines/dispatch/reconcile-touches";

/** Settles touches whose process died between the claim and the record. */
export const reconcileAbandonedTouches = ({ system, systemCtx, sending }: Deps) =>
  inngest.createFunction({ id: "reconcile-touches", triggers: [{ cron: "*/10 * * * *" }], concurrency: 1 }, async () => {
    const clientIds = await listClientsWithAbandonedTouches(system);
    let settled = 0;
    for (const clientId of clientIds) settled += await reconcileTouches(systemCtx(clientId), sending);
    return { settled };
  });

import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listClientsWithLapsedApprovals } from "@/lib/db/queries/planning";
import { expireApprovals } from "@/lib/engines/approvals/decide-approval";

/** Lapses drafts that nobody decided on within a day, so that they are written afresh. */
export const expireLapsedApprovals = ({ system, clock, systemCtx }: Deps) =>
  inngest.createFunction({ id: "expire-approvals", triggers: [{ cron: "45 */3 * * *" }], concurrency: 1 }, async () => {
    const clientIds = await listClientsWithLapsedApprovals(system, { now: clock.now() });
    let expired = 0;
    for (const clientId of clientIds) expired += await expireApprovals(systemCtx(clientId));
    return { expired };
  });

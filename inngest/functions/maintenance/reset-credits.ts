import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { renewCredits } from "@/lib/engines/billing/renew-credits";

/** Renews the monthly lead pool of every client whose billing month has ended. */
export const resetCredits = ({ system, clock, systemCtx }: Deps) =>
  inngest.createFunction({ id: "reset-credits", triggers: [{ cron: "45 */3 * * *" }], concurrency: 1 }, () =>
    renewCredits(system, systemCtx, { now: clock.now() }),
  );

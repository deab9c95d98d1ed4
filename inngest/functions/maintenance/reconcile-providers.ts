import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { reconcileProviders } from "@/lib/engines/recovery/reconcile-providers";

/** In the small hours of Australia, when nothing is on its way: compares our books with each provider's and makes up for what was missed. */
export const reconcileWithProviders = ({ system, clock, systemCtx, providers, sending, log }: Deps) =>
  inngest.createFunction({ id: "reconcile-providers", triggers: [{ cron: "45 18 * * *" }], concurrency: 1, retries: 5 }, async () => {
    const result = await reconcileProviders({ db: system, systemCtx, providers, pepper: sending.pepper, now: clock.now() });
    if (result.missed + result.not_there + result.not_ours + result.cost > 0) log.warn(result, "our books and the providers' differ");
    return result;
  });

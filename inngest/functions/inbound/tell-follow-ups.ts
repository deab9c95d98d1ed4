import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listClientsWithFollowUps, tellFollowUps } from "@/lib/engines/answers/tell-follow-ups";
import { localDay } from "@/lib/engines/gate/local-time";

/** Each morning in Sydney: whom a refusal's policy, or the person themself, put off until today. */
export const tellDueFollowUps = ({ system, clock, systemCtx }: Deps) =>
  inngest.createFunction({ id: "tell-follow-ups", triggers: [{ cron: "0 21 * * *" }], concurrency: 1 }, async () => {
    const today = localDay(clock.now(), "Australia/Sydney");
    const clientIds = await listClientsWithFollowUps(system, { today });
    let told = 0;
    for (const clientId of clientIds) told += await tellFollowUps(systemCtx(clientId), { today });
    return { told };
  });

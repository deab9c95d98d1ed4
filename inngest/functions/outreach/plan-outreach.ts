import { addDays } from "date-fns";
import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listClientsToPlan } from "@/lib/db/queries/planning";
import { planOutreach } from "@/lib/engines/planning/plan-outreach";
import { campaignActivated, planRequested, touchApproved } from "@/lib/events/catalogue";

const EVENTS_AT_ONCE = 200;

/** Each hour: asks for a plan of every client that has something to send soon and for which the clock can have changed something. */
export const requestPlans = ({ system, clock }: Deps) =>
  inngest.createFunction({ id: "request-plans", triggers: [{ cron: "0 * * * *" }] }, async ({ step }) => {
    const clientIds = await step.run("list-clients", () =>
      listClientsToPlan(system, { now: clock.now(), dueBefore: addDays(clock.now(), 1) }),
    );
    for (let start = 0; start < clientIds.length; start += EVENTS_AT_ONCE) {
      const batch = clientIds.slice(start, start + EVENTS_AT_ONCE);
      await step.sendEvent(
        `request-${start}`,
        batch.map((clientId) => planRequested.create({ clientId })),
      );
    }
    return { clients: clientIds.length };
  });

/** Gives the coming hour's slots of one client away; one plan of a client at a time. */
export const planClientOutreach = ({ systemCtx, sending }: Deps) =>
  inngest.createFunction(
    {
      id: "plan-outreach",
      triggers: [planRequested, campaignActivated, touchApproved],
      concurrency: { key: "event.data.clientId", limit: 1 },
    },
    ({ event }) => planOutreach(systemCtx(event.data.clientId), sending),
  );

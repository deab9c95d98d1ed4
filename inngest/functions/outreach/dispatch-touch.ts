import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { touchDue } from "@/lib/events/catalogue";

/**
 * Waits for a touch's slot and hands it over, if the gate agrees then. The function may be called again after a crash: the claim in
 * the database, not this, is what keeps a message from going out twice.
 */
export const dispatchDueTouch = ({ systemCtx, sending }: Deps) =>
  inngest.createFunction(
    { id: "dispatch-touch", triggers: [touchDue], concurrency: { key: "event.data.resourceId", limit: 1 } },
    async ({ event, step }) => {
      const { clientId, touchId, resourceId, slotAt } = event.data;
      await step.sleepUntil("slot", slotAt);
      return dispatchTouch(systemCtx(clientId), { touchId, resourceId }, sending);
    },
  );

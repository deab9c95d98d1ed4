import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { failInbound, processInbound } from "@/lib/engines/inbound/process-inbound";
import { inboundReceived } from "@/lib/events/catalogue";

/** Thinks about what came in by the door. Anything that fails for good is kept with its error for a person (SE-06). */
export const processInboundEvent = ({ system, systemCtx, sending, log }: Deps) =>
  inngest.createFunction(
    {
      id: "process-inbound",
      triggers: [inboundReceived],
      concurrency: 4,
      retries: 7,
      onFailure: async ({ event, error }) => {
        const { inboundEventId } = inboundReceived.create(event.data.event.data).data;
        log.error({ inboundEventId }, "an inbound delivery could not be processed");
        await failInbound(system, { inboundEventId, error: error.message });
      },
    },
    ({ event }) => processInbound(system, systemCtx, event.data, sending),
  );

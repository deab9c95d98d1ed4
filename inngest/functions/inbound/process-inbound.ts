import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { processInbound } from "@/lib/engines/inbound/process-inbound";
import { inboundReceived } from "@/lib/events/catalogue";

/** Thinks about what came in by the door. Anything that fails for good is kept with its error for a person. */
export const processInboundEvent = ({ system, systemCtx, sending }: Deps) =>
  inngest.createFunction({ id: "process-inbound", triggers: [inboundReceived], concurrency: 4, retries: 7 }, async ({ event, step }) => {
    return step.run("process", () => processInbound(system, systemCtx, event.data, sending));
  });

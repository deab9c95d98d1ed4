import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { alignSeats, giveUpAligning } from "@/lib/engines/senders/align-seats";
import { stopsChanged } from "@/lib/events/catalogue";

/** Tells HeyReach that a seat was stopped or may go on, as soon as the decision commits. */
export const alignSeatsWithStops = ({ systemCtx, providers }: Deps) =>
  inngest.createFunction(
    {
      id: "align-seats",
      triggers: [stopsChanged],
      concurrency: { key: "event.data.clientId", limit: 1 },
      retries: 10,
      onFailure: async ({ event }) => {
        await giveUpAligning(systemCtx(stopsChanged.create(event.data.event.data).data.clientId));
      },
    },
    ({ event }) => alignSeats(systemCtx(event.data.clientId), providers),
  );

import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { connectSender, giveUpConnecting } from "@/lib/engines/senders/connect-sender";
import { senderAdded } from "@/lib/events/catalogue";

/** Makes what a sender that was added needs at its provider. One at a time: two seats share their webhooks. */
export const connectAddedSender = ({ systemCtx, providers }: Deps) =>
  inngest.createFunction(
    {
      id: "connect-sender",
      triggers: [senderAdded],
      concurrency: 1,
      retries: 10,
      onFailure: async ({ event, step }) => {
        const { clientId, senderId } = senderAdded.create(event.data.event.data).data;
        await step.run("pause", () => giveUpConnecting(systemCtx(clientId), { senderId }));
      },
    },
    async ({ event, step }) => {
      const { clientId, senderId } = event.data;
      return { outcome: await step.run("connect", () => connectSender(systemCtx(clientId), { senderId }, providers)) };
    },
  );

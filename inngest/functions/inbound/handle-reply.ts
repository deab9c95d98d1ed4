import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { answerReply } from "@/lib/agents/answer-reply";
import { loadReply } from "@/lib/engines/answers/load-reply";
import { settleReply } from "@/lib/engines/answers/settle-reply";
import { announceReply } from "@/lib/engines/inbound/announce-reply";
import { replyReceived } from "@/lib/events/catalogue";

/**
 * Tells people about an answer, understands it, and prepares what is said to it. The sequence was stopped in the transaction that stored
 * it, by rules alone; nothing here starts it again. Reading is a step of its own: a model is asked once, whatever happens after.
 */
export const handleReply = ({ systemCtx, ask, clock, sending }: Deps) =>
  inngest.createFunction(
    { id: "handle-reply", triggers: [replyReceived], concurrency: { key: "event.data.clientId", limit: 4 } },
    async ({ event, step }) => {
      const { clientId, messageId } = event.data;
      await announceReply(systemCtx(clientId), { messageId });
      const answered = await step.run("read", async () => {
        const reply = await loadReply(systemCtx(clientId), { messageId });
        return reply && answerReply(reply, { ask, scope: { clientId, runId: messageId, leadId: reply.leadId }, now: clock.now() });
      });
      return answered ? settleReply(systemCtx(clientId), { messageId, answered }, sending) : { outcome: "nothing to answer" };
    },
  );

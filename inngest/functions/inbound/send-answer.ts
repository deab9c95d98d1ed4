import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { sendAnswer } from "@/lib/engines/answers/send-answer";
import { answerReady } from "@/lib/events/catalogue";

/** Waits until an answer may leave and hands it over. The claim in the database, not this, keeps it from going out twice. */
export const sendReadyAnswer = ({ systemCtx, sending }: Deps) =>
  inngest.createFunction(
    { id: "send-answer", triggers: [answerReady], concurrency: { key: "event.data.draftId", limit: 1 } },
    async ({ event, step }) => {
      const { clientId, draftId, readyAt } = event.data;
      await step.sleepUntil("ready", readyAt);
      return sendAnswer(systemCtx(clientId), { draftId }, sending);
    },
  );

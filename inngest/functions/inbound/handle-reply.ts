import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { announceReply } from "@/lib/engines/inbound/announce-reply";
import { replyReceived } from "@/lib/events/catalogue";

/** Tells people about an answer. The sequence was stopped in the transaction that stored it. */
export const handleReply = ({ systemCtx }: Deps) =>
  inngest.createFunction({ id: "handle-reply", triggers: [replyReceived] }, ({ event }) =>
    announceReply(systemCtx(event.data.clientId), { messageId: event.data.messageId }),
  );

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { replyReceived } from "@/lib/events/catalogue";

/** Counts a person's answer on the lead and announces it. The caller holds the lead. */
export async function countReply(db: Db, ctx: Ctx, { leadId, messageId }: { leadId: string; messageId: string }): Promise<void> {
  await db
    .updateTable("leads")
    .set((eb) => ({ lastRepliedAt: ctx.now, replyCount: eb("replyCount", "+", 1) }))
    .where("id", "=", leadId)
    .where("clientId", "=", ctx.clientId)
    .execute();
  await enqueueEvent(db, replyReceived.create({ clientId: ctx.clientId, messageId }));
}

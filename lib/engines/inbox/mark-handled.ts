import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { ConflictError, NotFoundError } from "@/lib/errors";

/**
 * A person has dealt with a conversation: it leaves "needs reply", and what waited for review is reviewed. A hold stays until
 * somebody releases it.
 * @throws ConflictError when nothing of it waits
 */
export async function markHandled(ctx: Ctx, { threadId }: { threadId: string }): Promise<void> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    const thread = await db
      .selectFrom("threads")
      .select("needsReply")
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", threadId)
      .forUpdate()
      .executeTakeFirst();
    if (!thread) throw new NotFoundError("There is no such conversation in this workspace");
    const handled = await db
      .updateTable("messages")
      .set({ handledAt: ctx.now, handledBy: actingUserId(ctx), needsReview: false })
      .where("clientId", "=", ctx.clientId)
      .where("threadId", "=", threadId)
      .where("direction", "=", "inbound")
      .where("handledAt", "is", null)
      .executeTakeFirst();
    if (!thread.needsReply && handled.numUpdatedRows === 0n) throw new ConflictError("This conversation is handled already");
    await db.updateTable("threads").set({ needsReply: false }).where("clientId", "=", ctx.clientId).where("id", "=", threadId).execute();
  });
}

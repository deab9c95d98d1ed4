import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { LockedDraft } from "@/lib/engines/answers/lock-draft";
import { outboundMessage, type SentMessage } from "@/lib/engines/dispatch/record-sent";

/** Writes an answer that left into its conversation, and down that it did. An answer is what they waited for; a reminder is not. */
export async function keepAnswer(db: Db, ctx: Ctx, draft: LockedDraft, message: Omit<SentMessage, "isInvitation">): Promise<void> {
  const { clientId, now } = ctx;
  const { leadId, threadId, channel } = draft;
  await db
    .insertInto("messages")
    .values({
      clientId,
      threadId,
      leadId,
      channel,
      ...outboundMessage(message),
      occurredAt: draft.claimedAt ?? now,
    })
    .execute();
  const isReminder = draft.reminderKind !== null;
  await db
    .updateTable("threads")
    .set((eb) => ({
      lastMessageAt: eb.fn("greatest", ["lastMessageAt", eb.val(draft.claimedAt ?? now)]),
      ...(!isReminder && { needsReply: false }),
    }))
    .where("clientId", "=", clientId)
    .where("id", "=", threadId)
    .execute();
  const what = isReminder ? "Reminder of the meeting" : "Answer";
  await recordActivity(db, ctx, {
    action: "sent",
    leadId,
    channel,
    reason: draft.decidedBy ? `${what} sent, as a person approved it` : `${what} sent`,
    metadata: { subject: message.subject, from: message.fromAddress, draftId: draft.id },
  });
}

import "server-only";
import type { Ctx } from "@/lib/context";
import { requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { messageMatchInput } from "@/lib/domain/leads";
import { isReplyAction } from "@/lib/domain/replies";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { applyReplyActions, isHumanReply } from "@/lib/engines/inbound/apply-reply-actions";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

/** About our mailbox and not about the sender; it was done when the message came in. */
const DONE_ON_ARRIVAL: ReadonlySet<string> = new Set(["pause_mailbox", "infra_alert"]);

/**
 * A person says which lead an unmatched conversation is from. What its messages ask for is done now, as if the lead had been known when
 * they arrived: an answer ends the sequence, a withdrawal suppresses.
 * @throws NotFoundError when the client has no such message or lead
 * @throws ConflictError when it belongs to a lead already
 */
export async function matchMessage(ctx: Ctx, input: { messageId: string; leadId: string }, options: { pepper: string }): Promise<void> {
  requireRole(ctx, "member");
  const { messageId, leadId } = messageMatchInput.parse(input);
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    await lockLead(db, { clientId, leadId });
    const lead = await findMatchedLead(db, clientId, leadId);
    const thread = await db
      .selectFrom("messages as m")
      .innerJoin("threads as h", "h.id", "m.threadId")
      .select(["h.id", "h.resourceId", "m.leadId"])
      .where("m.clientId", "=", clientId)
      .where("m.id", "=", messageId)
      .forUpdate()
      .executeTakeFirst();
    if (!thread) throw new NotFoundError("There is no such message in this workspace");
    if (thread.leadId) throw new ConflictError("This message belongs to a lead already");

    const messages = await db
      .updateTable("messages")
      .set({ leadId, needsReview: false })
      .where("clientId", "=", clientId)
      .where("threadId", "=", thread.id)
      .where("leadId", "is", null)
      .returning(["direction", "intent", "intentConfidence", "classifiedBy", "actions", "reasons"])
      .execute();
    await db
      .updateTable("threads")
      .set({ leadId, campaignId: lead.campaignId })
      .where("clientId", "=", clientId)
      .where("id", "=", thread.id)
      .execute();

    const heard = messages.flatMap((message) =>
      message.direction === "inbound" && message.intent ? [{ ...message, intent: message.intent }] : [],
    );
    for (const { intent, intentConfidence, classifiedBy, actions } of heard) {
      await applyReplyActions(
        db,
        ctx,
        {
          leadId,
          campaignId: lead.campaignId,
          email: lead.email,
          timezone: recipientPlace(lead, lead.clientTimezone).timezone,
          mailboxId: thread.resourceId ?? "",
          source: "reply",
          pepper: options.pepper,
        },
        {
          intent,
          actions: actions.filter(isReplyAction).filter((code) => !DONE_ON_ARRIVAL.has(code)),
          confidence: intentConfidence ?? 0,
          by: classifiedBy ?? "human",
          reasons: [],
        },
      );
    }
    const answers = heard.filter(isHumanReply).length;
    if (answers > 0) {
      await db
        .updateTable("leads")
        .set((eb) => ({ lastRepliedAt: ctx.now, replyCount: eb("replyCount", "+", answers) }))
        .where("clientId", "=", clientId)
        .where("id", "=", leadId)
        .execute();
    }
    await enqueueEvent(db, planRequested.create({ clientId }));
    await recordActivity(db, ctx, {
      action: answers > 0 ? "replied" : "auto_replied",
      leadId,
      campaignId: lead.campaignId,
      channel: "email",
      reason: "A message from an address we did not know was matched by hand",
    });
  });
}

async function findMatchedLead(db: Db, clientId: string, leadId: string) {
  const lead = await db
    .selectFrom("leads as l")
    .innerJoin("clients as k", "k.id", "l.clientId")
    .select(["l.email", "l.campaignId", "l.timezone", "l.state", "k.timezone as clientTimezone"])
    .where("l.clientId", "=", clientId)
    .where("l.id", "=", leadId)
    .where("l.deletedAt", "is", null)
    .executeTakeFirst();
  if (!lead) throw new NotFoundError("There is no such lead in this workspace");
  return lead;
}

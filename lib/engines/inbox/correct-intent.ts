import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { intentCorrectionInput } from "@/lib/domain/leads";
import type { ReplyIntent } from "@/lib/domain/replies";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { isHumanReply } from "@/lib/engines/inbound/apply-reply-actions";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { suppress } from "@/lib/engines/suppression/suppress";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

const WANTS_AN_ANSWER: ReadonlySet<ReplyIntent> = new Set(["meeting_request", "interested", "question"]);

/**
 * A person says what a message means. Calling it an opt-out suppresses at once; calling it a person's answer ends the sequence.
 * The other way round nothing is undone: no suppression is lifted and no sequence starts again.
 * @throws ConflictError when a person said the same before
 */
export async function correctIntent(
  ctx: Ctx,
  input: { messageId: string; intent: ReplyIntent },
  options: { pepper: string },
): Promise<void> {
  requireRole(ctx, "member");
  const { messageId, intent } = intentCorrectionInput.parse(input);
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const message = await lockMessage(db, ctx, messageId);
    if (message.classifiedBy === "human" && message.intent === intent) throw new ConflictError("A person said so already");
    const human = isHumanReply({ intent });
    const was = `${(message.intent ?? "unknown").replaceAll("_", " ")} (${message.classifiedBy ?? "nobody"}, ${message.intentConfidence ?? 0})`;
    const told = Array.isArray(message.reasons) ? message.reasons : [];
    await db
      .updateTable("messages")
      .set({
        intent,
        intentConfidence: 1,
        classifiedBy: "human",
        isReply: human,
        kind: message.kind === "message" || message.kind === "auto_reply" ? (human ? "message" : "auto_reply") : message.kind,
        needsReview: false,
        handledAt: now,
        handledBy: actingUserId(ctx),
        reasons: JSON.stringify([`a person corrected it; before: ${was}`, ...told]),
      })
      .where("clientId", "=", clientId)
      .where("id", "=", messageId)
      .execute();
    await db
      .updateTable("threads")
      .set({ needsReply: WANTS_AN_ANSWER.has(intent), ...(human && { lastIntent: intent }) })
      .where("clientId", "=", clientId)
      .where("id", "=", message.threadId)
      .execute();

    if (intent === "unsubscribe") await suppressSender(db, ctx, message, options);
    if (human && message.leadId) await endSequence(db, ctx, message.leadId, message.isReply);
    await enqueueEvent(db, planRequested.create({ clientId }));
    await recordActivity(db, ctx, {
      action: "corrected",
      leadId: message.leadId,
      channel: message.channel,
      reason: `Their message was corrected from ${(message.intent ?? "unknown").replaceAll("_", " ")} to ${intent.replaceAll("_", " ")}`,
      metadata: { messageId, from: message.intent, to: intent },
    });
  });
}

async function lockMessage(db: Db, { clientId }: Ctx, messageId: string) {
  const found = await db
    .selectFrom("messages")
    .select("leadId")
    .where("clientId", "=", clientId)
    .where("id", "=", messageId)
    .where("direction", "=", "inbound")
    .executeTakeFirst();
  if (!found) throw new NotFoundError("There is no such message in this workspace");
  if (found.leadId) await lockLead(db, { clientId, leadId: found.leadId });
  return db
    .selectFrom("messages")
    .select([
      "leadId",
      "threadId",
      "channel",
      "kind",
      "intent",
      "intentConfidence",
      "classifiedBy",
      "isReply",
      "reasons",
      "fromAddress",
      "handledAt",
    ])
    .where("clientId", "=", clientId)
    .where("id", "=", messageId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function suppressSender(
  db: Db,
  ctx: Ctx,
  message: { leadId: string | null; fromAddress: string | null },
  options: { pepper: string },
): Promise<void> {
  if (message.leadId) await optOutLead(db, ctx, { leadId: message.leadId, reason: "unsubscribed", source: "reply" }, options);
  // They may have written from another address than the one we wrote to.
  if (message.fromAddress)
    await suppress(db, ctx, { kind: "email", value: message.fromAddress, reason: "unsubscribed", source: "reply" }, options);
}

async function endSequence(db: Db, { clientId, now }: Ctx, leadId: string, wasReply: boolean): Promise<void> {
  if (!wasReply) {
    await db
      .updateTable("leads")
      .set((eb) => ({ lastRepliedAt: now, replyCount: eb("replyCount", "+", 1) }))
      .where("clientId", "=", clientId)
      .where("id", "=", leadId)
      .execute();
  }
  await stopEnrolments(db, { clientId, leadId, reasonCode: "replied", reason: "They replied", now });
}

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { isHumanReply } from "@/lib/engines/inbound/apply-reply-actions";
import type { InboundMatch, ReceivingMailbox } from "@/lib/engines/inbound/match-inbound";
import type { InboundEmail } from "@/lib/engines/replies/inbound-email";
import type { ReplyClassification } from "@/lib/engines/replies/reply-classification";

const KIND_OF_REPORT = { dsn: "bounce", arf: "complaint", mdn: "receipt" } as const;

/**
 * Puts an inbound message into its thread, a new one where there is none. What needs a person is marked: answers worth answering, what
 * the rules are unsure of, and a person nobody can place. Reports about nothing of ours are kept and bother nobody (EM-32).
 * @returns the message's id
 */
export async function storeInboundEmail(
  db: Db,
  { clientId, now }: Ctx,
  {
    inboundEventId,
    email,
    mailbox,
    match,
    classification,
  }: {
    inboundEventId: string;
    email: InboundEmail;
    mailbox: ReceivingMailbox;
    match: InboundMatch | undefined;
    classification: ReplyClassification;
  },
): Promise<string> {
  const human = isHumanReply(classification) && !email.report;
  const needsReview = match || email.report ? classification.actions.includes("human_review") && match !== undefined : true;
  const wantsAnswer = human && classification.intent !== "unsubscribe" && classification.intent !== "not_interested";
  const threadId = await threadOf(db, clientId, { email, mailbox, match, now });
  await db
    .updateTable("threads")
    .set({
      lastMessageAt: now,
      ...(human && { lastIntent: classification.intent }),
      ...((wantsAnswer || needsReview) && { needsReply: true }),
    })
    .where("id", "=", threadId)
    .where("clientId", "=", clientId)
    .execute();

  const { id } = await db
    .insertInto("messages")
    .values({
      clientId,
      threadId,
      leadId: match?.leadId ?? null,
      inboundEventId,
      direction: "inbound",
      channel: "email",
      kind: email.report ? KIND_OF_REPORT[email.report.kind] : human ? "message" : "auto_reply",
      messageId: email.messageId,
      inReplyTo: email.inReplyTo,
      referenceIds: email.references,
      fromAddress: email.from?.address ?? null,
      toAddress: mailbox.address,
      subject: email.subject,
      bodyText: email.text,
      bodyHtml: email.html,
      intent: classification.intent,
      intentConfidence: classification.confidence,
      classifiedBy: classification.by,
      actions: [...classification.actions],
      reasons: JSON.stringify(classification.reasons),
      returnDate: classification.returnDate ?? null,
      isReply: human,
      needsReview,
      occurredAt: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

async function threadOf(
  db: Db,
  clientId: string,
  { email, mailbox, match, now }: { email: InboundEmail; mailbox: ReceivingMailbox; match: InboundMatch | undefined; now: Date },
): Promise<string> {
  if (match?.threadId) return match.threadId;
  // The message that is answered may have got its thread a moment ago, when the answer settled it.
  const known = match?.campaignId
    ? await db
        .selectFrom("threads")
        .select("id")
        .where("clientId", "=", clientId)
        .where("leadId", "=", match.leadId)
        .where("campaignId", "=", match.campaignId)
        .where("channel", "=", "email")
        .executeTakeFirst()
    : undefined;
  if (known) return known.id;
  const created = await db
    .insertInto("threads")
    .values({
      clientId,
      leadId: match?.leadId ?? null,
      campaignId: match?.campaignId ?? null,
      channel: "email",
      resourceId: mailbox.mailboxId,
      subject: email.subject,
      lastMessageAt: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return created.id;
}

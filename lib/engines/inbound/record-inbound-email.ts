import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { identityBlock } from "@/lib/engines/content/compose-email";
import { settleUnknown } from "@/lib/engines/dispatch/settle-unknown";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { applyReplyActions, isHumanReply } from "@/lib/engines/inbound/apply-reply-actions";
import { type InboundMatch, matchInbound, type ReceivingMailbox } from "@/lib/engines/inbound/match-inbound";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { classifyReply, type ReplyClassification } from "@/lib/engines/replies/classify-reply";
import type { InboundEmail } from "@/lib/engines/replies/inbound-email";
import { suppress } from "@/lib/engines/suppression/suppress";
import { replyReceived } from "@/lib/events/catalogue";

export type InboundResult = { outcome: "stored" | "unmatched" | "repeat"; intent?: string; messageId?: string };

type Input = { inboundEventId: string; email: InboundEmail; mailbox: ReceivingMailbox };
type Options = { pepper: string; appUrl: string };

/**
 * Stores one inbound e-mail and does what it asks for in the same transaction: a person's answer cancels every pending touch of
 * that lead, a withdrawal suppresses, a report settles the address, an away notice waits. Storing it twice changes nothing.
 */
export function recordInboundEmail(ctx: Ctx, input: Input, options: Options): Promise<InboundResult> {
  const { email, mailbox } = input;
  return ctx.tx(async (db) => {
    const match = await matchInbound(db, { clientId: ctx.clientId, email, now: ctx.now });
    if (match) await lockLead(db, { clientId: ctx.clientId, leadId: match.leadId });
    if (await isKnown(db, ctx, input)) return { outcome: "repeat" };

    const classification = classifyReply({ channel: "email", email, footer: await footerOf(db, ctx, match, options) }, { now: ctx.now });
    const stored = await store(db, ctx, input, match, classification);
    if (!match) {
      // Somebody we cannot place still gets their wish: the harm of a false opt-out is small (SE-04).
      if (classification.intent === "unsubscribe" && email.from) {
        await suppress(db, ctx, { kind: "email", value: email.from.address, reason: "unsubscribed", source: "reply" }, options);
      }
      return { outcome: "unmatched", intent: classification.intent, messageId: stored };
    }

    if (match.touchId) await settleUnknown(db, ctx, match.touchId);
    const lead = await db
      .selectFrom("leads as l")
      .innerJoin("clients as k", "k.id", "l.clientId")
      .select(["l.email", "l.timezone", "l.state", "k.timezone as clientTimezone"])
      .where("l.id", "=", match.leadId)
      .where("l.clientId", "=", ctx.clientId)
      .executeTakeFirstOrThrow();
    await applyReplyActions(
      db,
      ctx,
      {
        leadId: match.leadId,
        campaignId: match.campaignId,
        email: lead.email,
        timezone: recipientPlace(lead, lead.clientTimezone).timezone,
        mailboxId: mailbox.mailboxId,
        source: "reply",
        pepper: options.pepper,
      },
      classification,
    );
    if (isHumanReply(classification)) {
      await db
        .updateTable("leads")
        .set((eb) => ({ lastRepliedAt: ctx.now, replyCount: eb("replyCount", "+", 1) }))
        .where("id", "=", match.leadId)
        .where("clientId", "=", ctx.clientId)
        .execute();
      await enqueueEvent(db, replyReceived.create({ clientId: ctx.clientId, messageId: stored }));
    }
    await recordActivity(db, ctx, {
      ...describe(email, classification),
      leadId: match.leadId,
      campaignId: match.campaignId,
      touchId: match.touchId,
      channel: "email",
    });
    return { outcome: "stored", intent: classification.intent, messageId: stored };
  });
}

async function isKnown(db: Db, { clientId }: Ctx, { inboundEventId, email }: Input): Promise<boolean> {
  const known = await db
    .selectFrom("messages")
    .select("id")
    .where("clientId", "=", clientId)
    .where((eb) =>
      eb.or([
        eb("inboundEventId", "=", inboundEventId),
        ...(email.messageId
          ? [eb.and([eb("direction", "=", "inbound"), eb("messageId", "=", `<${email.messageId.replace(/^<|>$/g, "")}>`)])]
          : []),
      ]),
    )
    .executeTakeFirst();
  return known !== undefined;
}

/** Our own identity block as it stood under the message that is answered, so that a quoted copy decides nothing (EM-07). */
async function footerOf(db: Db, { clientId }: Ctx, match: InboundMatch | undefined, { appUrl }: Options): Promise<string | undefined> {
  if (!match?.touchId) return undefined;
  const row = await db
    .selectFrom("touches as t")
    .innerJoin("clients as k", "k.id", "t.clientId")
    .select(["t.unsubscribeToken", "k.legalName", "k.abn", "k.postalAddress", "k.contactEmail"])
    .where("t.id", "=", match.touchId)
    .where("t.clientId", "=", clientId)
    .executeTakeFirst();
  if (!row?.unsubscribeToken) return undefined;
  return identityBlock(
    { legalName: row.legalName ?? "", abn: row.abn, postalAddress: row.postalAddress, contact: row.contactEmail ?? "" },
    `${appUrl}/u/${row.unsubscribeToken}`,
  );
}

const KIND_OF_REPORT = { dsn: "bounce", arf: "complaint", mdn: "receipt" } as const;

async function store(
  db: Db,
  ctx: Ctx,
  { email, mailbox, inboundEventId }: Input,
  match: InboundMatch | undefined,
  classification: ReplyClassification,
): Promise<string> {
  const { clientId, now } = ctx;
  const human = isHumanReply(classification);
  const needsReview = !match || classification.actions.includes("human_review");
  const kind = email.report ? KIND_OF_REPORT[email.report.kind] : human ? "message" : "auto_reply";
  const needsReply = human && classification.intent !== "unsubscribe" && classification.intent !== "not_interested";

  let threadId = match?.threadId;
  if (!threadId) {
    const thread = await db
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
    threadId = thread.id;
  }
  await db
    .updateTable("threads")
    .set({
      lastMessageAt: now,
      ...(human && { lastIntent: classification.intent }),
      ...(needsReply || needsReview ? { needsReply: true } : {}),
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
      kind,
      messageId: email.messageId && `<${email.messageId.replace(/^<|>$/g, "")}>`,
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

function describe(email: InboundEmail, { intent, returnDate, actions }: ReplyClassification) {
  const provider = { actor: "provider" as const };
  if (email.report?.kind === "arf")
    return { ...provider, action: "complained" as const, reason: "Reported as spam: suppressed everywhere" };
  if (email.report?.kind === "dsn") {
    const isHard = actions.includes("suppress_address_hard_bounce");
    return {
      ...provider,
      action: "bounced" as const,
      reason: isHard ? "The address does not exist: suppressed" : "Delivery was delayed or refused for now",
    };
  }
  if (intent === "out_of_office")
    return {
      action: "away" as const,
      actor: "prospect" as const,
      reason: returnDate ? `Away; the sequence waits until ${returnDate}` : "Away; the sequence waits a week",
    };
  if (isHumanReply({ intent }))
    return {
      action: "replied" as const,
      actor: "prospect" as const,
      reason: `Replied: ${intent.replaceAll("_", " ")}. Everything pending was cancelled`,
      metadata: { intent },
    };
  return { action: "auto_replied" as const, actor: "prospect" as const, reason: "A machine answered" };
}

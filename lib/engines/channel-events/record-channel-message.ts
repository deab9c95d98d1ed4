import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { NewsOptions } from "@/lib/engines/channel-events/channel-news";
import { findPeople, IDENTITY_OF_CHANNEL, type Receiver } from "@/lib/engines/channel-events/find-people";
import { settleUnknown } from "@/lib/engines/dispatch/settle-unknown";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { applyReplyActions, isHumanReply } from "@/lib/engines/inbound/apply-reply-actions";
import { countReply } from "@/lib/engines/inbound/count-reply";
import { classifyReply } from "@/lib/engines/replies/classify-reply";
import type { ReplyClassification } from "@/lib/engines/replies/reply-classification";
import { suppress } from "@/lib/engines/suppression/suppress";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";

type Message = Extract<ChannelEvent, { kind: "message" }>;
type Person = { leadId: string; campaignId: string | null };

/**
 * Stores what somebody wrote by text or on LinkedIn and does what it asks for in the same transaction, as for e-mail: an answer cancels
 * everything pending, a withdrawal suppresses the person on every channel. The same message told again changes nothing.
 */
export async function recordChannelMessage(
  db: Db,
  ctx: Ctx,
  { event, receiver, source }: { event: Message; receiver: Receiver; source: string },
  options: NewsOptions,
): Promise<"stored" | "unmatched" | "repeat"> {
  const [person] = await findPeople(db, { clientId: ctx.clientId, channel: event.channel, address: event.from });
  return ctx.tx(async (tx) => {
    if (person) await lockLead(tx, { clientId: ctx.clientId, leadId: person.leadId });
    const classification = classifyReply({ channel: event.channel, body: event.text }, { now: ctx.now });
    const messageId = await storeMessage(tx, ctx, { event, receiver, person, classification, source });
    if (messageId === undefined) return "repeat";
    if (!person) {
      await honourStranger(tx, ctx, { event, classification, source }, options);
      return "unmatched";
    }
    await settleOpen(tx, ctx, person.leadId, event);
    await obey(tx, ctx, { event, receiver, person, classification, source }, options);
    if (isHumanReply(classification)) await countReply(tx, ctx, { leadId: person.leadId, messageId });
    return "stored";
  });
}

/** @returns undefined when it is stored already */
async function storeMessage(
  db: Db,
  { clientId }: Ctx,
  {
    event,
    receiver,
    person,
    classification,
    source,
  }: { event: Message; receiver: Receiver; person: Person | undefined; classification: ReplyClassification; source: string },
): Promise<string | undefined> {
  const messageId = `${source}:${event.externalId}`;
  const known = await db
    .selectFrom("messages")
    .select("id")
    .where("clientId", "=", clientId)
    .where("direction", "=", "inbound")
    .where("messageId", "=", messageId)
    .executeTakeFirst();
  if (known) return undefined;
  const isReply = isHumanReply(classification);
  const needsReview = person === undefined || classification.actions.includes("human_review");
  const stored = await db
    .insertInto("messages")
    .values({
      clientId,
      threadId: await threadOf(db, clientId, { event, receiver, person }),
      leadId: person?.leadId ?? null,
      direction: "inbound",
      channel: event.channel,
      kind: isReply ? "message" : "auto_reply",
      messageId,
      fromAddress: event.from,
      toAddress: receiver.label,
      bodyText: event.text.replaceAll("\0", ""),
      intent: classification.intent,
      intentConfidence: classification.confidence,
      classifiedBy: classification.by,
      actions: [...classification.actions],
      reasons: JSON.stringify(classification.reasons),
      returnDate: classification.returnDate ?? null,
      isReply,
      needsReview,
      occurredAt: event.at,
    })
    .onConflict((conflict) => conflict.columns(["clientId", "direction", "messageId"]).where("messageId", "is not", null).doNothing())
    .returning(["id", "threadId"])
    .executeTakeFirst();
  if (!stored) return undefined;
  const wantsAnswer = isReply && classification.intent !== "unsubscribe" && classification.intent !== "not_interested";
  await db
    .updateTable("threads")
    .set((eb) => ({
      lastMessageAt: eb.fn("greatest", ["lastMessageAt", eb.val(event.at)]),
      ...(isReply && { lastIntent: classification.intent }),
      ...((wantsAnswer || needsReview) && { needsReply: true }),
    }))
    .where("id", "=", stored.threadId)
    .where("clientId", "=", clientId)
    .execute();
  return stored.id;
}

/** What was said to this person on this channel is one thread; a stranger's messages to one of our numbers are one as well. */
async function threadOf(
  db: Db,
  clientId: string,
  { event, receiver, person }: { event: Message; receiver: Receiver; person: Person | undefined },
): Promise<string> {
  const known = await db
    .selectFrom("threads as h")
    .select("h.id")
    .where("h.clientId", "=", clientId)
    .where("h.channel", "=", event.channel)
    .$if(person !== undefined, (query) => query.where("h.leadId", "=", person?.leadId ?? ""))
    .$if(person === undefined, (query) =>
      query
        .where("h.leadId", "is", null)
        .where(({ exists, selectFrom }) =>
          exists(selectFrom("messages as m").select("m.id").whereRef("m.threadId", "=", "h.id").where("m.fromAddress", "=", event.from)),
        ),
    )
    .orderBy("h.lastMessageAt", "desc")
    .orderBy("h.id")
    .limit(1)
    .executeTakeFirst();
  if (known) return known.id;
  const { id } = await db
    .insertInto("threads")
    .values({
      clientId,
      leadId: person?.leadId ?? null,
      campaignId: person?.campaignId ?? null,
      channel: event.channel,
      resourceId: receiver.resourceId,
      lastMessageAt: event.at,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Whoever answers has got what nobody knew the outcome of. */
async function settleOpen(db: Db, ctx: Ctx, leadId: string, { channel, at }: Message): Promise<void> {
  const open = await db
    .selectFrom("touches")
    .select("id")
    .where("clientId", "=", ctx.clientId)
    .where("leadId", "=", leadId)
    .where("channel", "=", channel)
    .where("state", "=", "unknown")
    .where("claimedAt", "<=", at)
    .orderBy("stepNumber")
    .execute();
  for (const { id } of open) await settleUnknown(db, ctx, id);
}

async function obey(
  db: Db,
  ctx: Ctx,
  {
    event,
    receiver,
    person,
    classification,
    source,
  }: { event: Message; receiver: Receiver; person: Person; classification: ReplyClassification; source: string },
  options: NewsOptions,
): Promise<void> {
  const lead = await db
    .selectFrom("leads as l")
    .innerJoin("clients as k", "k.id", "l.clientId")
    .select(["l.email", "l.timezone", "l.state", "k.timezone as clientTimezone"])
    .where("l.id", "=", person.leadId)
    .where("l.clientId", "=", ctx.clientId)
    .executeTakeFirstOrThrow();
  const subject = {
    ...person,
    email: lead.email,
    timezone: recipientPlace(lead, lead.clientTimezone).timezone,
    mailboxId: receiver.resourceId,
    source,
    pepper: options.pepper,
  };
  await applyReplyActions(db, ctx, subject, classification);
  if (!isHumanReply(classification)) return;
  const { intent } = classification;
  await recordActivity(db, ctx, {
    action: "replied",
    actor: "prospect",
    reason: `Replied: ${intent.replaceAll("_", " ")}. Everything pending was cancelled`,
    metadata: { intent },
    ...person,
    channel: event.channel,
  });
}

/** Somebody we cannot place still gets their wish. */
async function honourStranger(
  db: Db,
  ctx: Ctx,
  { event, classification, source }: { event: Message; classification: ReplyClassification; source: string },
  options: NewsOptions,
): Promise<void> {
  const kind = IDENTITY_OF_CHANNEL[event.channel];
  if (classification.intent !== "unsubscribe" || suppressionKey(options, kind, event.from) === null) return;
  await suppress(db, ctx, { kind, value: event.from, reason: "unsubscribed", source }, options);
}

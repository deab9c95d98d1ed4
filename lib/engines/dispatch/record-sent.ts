import "server-only";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { shiftLaterTouches } from "@/lib/db/queries/touches";
import { letterAddress } from "@/lib/domain/letter-address";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { Parcel } from "@/lib/engines/dispatch/carriers";
import type { LockedTouch } from "@/lib/engines/dispatch/record-hand-over";
import { finishEnrolmentIfDone } from "@/lib/engines/enrolments/stop-enrolments";

/** A message as it is kept in its thread. */
export type SentMessage = {
  /** RFC 5322 id of an e-mail; null on channels that have none. */
  messageId: string | null;
  subject: string | null;
  text: string;
  fromAddress: string;
  toAddress: string;
  inReplyTo: string | null;
  references: readonly string[];
  /** True for a LinkedIn invitation, which opens a connection and no conversation. */
  isInvitation: boolean;
};

/** What the person gets to see of a parcel. */
export function sentMessageOf(parcel: Parcel, { messageId }: { messageId: string | null }): SentMessage {
  const plain = { messageId: null, subject: null, inReplyTo: null, references: [], isInvitation: false };
  switch (parcel.provider) {
    case "smtp":
    case "smartlead": {
      const { email } = parcel;
      return {
        messageId: messageId ?? email.messageId,
        subject: email.subject,
        text: email.text,
        fromAddress: email.from.address,
        toAddress: email.to.address,
        inReplyTo: email.inReplyTo,
        references: email.references,
        isInvitation: false,
      };
    }
    case "twilio":
      return { ...plain, text: parcel.text.body, fromAddress: parcel.text.from, toAddress: parcel.text.to };
    case "heyreach": {
      const { act } = parcel;
      const text = act.act === "invite" ? (act.note ?? "") : act.body;
      return { ...plain, text, fromAddress: act.seat, toAddress: act.profileUrl, isInvitation: act.act === "invite" };
    }
    case "vapi":
      return { ...plain, text: parcel.call.opening, fromAddress: parcel.call.from, toAddress: parcel.call.to };
    case "clicksend": {
      const { to, returnAddressId, body } = parcel.letter;
      return { ...plain, text: body, fromAddress: returnAddressId, toAddress: letterAddress(to) };
    }
  }
}

/** Settles a touch as sent: message and thread, life-cycle, the spacing of what follows, and the record of it. */
export async function recordSent(
  db: Db,
  ctx: Ctx,
  touch: LockedTouch,
  message: SentMessage,
  { reference, costMicroAud }: { reference: string | null; costMicroAud: number | null },
): Promise<"sent"> {
  const { clientId } = ctx;
  const sentAt = touch.claimedAt ?? ctx.now;
  await db
    .with("entered", (qb) =>
      qb
        .updateTable("leads")
        .set({ status: "in_sequence" })
        .where("id", "=", touch.leadId)
        .where("clientId", "=", clientId)
        .where("status", "=", "scored"),
    )
    .updateTable("touches")
    .set({ state: "sent", sentAt, slotAt: null, reasonCode: null, reason: null, providerReference: reference, costMicros: costMicroAud })
    .where("id", "=", touch.id)
    .where("clientId", "=", clientId)
    .execute();
  if (costMicroAud !== null) await recordCost(db, ctx, touch, costMicroAud);

  await keepMessage(db, ctx, touch, message, sentAt);
  if (message.isInvitation) await openConnection(db, ctx, touch, sentAt);
  if (touch.channel === "voice") {
    await db
      .updateTable("calls")
      .set({ providerReference: reference })
      .where("clientId", "=", clientId)
      .where("touchId", "=", touch.id)
      .where("attempt", "=", touch.attempts)
      .execute();
  }
  await shiftLaterTouches(db, {
    clientId,
    enrolmentId: touch.enrolmentId,
    stepNumber: touch.stepNumber,
    byMs: sentAt.getTime() - touch.dueAt.getTime(),
  });
  await finishEnrolmentIfDone(db, { clientId, enrolmentId: touch.enrolmentId, now: ctx.now });
  await recordActivity(db, ctx, {
    action: touch.channel === "voice" ? "called" : "sent",
    reason: `Step ${touch.stepNumber}: every check passed`,
    providerMessageId: message.messageId ?? reference,
    metadata: { subject: message.subject, from: message.fromAddress },
    leadId: touch.leadId,
    campaignId: touch.campaignId,
    touchId: touch.id,
    channel: touch.channel,
  });
  return "sent";
}

/** Adds the carrier's own id and price to a touch that its webhook settled first. */
export async function completeSent(
  db: Db,
  ctx: Ctx,
  touch: LockedTouch,
  { reference, costMicroAud }: { reference: string | null; costMicroAud: number | null },
): Promise<"sent"> {
  await db
    .updateTable("touches")
    .set((eb) => ({
      providerReference: eb.fn.coalesce("providerReference", eb.val(reference)),
      costMicros: eb.fn.coalesce("costMicros", eb.val(costMicroAud)),
    }))
    .where("id", "=", touch.id)
    .where("clientId", "=", ctx.clientId)
    .execute();
  if (costMicroAud !== null) await recordCost(db, ctx, touch, costMicroAud);
  return "sent";
}

/** What the carrier charged, once an attempt, however often it is told. */
export async function recordCost(db: Db, ctx: Ctx, touch: LockedTouch, costMicroAud: number): Promise<void> {
  await db
    .insertInto("providerCosts")
    .values({
      clientId: ctx.clientId,
      leadId: touch.leadId,
      provider: touch.channel,
      operation: "send",
      costMicros: costMicroAud,
      idempotencyKey: `send:${touch.id}:${touch.attempts}`,
      occurredAt: touch.claimedAt ?? ctx.now,
    })
    .onConflict((conflict) => conflict.column("idempotencyKey").doNothing())
    .execute();
}

/** Adds a message to its thread. One thread a lead, campaign and channel: a follow-up joins the one that is there. */
async function keepMessage(db: Db, { clientId }: Ctx, touch: LockedTouch, message: SentMessage, sentAt: Date): Promise<void> {
  const { leadId, campaignId, channel, resourceId } = touch;
  await db
    .with("joined", (qb) =>
      qb
        .updateTable("threads")
        .set({ lastMessageAt: sentAt })
        .where("clientId", "=", clientId)
        .where("leadId", "=", leadId)
        .where("campaignId", "=", campaignId)
        .where("channel", "=", channel)
        .returning("id"),
    )
    .with("opened", (qb) =>
      qb
        .insertInto("threads")
        .columns(["clientId", "leadId", "campaignId", "channel", "resourceId", "subject", "lastMessageAt"])
        .expression(
          sql`select ${clientId}::uuid, ${leadId}::uuid, ${campaignId}::uuid, ${channel}::channel_type, ${resourceId}::uuid,
            ${message.subject}, ${sentAt}::timestamptz where not exists (select from joined)`,
        )
        .returning("id"),
    )
    .with("thread", (qb) => qb.selectFrom("joined").select("joined.id").unionAll(qb.selectFrom("opened").select("opened.id")))
    .insertInto("messages")
    .values(({ selectFrom }) => ({
      clientId,
      threadId: selectFrom("thread").select("thread.id").limit(1),
      leadId,
      touchId: touch.id,
      channel,
      ...outboundMessage(message),
      occurredAt: sentAt,
    }))
    .onConflict((conflict) => conflict.column("touchId").doNothing())
    .execute();
}

/** What a conversation keeps of a message that left, whoever wrote it and wherever it stands. */
export function outboundMessage(message: Omit<SentMessage, "isInvitation">) {
  return {
    direction: "outbound" as const,
    messageId: message.messageId,
    inReplyTo: message.inReplyTo,
    referenceIds: [...message.references],
    fromAddress: message.fromAddress,
    toAddress: message.toAddress,
    subject: message.subject,
    bodyText: message.text,
  };
}

async function openConnection(db: Db, { clientId }: Ctx, touch: LockedTouch, invitedAt: Date): Promise<void> {
  await db
    .insertInto("linkedinConnections")
    .values({ clientId, leadId: touch.leadId, resourceId: touch.resourceId ?? "", state: "invited", invitedAt })
    .onConflict((conflict) => conflict.column("leadId").doNothing())
    .execute();
}

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { findNeverSaid, quotePhrases } from "@/lib/domain/never-say";
import type { ReplyAction, ReplyIntent } from "@/lib/domain/replies";
import { type DraftCitation, followUpDay, type Objection, type RejectionReason, type ReplyEntities } from "@/lib/domain/reply-handling";
import { storeDraft } from "@/lib/engines/answers/store-draft";
import { localDay } from "@/lib/engines/gate/local-time";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { isAnnounced } from "@/lib/engines/inbound/announce-reply";
import { applyReplyActions } from "@/lib/engines/inbound/apply-reply-actions";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { needsPerson } from "@/lib/engines/replies/needs-person";
import { visibleReplyText } from "@/lib/engines/replies/visible-reply-text";

/** What an agent made of a reply, as a durable step kept it. */
export type AnsweredReply = {
  reading: {
    intent: ReplyIntent;
    confidence: number;
    reasons: string[];
    by: string;
    actions: ReplyAction[];
    objection: Objection | null;
    rejectionReason: RejectionReason | null;
  };
  entities: ReplyEntities;
  draft: { subject: string; body: string; citations: DraftCitation[] } | null;
  draftedBy: "baseline" | "model";
};

const CLOSED: ReadonlySet<string> = new Set(["unsubscribed", "bounced"]);

/**
 * Writes down what was understood and does what follows, once: a model's reading where it was surer, objections and reasons with their
 * follow-up, who was named, the draft in the state its permission mode gives it, and a hold where a person has to decide. Nothing here
 * starts anything that was stopped.
 */
export function settleReply(
  ctx: Ctx,
  { messageId, answered }: { messageId: string; answered: AnsweredReply },
  options: { pepper: string },
): Promise<{ outcome: "settled" | "repeat"; draftId?: string; needsPerson?: string | null }> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const known = await db
      .selectFrom("messages")
      .select("leadId")
      .where("clientId", "=", clientId)
      .where("id", "=", messageId)
      .executeTakeFirst();
    if (!known?.leadId) return { outcome: "repeat" };
    await lockLead(db, { clientId, leadId: known.leadId });
    const message = await lockReply(db, clientId, messageId);
    if (message.understoodAt !== null || message.classifiedBy === "human") return { outcome: "repeat" };

    const { reading, entities } = answered;
    const isNew = reading.by === "model" && message.classifiedBy !== "model";
    await db
      .updateTable("messages")
      .set({
        understoodAt: now,
        entities: JSON.stringify(entities),
        ...(isNew && {
          intent: reading.intent,
          intentConfidence: reading.confidence,
          classifiedBy: "model",
          actions: [...reading.actions],
          reasons: JSON.stringify(reading.reasons),
        }),
      })
      .where("clientId", "=", clientId)
      .where("id", "=", messageId)
      .execute();
    if (isNew) await obey(db, ctx, message, reading, options);

    const raisesObjection = reading.objection !== null;
    await noteReasons(db, ctx, message, reading);
    if (reading.actions.includes("create_referral")) await noteReferral(db, clientId, { messageId, message, entities });

    const text = visibleReplyText(message.bodyText).reply;
    const why =
      needsPerson({ ...reading, text, earlierObjections: message.objectionCount, raisesObjection }) ??
      saidAnyway(answered.draft, message.neverSay);
    const lead = await db
      .selectFrom("leads")
      .select("status")
      .where("clientId", "=", clientId)
      .where("id", "=", message.leadId)
      .executeTakeFirstOrThrow();
    if (why) await handToPerson(db, ctx, message, { why, intent: reading.intent });
    if (!answered.draft || CLOSED.has(lead.status)) return { outcome: "settled", needsPerson: why };
    const draftId = await storeDraft(db, ctx, {
      message: { ...message, id: messageId },
      draft: answered.draft,
      madeBy: answered.draftedBy,
      intent: reading.intent,
      why,
    });
    return { outcome: "settled", needsPerson: why, draftId };
  });
}

/** Why a draft is nothing to send as it stands: it says what the client never says, as the client's own fixed words may. */
function saidAnyway(draft: AnsweredReply["draft"], phrases: readonly string[]): string | null {
  const found = draft ? findNeverSaid(draft.body, phrases) : [];
  return found.length > 0 ? `The draft says ${quotePhrases(found)}, which you never say` : null;
}

export type LockedReply = Awaited<ReturnType<typeof lockReply>>;

async function lockReply(db: Db, clientId: string, messageId: string) {
  const row = await db
    .selectFrom("messages as m")
    .innerJoin("threads as h", "h.id", "m.threadId")
    .innerJoin("leads as l", "l.id", "m.leadId")
    .innerJoin("clients as k", "k.id", "m.clientId")
    .leftJoin("campaigns as c", "c.id", "h.campaignId")
    .select(({ fn, val }) => [
      "m.threadId",
      "m.channel",
      "m.bodyText",
      "m.classifiedBy",
      "m.understoodAt",
      "m.occurredAt",
      "h.campaignId",
      "h.resourceId",
      "h.objectionCount",
      "l.id as leadId",
      "l.email",
      "l.state",
      "l.timezone",
      "k.timezone as clientTimezone",
      "k.answersByItself",
      "k.neverSay",
      fn.coalesce("l.permissionOverride", "c.permissionMode", "k.defaultPermissionMode", val("co_pilot" as const)).as("mode"),
    ])
    .where("m.clientId", "=", clientId)
    .where("m.id", "=", messageId)
    .forUpdate("m")
    .executeTakeFirstOrThrow();
  return { ...row, place: recipientPlace(row, row.clientTimezone) };
}

/** A surer reading may stop, hold and suppress; nothing among its effects starts a sequence. */
async function obey(
  db: Db,
  ctx: Ctx,
  message: LockedReply,
  reading: AnsweredReply["reading"],
  { pepper }: { pepper: string },
): Promise<void> {
  const { leadId, campaignId, email, place, resourceId } = message;
  const subject = { leadId, campaignId, email, timezone: place.timezone, mailboxId: resourceId ?? "", source: "reply", pepper };
  await applyReplyActions(db, ctx, subject, { ...reading });
  const wantsAnswer = ["meeting_request", "interested", "question"].includes(reading.intent);
  await db
    .updateTable("threads")
    .set({ lastIntent: reading.intent, ...(wantsAnswer && { needsReply: true }) })
    .where("clientId", "=", ctx.clientId)
    .where("id", "=", message.threadId)
    .execute();
}

async function noteReasons(
  db: Db,
  { clientId, now }: Ctx,
  message: LockedReply,
  { objection, rejectionReason, actions }: AnsweredReply["reading"],
): Promise<void> {
  if (objection === null && rejectionReason === null) return;
  // A day they named themselves is better than a policy's.
  const named = actions.find((action) => action.startsWith("snooze_until:"))?.slice("snooze_until:".length);
  const followUpOn = rejectionReason === null ? null : (named ?? followUpDay(rejectionReason, localDay(now, message.place.timezone)));
  await db
    .updateTable("threads")
    .set((eb) => ({
      ...(objection !== null && { objection, objectionCount: eb("objectionCount", "+", 1) }),
      ...(rejectionReason !== null && { rejectionReason, followUpOn, followUpToldAt: null }),
    }))
    .where("clientId", "=", clientId)
    .where("id", "=", message.threadId)
    .execute();
  if (rejectionReason === null) return;
  await db.updateTable("leads").set({ rejectionReason }).where("clientId", "=", clientId).where("id", "=", message.leadId).execute();
}

/** Written down and held: nothing is sent to them before a person records why they may be written to. */
async function noteReferral(
  db: Db,
  clientId: string,
  { messageId, message, entities }: { messageId: string; message: LockedReply; entities: ReplyEntities },
): Promise<void> {
  const [named] = entities.decisionMakers;
  await db
    .insertInto("referrals")
    .values({
      clientId,
      leadId: message.leadId,
      messageId,
      name: named?.name ?? null,
      email: named?.email ?? null,
      role: named?.role ?? null,
      quote: named?.quote ?? message.bodyText.slice(0, 300),
    })
    .onConflict((conflict) => conflict.column("messageId").doNothing())
    .execute();
}

async function handToPerson(db: Db, ctx: Ctx, message: LockedReply, { why, intent }: { why: string; intent: ReplyIntent }): Promise<void> {
  await db
    .updateTable("leads")
    .set({ heldAt: ctx.now, heldReason: "Their answer needs a person first" })
    .where("clientId", "=", ctx.clientId)
    .where("id", "=", message.leadId)
    .where("heldAt", "is", null)
    .execute();
  await db
    .updateTable("threads")
    .set({ needsReply: true })
    .where("clientId", "=", ctx.clientId)
    .where("id", "=", message.threadId)
    .execute();
  // Wishes and questions are told of already; once is enough.
  if (isAnnounced(intent)) return;
  await notifyOnce(db, ctx, {
    kind: "review",
    title: "An answer needs you",
    body: `${why}. Everything else to this person is held until you decide.`,
    href: `/dashboard/inbox?thread=${message.threadId}`,
  });
}

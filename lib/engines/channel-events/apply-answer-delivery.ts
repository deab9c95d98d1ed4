import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import type { Channel } from "@/lib/domain/outreach";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { keepAnswer } from "@/lib/engines/answers/keep-answer";
import { type LockedDraft, lockDraft } from "@/lib/engines/answers/lock-draft";
import type { NewsOptions } from "@/lib/engines/channel-events/channel-news";
import { closeChannel } from "@/lib/engines/channel-events/close-channel";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";

type Delivery = Extract<ChannelEvent, { kind: "delivery" }>;
type Told = { channel: Channel; key: string | null; event: Delivery; source: string };

const BAD_STATES: ReadonlySet<string> = new Set(["undelivered", "failed"]);
const LEFT_STATES: ReadonlySet<string> = new Set(["sent", "delivered"]);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What a carrier tells of an answer: one that nobody knew the outcome of left after all; one that did not arrive is put before a person,
 * once, and a number that will never work is closed.
 * @returns whether it was an answer of ours
 */
export async function applyAnswerDelivery(
  db: Db,
  systemCtx: (clientId: string) => Ctx,
  told: Told,
  options: NewsOptions,
): Promise<boolean> {
  const answer = await findAnswer(db, told);
  if (!answer) return false;
  const { event, source } = told;
  const ctx = systemCtx(answer.clientId);
  await ctx.tx(async (tx) => {
    const draft = await lockDraft(tx, { clientId: answer.clientId, draftId: answer.id });
    if (draft?.state === "unknown" && LEFT_STATES.has(event.state)) await settleUnknown(tx, ctx, draft, event.reference);
    if (draft?.state !== "sent" || draft.reason !== null || !BAD_STATES.has(event.state)) return;
    const { leadId, channel } = draft;
    const reason = `It did not arrive${event.code === null ? "" : ` (${event.code})`}`;
    await tx.updateTable("replyDrafts").set({ reason }).where("clientId", "=", ctx.clientId).where("id", "=", draft.id).execute();
    await tx
      .updateTable("threads")
      .set({ needsReply: true })
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", draft.threadId)
      .execute();
    await recordActivity(tx, ctx, { action: "undelivered", actor: "provider", reason, leadId, channel, metadata: { draftId: draft.id } });
    const href = `/dashboard/inbox?thread=${draft.threadId}`;
    await notifyOnce(tx, ctx, { kind: "review", title: "An answer did not arrive", body: event.code, href });
    if (event.isPermanent && channel !== "email")
      await closeChannel(tx, ctx, { leadId, channels: [channel], reason: `Nothing arrives there: ${reason}`, source }, options);
  });
  return true;
}

/** Who handed it over is gone, and with it the text as it was sent: what is kept is what was approved. */
async function settleUnknown(db: Db, ctx: Ctx, draft: LockedDraft, providerReference: string): Promise<void> {
  const { clientId } = ctx;
  const way = await db
    .selectFrom("leads as l")
    .leftJoin("resources as r", (join) => join.on("r.id", "=", draft.resourceId))
    .select(["l.phone", "l.linkedinUrl", "l.email", "r.label"])
    .where("l.clientId", "=", clientId)
    .where("l.id", "=", draft.leadId)
    .executeTakeFirstOrThrow();
  await db
    .updateTable("replyDrafts")
    .set({ state: "sent", sentAt: draft.claimedAt ?? ctx.now, providerReference, reason: null })
    .where("clientId", "=", clientId)
    .where("id", "=", draft.id)
    .execute();
  const isEmail = draft.channel === "email";
  const addresses: Readonly<Partial<Record<Channel, string | null>>> = { email: way.email, sms: way.phone, linkedin: way.linkedinUrl };
  await keepAnswer(db, ctx, draft, {
    messageId: isEmail ? draft.outgoingId : null,
    subject: isEmail ? draft.subject : null,
    text: draft.body,
    fromAddress: way.label ?? "",
    toAddress: addresses[draft.channel] ?? "",
    inReplyTo: null,
    references: [],
  });
}

/** By our key, which is the draft's id, or by the carrier's own. */
function findAnswer(db: Db, { channel, key, event: { reference } }: Told) {
  const names = [key, reference].filter((name) => name !== null && UUID.test(name));
  return db
    .selectFrom("replyDrafts")
    .select(["id", "clientId"])
    .where("channel", "=", channel)
    .where((eb) => eb.or([eb("providerReference", "=", reference), ...(names.length > 0 ? [eb("id", "in", names)] : [])]))
    .limit(1)
    .executeTakeFirst();
}

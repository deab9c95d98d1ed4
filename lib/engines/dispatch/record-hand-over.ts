import "server-only";
import { addHours, addMinutes } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { countHandOver, lockTouch, shiftLaterTouches } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { OutgoingEmail } from "@/lib/engines/content/compose-email";
import type { CountedHandOver } from "@/lib/engines/dispatch/claim-touch";
import type { HandOver } from "@/lib/engines/dispatch/email-carrier";
import { finishEnrolmentIfDone, stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { classifyBounce } from "@/lib/engines/replies/classify-bounce";
import { suppress } from "@/lib/engines/suppression/suppress";

/** A server that says "later" is asked again after this many minutes, then the touch fails. */
const RETRY_AFTER_MINUTES = [15, 60, 240, 1440] as const;

type Recorded = "sent" | "failed" | "unknown" | "retrying";
type Touch = NonNullable<Awaited<ReturnType<typeof lockTouch>>>;

/**
 * Writes down what became of a claimed touch. A touch that a reconciler called `unknown` in the meantime still becomes `sent`
 * when its carrier answers after all: the carrier knows.
 */
export function recordHandOver(
  ctx: Ctx,
  { touchId, email, counted, handOver }: { touchId: string; email: OutgoingEmail; counted: CountedHandOver; handOver: HandOver },
  { pepper }: { pepper: string },
): Promise<Recorded> {
  return ctx.tx(async (db) => {
    const touch = await lockTouch(db, { clientId: ctx.clientId, touchId });
    if (!touch || (touch.state !== "sending" && touch.state !== "unknown")) return touch?.state === "sent" ? "sent" : "failed";
    if (handOver.outcome === "accepted")
      return recordSent(db, ctx, touch, { ...email, fromAddress: email.from.address, toAddress: email.to.address });
    if (handOver.outcome === "unknown") return recordUnknown(db, ctx, touch, handOver.response);
    await countHandOver(db, { clientId: ctx.clientId, ...counted, by: -1 });
    await forgetContact(db, ctx, touch);
    if (handOver.outcome === "barred") return pauseMailbox(db, ctx, touch, email, `Nothing was sent: ${handOver.response}`);
    return recordRefusal(db, ctx, touch, email, handOver, pepper);
  });
}

/** Nobody was reached: the gap between two messages counts from the one before, or a retry in minutes would wait for days. */
async function forgetContact(db: Db, { clientId }: Ctx, touch: Touch): Promise<void> {
  await db
    .updateTable("leads")
    .set(({ selectFrom }) => ({
      lastContactedAt: selectFrom("touches as t")
        .select(({ fn }) => fn.max("t.claimedAt").as("at"))
        .where("t.leadId", "=", touch.leadId)
        .where("t.id", "<>", touch.id)
        .where("t.state", "in", ["sending", "sent", "unknown"]),
    }))
    .where("id", "=", touch.leadId)
    .where("clientId", "=", clientId)
    .execute();
}

/** Marks a touch whose outcome nobody can find out: a person decides, no machine sends it again. */
export async function recordUnknown(db: Db, ctx: Ctx, touch: Touch, response: string): Promise<"unknown"> {
  const reason = `The mail server did not answer (${response.slice(0, 200)}). It may have arrived; please check before anything is sent again.`;
  await setTouch(db, ctx, touch.id, { state: "unknown", reasonCode: "outcome_unknown", reason });
  await recordActivity(db, ctx, { action: "unknown", reason, ...about(touch) });
  await db
    .insertInto("notifications")
    .values({
      clientId: ctx.clientId,
      kind: "review",
      title: "A message may or may not have arrived",
      body: reason,
      href: "/dashboard/approvals",
    })
    .execute();
  return "unknown";
}

/** A message as it is kept in its thread. */
export type SentMessage = {
  messageId: string;
  subject: string;
  text: string;
  fromAddress: string;
  toAddress: string;
  inReplyTo: string | null;
  references: readonly string[];
};

/** Settles a touch as sent: message and thread, life-cycle, the spacing of what follows, and the record of it. */
export async function recordSent(db: Db, ctx: Ctx, touch: Touch, email: SentMessage): Promise<"sent"> {
  const { clientId } = ctx;
  const sentAt = touch.claimedAt ?? ctx.now;
  await db
    .updateTable("touches")
    .set({ state: "sent", sentAt, slotAt: null, reasonCode: null, reason: null })
    .where("id", "=", touch.id)
    .where("clientId", "=", clientId)
    .execute();
  await db
    .updateTable("leads")
    .set({ status: "in_sequence" })
    .where("id", "=", touch.leadId)
    .where("clientId", "=", clientId)
    .where("status", "=", "scored")
    .execute();

  const threadId = await threadFor(db, ctx, touch, email, sentAt);
  await db
    .insertInto("messages")
    .values({
      clientId,
      threadId,
      leadId: touch.leadId,
      touchId: touch.id,
      direction: "outbound",
      channel: touch.channel,
      messageId: email.messageId,
      inReplyTo: email.inReplyTo,
      referenceIds: [...email.references],
      fromAddress: email.fromAddress,
      toAddress: email.toAddress,
      subject: email.subject,
      bodyText: email.text,
      occurredAt: sentAt,
    })
    .onConflict((conflict) => conflict.column("touchId").doNothing())
    .execute();
  await shiftLaterTouches(db, {
    clientId,
    enrolmentId: touch.enrolmentId,
    stepNumber: touch.stepNumber,
    byMs: sentAt.getTime() - touch.dueAt.getTime(),
  });
  await finishEnrolmentIfDone(db, { clientId, enrolmentId: touch.enrolmentId, now: ctx.now });
  await recordActivity(db, ctx, {
    action: "sent",
    reason: `Step ${touch.stepNumber}: every check passed`,
    providerMessageId: email.messageId,
    metadata: { subject: email.subject, mailbox: email.fromAddress },
    ...about(touch),
  });
  return "sent";
}

async function recordRefusal(
  db: Db,
  ctx: Ctx,
  touch: Touch,
  email: OutgoingEmail,
  refusal: Extract<HandOver, { outcome: "refused" }>,
  pepper: string,
): Promise<Recorded> {
  const { clientId, now } = ctx;
  const kind = refusal.isPermanent
    ? classifyBounce({ action: "failed", status: refusal.enhancedCode ?? undefined, diagnostic: refusal.response })?.class
    : "soft";

  if (kind === "hard") {
    const reason = `${email.to.address.replace(/^[^@]+/, "The address")} does not exist: ${refusal.response.slice(0, 200)}`;
    await setTouch(db, ctx, touch.id, { state: "failed", reasonCode: "hard_bounced", reason });
    await suppress(db, ctx, { kind: "email", value: email.to.address, reason: "hard_bounced", source: "smtp" }, { pepper });
    await db
      .updateTable("leads")
      .set((eb) => ({ status: "bounced", emailStatus: "invalid", bounceCount: eb("bounceCount", "+", 1) }))
      .where("id", "=", touch.leadId)
      .where("clientId", "=", clientId)
      .execute();
    await stopEnrolments(db, { clientId, leadId: touch.leadId, reasonCode: "hard_bounced", reason, now });
    await recordActivity(db, ctx, { action: "bounced", actor: "provider", reason, ...about(touch) });
    return "failed";
  }

  const tryAgain = RETRY_AFTER_MINUTES[touch.attempts - 1];
  if (kind === "infrastructure" || kind === "ours")
    return pauseMailbox(db, ctx, touch, email, `Our side was refused: ${refusal.response.slice(0, 200)}`);
  if (tryAgain === undefined) {
    await setTouch(db, ctx, touch.id, {
      state: "failed",
      reasonCode: "delivery_failed",
      reason: `Refused ${touch.attempts} times: ${refusal.response.slice(0, 200)}`,
    });
    await finishEnrolmentIfDone(db, { clientId, enrolmentId: touch.enrolmentId, now });
    await recordActivity(db, ctx, { action: "failed", actor: "provider", reason: refusal.response.slice(0, 200), ...about(touch) });
    return "failed";
  }
  await setTouch(db, ctx, touch.id, {
    state: "planned",
    reasonCode: "delivery_retry",
    reason: `The mail server asked to come back later: ${refusal.response.slice(0, 200)}`,
    dueAt: addMinutes(now, tryAgain),
  });
  return "retrying";
}

/** The mailbox rests until a person has looked at it; the touch waits for it and is not lost. */
async function pauseMailbox(db: Db, ctx: Ctx, touch: Touch, email: OutgoingEmail, reason: string): Promise<"retrying"> {
  const { clientId, now } = ctx;
  await db
    .updateTable("resources")
    .set({ pausedAt: now, pausedReason: reason })
    .where("clientId", "=", clientId)
    .where("id", "=", touch.resourceId)
    .execute();
  await setTouch(db, ctx, touch.id, { state: "planned", reasonCode: "mailbox_paused", reason, dueAt: addHours(now, 1) });
  await db
    .insertInto("notifications")
    .values({ clientId, kind: "health", title: `${email.from.address} is paused`, body: reason, href: "/dashboard/settings/mailboxes" })
    .execute();
  return "retrying";
}

/** One thread a lead, campaign and mailbox: a follow-up joins the one that is there. */
async function threadFor(db: Db, { clientId }: Ctx, touch: Touch, email: SentMessage, at: Date): Promise<string> {
  const existing = await db
    .updateTable("threads")
    .set({ lastMessageAt: at })
    .where("clientId", "=", clientId)
    .where("leadId", "=", touch.leadId)
    .where("campaignId", "=", touch.campaignId)
    .where("channel", "=", touch.channel)
    .returning("id")
    .executeTakeFirst();
  if (existing) return existing.id;
  const created = await db
    .insertInto("threads")
    .values({
      clientId,
      leadId: touch.leadId,
      campaignId: touch.campaignId,
      channel: touch.channel,
      resourceId: touch.resourceId,
      subject: email.subject,
      lastMessageAt: at,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return created.id;
}

function about(touch: Touch) {
  return { leadId: touch.leadId, campaignId: touch.campaignId, touchId: touch.id, channel: touch.channel };
}

async function setTouch(
  db: Db,
  { clientId }: Ctx,
  touchId: string,
  change: { state: "planned" | "failed" | "unknown"; reasonCode: string; reason: string; dueAt?: Date },
): Promise<void> {
  await db
    .updateTable("touches")
    .set({ ...change, slotAt: null })
    .where("id", "=", touchId)
    .where("clientId", "=", clientId)
    .execute();
}

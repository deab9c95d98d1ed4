import "server-only";
import { max } from "date-fns";
import type { z } from "zod";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type AnswerChannel, isAnswerChannel } from "@/lib/domain/answer-channel";
import { type DraftState, draftSendInput } from "@/lib/domain/reply-handling";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { type LockedDraft, lockDraft } from "@/lib/engines/answers/lock-draft";
import { contentHash } from "@/lib/engines/content/content-hash";
import { lintAnswer } from "@/lib/engines/content/lint-answer";
import { lintNeverSay } from "@/lib/engines/content/lint-never-say";
import { linkedinTail, smsTail } from "@/lib/engines/content/message-tails";
import { answerOpening } from "@/lib/engines/gate/answer-limits";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";
import { answerReady } from "@/lib/events/catalogue";

const UNDECIDED: readonly DraftState[] = ["suggested", "waiting"];

/**
 * Lets exactly this text go out as the answer, by the channel of the conversation: the draft as it is, or as the person edited it.
 * @returns when it leaves: now, when the channel opens where they are, or when a reminder is due
 * @throws ConflictError when it was sent, dismissed or replaced meanwhile
 * @throws InvalidError when it cannot be sent from here, is too long for its channel, or something is left to fill in
 */
export function sendDraft(ctx: Ctx, input: z.input<typeof draftSendInput>): Promise<{ readyAt: Date }> {
  requireRole(ctx, "member");
  const { draftId, subject, body } = draftSendInput.parse(input);
  return ctx.tx(async (db) => {
    const draft = await openDraft(db, ctx, draftId, UNDECIDED);
    const { channel } = draft;
    if (!isAnswerChannel(channel)) throw new InvalidError("A call is answered by ringing back; nothing is sent from here");
    const way = await loadWay(db, ctx, draft, channel);
    const neverSaid = lintNeverSay({ subject, body }, way.neverSay).map((problem) => `This cannot be sent: ${problem} (Settings, AI)`);
    const [problem] = [...lintAnswer({ channel, subject, body, tail: way.tail }), ...neverSaid];
    if (problem) throw new InvalidError(problem, "body");
    const hash = contentHash({ subject, body });
    const opening = answerOpening(channel, way.place, max([ctx.now, draft.dueAt ?? ctx.now]));
    await db
      .updateTable("replyDrafts")
      .set({
        state: "ready",
        subject,
        body,
        contentHash: hash,
        approvedHash: hash,
        readyAt: opening.at,
        reason: opening.detail,
        isEdited: hash !== draft.contentHash,
        decidedBy: actingUserId(ctx),
        decidedAt: ctx.now,
      })
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", draftId)
      .execute();
    await enqueueEvent(db, answerReady.create({ clientId: ctx.clientId, draftId, readyAt: opening.at.toISOString() }));
    await recordActivity(db, ctx, {
      action: "approved",
      leadId: draft.leadId,
      channel,
      reason: hash === draft.contentHash ? "Answer approved as written" : "Answer edited and approved",
    });
    return { readyAt: opening.at };
  });
}

/** Puts a draft away; the conversation stays open for a person. */
export function dismissDraft(ctx: Ctx, { draftId }: { draftId: string }): Promise<void> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    await openDraft(db, ctx, draftId, UNDECIDED);
    await db
      .updateTable("replyDrafts")
      .set({ state: "dismissed", decidedBy: actingUserId(ctx), decidedAt: ctx.now })
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", draftId)
      .execute();
  });
}

/**
 * Takes back what was let go and has not left: it waits for a person again.
 * @throws ConflictError when it is on its way already
 */
export function takeBackDraft(ctx: Ctx, { draftId }: { draftId: string }): Promise<void> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    await openDraft(db, ctx, draftId, ["ready"]);
    await db
      .updateTable("replyDrafts")
      .set({ state: "waiting", approvedHash: null, readyAt: null, reason: null, decidedBy: actingUserId(ctx), decidedAt: ctx.now })
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", draftId)
      .execute();
  });
}

async function openDraft(db: Db, { clientId }: Ctx, draftId: string, states: readonly DraftState[]): Promise<LockedDraft> {
  const draft = await lockDraft(db, { clientId, draftId });
  if (!draft) throw new NotFoundError("There is no such draft in this workspace");
  // Somebody may have decided while the lead was waited for.
  if (!states.includes(draft.state as DraftState)) throw new ConflictError("This draft was decided on already");
  return draft;
}

/** What the channel adds to a text, whose clock it keeps, and what the client never says. An opt-out link is as long as any. */
async function loadWay(db: Db, { clientId }: Ctx, { leadId, resourceId }: LockedDraft, channel: AnswerChannel) {
  const row = await db
    .selectFrom("leads as l")
    .innerJoin("clients as k", "k.id", "l.clientId")
    .leftJoin("resources as r", (join) => join.on("r.id", "=", resourceId))
    .select([
      "l.timezone",
      "l.state",
      "k.timezone as clientTimezone",
      "k.legalName",
      "k.contactEmail as contact",
      "k.neverSay",
      "r.isTwoWay",
    ])
    .where("l.clientId", "=", clientId)
    .where("l.id", "=", leadId)
    .executeTakeFirstOrThrow();
  const tails: Readonly<Record<AnswerChannel, string>> = {
    email: "",
    sms: smsTail({ legalName: row.legalName, isTwoWay: row.isTwoWay ?? true, unsubscribeUrl: "x".repeat(60) }),
    linkedin: linkedinTail(row),
  };
  return { tail: tails[channel], place: recipientPlace(row, row.clientTimezone), neverSay: row.neverSay };
}

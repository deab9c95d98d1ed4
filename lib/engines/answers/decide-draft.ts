import "server-only";
import type { z } from "zod";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { draftSendInput } from "@/lib/domain/reply-handling";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { contentHash } from "@/lib/engines/content/content-hash";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";
import { answerReady } from "@/lib/events/catalogue";

const PLACEHOLDER = /\{\{[^}]*\}\}|\[(?:name|company|date|time|price|insert)[^\]]*\]/i;

/**
 * Lets exactly this text go out as the answer: the draft as it is, or as the person edited it.
 * @throws ConflictError when it was sent, dismissed or replaced meanwhile
 * @throws InvalidError when it cannot be sent from here, or something is left to fill in
 */
export function sendDraft(ctx: Ctx, input: z.input<typeof draftSendInput>): Promise<void> {
  requireRole(ctx, "member");
  const { draftId, subject, body } = draftSendInput.parse(input);
  return ctx.tx(async (db) => {
    const draft = await openDraft(db, ctx, draftId);
    if (draft.channel !== "email") throw new InvalidError("Only e-mail is answered from here; copy the text into the conversation");
    if (PLACEHOLDER.test(`${subject}\n${body}`)) throw new InvalidError("Something in the text is left to fill in", "body");
    const hash = contentHash({ subject, body });
    await db
      .updateTable("replyDrafts")
      .set({
        state: "ready",
        subject,
        body,
        contentHash: hash,
        approvedHash: hash,
        readyAt: ctx.now,
        isEdited: hash !== draft.contentHash,
        decidedBy: actingUserId(ctx),
        decidedAt: ctx.now,
      })
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", draftId)
      .execute();
    await enqueueEvent(db, answerReady.create({ clientId: ctx.clientId, draftId, readyAt: ctx.now.toISOString() }));
    await recordActivity(db, ctx, {
      action: "approved",
      leadId: draft.leadId,
      channel: draft.channel,
      reason: hash === draft.contentHash ? "Answer approved as written" : "Answer edited and approved",
    });
  });
}

/** Puts a draft away; the conversation stays open for a person. */
export function dismissDraft(ctx: Ctx, { draftId }: { draftId: string }): Promise<void> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    await openDraft(db, ctx, draftId);
    await db
      .updateTable("replyDrafts")
      .set({ state: "dismissed", decidedBy: actingUserId(ctx), decidedAt: ctx.now })
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", draftId)
      .execute();
  });
}

async function openDraft(db: Db, { clientId }: Ctx, draftId: string) {
  const found = await db
    .selectFrom("replyDrafts")
    .select("leadId")
    .where("clientId", "=", clientId)
    .where("id", "=", draftId)
    .executeTakeFirst();
  if (!found) throw new NotFoundError("There is no such draft in this workspace");
  await lockLead(db, { clientId, leadId: found.leadId });
  // Somebody may have decided while the lead was waited for.
  const draft = await db
    .selectFrom("replyDrafts")
    .select(["channel", "leadId", "contentHash"])
    .where("clientId", "=", clientId)
    .where("id", "=", draftId)
    .where("state", "in", ["suggested", "waiting"])
    .forUpdate()
    .executeTakeFirst();
  if (!draft) throw new ConflictError("This draft was decided on already");
  return draft;
}

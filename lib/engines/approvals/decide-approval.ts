import "server-only";
import { z } from "zod";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listTouchSituations } from "@/lib/db/queries/gate-facts";
import { lockTouch } from "@/lib/db/queries/touches";
import { approvalEditInput } from "@/lib/domain/leads";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { contentHash } from "@/lib/engines/content/content-hash";
import { lintNeverSay } from "@/lib/engines/content/lint-never-say";
import { lintTouch } from "@/lib/engines/content/lint-touch";
import { finishEnrolmentIfDone } from "@/lib/engines/enrolments/stop-enrolments";
import { unsupportedClaims } from "@/lib/engines/grounding/unsupported-claims";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";
import { planRequested, touchApproved } from "@/lib/events/catalogue";

const editedText = approvalEditInput.omit({ approvalId: true });

/**
 * Approves a waiting message, as it is or as edited: the touch goes back to the planner, which may send exactly this text.
 * @throws ConflictError when it was decided, expired or superseded meanwhile
 * @throws InvalidError when the edited text may not be sent
 */
export function approve(ctx: Ctx, { approvalId, edit }: { approvalId: string; edit?: { subject: string; body: string } }): Promise<void> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    const { approval, touch } = await openApproval(db, ctx, approvalId);
    const text = edit ? editedText.parse(edit) : { subject: approval.subject ?? "", body: approval.body };
    const problems = edit ? [...lintTouch({ ...text, ...touch }), ...(await claimsOf(db, ctx, touch.id, text))] : [];
    if (problems.length > 0) throw new InvalidError(`This text cannot be sent: ${problems.join("; ")}`, "body");
    const hash = contentHash(text);

    await decideRow(db, ctx, approvalId, { status: "approved", ...text, contentHash: hash, isEdited: edit !== undefined });
    await db
      .updateTable("touches")
      .set({ state: "planned", ...text, contentHash: hash, reasonCode: null, reason: null })
      .where("id", "=", touch.id)
      .where("clientId", "=", ctx.clientId)
      .execute();
    await enqueueEvent(db, touchApproved.create({ clientId: ctx.clientId, touchId: touch.id }));
    await recordActivity(db, ctx, { action: "approved", reason: edit ? "Edited and approved" : "Approved as written", ...about(touch) });
  });
}

/** What an edited text claims about the lead without a fact behind it, and what it says that is never said. */
async function claimsOf(db: Db, { clientId, now }: Ctx, touchId: string, text: { subject: string; body: string }): Promise<string[]> {
  const [situation] = await listTouchSituations(db, { clientId, touchIds: [touchId], since: now });
  if (!situation) return [];
  const unsupported = unsupportedClaims({
    template: null,
    text,
    lead: situation,
    agency: { ...situation, offer: situation.offer ?? situation.defaultOffer },
    senderName: null,
    hasWritten: situation.stepNumber > 1 || Number(situation.sentInCampaign) > 0,
    now,
  });
  return [...lintNeverSay(text, situation.neverSay), ...unsupported.map((claim) => `no stored fact says so: ${claim}`)];
}

/** Rejects a waiting message: this step is skipped, the next keeps its spacing and is planned at once. */
export function reject(ctx: Ctx, { approvalId, reason }: { approvalId: string; reason: string }): Promise<void> {
  requireRole(ctx, "member");
  const why = z.string().trim().min(1, "Say why, in a word or two").max(500).parse(reason);
  return ctx.tx(async (db) => {
    const { touch } = await openApproval(db, ctx, approvalId);
    await decideRow(db, ctx, approvalId, { status: "rejected", rejectReason: why });
    await db
      .updateTable("touches")
      .set({ state: "skipped", reasonCode: "rejected", reason: why })
      .where("id", "=", touch.id)
      .where("clientId", "=", ctx.clientId)
      .execute();
    await finishEnrolmentIfDone(db, { clientId: ctx.clientId, enrolmentId: touch.enrolmentId, now: ctx.now });
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, { action: "rejected", reason: why, ...about(touch) });
  });
}

/**
 * Lapses requests nobody answered; their touches are drafted again from what is known now.
 * @returns how many lapsed
 */
export function expireApprovals(ctx: Ctx): Promise<number> {
  return ctx.tx(async (db) => {
    // Leads first, as everybody does; one that is held is being decided on or answered right now.
    const free = await db
      .selectFrom("leads as l")
      .select("l.id")
      .where("l.clientId", "=", ctx.clientId)
      .where("l.id", "in", (eb) =>
        eb
          .selectFrom("approvals as a")
          .select("a.leadId")
          .where("a.clientId", "=", ctx.clientId)
          .where("a.status", "=", "pending")
          .where("a.expiresAt", "<=", ctx.now),
      )
      .forNoKeyUpdate()
      .skipLocked()
      .execute();
    if (free.length === 0) return 0;
    const lapsed = await db
      .updateTable("approvals")
      .set({ status: "expired" })
      .where("clientId", "=", ctx.clientId)
      .where("status", "=", "pending")
      .where("expiresAt", "<=", ctx.now)
      .where(
        "leadId",
        "in",
        free.map((lead) => lead.id),
      )
      .returning(["touchId", "leadId", "campaignId", "channel"])
      .execute();
    if (lapsed.length === 0) return 0;
    await db
      .updateTable("touches")
      .set({
        state: "planned",
        subject: null,
        body: null,
        contentHash: null,
        reasonCode: "approval_expired",
        reason: "Nobody decided within 24 hours; it is drafted again",
      })
      .where("clientId", "=", ctx.clientId)
      .where(
        "id",
        "in",
        lapsed.map((row) => row.touchId),
      )
      .where("state", "=", "awaiting_approval")
      .execute();
    await recordActivity(
      db,
      ctx,
      ...lapsed.map(({ touchId, leadId, campaignId, channel }) => ({
        action: "expired" as const,
        reason: "Nobody decided within 24 hours",
        touchId,
        leadId,
        campaignId,
        channel,
      })),
    );
    return lapsed.length;
  });
}

async function openApproval(db: Db, ctx: Ctx, approvalId: string) {
  const found = await db
    .selectFrom("approvals")
    .select("touchId")
    .where("id", "=", approvalId)
    .where("clientId", "=", ctx.clientId)
    .executeTakeFirst();
  if (!found) throw new NotFoundError("There is no such approval in this workspace");
  const touch = await lockTouch(db, { clientId: ctx.clientId, touchId: found.touchId });
  const approval = await db.selectFrom("approvals").selectAll().where("id", "=", approvalId).forUpdate().executeTakeFirstOrThrow();
  if (approval.status !== "pending") throw new ConflictError(`This was ${approval.status} already`);
  if (approval.expiresAt <= ctx.now) throw new ConflictError("This draft is older than 24 hours; a fresh one is on its way");
  if (touch?.state !== "awaiting_approval")
    throw new ConflictError("The message is no longer waiting: the lead replied, or the sequence was stopped");
  const { purpose } = await db
    .selectFrom("touches as t")
    .innerJoin("sequenceSteps as s", "s.id", "t.stepId")
    .select("s.purpose")
    .where("t.id", "=", touch.id)
    .executeTakeFirstOrThrow();
  return { approval, touch: { ...touch, purpose } };
}

async function decideRow(
  db: Db,
  ctx: Ctx,
  approvalId: string,
  decision:
    | { status: "approved"; subject: string; body: string; contentHash: string; isEdited: boolean }
    | { status: "rejected"; rejectReason: string },
): Promise<void> {
  await db
    .updateTable("approvals")
    .set({ ...decision, decidedBy: actingUserId(ctx), decidedAt: ctx.now })
    .where("id", "=", approvalId)
    .where("clientId", "=", ctx.clientId)
    .execute();
}

function about(touch: { id: string; leadId: string; campaignId: string; channel: "email" | "sms" | "linkedin" | "voice" | "mail" }) {
  return { touchId: touch.id, leadId: touch.leadId, campaignId: touch.campaignId, channel: touch.channel };
}

import "server-only";
import { addHours } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { JudgedTouch } from "@/lib/engines/gate/load-facts";

/** An unanswered request lapses after a day; the draft is then made again from what is known by then. */
export const APPROVAL_LIFETIME_HOURS = 24;

/** Puts a rendered touch before a person. The touch keeps the text, so what is approved is what goes out. */
export async function requestApproval(db: Db, ctx: Ctx, { situation, content }: JudgedTouch): Promise<void> {
  await db
    .updateTable("touches")
    .set({
      state: "awaiting_approval",
      subject: content.subject,
      body: content.body,
      contentHash: content.hash,
      slotAt: null,
      reasonCode: "permission_pending",
      reason: "Waits for approval of exactly this text",
    })
    .where("id", "=", situation.id)
    .where("clientId", "=", ctx.clientId)
    .execute();
  await db
    .insertInto("approvals")
    .values({
      clientId: ctx.clientId,
      campaignId: situation.campaignId,
      leadId: situation.leadId,
      touchId: situation.id,
      channel: situation.channel,
      subject: content.subject,
      body: content.body,
      contentHash: content.hash,
      expiresAt: addHours(ctx.now, APPROVAL_LIFETIME_HOURS),
    })
    .execute();
  await recordActivity(db, ctx, {
    action: "approval_requested",
    leadId: situation.leadId,
    campaignId: situation.campaignId,
    touchId: situation.id,
    channel: situation.channel,
    reason: `Co-pilot: step ${situation.stepNumber} waits for a person`,
  });
}

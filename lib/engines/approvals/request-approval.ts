import "server-only";
import { addHours } from "date-fns";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { JudgedTouch } from "@/lib/engines/gate/load-facts";

/** An unanswered request lapses after a day; the draft is then made again from what is known by then. */
export const APPROVAL_LIFETIME_HOURS = 24;

/**
 * Puts rendered touches before a person. Each touch keeps its text and the sender whose name stands under it, so what is approved is what
 * goes out. The caller holds the leads and has seen the touches planned.
 */
export async function requestApproval(db: Db, ctx: Ctx, ...touches: JudgedTouch[]): Promise<void> {
  if (touches.length === 0) return;
  const { clientId, now } = ctx;
  await sql`
    update touches t
    set state = 'awaiting_approval', subject = d.subject, body = d.body, content_hash = d.hash, resource_id = d.resource_id,
      slot_at = null,
      reason_code = 'permission_pending', reason = 'Waits for approval of exactly this text'
    from unnest(
      ${touches.map(({ situation }) => situation.id)}::uuid[], ${touches.map(({ content }) => content.subject)}::text[],
      ${touches.map(({ content }) => content.body)}::text[], ${touches.map(({ content }) => content.hash)}::text[],
      ${touches.map(({ resource }) => resource?.id ?? null)}::uuid[]
    ) as d (touch_id, subject, body, hash, resource_id)
    where t.client_id = ${clientId} and t.id = d.touch_id
  `.execute(db);
  await db
    .insertInto("approvals")
    .values(
      touches.map(({ situation, content }) => ({
        clientId,
        campaignId: situation.campaignId,
        leadId: situation.leadId,
        touchId: situation.id,
        channel: situation.channel,
        subject: content.subject,
        body: content.body,
        contentHash: content.hash,
        expiresAt: addHours(now, APPROVAL_LIFETIME_HOURS),
      })),
    )
    .execute();
  await recordActivity(
    db,
    ctx,
    ...touches.map(({ situation }) => ({
      action: "approval_requested" as const,
      leadId: situation.leadId,
      campaignId: situation.campaignId,
      touchId: situation.id,
      channel: situation.channel,
      reason: `Co-pilot: step ${situation.stepNumber} waits for a person`,
    })),
  );
}

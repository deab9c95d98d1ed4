import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { settleUnknown } from "@/lib/engines/dispatch/settle-unknown";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { planRequested } from "@/lib/events/catalogue";

/** They accepted the invitation, so messages may follow, from the same seat. Told again, nothing changes. */
export function acceptInvitation(
  ctx: Ctx,
  { leadId, campaignId, resourceId, at }: { leadId: string; campaignId: string | null; resourceId: string; at: Date },
): Promise<void> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    await lockLead(db, { clientId, leadId });
    for (const touchId of await openInvitations(db, clientId, leadId)) await settleUnknown(db, ctx, touchId);
    const accepted = await db
      .insertInto("linkedinConnections")
      .values({ clientId, leadId, resourceId, state: "accepted", invitedAt: at, acceptedAt: at })
      .onConflict((conflict) =>
        conflict
          .column("leadId")
          .doUpdateSet({ state: "accepted", acceptedAt: at, withdrawnAt: null })
          .where("linkedinConnections.state", "<>", "accepted"),
      )
      .returning("leadId")
      .executeTakeFirst();
    if (!accepted) return;
    await recordActivity(db, ctx, {
      action: "connected",
      actor: "prospect",
      reason: "Accepted the invitation on LinkedIn",
      leadId,
      campaignId,
      channel: "linkedin",
    });
    await enqueueEvent(db, planRequested.create({ clientId }));
  });
}

/** Invitations nobody knew the outcome of: whoever accepts one has got it. */
async function openInvitations(db: Db, clientId: string, leadId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("touches as t")
    .innerJoin("sequenceSteps as s", "s.id", "t.stepId")
    .select("t.id")
    .where("t.clientId", "=", clientId)
    .where("t.leadId", "=", leadId)
    .where("t.channel", "=", "linkedin")
    .where("s.purpose", "=", "connect")
    .where("t.state", "in", ["sending", "unknown"])
    .execute();
  return rows.map(({ id }) => id);
}

import "server-only";
import type { Ctx } from "@/lib/context";
import { returnSlots } from "@/lib/db/queries/lead-locks";
import type { PermissionMode } from "@/lib/domain/outreach";
import { PERMISSION_MODE_TEXTS } from "@/lib/domain/permission-mode-texts";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { withLeads } from "@/lib/engines/leads/with-leads";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

/**
 * Sets the permission mode of one lead, above its campaign's and its client's; null gives it back to them. A slot given out under
 * another mode is taken back.
 * @throws ConflictError when that is its mode already
 */
export async function setLeadMode(ctx: Ctx, { leadId, mode }: { leadId: string; mode: PermissionMode | null }): Promise<void> {
  await withLeads(ctx, [leadId], async (db, [lead]) => {
    if (lead?.permissionOverride === mode) throw new ConflictError("That is this lead's mode already");
    await db.updateTable("leads").set({ permissionOverride: mode }).where("clientId", "=", ctx.clientId).where("id", "=", leadId).execute();
    const reason = mode === null ? "The campaign's mode holds again" : `Mode of this lead: ${PERMISSION_MODE_TEXTS[mode].label}`;
    if (mode !== "autopilot")
      await returnSlots(db, { clientId: ctx.clientId, leadIds: [leadId], reasonCode: "permission_pending", reason });
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, { action: "changed", leadId, campaignId: lead?.campaignId ?? null, reason });
  });
}

import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { LockedLead } from "@/lib/db/queries/lead-locks";
import { MANUAL_SUPPRESSION_REASONS, type ManualSuppressionReason, SUPPRESSION_REASON_LABELS } from "@/lib/domain/suppression-entry";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { type LeadChange, withLeads } from "@/lib/engines/leads/with-leads";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { suppress } from "@/lib/engines/suppression/suppress";
import { ConflictError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

const input = z.object({ reason: z.enum(MANUAL_SUPPRESSION_REASONS), evidence: z.string().trim().max(300).default("") });

/**
 * A person says that these leads may not be contacted: every identity we know of them is suppressed on every channel and all that
 * was still to come is cancelled. Where they asked for it themselves it is the same as an opt-out. There is no way back from here.
 * @throws ConflictError when all of them are suppressed for this reason already
 */
export async function suppressLeads(
  ctx: Ctx,
  { leadIds, ...rest }: { leadIds: readonly string[]; reason: ManualSuppressionReason; evidence?: string },
  options: { pepper: string },
): Promise<LeadChange> {
  const { reason, evidence } = input.parse(rest);
  return withLeads(ctx, leadIds, async (db, leads) => {
    let changed = 0;
    for (const lead of leads) {
      const isNew = await suppressIdentities(db, ctx, lead, { reason, evidence }, options);
      if (!isNew) continue;
      changed += 1;
      if (reason === "asked_us") {
        await optOutLead(db, ctx, { leadId: lead.id, reason, source: "manual", ...(evidence && { evidence }) }, options);
      } else {
        await stopFor(db, ctx, lead, reason);
      }
    }
    if (changed === 0)
      throw new ConflictError(leads.length === 1 ? "This lead is suppressed already" : "These leads are suppressed already");
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    return { changed, unchanged: leads.length - changed };
  });
}

/** @returns whether anything was not suppressed for this reason before */
async function suppressIdentities(
  db: Db,
  ctx: Ctx,
  lead: LockedLead,
  { reason, evidence }: { reason: ManualSuppressionReason; evidence: string },
  options: { pepper: string },
): Promise<boolean> {
  const identities = [
    ["email", lead.email],
    ["email", lead.personalEmail],
    ["phone", lead.phone],
    ["linkedin", lead.linkedinUrl],
  ] as const;
  let isNew = false;
  for (const [kind, value] of identities) {
    if (!value) continue;
    const added = await suppress(db, ctx, { kind, value, reason, source: "manual", ...(evidence && { evidence }) }, options);
    isNew ||= added;
  }
  return isNew;
}

async function stopFor(db: Db, ctx: Ctx, lead: LockedLead, reason: ManualSuppressionReason): Promise<void> {
  const { clientId, now } = ctx;
  const why = SUPPRESSION_REASON_LABELS[reason] ?? reason;
  if (reason === "competitor") {
    await db.updateTable("leads").set({ isCompetitor: true }).where("clientId", "=", clientId).where("id", "=", lead.id).execute();
  }
  const cancelled = await stopEnrolments(db, { clientId, leadId: lead.id, reasonCode: "suppressed", reason: why, now });
  await recordActivity(db, ctx, {
    action: "suppressed",
    leadId: lead.id,
    campaignId: lead.campaignId,
    reason: `${why}; ${cancelled} pending ${cancelled === 1 ? "touch" : "touches"} cancelled`,
  });
}

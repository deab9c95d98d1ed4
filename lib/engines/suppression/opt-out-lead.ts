import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { type SuppressionReason, suppress } from "@/lib/engines/suppression/suppress";

/**
 * A person withdraws: every identity we know of them is suppressed on every channel, everything pending is cancelled, consent is
 * revoked, in the caller's transaction. It is never held by a permission mode and needs no model (AU-14, AU-15, SU-05).
 */
export async function optOutLead(
  db: Db,
  ctx: Ctx,
  {
    leadId,
    reason,
    source,
    evidence,
  }: { leadId: string; reason: Extract<SuppressionReason, "unsubscribed" | "complained" | "asked_us">; source: string; evidence?: string },
  options: { pepper: string },
): Promise<void> {
  const { clientId, now } = ctx;
  await lockLead(db, { clientId, leadId });
  const lead = await db
    .selectFrom("leads")
    .select(["email", "personalEmail", "phone", "linkedinUrl", "campaignId"])
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .executeTakeFirst();
  if (!lead) return;

  const common = { reason, source, ...(evidence !== undefined && { evidence }) };
  await suppress(db, ctx, { kind: "email", value: lead.email, ...common }, options);
  if (lead.personalEmail) await suppress(db, ctx, { kind: "email", value: lead.personalEmail, ...common }, options);
  if (lead.phone) await suppress(db, ctx, { kind: "phone", value: lead.phone, ...common }, options);
  if (lead.linkedinUrl) await suppress(db, ctx, { kind: "linkedin", value: lead.linkedinUrl, ...common }, options);

  await db
    .updateTable("leads")
    .set({ status: "unsubscribed" })
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .where("status", "<>", "converted")
    .execute();
  await db
    .updateTable("consentBases")
    .set({ revokedAt: now, revokedReason: reason })
    .where("leadId", "=", leadId)
    .where("clientId", "=", clientId)
    .where("revokedAt", "is", null)
    .execute();
  const cancelled = await stopEnrolments(db, { clientId, leadId, reasonCode: "suppressed", reason: "They asked not to be contacted", now });
  await recordActivity(db, ctx, {
    action: reason === "complained" ? "complained" : "unsubscribed",
    actor: "prospect",
    leadId,
    campaignId: lead.campaignId,
    reason: `Asked not to be contacted (${source.replaceAll("_", " ")}); ${cancelled} pending ${cancelled === 1 ? "touch" : "touches"} cancelled`,
  });
}

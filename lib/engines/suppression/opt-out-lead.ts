import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listStandingSuppressions } from "@/lib/db/queries/suppressions";
import { lockLead } from "@/lib/db/queries/touches";
import type { LeadStatus } from "@/lib/db/types.gen";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { type SuppressionReason, suppress } from "@/lib/engines/suppression/suppress";
import { type SuppressionKind, suppressionKey } from "@/lib/engines/suppression/suppression-key";

/** How a person says it; a complaint says more than the others. */
type OptOutReason = Extract<SuppressionReason, "unsubscribed" | "complained" | "asked_us">;

/**
 * A person withdraws: every identity we know of them is suppressed on every channel, everything pending is cancelled, consent is
 * revoked, in the caller's transaction. It is never held by a permission mode and needs no model (AU-14, AU-15, SU-05). A repeat,
 * by whatever way it comes, is not recorded again; an identity we learned of since is closed with the others.
 */
export async function optOutLead(
  db: Db,
  ctx: Ctx,
  { leadId, reason, source, evidence }: { leadId: string; reason: OptOutReason; source: string; evidence?: string },
  options: { pepper: string },
): Promise<void> {
  const { clientId, now } = ctx;
  await lockLead(db, { clientId, leadId });
  const lead = await db
    .selectFrom("leads")
    .select(["email", "personalEmail", "phone", "linkedinUrl", "campaignId", "status"])
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .executeTakeFirst();
  if (!lead) return;

  const common = { reason, source, ...(evidence !== undefined && { evidence }) };
  const identities: readonly [SuppressionKind, string | null][] = [
    ["email", lead.email],
    ["email", lead.personalEmail],
    ["phone", lead.phone],
    ["linkedin", lead.linkedinUrl],
  ];
  const isRepeat = await isOptedOut(db, ctx, { email: lead.email, status: lead.status, reason }, options);
  for (const [kind, value] of identities) {
    // What the client typed into a field need not be a number or a profile; that must not keep anybody from opting out.
    if (value === null || suppressionKey(options, kind, value) === null) continue;
    await suppress(db, ctx, { kind, value, ...common }, options);
  }

  await db
    .updateTable("leads")
    .set({ status: "unsubscribed" })
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .where("status", "<>", "converted")
    .execute();
  const revoked = await db
    .updateTable("consentBases")
    .set({ revokedAt: now, revokedReason: reason })
    .where("leadId", "=", leadId)
    .where("clientId", "=", clientId)
    .where("revokedAt", "is", null)
    .returning("id")
    .execute();
  const cancelled = await stopEnrolments(db, { clientId, leadId, reasonCode: "suppressed", reason: "They asked not to be contacted", now });
  if (isRepeat && revoked.length === 0 && cancelled === 0) return;
  await recordActivity(db, ctx, {
    action: reason === "complained" ? "complained" : "unsubscribed",
    actor: "prospect",
    leadId,
    campaignId: lead.campaignId,
    reason: `Asked not to be contacted (${source.replaceAll("_", " ")}); ${cancelled} pending ${cancelled === 1 ? "touch" : "touches"} cancelled`,
  });
}

/** Whether the person has said this already and no release came after. Whoever unsubscribed may still complain. */
async function isOptedOut(
  db: Db,
  { clientId }: Ctx,
  { email, status, reason }: { email: string; status: LeadStatus; reason: OptOutReason },
  options: { pepper: string },
): Promise<boolean> {
  if (status !== "unsubscribed" && status !== "converted") return false;
  const said: readonly OptOutReason[] = reason === "complained" ? ["complained"] : ["unsubscribed", "asked_us", "complained"];
  const keyHmac = suppressionKey(options, "email", email);
  if (keyHmac === null) return false;
  const standing = await listStandingSuppressions(db, { clientId, keys: [{ kind: "email", keyHmac }] });
  return standing.some((suppression) => said.some((one) => one === suppression.reason));
}

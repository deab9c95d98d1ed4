import "server-only";
import type { Ctx } from "@/lib/context";
import { actingUserId } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { returnSlots } from "@/lib/db/queries/lead-locks";
import { CONSENT_BASIS_LABELS } from "@/lib/domain/consent-basis";
import { type ConsentInput, consentInput, consentRevokeInput } from "@/lib/domain/leads";
import type { Channel } from "@/lib/domain/outreach";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { type ConsentRecord, readConsent } from "@/lib/engines/imports/read-consent";
import { withLeads } from "@/lib/engines/leads/with-leads";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

/**
 * Writes down by hand why a lead may be contacted on a channel, by the same rules as an import (AU-01, AU-02). It takes the place of an earlier
 * basis, which stays in the ledger as replaced.
 * @throws InvalidError when the rule of the basis does not hold; the message says what it needs
 * @throws ConflictError when they asked not to be contacted, or exactly this is on record
 */
export async function recordConsent(ctx: Ctx, input: ConsentInput, { pepper }: { pepper: string }): Promise<void> {
  const { leadId, channel, basis, capturedOn, note, sourceUrl, role, noContraryStatement } = consentInput.parse(input);
  await withLeads(ctx, [leadId], async (db, [lead]) => {
    if (!lead) return;
    const suppressed = await suppressedLeads(db, { clientId: ctx.clientId, channel, people: [lead], secret: { pepper } });
    if (lead.status === "unsubscribed" || suppressed.size > 0)
      throw new ConflictError("They may not be contacted: no basis recorded here can change that");

    const client = await db.selectFrom("clients").select("timezone").where("id", "=", ctx.clientId).executeTakeFirstOrThrow();
    const record = readConsent(
      { basis, note, sourceUrl, date: capturedOn, noContraryStatement: noContraryStatement ? "yes" : "no", channels: channel },
      null,
      { title: role || lead.title, domains: [lead.domain, registrableDomain(lead.email)].filter((domain) => domain !== null) },
      { now: ctx.now, timezone: client.timezone },
    );
    if (!record) throw new InvalidError(`This basis needs ${CONSENT_BASIS_LABELS[basis].needs}`, "basis");
    await replaceBasis(db, ctx, { leadId, channel }, record);
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, {
      action: "changed",
      leadId,
      campaignId: lead.campaignId,
      channel,
      reason: `Consent recorded: ${CONSENT_BASIS_LABELS[record.basis].label.toLowerCase()}`,
    });
  });
}

/**
 * Ends a basis. What was about to go out is held by the gate until another one is recorded.
 * @throws NotFoundError when the lead has no such basis
 * @throws ConflictError when it was revoked before
 */
export async function revokeConsent(ctx: Ctx, input: { leadId: string; consentId: string; reason: string }): Promise<void> {
  const { leadId, consentId, reason } = consentRevokeInput.parse(input);
  await withLeads(ctx, [leadId], async (db, [lead]) => {
    const basis = await db
      .selectFrom("consentBases")
      .select(["revokedAt", "channel"])
      .where("clientId", "=", ctx.clientId)
      .where("leadId", "=", leadId)
      .where("id", "=", consentId)
      .executeTakeFirst();
    if (!basis) throw new NotFoundError("This lead has no such consent record");
    if (basis.revokedAt) throw new ConflictError("This basis was revoked already");
    await db
      .updateTable("consentBases")
      .set({ revokedAt: ctx.now, revokedReason: reason })
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", consentId)
      .execute();
    const why = `Consent revoked: ${reason}`;
    await returnSlots(db, { clientId: ctx.clientId, leadIds: [leadId], reasonCode: "no_consent_basis", reason: why });
    await enqueueEvent(db, planRequested.create({ clientId: ctx.clientId }));
    await recordActivity(db, ctx, { action: "changed", leadId, campaignId: lead?.campaignId ?? null, channel: basis.channel, reason: why });
  });
}

async function replaceBasis(
  db: Db,
  ctx: Ctx,
  { leadId, channel }: { leadId: string; channel: Channel },
  record: ConsentRecord,
): Promise<void> {
  const { clientId, now } = ctx;
  const active = await db
    .selectFrom("consentBases")
    .select(["id", "basis", "evidence", "sourceUrl", "capturedAt"])
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .where("channel", "=", channel)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  if (active && isSame(active, record)) throw new ConflictError("Exactly this is on record already");
  if (active) {
    await db
      .updateTable("consentBases")
      .set({ revokedAt: now, revokedReason: "replaced" })
      .where("clientId", "=", clientId)
      .where("id", "=", active.id)
      .execute();
  }
  await db
    .insertInto("consentBases")
    .values({
      clientId,
      leadId,
      channel,
      basis: record.basis,
      evidence: JSON.stringify(record.evidence),
      sourceUrl: record.sourceUrl,
      capturedAt: record.capturedAt,
      recordedBy: actingUserId(ctx),
      recordedVia: "manual",
      createdAt: now,
    })
    .execute();
}

function isSame(active: { basis: string; evidence: unknown; sourceUrl: string | null; capturedAt: Date }, record: ConsentRecord): boolean {
  const told = active.evidence as Record<string, unknown>;
  const isSameEvidence = Object.entries(record.evidence).every(([key, value]) => told[key] === value);
  return (
    active.basis === record.basis &&
    isSameEvidence &&
    active.sourceUrl === record.sourceUrl &&
    active.capturedAt.getTime() === record.capturedAt.getTime()
  );
}

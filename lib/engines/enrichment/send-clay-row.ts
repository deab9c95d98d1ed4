import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { countWebhookRow, findClayRow, lockClayRow, uncountWebhookRow, updateClayRow } from "@/lib/db/queries/clay-rows";
import { lockLead } from "@/lib/db/queries/touches";
import { CLAY_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { leftForImport } from "@/lib/engines/enrichment/import-ceiling";
import type { ClayTable } from "@/lib/engines/enrichment/providers";
import { LEAD_CEILING_MICRO_AUD } from "@/lib/engines/enrichment/spending";
import { tellOfProviders } from "@/lib/engines/enrichment/tell-of-providers";
import { spentOn } from "@/lib/engines/enrichment/with-spending";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { ProviderError } from "@/lib/errors";
import type { ClayRow } from "@/lib/integrations/clay/api";
import { CLAY_LIMITS, clayDeadline } from "@/lib/integrations/clay/limits";

/** Until when the answer is waited for; null: there is none to wait for. */
export type SentClayRow = { answerBy: Date | null };

/**
 * Hands a chosen row to the table, once. It counts as handed over before it leaves, so a process that dies on the way hands over nothing
 * twice, and an outcome nobody knows is waited for like an answer.
 * @throws ProviderError when Clay asks to come back later; the row is as it was
 */
export async function sendClayRow(ctx: Ctx, { clayRowId }: { clayRowId: string }, clay: ClayTable): Promise<SentClayRow> {
  const { clientId } = ctx;
  const claimed = await ctx.tx((db) => claim(db, ctx, clayRowId, clay));
  if (!("row" in claimed)) return claimed;
  try {
    await clay.sendRow(claimed.row);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (!error.retryable && mayHaveActed(error)) return { answerBy: claimed.answerBy };
    await ctx.tx(async (db) => {
      await uncountWebhookRow(db, clay);
      await updateClayRow(db, { clientId, clayRowId }, { state: "chosen" });
      await tellOfProviders(db, ctx, { failures: [error], isAnswered: false });
    });
    if (error.retryable) throw error;
    return { answerBy: null };
  }
  return { answerBy: claimed.answerBy };
}

/** No answer at all, or a failure in the middle: the row may be in the table. */
function mayHaveActed({ status }: ProviderError): boolean {
  return status === undefined || status >= 500;
}

async function claim(
  db: Db,
  ctx: Ctx,
  clayRowId: string,
  { webhookHash, callbackUrl }: ClayTable,
): Promise<SentClayRow | { row: ClayRow; answerBy: Date }> {
  const { clientId, now } = ctx;
  const owner = await findClayRow(db, clayRowId);
  if (!owner) return { answerBy: null };
  await lockLead(db, { clientId, leadId: owner.leadId });
  const row = await lockClayRow(db, { clientId, clayRowId });
  if (row?.state === "sent") return { answerBy: row.answerBy };
  if (row?.state !== "chosen") return { answerBy: null };

  const lead = await db
    .selectFrom("leads")
    .select(["firstName", "lastName", "company", "domain", "email", "linkedinUrl", "importJobId"])
    .where("id", "=", owner.leadId)
    .where("clientId", "=", clientId)
    .where("status", "=", "new")
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!lead) return { answerBy: null };
  const { importJobId, ...known } = lead;
  const leftForLead = LEAD_CEILING_MICRO_AUD - (await spentOn(db, ctx, owner.leadId));
  const left = importJobId === null ? leftForLead : Math.min(leftForLead, await leftForImport(db, ctx, importJobId));
  const mostCredits = Math.floor(left / CLAY_CREDIT_MICRO_AUD);
  if (mostCredits < 1) return { answerBy: null };
  if (!(await countWebhookRow(db, { webhookHash, most: CLAY_LIMITS.rowsPerWebhook }))) {
    await notifyOnce(db, ctx, {
      kind: "health",
      title: "The webhook of the Clay table is used up",
      body: `It took its ${CLAY_LIMITS.rowsPerWebhook.toLocaleString("en-AU")} rows. Leads go on without Clay until the table has a new one.`,
      href: "/dashboard/leads",
    });
    return { answerBy: null };
  }
  const answerBy = clayDeadline(now);
  await updateClayRow(db, { clientId, clayRowId }, { state: "sent", answerBy, mostCredits });
  return { row: { ...known, requestId: clayRowId, clientId, mostCredits, callbackUrl }, answerBy };
}

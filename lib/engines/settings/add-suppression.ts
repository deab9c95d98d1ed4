import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { SUPPRESSION_REASON_LABELS, type SuppressionEntryInput, suppressionEntryInput } from "@/lib/domain/suppression-entry";
import { stopNamedLeads } from "@/lib/engines/suppression/stop-named-leads";
import { suppress } from "@/lib/engines/suppression/suppress";
import { ConflictError } from "@/lib/errors";

/**
 * Puts an address or a whole domain on the client's suppression list and stops what was planned for the leads it names. Leads that are
 * only recognised by another spelling are stopped by the gate at hand-over.
 * @returns how many leads were stopped
 * @throws ConflictError when it is on the list for this reason already
 * @throws InvalidError when the value is no address or domain
 */
export async function addSuppression(
  ctx: Ctx,
  input: SuppressionEntryInput,
  options: { pepper: string },
): Promise<{ stoppedLeads: number }> {
  requireRole(ctx, "member");
  const { kind, value, reason, evidence } = suppressionEntryInput.parse(input);
  return ctx.tx(async (db) => {
    const isNew = await suppress(db, ctx, { kind, value, reason, source: "manual", ...(evidence && { evidence }) }, options);
    if (!isNew) throw new ConflictError(`${value} is on the list for this reason already`);
    return { stoppedLeads: await stopNamedLeads(db, ctx, { kind, value, reason: SUPPRESSION_REASON_LABELS[reason] ?? reason }) };
  });
}

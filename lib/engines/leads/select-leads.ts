import "server-only";
import type { Ctx } from "@/lib/context";
import { listLeadIds } from "@/lib/db/queries/leads";
import { type LeadSelection, leadSelection, MAXIMUM_LEADS } from "@/lib/domain/leads";
import { LimitError } from "@/lib/errors";

/**
 * The ids of a selection.
 * @throws LimitError when more match than one change may touch
 */
export async function selectLeads(ctx: Ctx, selection: LeadSelection): Promise<string[]> {
  const chosen = leadSelection.parse(selection);
  if ("leadIds" in chosen) return chosen.leadIds;
  const filter = { ...chosen.matching, now: ctx.now };
  const ids = await ctx.tx((db) => listLeadIds(db, { clientId: ctx.clientId, filter, limit: MAXIMUM_LEADS + 1 }));
  if (ids.length > MAXIMUM_LEADS)
    throw new LimitError(`More than ${MAXIMUM_LEADS.toLocaleString("en-AU")} leads match. Narrow the filter and go on in parts.`);
  return ids;
}

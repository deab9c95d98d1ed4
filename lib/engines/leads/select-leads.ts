import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import { type LeadFilter, listLeadIds } from "@/lib/db/queries/leads";
import { leadIdsInput, MAXIMUM_LEADS } from "@/lib/engines/leads/internal";
import { leadFilterInput } from "@/lib/engines/leads/lead-filter";
import { LimitError } from "@/lib/errors";

/** Leads somebody ticked, or everything that matches what they filtered for. */
export const leadSelection = z.union([z.object({ leadIds: leadIdsInput }), z.object({ matching: leadFilterInput })]);
export type LeadSelection = z.input<typeof leadSelection>;

/**
 * The ids of a selection.
 * @throws LimitError when more match than one change may touch
 */
export async function selectLeads(ctx: Ctx, selection: LeadSelection): Promise<string[]> {
  const chosen = leadSelection.parse(selection);
  if ("leadIds" in chosen) return chosen.leadIds;
  const filter: LeadFilter = { ...chosen.matching, now: ctx.now };
  const ids = await ctx.tx((db) => listLeadIds(db, { clientId: ctx.clientId, filter, limit: MAXIMUM_LEADS + 1 }));
  if (ids.length > MAXIMUM_LEADS)
    throw new LimitError(`More than ${MAXIMUM_LEADS.toLocaleString("en-AU")} leads match. Narrow the filter and go on in parts.`);
  return ids;
}

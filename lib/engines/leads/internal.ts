import "server-only";
import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type LockedLead, lockLeads } from "@/lib/db/queries/leads";
import { NotFoundError } from "@/lib/errors";

/** How many leads one change may touch: it holds them all until it commits. */
export const MAXIMUM_LEADS = 2000;

export const leadIdsInput = z
  .array(z.uuid())
  .min(1, "Choose at least one lead")
  .max(MAXIMUM_LEADS, `Choose at most ${MAXIMUM_LEADS} leads at a time`);

/** What a change to many leads did. */
export type LeadChange = { changed: number; unchanged: number };

/**
 * Runs a change on leads the caller's client has, holding every one of them first.
 * @throws NotFoundError when it has none of them
 */
export function withLeads<T>(
  ctx: Ctx,
  leadIds: readonly string[],
  work: (db: Db, leads: LockedLead[], ids: string[]) => Promise<T>,
): Promise<T> {
  requireRole(ctx, "member");
  const wanted = leadIdsInput.parse(leadIds);
  return ctx.tx(async (db) => {
    const leads = await lockLeads(db, { clientId: ctx.clientId, leadIds: wanted });
    if (leads.length === 0) throw new NotFoundError("There is no such lead in this workspace");
    return work(
      db,
      leads,
      leads.map((lead) => lead.id),
    );
  });
}

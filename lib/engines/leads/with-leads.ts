import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type LockedLead, lockLeads } from "@/lib/db/queries/lead-locks";
import { leadIdsInput } from "@/lib/domain/leads";
import { NotFoundError } from "@/lib/errors";

/** What a change to many leads did. */
export type LeadChange = { changed: number; unchanged: number };

/**
 * Runs a change on leads the caller's client has, holding every one of them first.
 * @throws NotFoundError when it has none of them
 */
export async function withLeads<T>(
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

import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { findMembership } from "@/lib/db/queries/team";
import { changeMembership } from "@/lib/engines/team/change-membership";
import { NotFoundError } from "@/lib/errors";

/**
 * Takes somebody out of the client, or withdraws an invitation. It holds from their next request on; what they did stays recorded.
 * @throws NotFoundError when there is no such person, or no longer
 * @throws ConflictError when nobody would be left as owner
 */
export async function removeMember(ctx: Ctx, { membershipId }: { membershipId: string }): Promise<void> {
  requireRole(ctx, "admin");
  return ctx.tx(async (db) => {
    const membership = await findMembership(db, { clientId: ctx.clientId, membershipId });
    if (!membership) throw new NotFoundError("There is no such person in this workspace");
    if (membership.role === "owner") requireRole(ctx, "owner");
    await changeMembership(db, ctx, { membershipId, change: { removedAt: ctx.now } });
  });
}

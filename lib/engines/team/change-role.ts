import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { findMembership } from "@/lib/db/queries/team";
import type { Role } from "@/lib/domain/roles";
import { changeMembership } from "@/lib/engines/team/change-membership";
import { ConflictError, NotFoundError } from "@/lib/errors";

/**
 * Gives a member, or an open invitation, another role. Admins change admins, members and viewers; only owners make or unmake owners.
 * @throws ConflictError when they hold that role already, or when nobody would be left as owner
 */
export async function changeRole(ctx: Ctx, { membershipId, role }: { membershipId: string; role: Role }): Promise<void> {
  requireRole(ctx, role === "owner" ? "owner" : "admin");
  return ctx.tx(async (db) => {
    const membership = await findMembership(db, { clientId: ctx.clientId, membershipId });
    if (!membership) throw new NotFoundError("There is no such person in this workspace");
    if (membership.role === "owner") requireRole(ctx, "owner");
    if (membership.role === role) throw new ConflictError(`Their role is ${role} already`);
    await changeMembership(db, ctx, { membershipId, change: { role } });
  });
}

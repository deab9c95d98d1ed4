import "server-only";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { findInvitee, findInviter, openInvitation, writeOnBehalfOf } from "@/lib/db/queries/team";
import { roleAtLeast } from "@/lib/domain/roles";
import { type InviteMemberInput, inviteMemberInput } from "@/lib/domain/team";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";

/** Makes an account where there is none, and tells the person in either case. */
export interface InviteUser {
  /** @returns the new account's id, or null when the address has an account already (it was told all the same) */
  invite(invitation: { email: string; clientId: string; clientName: string; inviterName: string }): Promise<{ userId: string | null }>;
}

/**
 * Invites somebody into the client with a role; an invitation that is still open is sent again, with the role given now.
 * Admins invite anybody but owners. The role is checked as the inviting member; the row itself is the system's to write.
 * @param options.system a context of the product itself for the same client
 * @throws ConflictError when the person is a member already
 */
export async function inviteMember(
  ctx: Ctx,
  input: InviteMemberInput,
  { system, inviteUser }: { system: Ctx; inviteUser: InviteUser },
): Promise<{ isAgain: boolean }> {
  const { email, role } = inviteMemberInput.parse(input);
  requireRole(ctx, role === "owner" ? "owner" : "admin");
  const { clientId, now } = ctx;
  const invitedBy = actingUserId(ctx) ?? "";

  const inviter = await ctx.tx((db) => findInviter(db, { clientId, userId: invitedBy }));
  if (!inviter) throw new NotFoundError("There is no such workspace");
  if (inviter.isSample) throw new ConflictError("This is a sample workspace: nobody else is invited into it.");
  if (!roleAtLeast(inviter.role, role === "owner" ? "owner" : "admin")) throw new ForbiddenError("Your role has changed; reload the page");

  const invitee = await system.tx((db) => findInvitee(db, { clientId, email }));
  if (invitee?.acceptedAt) throw new ConflictError(`${email} is in this workspace already`);
  if (invitee?.role === "owner") requireRole(ctx, "owner");

  const invited = await inviteUser.invite({
    email,
    clientId,
    clientName: inviter.clientName,
    inviterName: inviter.fullName ?? inviter.email,
  });
  const userId = invited.userId ?? invitee?.id;
  if (!userId) throw new ConflictError(`${email} belongs to an account that cannot be invited. Ask them for another address.`);

  await system.tx(async (db) => {
    await writeOnBehalfOf(db, { userId: invitedBy });
    const row = await openInvitation(db, { clientId, userId, role, invitedBy, now });
    if (!row) throw new ConflictError(`${email} is in this workspace already`);
  });
  return { isAgain: invitee?.role !== undefined && invitee.role !== null };
}

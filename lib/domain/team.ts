import { z } from "zod";
import { ROLES, type Role } from "@/lib/domain/roles";

export const inviteMemberInput = z.object({
  email: z.string().trim().toLowerCase().max(254, "This address is too long").pipe(z.email("Enter a full email address")),
  role: z.enum(ROLES),
});
export type InviteMemberInput = z.input<typeof inviteMemberInput>;

export const changeRoleInput = z.object({ membershipId: z.uuid(), role: z.enum(ROLES) });
export const removeMemberInput = z.object({ membershipId: z.uuid() });
export const invitationInput = z.object({ clientId: z.uuid() });

/** What each role may do, for the person who chooses it. */
export const ROLE_MEANINGS: Record<Role, string> = {
  owner: "Everything, including other owners and closing the workspace.",
  admin: "Settings, mailboxes, team and the emergency stop.",
  member: "Campaigns, leads, approvals and the inbox.",
  viewer: "Sees everything, changes nothing.",
};

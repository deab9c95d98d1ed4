"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import { inviteUser } from "@/lib/auth/invite-user";
import { changeRoleInput, inviteMemberInput, removeMemberInput } from "@/lib/domain/team";
import { changeRole } from "@/lib/engines/team/change-role";
import { inviteMember } from "@/lib/engines/team/invite-member";
import { removeMember } from "@/lib/engines/team/remove-member";
import { requestSystemCtx } from "@/lib/http/contexts";

export const inviteMemberAction = clientAction
  .metadata({ name: "inviteMember" })
  .inputSchema(inviteMemberInput)
  .action(async ({ ctx, parsedInput }) => {
    const result = await inviteMember(ctx, parsedInput, { system: requestSystemCtx(ctx.clientId), inviteUser });
    refresh();
    return result;
  });

export const changeRoleAction = clientAction
  .metadata({ name: "changeRole" })
  .inputSchema(changeRoleInput)
  .action(async ({ ctx, parsedInput }) => {
    await changeRole(ctx, parsedInput);
    refresh();
  });

export const removeMemberAction = clientAction
  .metadata({ name: "removeMember" })
  .inputSchema(removeMemberInput)
  .action(async ({ ctx, parsedInput }) => {
    await removeMember(ctx, parsedInput);
    refresh();
  });

"use server";

import { redirect } from "next/navigation";
import { publicAction } from "@/lib/actions/client-action";
import { chooseClient } from "@/lib/auth/choose-client";
import { requireUser } from "@/lib/auth/session";
import { invitationInput } from "@/lib/domain/team";
import { acceptInvitation, declineInvitation } from "@/lib/engines/team/accept-invitation";
import { requestSystemCtx } from "@/lib/http/contexts";

// Not `clientAction`: whoever answers an invitation belongs to no client yet. Who they are is what their session proves.

export const acceptInvitationAction = publicAction
  .metadata({ name: "acceptInvitation" })
  .inputSchema(invitationInput)
  .action(async ({ parsedInput: { clientId } }) => {
    const user = await requireUser();
    await acceptInvitation(requestSystemCtx(clientId), { userId: user.id });
    await chooseClient(clientId);
    redirect("/dashboard");
  });

export const declineInvitationAction = publicAction
  .metadata({ name: "declineInvitation" })
  .inputSchema(invitationInput)
  .action(async ({ parsedInput: { clientId } }) => {
    const user = await requireUser();
    await declineInvitation(requestSystemCtx(clientId), { userId: user.id });
    redirect("/no-workspace");
  });

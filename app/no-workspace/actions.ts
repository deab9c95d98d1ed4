"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { publicAction } from "@/lib/actions/client-action";
import { CLIENT_COOKIE } from "@/lib/auth/membership";
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
    (await cookies()).set(CLIENT_COOKIE, clientId, { path: "/", sameSite: "lax", httpOnly: true });
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

"use server";

import { redirect } from "next/navigation";
import { refused } from "@/app/(auth)/auth-form-state";
import { invitationInput } from "@/app/(auth)/auth-inputs";
import { proveIdentity } from "@/app/(auth)/prove-identity";
import { publicAction } from "@/app/(auth)/public-action";
import { authMessage } from "@/lib/auth/auth-message";
import { chooseClient } from "@/lib/auth/choose-client";
import { DEFAULT_NEXT_PATH } from "@/lib/auth/next-path";
import { openInvitationsOf } from "@/lib/auth/open-invitations";
import { acceptInvitation as joinClient } from "@/lib/engines/team/accept-invitation";
import { requestSystemCtx } from "@/lib/http/contexts";

/**
 * Gives an invited person a name and a password, so that they can come back without the link, and makes them a member of the client the
 * link was sent for. Other invitations stay open; one withdrawn meanwhile leaves them with an account and no workspace.
 */
export const acceptInvitation = publicAction.form(invitationInput, async ({ full_name, password, token_hash }, formData) => {
  const { supabase, problem } = await proveIdentity(token_hash, "invite");
  if (!supabase) return refused(problem, formData);
  const { error } = await supabase.auth.updateUser({ password, data: { full_name } });
  // The same password: an earlier try got this far.
  if (error && error.code !== "same_password") return refused(authMessage(error), formData, { isProven: true });
  const {
    data: { user },
  } = await supabase.auth.getUser();
  if (!user) return refused(authMessage({ code: "session_not_found" }), formData, { isProven: true });

  const invitations = await openInvitationsOf({ userId: user.id });
  const invitation = invitations.find(({ clientId }) => clientId === user.user_metadata.invited_client_id) ?? invitations[0];
  if (invitation) {
    await joinClient(requestSystemCtx(invitation.clientId), { userId: user.id, fullName: full_name });
    await chooseClient(invitation.clientId);
  }
  redirect(DEFAULT_NEXT_PATH);
});

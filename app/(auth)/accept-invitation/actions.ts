"use server";

import { redirect } from "next/navigation";
import { refused } from "@/app/(auth)/auth-form-state";
import { invitationInput } from "@/app/(auth)/auth-inputs";
import { proveIdentity } from "@/app/(auth)/prove-identity";
import { publicAction } from "@/app/(auth)/public-action";
import { authMessage } from "@/lib/auth/auth-message";
import { DEFAULT_NEXT_PATH } from "@/lib/auth/next-path";

/** Gives an invited person a name and a password, so that they can come back without the link. */
export const acceptInvitation = publicAction.form(invitationInput, async ({ full_name, password, token_hash }, formData) => {
  const { supabase, problem } = await proveIdentity(token_hash, "invite");
  if (!supabase) return refused(problem, formData);
  const { error } = await supabase.auth.updateUser({ password, data: { full_name } });
  if (error) return refused(authMessage(error), formData);
  redirect(DEFAULT_NEXT_PATH);
});

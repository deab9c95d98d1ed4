"use server";

import { redirect } from "next/navigation";
import { type AuthFormState, misfit, refused } from "@/app/(auth)/auth-form-state";
import { invitationInput } from "@/app/(auth)/auth-inputs";
import { proveIdentity } from "@/app/(auth)/prove-identity";
import { authMessage } from "@/lib/auth/auth-message";
import { DEFAULT_NEXT_PATH } from "@/lib/auth/next-path";

/** Gives an invited person a name and a password, so that they can come back without the link. */
export async function acceptInvitation(_previous: AuthFormState, formData: FormData): Promise<AuthFormState> {
  const parsed = invitationInput.safeParse(Object.fromEntries(formData));
  if (!parsed.success) return misfit(parsed.error, formData);

  const { supabase, problem } = await proveIdentity(formData, "invite");
  if (!supabase) return refused(problem, formData);
  const { error } = await supabase.auth.updateUser({ password: parsed.data.password, data: { full_name: parsed.data.full_name } });
  if (error) return refused(authMessage(error), formData);
  redirect(DEFAULT_NEXT_PATH);
}

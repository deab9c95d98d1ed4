"use server";

import { redirect } from "next/navigation";
import { type AuthFormState, misfit, refused } from "@/app/(auth)/auth-form-state";
import { passwordInput } from "@/app/(auth)/auth-inputs";
import { proveIdentity } from "@/app/(auth)/prove-identity";
import { authMessage } from "@/lib/auth/auth-message";
import { DEFAULT_NEXT_PATH } from "@/lib/auth/next-path";

/** Sets the password and ends every other session of the account: whoever knew the old one is out. */
export async function setPassword(_previous: AuthFormState, formData: FormData): Promise<AuthFormState> {
  const parsed = passwordInput.safeParse(Object.fromEntries(formData));
  if (!parsed.success) return misfit(parsed.error, formData);

  const { supabase, problem } = await proveIdentity(formData, "recovery");
  if (!supabase) return refused(problem, formData);
  const { error } = await supabase.auth.updateUser({ password: parsed.data.password });
  if (error) return refused(authMessage(error), formData);
  await supabase.auth.signOut({ scope: "others" });
  redirect(DEFAULT_NEXT_PATH);
}

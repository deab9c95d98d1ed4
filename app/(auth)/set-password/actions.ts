"use server";

import { redirect } from "next/navigation";
import { refused } from "@/app/(auth)/auth-form-state";
import { passwordInput } from "@/app/(auth)/auth-inputs";
import { proveIdentity } from "@/app/(auth)/prove-identity";
import { publicAction } from "@/app/(auth)/public-action";
import { authMessage } from "@/lib/auth/auth-message";
import { DEFAULT_NEXT_PATH } from "@/lib/auth/next-path";

/** Sets the password and ends every other session of the account: whoever knew the old one is out. */
export const setPassword = publicAction.form(passwordInput, async ({ password, token_hash }, formData) => {
  const { supabase, problem } = await proveIdentity(token_hash, "recovery");
  if (!supabase) return refused(problem, formData);
  const { error } = await supabase.auth.updateUser({ password });
  if (error) return refused(authMessage(error), formData, { isProven: true });
  await supabase.auth.signOut({ scope: "others" });
  redirect(DEFAULT_NEXT_PATH);
});

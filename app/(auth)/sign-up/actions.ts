"use server";

import { redirect } from "next/navigation";
import { refused } from "@/app/(auth)/auth-form-state";
import { signUpInput } from "@/app/(auth)/auth-inputs";
import { publicAction } from "@/app/(auth)/public-action";
import { authMessage } from "@/lib/auth/auth-message";
import { DEFAULT_NEXT_PATH } from "@/lib/auth/next-path";
import { createAuthClient } from "@/lib/auth/server-client";
import { env } from "@/lib/env";

/** Makes the account; the database makes the agency and its owner from the same data, in the same transaction. */
export const signUp = publicAction.form(signUpInput, async ({ email, password, ...profile }, formData) => {
  const supabase = await createAuthClient();
  const { data, error } = await supabase.auth.signUp({
    email,
    password,
    options: { data: profile, emailRedirectTo: `${env().APP_URL}/auth/callback` },
  });
  if (error) return refused(authMessage(error), formData);
  if (data.session) redirect(DEFAULT_NEXT_PATH);
  return { status: "done", message: `We sent a link to ${email}. Open it in this browser to confirm your address and get started.` };
});

"use server";

import { redirect } from "next/navigation";
import { refused } from "@/app/(auth)/auth-form-state";
import { signUpInput } from "@/app/(auth)/auth-inputs";
import { publicAction } from "@/app/(auth)/public-action";
import { authMessage } from "@/lib/auth/auth-message";
import { createAuthClient } from "@/lib/auth/server-client";
import { env } from "@/lib/env";

/** Where a new agency begins. */
const FIRST_PATH = "/onboarding";

/** Makes the account; the database makes the agency and its owner from the same data, in the same transaction. */
export const signUp = publicAction.form(signUpInput, async ({ email, password, ...profile }, formData) => {
  const supabase = await createAuthClient();
  const { data, error } = await supabase.auth.signUp({
    email,
    password,
    options: { data: profile, emailRedirectTo: `${env().APP_URL}/auth/callback?${new URLSearchParams({ next: FIRST_PATH })}` },
  });
  if (error) return refused(authMessage(error), formData);
  if (data.session) redirect(FIRST_PATH);
  return { status: "done", message: `We sent a link to ${email}. Open it in this browser to confirm your address and get started.` };
});

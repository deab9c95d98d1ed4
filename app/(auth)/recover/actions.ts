"use server";

import { type AuthFormState, misfit, refused } from "@/app/(auth)/auth-form-state";
import { emailInput } from "@/app/(auth)/auth-inputs";
import { authMessage } from "@/lib/auth/auth-message";
import { createAuthClient } from "@/lib/auth/server-client";
import { env } from "@/lib/env";

/** Always says the same, so that nobody learns from it who has an account. */
export async function requestRecovery(_previous: AuthFormState, formData: FormData): Promise<AuthFormState> {
  const parsed = emailInput.safeParse(Object.fromEntries(formData));
  if (!parsed.success) return misfit(parsed.error, formData);

  const supabase = await createAuthClient();
  const { error } = await supabase.auth.resetPasswordForEmail(parsed.data.email, {
    redirectTo: `${env().APP_URL}/auth/callback?next=${encodeURIComponent("/set-password")}`,
  });
  if (error && error.code !== "user_not_found") return refused(authMessage(error), formData);
  return { status: "done", message: `If ${parsed.data.email} has an account, a link to set a new password is on its way. It works once, in this browser, for an hour.` };
}

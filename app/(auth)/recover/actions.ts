"use server";

import { refused } from "@/app/(auth)/auth-form-state";
import { emailInput } from "@/app/(auth)/auth-inputs";
import { publicAction } from "@/app/(auth)/public-action";
import { authMessage } from "@/lib/auth/auth-message";
import { createAuthClient } from "@/lib/auth/server-client";
import { env } from "@/lib/env";

/** Always says the same, so that nobody learns from it who has an account. */
export const requestRecovery = publicAction.form(emailInput, async ({ email }, formData) => {
  const supabase = await createAuthClient();
  const redirectTo = `${env().APP_URL}/auth/callback?next=${encodeURIComponent("/set-password")}`;
  const { error } = await supabase.auth.resetPasswordForEmail(email, { redirectTo });
  if (error && error.code !== "user_not_found") return refused(authMessage(error), formData);
  return {
    status: "done",
    message: `If ${email} has an account, a link to set a new password is on its way. It works once, in this browser, for an hour.`,
  };
});

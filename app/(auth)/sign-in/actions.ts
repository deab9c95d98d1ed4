"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { refused } from "@/app/(auth)/auth-form-state";
import { signInInput, signInLinkInput } from "@/app/(auth)/auth-inputs";
import { publicAction } from "@/app/(auth)/public-action";
import { authMessage } from "@/lib/auth/auth-message";
import { safeNextPath } from "@/lib/auth/next-path";
import { requestIp } from "@/lib/auth/request-ip";
import { createAuthClient } from "@/lib/auth/server-client";
import { signInLimit } from "@/lib/auth/sign-in-limit";
import { env } from "@/lib/env";

const TOO_MANY_ATTEMPTS = "Too many attempts for this account. Wait a minute, then try again, or reset your password.";
const NO_SUCH_ACCOUNT = new Set(["otp_disabled", "user_not_found", "signup_disabled"]);

export const signIn = publicAction.form(signInInput, async ({ email, password, next }, formData) => {
  const attempt = { email, ipAddress: requestIp(await headers()) };
  const { isAllowed } = await signInLimit().take(attempt);
  if (!isAllowed) return refused(TOO_MANY_ATTEMPTS, formData);

  const supabase = await createAuthClient();
  const { error } = await supabase.auth.signInWithPassword({ email, password });
  if (error) return refused(authMessage(error), formData);
  await signInLimit().forgive(attempt);
  redirect(safeNextPath(next));
});

/** Always says the same, so that nobody learns from it who has an account. */
export const sendSignInLink = publicAction.form(signInLinkInput, async ({ email, next }, formData) => {
  const supabase = await createAuthClient();
  const { error } = await supabase.auth.signInWithOtp({
    email,
    options: {
      shouldCreateUser: false,
      emailRedirectTo: `${env().APP_URL}/auth/callback?${new URLSearchParams({ next: safeNextPath(next) })}`,
    },
  });
  if (error && !NO_SUCH_ACCOUNT.has(error.code ?? "")) return refused(authMessage(error), formData);
  return {
    status: "done",
    message: `If ${email} has an account, a sign-in link is on its way. It works once, in this browser, for an hour.`,
  };
});

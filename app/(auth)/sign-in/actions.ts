"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { type AuthFormState, misfit, refused } from "@/app/(auth)/auth-form-state";
import { emailInput, signInInput } from "@/app/(auth)/auth-inputs";
import { authMessage } from "@/lib/auth/auth-message";
import { safeNextPath } from "@/lib/auth/next-path";
import { requestIp } from "@/lib/auth/request-ip";
import { createAuthClient } from "@/lib/auth/server-client";
import { forgiveSignInAttempts, takeSignInAttempt } from "@/lib/auth/sign-in-limit";
import { env } from "@/lib/env";

const TOO_MANY_ATTEMPTS = "Too many attempts for this account. Wait a minute, then try again, or reset your password.";

export async function signIn(_previous: AuthFormState, formData: FormData): Promise<AuthFormState> {
  const parsed = signInInput.safeParse(Object.fromEntries(formData));
  if (!parsed.success) return misfit(parsed.error, formData);

  const attempt = { email: parsed.data.email, ipAddress: requestIp(await headers()) };
  const { isAllowed } = await takeSignInAttempt(attempt);
  if (!isAllowed) return refused(TOO_MANY_ATTEMPTS, formData);

  const supabase = await createAuthClient();
  const { error } = await supabase.auth.signInWithPassword(parsed.data);
  if (error) return refused(authMessage(error), formData);
  await forgiveSignInAttempts(attempt);
  redirect(safeNextPath(textOf(formData, "next")));
}

/** Always says the same, so that nobody learns from it who has an account. */
export async function sendSignInLink(_previous: AuthFormState, formData: FormData): Promise<AuthFormState> {
  const parsed = emailInput.safeParse(Object.fromEntries(formData));
  if (!parsed.success) return misfit(parsed.error, formData);

  const supabase = await createAuthClient();
  const target = new URLSearchParams({ next: safeNextPath(textOf(formData, "next")) });
  const { error } = await supabase.auth.signInWithOtp({
    email: parsed.data.email,
    options: { shouldCreateUser: false, emailRedirectTo: `${env().APP_URL}/auth/callback?${target}` },
  });
  if (error && !NO_SUCH_ACCOUNT.has(error.code ?? "")) return refused(authMessage(error), formData);
  return { status: "done", message: `If ${parsed.data.email} has an account, a sign-in link is on its way. It works once, in this browser, for an hour.` };
}

const NO_SUCH_ACCOUNT = new Set(["otp_disabled", "user_not_found", "signup_disabled"]);

function textOf(formData: FormData, name: string): string | null {
  const value = formData.get(name);
  return typeof value === "string" ? value : null;
}

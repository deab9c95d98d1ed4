"use server";

import { redirect } from "next/navigation";
import { type AuthFormState, refused } from "@/app/(auth)/auth-form-state";
import { confirmationType } from "@/app/(auth)/auth-inputs";
import { proveIdentity } from "@/app/(auth)/prove-identity";
import { safeNextPath } from "@/lib/auth/next-path";

/** Spends the token of an e-mailed link and goes where the link was meant to lead. */
export async function confirmLink(_previous: AuthFormState, formData: FormData): Promise<AuthFormState> {
  const { supabase, problem } = await proveIdentity(formData, confirmationType.catch("email").parse(formData.get("type")));
  if (!supabase) return refused(problem, formData);
  redirect(safeNextPath(String(formData.get("next"))));
}

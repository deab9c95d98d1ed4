"use server";

import { redirect } from "next/navigation";
import { refused } from "@/app/(auth)/auth-form-state";
import { confirmationInput } from "@/app/(auth)/auth-inputs";
import { proveIdentity } from "@/app/(auth)/prove-identity";
import { publicAction } from "@/app/(auth)/public-action";
import { safeNextPath } from "@/lib/auth/next-path";

/** Spends the token of an e-mailed link and goes where the link was meant to lead. */
export const confirmLink = publicAction.form(confirmationInput, async ({ token_hash, type, next }, formData) => {
  const { supabase, problem } = await proveIdentity(token_hash, type);
  if (!supabase) return refused(problem, formData);
  redirect(safeNextPath(next));
});

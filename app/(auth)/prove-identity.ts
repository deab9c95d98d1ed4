import "server-only";
import type { EmailOtpType, SupabaseClient } from "@supabase/supabase-js";
import { authMessage } from "@/lib/auth/auth-message";
import { createAuthClient } from "@/lib/auth/server-client";

type Proof = { supabase: SupabaseClient; problem?: undefined } | { supabase?: undefined; problem: string };

/**
 * Whoever sends this form, proven by the `token_hash` of an e-mailed link when the form carries one, else by the session.
 * The link's token is used up only here, by a person's click: mail scanners open links too, and must not spend them.
 */
export async function proveIdentity(formData: FormData, type: EmailOtpType): Promise<Proof> {
  const supabase = await createAuthClient();
  const tokenHash = formData.get("token_hash");
  const { data } = await supabase.auth.getClaims();
  if (typeof tokenHash !== "string" || tokenHash === "") {
    return data ? { supabase } : { problem: authMessage({ code: "otp_expired" }) };
  }
  const { error } = await supabase.auth.verifyOtp({ token_hash: tokenHash, type });
  return error ? { problem: authMessage(error) } : { supabase };
}

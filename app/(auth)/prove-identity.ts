import "server-only";
import type { EmailOtpType, SupabaseClient } from "@supabase/supabase-js";
import { authMessage } from "@/lib/auth/auth-message";
import { createAuthClient } from "@/lib/auth/server-client";

type Proof = { supabase: SupabaseClient; problem?: undefined } | { supabase?: undefined; problem: string };

/**
 * Whoever sends this form, proven by the `token_hash` of an e-mailed link when there is one, else by the session.
 * The link's token is used up only here, by a person's click: mail scanners open links too, and must not spend them.
 */
export async function proveIdentity(tokenHash: string | undefined, type: EmailOtpType): Promise<Proof> {
  const supabase = await createAuthClient();
  if (!tokenHash) {
    const { data } = await supabase.auth.getClaims();
    return data ? { supabase } : { problem: authMessage({ code: "otp_expired" }) };
  }
  const { error } = await supabase.auth.verifyOtp({ token_hash: tokenHash, type });
  return error ? { problem: authMessage(error) } : { supabase };
}

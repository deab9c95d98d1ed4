import "server-only";
import { AppError } from "@/lib/errors";

/** A signed-in person. `id` is `auth.users.id`. */
export type SessionUser = { id: string; email: string };

type VerifiedToken = {
  header: { alg: string };
  claims: { sub: string; iss: string; aud: string | string[]; email?: string | undefined };
};

/** Never HS256: whoever holds the project's shared secret could forge it, and a public key must not be taken for one. */
const ALGORITHMS = ["ES256", "RS256"];

/**
 * The person of a token whose signature and expiry were checked; null when it is not a sign-in token of ours.
 * Throws AppError `auth_misconfigured` when the token comes from another address than SUPABASE_URL: signing in again would not help.
 */
export function sessionUserFromClaims({ header, claims }: VerifiedToken, supabaseUrl: string): SessionUser | null {
  if (!ALGORITHMS.includes(header.alg)) return null;
  if (!(Array.isArray(claims.aud) ? claims.aud : [claims.aud]).includes("authenticated")) return null;
  if (!claims.sub || !claims.email) return null;
  if (claims.iss !== `${supabaseUrl}/auth/v1`) {
    throw new AppError(
      "auth_misconfigured",
      `Sign-in tokens are issued by ${claims.iss}: set SUPABASE_URL to that address without /auth/v1.`,
    );
  }
  return { id: claims.sub, email: claims.email };
}

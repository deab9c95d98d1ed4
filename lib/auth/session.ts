import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { createAuthDeadline } from "@/lib/auth/auth-deadline";
import { isAuthUnavailable } from "@/lib/auth/auth-message";
import { safeNextPath } from "@/lib/auth/next-path";
import { AUTH_AWAY_HEADER, PATH_HEADER, SESSION_ENDED_HEADER } from "@/lib/auth/request-headers";
import { createAuthClient } from "@/lib/auth/server-client";
import { type SessionUser, sessionUserFromClaims } from "@/lib/auth/session-user";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/**
 * Who sent this request, or null. The token's signature is checked here against the project's published keys, without a call per request.
 * Throws AppError `auth_unavailable` when the sign-in service cannot be asked: that signs nobody out.
 */
export const getUser: () => Promise<SessionUser | null> = cache(async () => {
  if ((await headers()).has(AUTH_AWAY_HEADER)) throw authUnavailable();
  const deadline = createAuthDeadline();
  const supabase = await createAuthClient(deadline);
  const claims = await deadline.race(supabase.auth.getClaims());
  if (!claims) throw authUnavailable();
  const { data, error } = claims;
  if (error && isAuthUnavailable(error)) throw authUnavailable(error);
  return data ? sessionUserFromClaims(data, env().SUPABASE_URL) : null;
});

/** Who sent this request; anybody else goes to the sign-in page and comes back here afterwards. */
export async function requireUser(): Promise<SessionUser> {
  const user = await getUser();
  if (user) return user;

  const requestHeaders = await headers();
  const query = new URLSearchParams({ next: safeNextPath(requestHeaders.get(PATH_HEADER)) });
  if (requestHeaders.has(SESSION_ENDED_HEADER)) query.set("reason", "expired");
  redirect(`/sign-in?${query}`);
}

function authUnavailable(cause?: Error): AppError {
  return new AppError("auth_unavailable", "Sign-in is not available at the moment. Try again in a minute.", { cause });
}

import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { isAuthUnavailable } from "@/lib/auth/auth-message";
import { safeNextPath } from "@/lib/auth/next-path";
import { PATH_HEADER } from "@/lib/auth/path-header";
import { createAuthClient } from "@/lib/auth/server-client";
import { hasSessionCookie } from "@/lib/auth/session-cookie";
import { type SessionUser, sessionUserFromClaims } from "@/lib/auth/session-user";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/**
 * Who sent this request, or null. The token's signature is checked here against the project's published keys, without a call per request.
 * Throws AppError `auth_unavailable` when the sign-in service cannot be asked: that signs nobody out.
 */
export const getUser: () => Promise<SessionUser | null> = cache(async () => {
  const auth = await createAuthClient();
  const { data, error } = await auth.auth.getClaims();
  if (error && isAuthUnavailable(error)) {
    throw new AppError("auth_unavailable", "Sign-in is not available at the moment. Try again in a minute.", { cause: error });
  }
  return data ? sessionUserFromClaims(data, env().SUPABASE_URL) : null;
});

/** Who sent this request; anybody else goes to the sign-in page and comes back here afterwards. */
export async function requireUser(): Promise<SessionUser> {
  const user = await getUser();
  if (user) return user;

  const query = new URLSearchParams({ next: safeNextPath((await headers()).get(PATH_HEADER)) });
  if (hasSessionCookie((await cookies()).getAll())) query.set("reason", "expired");
  redirect(`/sign-in?${query}`);
}

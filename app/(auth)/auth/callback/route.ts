import { type NextRequest, NextResponse } from "next/server";
import { authMessage } from "@/lib/auth/auth-message";
import { safeNextPath } from "@/lib/auth/next-path";
import { createAuthClient } from "@/lib/auth/server-client";
import { env } from "@/lib/env";

/**
 * Where e-mailed links arrive. `code`: completed here, which only the browser that asked for the link can do. `token_hash`: handed to a
 * page with a button, so that mail scanners cannot spend it. Neither: the session may be in the fragment, which only the browser sees.
 */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const query = request.nextUrl.searchParams;
  const next = safeNextPath(query.get("next"));
  const code = query.get("code");
  const tokenHash = query.get("token_hash");

  if (code) {
    const supabase = await createAuthClient();
    const { error } = await supabase.auth.exchangeCodeForSession(code);
    return error ? toSignIn(error.code ?? "otp_expired") : redirectTo(next);
  }
  if (tokenHash) return redirectTo(pageForToken({ tokenHash, type: query.get("type"), next }));
  const problem = query.get("error_code") ?? query.get("error");
  if (problem) return toSignIn(problem);
  return redirectTo(`/complete-sign-in?${new URLSearchParams({ next })}`);
}

function pageForToken({ tokenHash, type, next }: { tokenHash: string; type: string | null; next: string }): string {
  if (type === "recovery") return `/set-password?${new URLSearchParams({ token_hash: tokenHash })}`;
  if (type === "invite") return `/accept-invitation?${new URLSearchParams({ token_hash: tokenHash })}`;
  return `/confirm?${new URLSearchParams({ token_hash: tokenHash, type: type ?? "email", next })}`;
}

function toSignIn(problem: string): NextResponse {
  const isWorded = authMessage({ code: problem }) !== authMessage({});
  return redirectTo(`/sign-in?${new URLSearchParams({ problem: isWorded ? problem : "otp_expired" })}`);
}

function redirectTo(path: string): NextResponse {
  return NextResponse.redirect(new URL(path, env().APP_URL), 303);
}

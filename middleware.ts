import { type CookieOptions, createServerClient } from "@supabase/ssr";
import { type NextRequest, NextResponse } from "next/server";
import { createAuthDeadline } from "@/lib/auth/auth-deadline";
import { isAuthUnavailable } from "@/lib/auth/auth-message";
import { AUTH_AWAY_HEADER, NONCE_HEADER, PATH_HEADER, SESSION_ENDED_HEADER } from "@/lib/auth/request-headers";
import { isSameOriginRequest } from "@/lib/auth/same-origin";
import { contentSecurityPolicy } from "@/lib/auth/security-headers";
import { hasSessionCookie, sessionCookieOptions } from "@/lib/auth/session-cookie";
import { env, isDevelopment } from "@/lib/env";

/** Renews the session before a page reads it, refuses cross-site changes, and sets the headers a page needs. No database here. */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const isPublicUnsubscribe = request.nextUrl.pathname.startsWith("/u/");
  // One-click unsubscribe is posted by mail services, which send no Origin and no cookies (RFC 8058).
  if (!isPublicUnsubscribe && !isSameOriginRequest(request.method, request.headers)) {
    return new NextResponse("This change did not come from a page of Agency OS, so it was refused.\n", { status: 403 });
  }

  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy({ nonce, supabaseUrl: env().SUPABASE_URL, isDevelopment: isDevelopment() });
  request.headers.delete(AUTH_AWAY_HEADER);
  request.headers.delete(SESSION_ENDED_HEADER);
  request.headers.set(NONCE_HEADER, nonce);
  request.headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  request.headers.set("content-security-policy", policy);

  const response = !isPublicUnsubscribe && hasSessionCookie(request.cookies.getAll()) ? await withFreshSession(request) : passOn(request);

  // The unsubscribe page brings a stricter policy of its own.
  if (!isPublicUnsubscribe) response.headers.set("content-security-policy", policy);
  if (env().APP_URL.startsWith("https://")) {
    response.headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  }
  return response;
}

/** Lets the library renew a token that is about to expire, and hands the new one both to the page and to the browser. */
async function withFreshSession(request: NextRequest): Promise<NextResponse> {
  const { APP_URL, SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  const deadline = createAuthDeadline();
  const renewed: { name: string; value: string; options: CookieOptions }[] = [];
  const cacheRules = new Headers();
  const client = createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    global: { fetch: deadline.fetch },
    cookieOptions: sessionCookieOptions(APP_URL),
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (changed, headers) => {
        for (const { name, value } of changed) request.cookies.set(name, value);
        renewed.push(...changed);
        for (const [name, value] of Object.entries(headers)) cacheRules.set(name, value);
      },
    },
  });
  const claims = await deadline.race(client.auth.getClaims());
  if (!claims || (claims.error && isAuthUnavailable(claims.error))) request.headers.set(AUTH_AWAY_HEADER, "1");
  else if (!claims.data) request.headers.set(SESSION_ENDED_HEADER, "1");

  const response = passOn(request);
  for (const { name, value, options } of renewed) response.cookies.set(name, value, options);
  for (const [name, value] of cacheRules) response.headers.set(name, value);
  return response;
}

function passOn(request: NextRequest): NextResponse {
  return NextResponse.next({ request: { headers: new Headers(request.headers) } });
}

// Uploads check the origin themselves: with a middleware in front, the framework cuts a request body off at 10 MB without an error.
export const config = {
  matcher: [
    "/((?!_next/static|_next/image|api/inngest|api/webhooks|api/bookings|api/health|api/imports|favicon.ico|icon.svg|robots.txt).*)",
  ],
};

import "server-only";
import type { CookieOptionsWithName } from "@supabase/ssr";

/** Fixed, because the library's own name depends on the host of SUPABASE_URL, which differs between server and browser. */
export const SESSION_COOKIE_NAME = "agency-os-auth";

/** Options of the session cookies. Not HttpOnly: the browser's Realtime client presents the same token. */
export function sessionCookieOptions(appUrl: string): CookieOptionsWithName {
  return { name: SESSION_COOKIE_NAME, path: "/", sameSite: "lax", secure: appUrl.startsWith("https://") };
}

/**
 * True when the request carries a session, valid or not; a large one is split into `name.0`, `name.1`, …
 * An empty one counts as none: a page that redirects repeats the deletion of a cookie without its expiry, which leaves it empty.
 */
export function hasSessionCookie(cookies: readonly { name: string; value: string }[]): boolean {
  return cookies.some(({ name, value }) => value !== "" && (name === SESSION_COOKIE_NAME || CHUNK.test(name)));
}

const CHUNK = new RegExp(`^${SESSION_COOKIE_NAME}\\.\\d+$`);

import "server-only";

const READING_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * True when a request may use the session cookie: it changes nothing, or it comes from a page of ours (SE-50).
 * The framework lets a missing Origin pass and checks only its own actions; here missing, "null" and foreign origins are refused.
 * Requests that carry a bearer token are no cross-site risk, since no browser adds one by itself.
 */
export function isSameOriginRequest(method: string, headers: Headers): boolean {
  if (READING_METHODS.has(method)) return true;
  if (headers.get("authorization")?.startsWith("Bearer ")) return true;
  const origin = headers.get("origin");
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return origin !== null && host !== null && URL.parse(origin)?.host === host;
}

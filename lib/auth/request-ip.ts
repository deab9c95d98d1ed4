import "server-only";

/**
 * Address a request came from, for limits only: the platform's proxy overwrites both headers, but without such a proxy
 * they are whatever the sender says. "unknown" when there is none.
 */
export function requestIp(headers: Headers): string {
  return headers.get("x-real-ip") ?? headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "unknown";
}

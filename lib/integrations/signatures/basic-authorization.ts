import "server-only";
import type { Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";

export type BasicCredentials = { user: string; password: string };

/** The header of HTTP Basic. */
export function basicAuthorization({ user, password }: BasicCredentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** Whether the header as received carries one of the credentials. An empty password is never one. */
export function isBasicAuthorization(header: string | null, credentials: Secrets<BasicCredentials>): boolean {
  const list = (Array.isArray(credentials) ? credentials : [credentials]) as readonly BasicCredentials[];
  let isKnown = false;
  for (const one of list) if (isSameText(header ?? "", basicAuthorization(one)) && one.password !== "") isKnown = true;
  return isKnown;
}

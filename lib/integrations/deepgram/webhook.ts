import "server-only";
import { type BasicCredentials, isBasicAuthorization } from "@/lib/integrations/signatures/basic-authorization";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";

/**
 * Whether a callback is Deepgram's answer to us: the Basic credentials we put into the callback's address, and, where the ids of our keys
 * are known, one of them in `dg-token`. That header is an identifier anybody may have seen, so it never counts by itself.
 */
export function verifyDeepgram({
  headers,
  credentials,
  keyIds = [],
}: {
  headers: Headers;
  /** Several while one replaces another. */
  credentials: readonly BasicCredentials[];
  keyIds?: readonly string[];
}): boolean {
  const token = headers.get("dg-token") ?? "";
  let isOurKey = keyIds.length === 0;
  for (const id of keyIds) if (id !== "" && isSameText(token, id)) isOurKey = true;
  return isBasicAuthorization(headers.get("authorization"), credentials) && isOurKey;
}

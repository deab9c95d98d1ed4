import "server-only";
import { isHmacSignature, listSecrets, type RawBytes, type Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";
import { isTimely } from "@/lib/integrations/signatures/is-timely";
import type { ServerMessage } from "@/lib/integrations/vapi/wire";

/**
 * How the HMAC credential is set up in Vapi. The defaults are Vapi's own: `x-signature`, hex, sha256, over `{x-timestamp}.{body}`.
 * Guides name the header `x-vapi-signature` or give the value a prefix such as `sha256=`; both are read besides, the secret decides.
 */
export type VapiHmac = { headers: Headers; body: RawBytes; secrets: Secrets; now: Date; algorithm?: "sha1" | "sha256" | "sha512" };

const SIGNATURE_HEADERS = ["x-signature", "x-vapi-signature"];
const TIMESTAMP_HEADERS = ["x-timestamp", "x-vapi-timestamp"];

/** Whether Vapi signed these bytes within five minutes of now. A credential without a timestamp is refused: it can be replayed for ever. */
export function verifyVapi({ headers, body, secrets, now, algorithm = "sha256" }: VapiHmac): boolean {
  const timestamp = firstHeader(headers, TIMESTAMP_HEADERS);
  if (!isTimely(toSeconds(timestamp), now)) return false;
  const signatures = (firstHeader(headers, SIGNATURE_HEADERS) ?? "").split(",").map((one) => one.trim().replace(/^(?:sha\d+|v1)=/i, ""));
  const content = [`${timestamp}.`, body];
  return signatures.some((signature) => isHmacSignature({ signature, content, secrets, scheme: { algorithm, encoding: "hex" } }));
}

/**
 * The weaker credentials: a bearer token, or the plain secret older assistants send as `X-Vapi-Secret`. Neither proves the body nor the
 * time, so what arrives this way may stop calls and nothing else.
 */
export function verifyVapiToken({ headers, secrets }: { headers: Headers; secrets: Secrets }): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? headers.get("x-vapi-secret");
  let isKnown = false;
  for (const secret of listSecrets(secrets)) if (given && isSameText(given, secret)) isKnown = true;
  return isKnown;
}

/**
 * Names a delivery so that a repeat is known as one. Vapi gives no event id: a call has one report and passes each state once; anything
 * else is told apart by its time.
 */
export function vapiEventKey(message: ServerMessage): string | null {
  if (!message.call) return null;
  if (message.type === "end-of-call-report") return `${message.call.id}:${message.type}`;
  const detail = message.type === "status-update" && "status" in message ? message.status : message.timestamp;
  return detail === null || detail === undefined ? null : `${message.call.id}:${message.type}:${String(detail)}`;
}

function firstHeader(headers: Headers, names: readonly string[]): string | null {
  for (const name of names) {
    const value = headers.get(name);
    if (value) return value;
  }
  return null;
}

/** The unit is not documented: thirteen digits are milliseconds. */
function toSeconds(timestamp: string | null): string | null {
  return timestamp && /^\d{13}$/.test(timestamp) ? timestamp.slice(0, -3) : timestamp;
}

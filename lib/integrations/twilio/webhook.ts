import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { isHmacSignature, type RawBytes, type Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";

/** How a message of ours is doing. Twilio adds fields without notice; these are the ones we read. */
export const twilioStatus = z.object({
  MessageSid: z.string().min(1),
  MessageStatus: z.string().min(1),
  AccountSid: z.string(),
  To: z.string(),
  ErrorCode: z.string().optional(),
});
export type TwilioStatus = z.infer<typeof twilioStatus>;

/** A text somebody sent to one of our numbers. `OptOutType` comes with Advanced Opt-Out only. */
export const twilioInboundText = z.object({
  MessageSid: z.string().min(1),
  AccountSid: z.string(),
  From: z.string().min(1),
  To: z.string().min(1),
  Body: z.string(),
  OptOutType: z.string().optional(),
});
export type TwilioInboundText = z.infer<typeof twilioInboundText>;

/** Where a status callback carries our own key of the message, because a message has no field for one. */
const KEY_PARAMETER = "touch";
const SCHEME = { algorithm: "sha1", encoding: "base64" } as const;

/**
 * The address Twilio called: the configured public origin with the path and query that arrived. Behind a proxy the host a server sees is
 * another one, and the signature covers the public one.
 * @param requested path and query, or a whole address whose origin is left out
 */
export function calledUrl(publicOrigin: string, requested: string): string {
  const { pathname, search } = new URL(requested, "http://origin.invalid");
  return new URL(publicOrigin).origin + pathname + search;
}

/**
 * Whether Twilio made this call. Form posts: base64 HMAC-SHA1 over the address and every field, name and value, sorted by name. Other
 * bodies: the address holds the SHA-256 of the body (`bodySHA256`) and only the address is signed. There is no time in it: repeats are
 * told apart by `twilioEventId`.
 * @param url as Twilio called it, see `calledUrl`
 * @param secrets the account's auth token, also where requests are made with an API key; two while one replaces the other
 */
export function verifyTwilio({
  signature,
  url,
  body,
  secrets,
}: {
  signature: string | null;
  url: string;
  body: RawBytes;
  secrets: Secrets;
}): boolean {
  const bodyHash = new URL(url).searchParams.get("bodySHA256");
  const signed = bodyHash === null ? url + signedFields(body) : url;
  const isBodyMeant = bodyHash === null || isSameText(bodyHash.toLowerCase(), createHash("sha256").update(body).digest("hex"));
  return isHmacSignature({ signature, content: [signed], secrets, scheme: SCHEME }) && isBodyMeant;
}

/** The fields of a form post. Of a name that comes twice the first value counts. */
export function twilioFields(body: RawBytes): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of formOf(body)) if (!Object.hasOwn(fields, name)) fields[name] = value;
  return fields;
}

/** What a webhook is about: an inbound text has a body, a status callback a status. Undefined when it is neither. */
export function readTwilioWebhook(
  fields: unknown,
): { kind: "status"; status: TwilioStatus } | { kind: "inbound"; text: TwilioInboundText } | undefined {
  const text = twilioInboundText.safeParse(fields);
  if (text.success) return { kind: "inbound", text: text.data };
  const status = twilioStatus.safeParse(fields);
  return status.success ? { kind: "status", status: status.data } : undefined;
}

/** One name for every repeat of one webhook: an inbound message by its SID, a status by SID and status. */
export function twilioEventId(fields: unknown): string | undefined {
  const webhook = readTwilioWebhook(fields);
  if (!webhook) return undefined;
  return webhook.kind === "inbound" ? webhook.text.MessageSid : `${webhook.status.MessageSid}:${webhook.status.MessageStatus}`;
}

/** The address for status callbacks of the message with this key. */
export function statusCallbackUrl(address: string, key: string): string {
  const url = new URL(address);
  url.searchParams.set(KEY_PARAMETER, key);
  return url.toString();
}

/** Our key in the address of a status callback, or null: it names the message even when the answer to sending it was lost. */
export function keyOfCallback(url: string): string | null {
  return new URL(url, "http://origin.invalid").searchParams.get(KEY_PARAMETER);
}

function signedFields(body: RawBytes): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of formOf(body)) values.set(name, (values.get(name) ?? new Set()).add(value));
  return [...values]
    .sort(([a], [b]) => byCodeUnits(a, b))
    .flatMap(([name, given]) => [...given].sort(byCodeUnits).map((value) => name + value))
    .join("");
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function formOf(body: RawBytes): URLSearchParams {
  return new URLSearchParams(typeof body === "string" ? body : Buffer.from(body).toString("utf8"));
}

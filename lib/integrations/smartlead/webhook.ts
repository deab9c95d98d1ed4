import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { isHmacSignature, listSecrets, type RawBytes, type Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";
import { smartleadId } from "@/lib/integrations/smartlead/wire";

/** What we subscribe to. FIRST_EMAIL_SENT says what EMAIL_SENT says; opens and clicks are not asked for. */
export const SMARTLEAD_EVENTS = [
  "EMAIL_SENT",
  "EMAIL_REPLY",
  "EMAIL_BOUNCE",
  "LEAD_UNSUBSCRIBED",
  "LEAD_CATEGORY_UPDATED",
  "UNTRACKED_REPLIES",
] as const;

const text = z.string().nullish();
const at = z.coerce.date().nullish().catch(null);
const id = smartleadId.nullish().catch(null);
const message = z.object({ message_id: text, html: text, text: text, time: at }).nullish();

/** An event as Smartlead posts it: flat on the reference page and in real payloads, nested on other pages; both are read. */
export const smartleadEvent = z.object({
  event_type: z.string().min(1),
  event_timestamp: at,
  time_sent: at,
  time_replied: at,
  campaign_id: id,
  campaign: z.object({ id }).nullish(),
  sl_lead_email: text,
  lead_email: text,
  lead: z.object({ email: text }).nullish(),
  from_email: text,
  to_email: text,
  to_name: text,
  subject: text,
  message_id: text,
  category: text,
  sent_message: message,
  reply_message: message,
  reply_body: text,
  leadCorrespondence: z.object({ replyReceivedFrom: text }).nullish(),
});
export type SmartleadEvent = z.infer<typeof smartleadEvent>;

export type SmartleadKnock = {
  headers: Headers;
  body: RawBytes;
  secrets: Secrets;
  /** The unguessable last part of the address: as called, and as it should be. */
  pathToken: string;
  pathTokens: Secrets;
};

/**
 * How far a delivery is to be believed: `signed` by HMAC (with and without `sha256=`), `secret` when it only carries the account's
 * secret in its body, undefined when neither holds, a signature is wrong, or the address is not ours. The scheme is known from guides
 * that contradict each other, hence the address as well.
 */
export function verifySmartlead({ headers, body, secrets, pathToken, pathTokens }: SmartleadKnock): "signed" | "secret" | undefined {
  if (!listSecrets(pathTokens).some((token) => isSameText(pathToken, token))) return undefined;
  const signature = headers.get("x-smartlead-signature");
  if (signature !== null) {
    return isHmacSignature({ signature: signature.replace(/^sha256=/, ""), content: [body], secrets }) ? "signed" : undefined;
  }
  const given = secretInBody(body);
  return given !== undefined && listSecrets(secrets).some((secret) => isSameText(given, secret)) ? "secret" : undefined;
}

/** What tells a delivery from a repeat of it: Smartlead's request id, else a hash of the body. */
export function smartleadExternalId(headers: Headers, body: RawBytes): string {
  return headers.get("x-request-id") ?? createHash("sha256").update(body).digest("hex");
}

function secretInBody(body: RawBytes): string | undefined {
  try {
    const parsed: unknown = JSON.parse(typeof body === "string" ? body : Buffer.from(body).toString("utf8"));
    return z.object({ secret_key: z.string().min(1) }).safeParse(parsed).data?.secret_key;
  } catch {
    return undefined; // not JSON: it carries no secret
  }
}

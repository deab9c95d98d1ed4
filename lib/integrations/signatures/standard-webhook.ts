import "server-only";
import { hmacSignature, isHmacSignature, listSecrets, type RawBytes, type Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isTimely } from "@/lib/integrations/signatures/is-timely";

const SCHEME = { algorithm: "sha256", encoding: "base64" } as const;

/** `svix-…` as Svix's customers send it, `webhook-…` as standardwebhooks.com names the same headers. */
export type StandardWebhookPrefix = "svix" | "webhook";

export type StandardWebhook = {
  headers: Headers;
  prefix: StandardWebhookPrefix;
  body: RawBytes;
  /** As the provider shows them, `whsec_` and base64. */
  secrets: Secrets;
  now: Date;
  toleranceSeconds?: number;
};

/**
 * Standard Webhooks v1: HMAC-SHA-256 in base64 over `<id>.<unix seconds>.<body>`; any `v1` entry of the space-separated list may match.
 * @returns the delivery's id, the same for every repeat of it, or undefined when it is forged, stale or not signed
 */
export function verifyStandardWebhook({ headers, prefix, body, secrets, now, toleranceSeconds }: StandardWebhook): string | undefined {
  const id = headers.get(`${prefix}-id`);
  const seconds = headers.get(`${prefix}-timestamp`);
  if (!id || !isTimely(seconds, now, toleranceSeconds)) return undefined;
  const signatures = (headers.get(`${prefix}-signature`) ?? "").split(" ").filter((entry) => entry.startsWith("v1,"));
  const content = [`${id}.${seconds}.`, body];
  const keys = listSecrets(secrets).map(standardWebhookKey);
  const isSigned = signatures.some((entry) => isHmacSignature({ signature: entry.slice(3), content, secrets: keys, scheme: SCHEME }));
  return isSigned ? id : undefined;
}

/** The three headers that go with a delivery; with several secrets one signature each, so that the receiver may know either. */
export function signStandardWebhook({
  id,
  at,
  body,
  secrets,
  prefix,
}: {
  id: string;
  at: Date;
  body: RawBytes;
  secrets: Secrets;
  prefix: StandardWebhookPrefix;
}) {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const content = [`${id}.${seconds}.`, body];
  const signatures = listSecrets(secrets).map((secret) => `v1,${hmacSignature(content, standardWebhookKey(secret), SCHEME)}`);
  return { [`${prefix}-id`]: id, [`${prefix}-timestamp`]: seconds, [`${prefix}-signature`]: signatures.join(" ") };
}

/** The key is what `whsec_` stands before, decoded. */
function standardWebhookKey(secret: string): Uint8Array {
  return Buffer.from(secret.replace(/^whsec_/, ""), "base64");
}

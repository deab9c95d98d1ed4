import "server-only";
import type { RawBytes, Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isTimestampedSignature } from "@/lib/integrations/signatures/timestamped-signature";

const TOLERANCE_SECONDS = 30 * 60;

/** Whether ElevenLabs signed these bytes: `ElevenLabs-Signature: t=<seconds>,v0=<hex>`, within the half hour it documents. */
export function verifyElevenLabs({
  headers,
  body,
  secrets,
  now,
}: {
  headers: Headers;
  body: RawBytes;
  secrets: Secrets;
  now: Date;
}): boolean {
  const header = headers.get("elevenlabs-signature");
  return isTimestampedSignature({ header, body, secrets, now, version: "v0", toleranceSeconds: TOLERANCE_SECONDS });
}

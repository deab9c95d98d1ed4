import "server-only";
import { hmacSignature, isHmacSignature, listSecrets, type RawBytes, type Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isTimely } from "@/lib/integrations/signatures/is-timely";

export type TimestampedSignature = {
  /** `t=<unix seconds>,v1=<hex>[,v1=<hex>]`. */
  header: string | null;
  body: RawBytes;
  /** The whole secret is the key, whatever it starts with. */
  secrets: Secrets;
  now: Date;
  /** Which entries count; Stripe and booking services write `v1`, ElevenLabs `v0`. */
  version?: "v0" | "v1";
  toleranceSeconds?: number;
};

/** Whether any signature of that version is the HMAC-SHA-256 of `<t>.<body>` and the time is near. Other entries are left alone. */
export function isTimestampedSignature({ header, body, secrets, now, version = "v1", toleranceSeconds }: TimestampedSignature): boolean {
  const entries = (header ?? "").split(",").map((entry): [string, string] => {
    const [name = "", ...value] = entry.trim().split("=");
    return [name, value.join("=")];
  });
  const [seconds, ...more] = entries.flatMap(([name, value]) => (name === "t" ? [value] : []));
  if (more.length > 0 || !isTimely(seconds, now, toleranceSeconds)) return false;
  const content = [`${seconds}.`, body];
  return entries.some(([name, signature]) => name === version && isHmacSignature({ signature, content, secrets }));
}

/** The header to send, one signature for each secret. */
export function timestampedSignature({
  body,
  secrets,
  at,
  version = "v1",
}: {
  body: RawBytes;
  secrets: Secrets;
  at: Date;
  version?: "v0" | "v1";
}): string {
  const seconds = String(Math.floor(at.getTime() / 1000));
  return [`t=${seconds}`, ...listSecrets(secrets).map((secret) => `${version}=${hmacSignature([`${seconds}.`, body], secret)}`)].join(",");
}

import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";

const TOLERANCE_SECONDS = 5 * 60;
const HEADER = /^t=(\d{1,15}),v1=([0-9a-f]{64})$/;

/**
 * A booking service signs `<unix seconds>.<raw body>` with HMAC-SHA-256: header `t=…,v1=<hex>`, five minutes either way.
 * @param at the time to compare with; bookings are signed on the same clock the product runs on
 */
export function verifyBookingSignature(header: string | null, body: string, { secret, at }: { secret: string; at: Date }): boolean {
  const [, seconds = "", signature = ""] = HEADER.exec(header ?? "") ?? [];
  if (!signature || Math.abs(at.getTime() / 1000 - Number(seconds)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac("sha256", secret).update(`${seconds}.${body}`).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex"));
}

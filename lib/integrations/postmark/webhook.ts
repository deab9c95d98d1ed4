import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** An inbound message as Postmark posts it, with "include raw email content" switched on; only what we read. */
export const postmarkInbound = z.object({
  MessageID: z.string().min(1),
  OriginalRecipient: z.string().default(""),
  From: z.string().default(""),
  ToFull: z.array(z.object({ Email: z.string() })).default([]),
  RawEmail: z.string().min(1, "Switch on “include raw email content” for the inbound stream"),
});

/**
 * Postmark signs nothing: HTTP Basic in the webhook's address is all there is. Compared in constant time.
 * @param authorization the header as received
 */
export function verifyPostmark(authorization: string | null, expected: { user: string; password: string }): boolean {
  const wanted = `Basic ${Buffer.from(`${expected.user}:${expected.password}`).toString("base64")}`;
  return timingSafeEqual(digest(authorization ?? ""), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

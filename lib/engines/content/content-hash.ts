import "server-only";
import { createHash } from "node:crypto";

/** SHA-256 over subject and body, hex: an approval holds for exactly this text. */
export function contentHash(content: { subject: string; body: string }): string {
  return createHash("sha256")
    .update(JSON.stringify([content.subject, content.body]))
    .digest("hex");
}

import "server-only";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { z } from "zod";
import type { MailboxCredentials } from "@/lib/engines/dispatch/email-carrier";
import { InvalidError } from "@/lib/errors";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const credentials = z.object({ host: z.string(), port: z.number().int(), secure: z.boolean(), user: z.string(), password: z.string() });

type Binding = { clientId: string; resourceId: string };

/**
 * Seals SMTP credentials with AES-256-GCM. Client and mailbox are authenticated with it, so a ciphertext moved to another
 * tenant does not open (SE-37).
 * @param key 32 bytes, base64
 * @param nonce 12 fresh random bytes
 */
export function sealCredentials(
  plain: MailboxCredentials,
  { key, nonce, binding }: { key: string; nonce: Buffer; binding: Binding },
): string {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "base64"), nonce).setAAD(associatedData(binding));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(plain), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/** @throws InvalidError when the key, the client or the mailbox is not the one it was sealed for */
export function openCredentials(sealed: string, { key, binding }: { key: string; binding: Binding }): MailboxCredentials {
  const bytes = Buffer.from(sealed, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key, "base64"), bytes.subarray(0, NONCE_BYTES))
      .setAAD(associatedData(binding))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return credentials.parse(JSON.parse(plain.toString("utf8")));
  } catch (cause) {
    throw new InvalidError("The mailbox's stored credentials do not open; enter them again", "password", { cause });
  }
}

function associatedData({ clientId, resourceId }: Binding): Buffer {
  return Buffer.from(`mailbox:${clientId}:${resourceId}`);
}

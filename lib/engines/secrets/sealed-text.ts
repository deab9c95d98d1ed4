import "server-only";
import { createCipheriv, createDecipheriv } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const TAG_BYTES = 16;

/** What a nonce must measure; each is used once. */
export const NONCE_BYTES = 12;

/** Whom a sealed text belongs to is authenticated with it, so that a ciphertext moved to another row does not open. */
type Seal = {
  /** 32 bytes, base64. */
  key: string;
  associatedData: string;
};

/**
 * Seals a text with AES-256-GCM.
 * @param nonce `NONCE_BYTES` fresh random bytes
 * @returns nonce, tag and ciphertext, base64
 */
export function seal(plain: string, { key, nonce, associatedData }: Seal & { nonce: Buffer }): string {
  const cipher = createCipheriv(ALGORITHM, Buffer.from(key, "base64"), nonce).setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/** @throws Error when it was sealed with another key, for somebody else, or was changed */
export function open(sealed: string, { key, associatedData }: Seal): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv(ALGORITHM, Buffer.from(key, "base64"), bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(associatedData))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
}

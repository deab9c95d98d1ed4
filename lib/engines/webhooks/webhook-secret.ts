import "server-only";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { InvalidError } from "@/lib/errors";

const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What managing webhooks needs from outside. */
export type WebhookOptions = {
  /** 32 bytes, base64. */
  secretsKey: string;
  randomBytes: (size: number) => Buffer;
  /** True where the app itself is reachable from this machine alone. */
  allowPrivateHosts: boolean;
};

type Binding = { clientId: string; webhookId: string };

/** A fresh secret as its receiver enters it (`whsec_` and base64, Standard Webhooks), and the same sealed for its row. */
export function createWebhookSecret(
  binding: Binding,
  { secretsKey, randomBytes }: Pick<WebhookOptions, "secretsKey" | "randomBytes">,
): { secret: string; sealed: string } {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(secretsKey, "base64"), nonce).setAAD(associatedData(binding));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return { secret, sealed: Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64") };
}

/** @throws InvalidError when the key, the client or the webhook is not the one it was sealed for */
export function openWebhookSecret(sealed: string, binding: Binding, secretsKey: string): string {
  const bytes = Buffer.from(sealed, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(secretsKey, "base64"), bytes.subarray(0, NONCE_BYTES))
      .setAAD(associatedData(binding))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new InvalidError("The webhook's stored secret does not open; replace it", undefined, { cause });
  }
}

function associatedData({ clientId, webhookId }: Binding): Buffer {
  return Buffer.from(`webhook:${clientId}:${webhookId}`);
}

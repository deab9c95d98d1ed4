import "server-only";
import { NONCE_BYTES, open, seal } from "@/lib/engines/secrets/sealed-text";
import { InvalidError } from "@/lib/errors";

const SECRET_BYTES = 32;

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
  { secretsKey: key, randomBytes }: Pick<WebhookOptions, "secretsKey" | "randomBytes">,
): { secret: string; sealed: string } {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  return { secret, sealed: seal(secret, { key, nonce: randomBytes(NONCE_BYTES), associatedData: associatedData(binding) }) };
}

/** @throws InvalidError when the key, the client or the webhook is not the one it was sealed for */
export function openWebhookSecret(sealed: string, binding: Binding, secretsKey: string): string {
  try {
    return open(sealed, { key: secretsKey, associatedData: associatedData(binding) });
  } catch (cause) {
    throw new InvalidError("The webhook's stored secret does not open; replace it", undefined, { cause });
  }
}

function associatedData({ clientId, webhookId }: Binding): string {
  return `webhook:${clientId}:${webhookId}`;
}

import "server-only";
import { z } from "zod";
import type { MailboxCredentials } from "@/lib/engines/dispatch/email-carrier";
import { open, seal } from "@/lib/engines/secrets/sealed-text";
import { InvalidError } from "@/lib/errors";

const credentials = z.object({ host: z.string(), port: z.number().int(), secure: z.boolean(), user: z.string(), password: z.string() });

type Binding = { clientId: string; resourceId: string };

/**
 * Seals SMTP credentials for one mailbox of one client (SE-37).
 * @param key 32 bytes, base64
 * @param nonce fresh random bytes, as many as `seal` needs
 */
export function sealCredentials(
  plain: MailboxCredentials,
  { key, nonce, binding }: { key: string; nonce: Buffer; binding: Binding },
): string {
  return seal(JSON.stringify(plain), { key, nonce, associatedData: associatedData(binding) });
}

/** @throws InvalidError when the key, the client or the mailbox is not the one it was sealed for */
export function openCredentials(sealed: string, { key, binding }: { key: string; binding: Binding }): MailboxCredentials {
  try {
    return credentials.parse(JSON.parse(open(sealed, { key, associatedData: associatedData(binding) })));
  } catch (cause) {
    throw new InvalidError("The mailbox's stored credentials do not open; enter them again", "password", { cause });
  }
}

function associatedData({ clientId, resourceId }: Binding): string {
  return `mailbox:${clientId}:${resourceId}`;
}

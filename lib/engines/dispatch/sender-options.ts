import "server-only";
import type { EmailCarrier } from "@/lib/engines/dispatch/email-carrier";

/** What sending needs besides a context: the carrier, the public origin of unsubscribe links, and the keys. */
export type SenderOptions = {
  carrier: EmailCarrier;
  appUrl: string;
  /** Keys suppression hashes and Message-ID proofs. */
  pepper: string;
  /** 32 bytes, base64: opens mailbox passwords. */
  secretsKey: string;
  /** Random bytes for unguessable tokens. */
  randomBytes(size: number): Buffer;
};

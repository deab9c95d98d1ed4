import "server-only";
import type { Carriers } from "@/lib/engines/dispatch/carriers";

/** What sending needs besides a context: the carriers, the public origin of unsubscribe links, and the keys. */
export type SenderOptions = {
  carriers: Carriers;
  appUrl: string;
  /** Keys suppression hashes and Message-ID proofs. */
  pepper: string;
  /** 32 bytes, base64: opens mailbox passwords. */
  secretsKey: string;
  /** Random bytes for unguessable tokens. */
  randomBytes(size: number): Buffer;
};

import "server-only";
import type { OutgoingEmail } from "@/lib/engines/content/compose-email";

/** How to reach a mailbox's server. */
export type MailboxCredentials = { host: string; port: number; secure: boolean; user: string; password: string };

/**
 * What became of a hand-over.
 * - `accepted`: the server took responsibility
 * - `refused`: it certainly did not, and says whether another try makes sense
 * - `unknown`: it may have; never try again by machine
 * - `barred`: this server may not be used at all, so it was not asked; a person has to change the mailbox
 */
export type HandOver =
  | { outcome: "accepted"; response: string }
  | { outcome: "refused"; isPermanent: boolean; code: number | null; enhancedCode: string | null; response: string }
  | { outcome: "unknown"; response: string }
  | { outcome: "barred"; response: string };

/** Carries one message through a client's own mailbox. Never retries by itself: a repeat would reach a person twice. */
export interface EmailCarrier {
  handOver(email: OutgoingEmail, credentials: MailboxCredentials): Promise<HandOver>;
}

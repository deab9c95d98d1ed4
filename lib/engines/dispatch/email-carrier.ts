import "server-only";
import type { ChannelHandOver, RefusalCause } from "@/lib/domain/hand-over";
import type { OutgoingEmail } from "@/lib/engines/content/compose-email";
import { type BounceClass, classifyBounce } from "@/lib/engines/replies/classify-bounce";

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

const CAUSE_OF_BOUNCE: Readonly<Record<BounceClass, RefusalCause>> = {
  hard: "address",
  soft: "moment",
  infrastructure: "ours",
  ours: "ours",
  unknown: "moment",
};

/** A mail server's answer in the words of every channel. */
export function emailHandOver(result: HandOver): ChannelHandOver {
  switch (result.outcome) {
    case "accepted":
      return { outcome: "accepted", reference: null, costMicroAud: null, response: result.response };
    case "unknown":
      return result;
    case "barred":
      return { outcome: "refused", isPermanent: true, cause: "ours", response: `nothing was sent: ${result.response}` };
    case "refused": {
      const verdict = result.isPermanent
        ? classifyBounce({ action: "failed", status: result.enhancedCode ?? undefined, diagnostic: result.response })
        : null;
      return {
        outcome: "refused",
        isPermanent: result.isPermanent,
        cause: CAUSE_OF_BOUNCE[verdict?.class ?? "soft"],
        response: result.response,
      };
    }
  }
}

import "server-only";
import { createHash } from "node:crypto";

const SHORTEST_GAP_SECONDS = 450; // never more than eight an hour from one mailbox (OP-11)
const LONGEST_GAP_SECONDS = 840;

/**
 * How long a mailbox rests after a slot: uneven, as a person's would be, and the same whenever it is asked again.
 * @returns whole seconds, 450 to 840
 */
export function slotGapSeconds(mailbox: string, slot: Date): number {
  const digest = createHash("sha256").update(`${mailbox}:${slot.toISOString()}`).digest();
  return SHORTEST_GAP_SECONDS + (digest.readUInt32BE(0) % (LONGEST_GAP_SECONDS - SHORTEST_GAP_SECONDS + 1));
}

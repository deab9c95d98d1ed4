import "server-only";
import { createHash } from "node:crypto";

/** How long each kind of sender rests after an act, in seconds: shortest and longest. */
const GAPS = {
  mailbox: [450, 840], // never more than eight an hour from one mailbox (OP-11)
  seat: [480, 2700], // domain.md 4.3
  number: [60, 240],
  return_address: [1, 5],
  domain: [0, 0],
} as const;

/**
 * How long a sender rests after a slot: uneven, as a person's would be, and the same whenever it is asked again.
 * @returns whole seconds
 */
export function slotGapSeconds({ label, kind }: { label: string; kind: keyof typeof GAPS }, slot: Date): number {
  const [shortest, longest] = GAPS[kind];
  const digest = createHash("sha256").update(`${label}:${slot.toISOString()}`).digest();
  return shortest + (digest.readUInt32BE(0) % (longest - shortest + 1));
}

import { createHash } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A ULID whose random part is a hash of `seed`, so that the same cause at the same instant gets the same id after a crash.
 * @param timeMs epoch milliseconds, the sortable part
 */
export function ulid(timeMs: number, seed: string): string {
  const digest = createHash("sha256").update(seed).digest();
  let value = (BigInt(timeMs) << 80n) | BigInt(`0x${digest.toString("hex", 0, 10)}`);
  let text = "";
  for (let index = 0; index < 26; index++) {
    text = CROCKFORD.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

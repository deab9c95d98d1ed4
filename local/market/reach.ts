import type { Persona } from "@/local/market/persona";
import { seeded } from "@/local/providers/seeded";

/** Hidden traits that decide how somebody behaves on the channels beside e-mail. */
export type Reach = {
  /** Who or what is at their number: they, somebody else, nobody, or at first nobody. */
  line: "theirs" | "wrong" | "dead" | "off_at_first";
  linkedin: "active" | "occasional" | "dormant" | "gone";
  /** Asks whether a machine is speaking, and hangs up on one. */
  mindsMachines: boolean;
  consentsToRecording: boolean;
  /** False: post to the address comes back. */
  livesThere: boolean;
};

/** Derives the channel traits of a person from seed and e-mail address. */
export function reachOf(seed: string, { email }: Pick<Persona, "email">): Reach {
  const random = seeded(seed, "reach", email);
  return {
    line: random.weighted(LINES),
    linkedin: random.weighted(LINKEDIN),
    mindsMachines: random.chance(0.3),
    consentsToRecording: random.chance(0.65),
    livesThere: random.chance(0.93),
  };
}

const LINES = [
  ["theirs", 89],
  ["wrong", 5],
  ["dead", 3],
  ["off_at_first", 3],
] as const;
const LINKEDIN = [
  ["active", 45],
  ["occasional", 37],
  ["dormant", 16],
  ["gone", 2],
] as const;

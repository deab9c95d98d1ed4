import "server-only";
import type { GateFacts } from "@/lib/engines/gate/facts";

/**
 * What one rule says of one touch at one moment.
 * - `hold`: somebody has to change something first; the touch stays where it is
 * - `defer`: not before `until`
 * - `skip`: this step will not be sent, the next one keeps its spacing
 * - `stop`: nothing more goes to this person in this campaign
 */
export type Finding =
  | { verdict: "hold"; detail: string }
  | { verdict: "defer"; until: Date; detail: string }
  | { verdict: "skip"; detail: string }
  | { verdict: "stop"; detail: string };

export type GateRule = {
  /** Stable, and what is stored in certificates and shown beside the sentence. */
  code: string;
  /** Where a person can change it; null where only time can. */
  fix: string | null;
  /** null: the rule has nothing against it. */
  check(facts: GateFacts, at: Date): Finding | null;
};

import "server-only";
import type { Channel } from "@/lib/domain/outreach";
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
  /** The requirements it keeps, by their ids in the compliance register, e.g. "AU-21". */
  source: readonly string[];
  /** Asked for these channels only; absent: for all. */
  channels?: readonly Channel[];
  /** From this instant on, where law or practice changes on a date. */
  effectiveFrom?: Date;
  /** Where a person can change it; null where only time can. */
  fix: string | null | ((facts: GateFacts) => string);
  /** null: the rule has nothing against it. */
  check(facts: GateFacts, at: Date): Finding | null;
};

export const hold = (detail: string): Finding => ({ verdict: "hold", detail });
export const skip = (detail: string): Finding => ({ verdict: "skip", detail });
export const stop = (detail: string): Finding => ({ verdict: "stop", detail });
export const defer = (until: Date, detail: string): Finding => ({ verdict: "defer", until, detail });

import "server-only";
import type { SpendScope } from "@/lib/agents/model-port";
import type { SpendBudget, SpendLevel } from "@/lib/domain/ai-spend";

export type SpendRequest = {
  skill: string;
  scope: SpendScope;
  amountMicroAud: number;
  at: Date;
  /** A name for what is settled by a process that may repeat itself: it is then settled once. */
  once?: string;
};

/** Money set aside for one call in every budget it falls under. Plain JSON: another process may settle it. */
export type SpendHold = { amountMicroAud: number; budgets: SpendBudget[]; once: string | null };

/** `unavailable`: nobody can say what is spent, so nothing may be. */
export type ReserveResult =
  | { kind: "reserved"; hold: SpendHold }
  | { kind: "over_budget"; level: SpendLevel; limitMicroAud: number }
  | { kind: "unavailable"; detail: string };

/** Sets money aside before a model is asked, and refuses where a limit would be passed. */
export type SpendLimiter = {
  reserve(request: SpendRequest): Promise<ReserveResult>;
  /** Puts what the call really cost in the place of what was set aside: 0 gives all of it back. Never throws; what cannot be told stays counted as spent. */
  settle(hold: SpendHold, costMicroAud: number): Promise<void>;
};

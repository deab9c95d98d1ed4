/** How a question to a model ended. */
export const AI_OUTCOMES = ["answered", "over_budget", "timed_out", "refused", "malformed", "unreachable"] as const;
export type AiOutcome = (typeof AI_OUTCOMES)[number];

/** Of a client's models a day (domain.md 10.5), in micro-dollars AUD. */
const CLIENT_DAY_LIMITS = { ignition: 5_000_000, velocity: 10_000_000, dominance: 20_000_000 } as const;
export type SpendTier = keyof typeof CLIENT_DAY_LIMITS;

/** Of one run (domain.md 10.5): what stands before the colon of its id names its kind, as in `campaign:<id>`. */
const RUN_LIMIT = 1_500_000;
const RUN_LIMITS: Readonly<Record<string, number>> = { campaign: 5_000_000 };

/** Of understanding and answering one lead, for good (domain.md 10.5). */
const LEAD_REPLIES_LIMIT = 500_000;
/** The skills that share it. */
export const REPLY_SKILLS: readonly string[] = ["classify_reply", "write_reply", "extract_entities"];

/** People are told when this share of a day's limit is used. */
export const SPEND_WARNING_SHARE = 0.8;

/** Longer than any clock is off, so that a day's counter never goes before its day. A longer-lived one is added up again from the log. */
export const COUNTER_KEPT_SECONDS = 48 * 3_600;

/** Whose spending it limits. */
export type SpendLevel =
  | { kind: "platform_day"; day: string }
  | { kind: "client_day"; day: string; clientId: string }
  | { kind: "run"; runId: string }
  | { kind: "lead_replies"; leadId: string };

/** One limit that a call falls under. */
export type SpendBudget = {
  level: SpendLevel;
  /** Its counter, versioned. */
  key: string;
  limitMicroAud: number;
};

export type BudgetedCall = {
  skill: string;
  scope: { clientId: string | null; runId: string | null; leadId: string | null };
  /** The client's; null without a client. */
  tier: SpendTier | null;
  at: Date;
};

/** Every limit that holds for a call, the widest first. Days are UTC days. */
export function budgetsOf({ skill, scope, tier, at }: BudgetedCall, platformDayMicroAud: number): SpendBudget[] {
  const day = utcDayOf(at);
  const { clientId, runId, leadId } = scope;
  const budgets: SpendBudget[] = [
    {
      level: { kind: "platform_day", day },
      key: `v1:ai:day:${day}`,
      limitMicroAud: platformDayMicroAud,
    },
  ];
  if (clientId)
    budgets.push({
      level: { kind: "client_day", day, clientId },
      key: `v1:ai:client:${clientId}:${day}`,
      limitMicroAud: clientDayLimit(tier),
    });
  if (runId)
    budgets.push({
      level: { kind: "run", runId },
      key: `v1:ai:run:${runId}`,
      limitMicroAud: RUN_LIMITS[runId.split(":")[0] ?? ""] ?? RUN_LIMIT,
    });
  if (leadId && REPLY_SKILLS.includes(skill))
    budgets.push({
      level: { kind: "lead_replies", leadId },
      key: `v1:ai:lead:${leadId}:replies`,
      limitMicroAud: LEAD_REPLIES_LIMIT,
    });
  return budgets;
}

/** What a client's models may cost a day, in micro-dollars AUD; without a tier the least. */
export function clientDayLimit(tier: SpendTier | null): number {
  return CLIENT_DAY_LIMITS[tier ?? "ignition"];
}

/** `2026-11-23` of a moment. */
export function utcDayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** As billed: `inputTokens` holds none of those that were read from or written to the cache. */
export type BilledTokens = { inputTokens: number; cachedTokens: number; cacheWriteTokens: number; outputTokens: number };

/** One question to a model, as the spend log keeps it. */
export type AiCall = {
  /** Given where the same call may be told twice. */
  id?: string;
  skill: string;
  promptVersion: number;
  scope: { clientId: string | null; runId: string | null; leadId: string | null };
  model: string;
  outcome: AiOutcome;
  /** Why there was no answer, in our own words and without anything personal. */
  detail: string | null;
  isBatch: boolean;
  tokens: BilledTokens;
  costMicroAud: number;
  /** The answer was lost on its way: the worst case counts as spent. */
  isEstimate: boolean;
  askedAt: Date;
};

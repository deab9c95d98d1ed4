import "server-only";
import { Redis } from "@upstash/redis";
import {
  budgetsOf,
  COUNTER_KEPT_SECONDS,
  SPEND_WARNING_SHARE,
  type SpendBudget,
  type SpendLevel,
  type SpendTier,
} from "@/lib/domain/ai-spend";
import type { ReserveResult, SpendHold, SpendLimiter, SpendRequest } from "@/lib/integrations/anthropic/spend-limiter";

const TIMEOUT_MS = 5_000;
/** A lost counter is added up again from the log, and may be lost again meanwhile; after this many times something is wrong. */
const ATTEMPTS = 3;
const KEPT = String(COUNTER_KEPT_SECONDS);

/** What stands behind the counters. */
export type SpendBooks = {
  tierOf(clientId: string): Promise<SpendTier>;
  /** What the log says was spent so far at each level, in micro-dollars AUD: a Redis that lost its counters forgets no spending. */
  readSpent(levels: readonly SpendLevel[]): Promise<number[]>;
  /** Most of a budget is spent; told once for each counter. */
  warn(budget: SpendBudget, spentMicroAud: number): Promise<void>;
};

/*
 * One atomic step. KEYS: a hash a budget, with what is spent and what is held. ARGV: the amount, how long keys are kept, then limit and known
 * spending (or nothing) of each budget.
 */
const RESERVE = `
  local missing = {}
  for i = 1, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 0 then
      local known = ARGV[2 + 2 * i]
      if known == '' then missing[#missing + 1] = i
      else
        redis.call('HSET', KEYS[i], 'spent', known, 'held', '0')
        redis.call('EXPIRE', KEYS[i], ARGV[2])
      end
    end
  end
  if #missing > 0 then return {'missing', unpack(missing)} end
  for i = 1, #KEYS do
    local used = tonumber(redis.call('HGET', KEYS[i], 'spent')) + tonumber(redis.call('HGET', KEYS[i], 'held'))
    if used + tonumber(ARGV[1]) > tonumber(ARGV[1 + 2 * i]) then return {'over_budget', i} end
  end
  for i = 1, #KEYS do
    redis.call('HINCRBY', KEYS[i], 'held', ARGV[1])
    redis.call('EXPIRE', KEYS[i], ARGV[2])
  end
  return {'reserved'}`;

/*
 * KEYS: as above, and maybe the mark of a hold that is settled once. ARGV: what was held, below zero, what it cost, how long keys are kept,
 * from which percentage people are told, the limit of each budget. A counter that went meanwhile is added up from the log when it is next
 * needed.
 */
const SETTLE = `
  local count, news = #ARGV - 4, {}
  local once = KEYS[count + 1]
  if once and not redis.call('SET', once, '1', 'NX', 'EX', ARGV[3]) then return news end
  for i = 1, count do
    if redis.call('EXISTS', KEYS[i]) == 1 then
      if redis.call('HINCRBY', KEYS[i], 'held', ARGV[1]) < 0 then redis.call('HSET', KEYS[i], 'held', '0') end
      local spent = redis.call('HINCRBY', KEYS[i], 'spent', ARGV[2])
      if spent * 100 >= tonumber(ARGV[4 + i]) * tonumber(ARGV[4]) and redis.call('HSETNX', KEYS[i], 'told', '1') == 1 then
        news[#news + 1] = i
        news[#news + 1] = spent
      end
    end
  end
  return news`;

/**
 * Limits spending by counters in Redis, integers in micro-dollars AUD, reserved in all budgets of a call or in none. A reservation whose
 * process dies stays counted: its call may have been made, and a crash that repeats would otherwise spend unseen. It goes with its
 * day, or as soon as the counter is added up again from the log.
 */
export function redisSpendLimiter(
  { url, token }: { url: string; token: string },
  { platformDayMicroAud, books, report }: { platformDayMicroAud: number; books: SpendBooks; report: (error: unknown) => void },
): SpendLimiter {
  const redis = new Redis({ url, token, enableTelemetry: false, retry: false, signal: () => AbortSignal.timeout(TIMEOUT_MS) });

  async function settle({ budgets, amountMicroAud, once }: SpendHold, costMicroAud: number): Promise<void> {
    const keys = [...budgets.map(({ key }) => key), ...(once === null ? [] : [`v1:ai:hold:${once}`])];
    const limits = budgets.map(({ limitMicroAud }) => String(limitMicroAud));
    const head = [String(-amountMicroAud), String(costMicroAud), KEPT, String(Math.round(SPEND_WARNING_SHARE * 100))];
    const news = await redis.eval<string[], number[]>(SETTLE, keys, [...head, ...limits]);
    for (let at = 0; at < news.length; at += 2) {
      const budget = budgets[(news[at] ?? 0) - 1];
      if (budget) await books.warn(budget, news[at + 1] ?? 0);
    }
  }

  async function reserve({ skill, scope, amountMicroAud, at, once }: SpendRequest): Promise<ReserveResult> {
    const tier = scope.clientId === null ? null : await books.tierOf(scope.clientId);
    const budgets = budgetsOf({ skill, scope, tier, at }, platformDayMicroAud);
    const known = new Map<SpendBudget, number>();
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const limits = budgets.flatMap((budget) => [String(budget.limitMicroAud), String(known.get(budget) ?? "")]);
      const keys = budgets.map(({ key }) => key);
      const [kind, ...rest] = await redis.eval<string[], [string, ...number[]]>(RESERVE, keys, [String(amountMicroAud), KEPT, ...limits]);
      if (kind === "reserved") return { kind: "reserved", hold: { amountMicroAud, budgets, once: once ?? null } };
      const refusing = kind === "over_budget" ? budgets[(rest[0] ?? 0) - 1] : undefined;
      if (refusing) return { kind: "over_budget", level: refusing.level, limitMicroAud: refusing.limitMicroAud };
      const missing = rest.flatMap((index) => budgets[index - 1] ?? []);
      const spent = await books.readSpent(missing.map(({ level }) => level));
      for (const [index, budget] of missing.entries()) known.set(budget, spent[index] ?? 0);
    }
    return { kind: "unavailable", detail: "The spend counters do not hold what is put into them" };
  }

  return {
    async reserve(request) {
      try {
        return await reserve(request);
      } catch (error) {
        report(error);
        return { kind: "unavailable", detail: "The spend counters do not answer, and no money is spent unseen" };
      }
    },
    settle: (hold, costMicroAud) => settle(hold, costMicroAud).catch(report),
  };
}

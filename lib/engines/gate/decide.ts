import "server-only";
import type { GateFacts } from "@/lib/engines/gate/facts";
import type { Finding } from "@/lib/engines/gate/rule";
import { GATE_RULES } from "@/lib/engines/gate/rules";

/** One rule's answer, as it is stored in a certificate and shown to a person. */
export type Check = { code: string; verdict: "pass" | Finding["verdict"]; detail?: string; until?: string; fix?: string };

export type Decision =
  | { verdict: "allow"; checks: Check[] }
  | { verdict: "defer"; until: Date; reason: Check; checks: Check[] }
  | { verdict: "hold" | "skip" | "stop"; reason: Check; checks: Check[] };

/** The worst finding decides. */
const SEVERITY = { pass: 0, defer: 1, hold: 2, skip: 3, stop: 4 } as const;

/** Deferrals chain (a holiday, then a full mailbox); a plan that needs more hops than this has no date. */
const MAXIMUM_HOPS = 400;

/**
 * The one place that decides whether a person may be contacted: pure, so the dispatcher, the planner, the explainer and the
 * simulator get the same answer from the same facts.
 */
export function decide(facts: GateFacts, at: Date): Decision {
  const checks: Check[] = [];
  let reason: Check | undefined;
  let until: Date | undefined;

  for (const rule of GATE_RULES) {
    if (rule.channels && !rule.channels.includes(facts.touch.channel)) continue;
    if (rule.effectiveFrom && at < rule.effectiveFrom) continue;
    const finding = rule.check(facts, at);
    const check: Check = finding
      ? {
          code: rule.code,
          verdict: finding.verdict,
          detail: finding.detail,
          ...(finding.verdict === "defer" && { until: finding.until.toISOString() }),
          ...(rule.fix !== null && { fix: typeof rule.fix === "string" ? rule.fix : rule.fix(facts) }),
        }
      : { code: rule.code, verdict: "pass" };
    checks.push(check);
    if (finding?.verdict === "defer" && (!until || finding.until > until)) {
      until = finding.until;
      if (!reason || reason.verdict === "defer") reason = check;
    } else if (finding && SEVERITY[finding.verdict] > SEVERITY[reason?.verdict ?? "pass"]) {
      reason = check;
    }
  }

  if (!reason) return { verdict: "allow", checks };
  if (reason.verdict === "defer" && until) return { verdict: "defer", until, reason, checks };
  return { verdict: reason.verdict as "hold" | "skip" | "stop", reason, checks };
}

export type NextAllowed = { at: Date; first: Check | null } | { at: null; first: Check };

/**
 * The earliest moment from `from` on at which the gate would say yes if nothing else changed, and the first thing in its way.
 * `at: null` means that somebody has to act (or that it will never go out); `first` says what.
 * @param until who needs no exact answer past this moment gets one that may be too early, never too late
 */
export function nextAllowed(facts: GateFacts, from: Date, until?: Date): NextAllowed {
  let at = from;
  let first: Check | null = null;
  for (let hop = 0; hop < MAXIMUM_HOPS; hop += 1) {
    const decision = decide(facts, at);
    if (decision.verdict === "allow") return { at, first };
    first ??= decision.reason;
    if (decision.verdict !== "defer") return { at: null, first: decision.reason };
    at = decision.until > at ? decision.until : new Date(at.getTime() + 1000);
    if (until && at > until) return { at, first };
  }
  throw new RangeError("the gate defers without end: check the campaign's window and caps");
}

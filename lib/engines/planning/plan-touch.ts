import "server-only";
import type { TouchSituation } from "@/lib/db/queries/gate-facts";
import { type Check, type Decision, decide, nextAllowed } from "@/lib/engines/gate/decide";
import type { JudgedTouch } from "@/lib/engines/gate/load-facts";
import type { CapacityLedger, OpenSlot } from "@/lib/engines/planning/capacity-ledger";

/** What a plan makes of one touch. `notBefore`: when a plan could give it more than now; null: time alone changes nothing. */
export type PlannedTouch =
  | ({ kind: "slot"; touchId: string } & OpenSlot)
  | { kind: "draft"; touch: JudgedTouch }
  | { kind: "wait"; touchId: string; code: string; reason: string; notBefore: Date | null }
  | { kind: "refusal"; situation: TouchSituation; decision: Exclude<Decision, { verdict: "allow" }> };

/**
 * Asks the gate when a touch could go and takes the slot out of the ledger when that is soon enough. Pure but for the ledger.
 * @param plan.horizon slots are given up to `slots`, drafts for approval made up to `drafts`
 * @param plan.waitingDrafts drafts that wait for a person already: no more are made than the client may send in a day
 */
export function planTouch(
  touch: JudgedTouch,
  plan: { now: Date; horizon: { slots: Date; drafts: Date }; ledger: CapacityLedger; waitingDrafts: number },
): PlannedTouch {
  const { situation, resource } = touch;
  const { now, horizon, ledger } = plan;
  const facts = ledger.withPlanned(touch.facts, situation.campaignId);
  const decision = decide(facts, now);
  if (decision.verdict === "stop" || decision.verdict === "skip") return { kind: "refusal", situation, decision };

  const needsApproval = facts.mode === "co_pilot" && facts.touch.approvedHash !== facts.touch.contentHash;
  const from = resource ? ledger.freeAt(resource.id, now) : now;
  const until = needsApproval ? horizon.drafts : horizon.slots;
  const next = nextAllowed(needsApproval ? { ...facts, mode: "autopilot" } : facts, from, until);
  if (needsApproval && next.at && next.at <= horizon.drafts) {
    if (plan.waitingDrafts < facts.client.dailyOutreach) return { kind: "draft", touch };
    return wait(situation, { code: "approval_queue_full", detail: `${plan.waitingDrafts} drafts wait for approval already` }, now);
  }
  // Whoever waits past the horizon can be planned as soon as the horizon reaches that moment.
  const notBefore = next.at && new Date(now.getTime() + Math.max(0, next.at.getTime() - until.getTime()));
  if (needsApproval || !next.at || next.at > horizon.slots || !resource) return wait(situation, next.first, notBefore);

  return { kind: "slot", touchId: situation.id, ...ledger.take(next.at, facts, situation.campaignId) };
}

function wait({ id }: TouchSituation, first: Pick<Check, "code" | "detail"> | null, notBefore: Date | null): PlannedTouch {
  return {
    kind: "wait",
    touchId: id,
    code: first?.code ?? "sender_busy",
    reason: first?.detail ?? "The next slots of the sender are taken",
    notBefore,
  };
}

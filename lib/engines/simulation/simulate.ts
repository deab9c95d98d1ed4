import "server-only";
import { createHash } from "node:crypto";
import { addDays, addHours, addMilliseconds, addMinutes, max, subMinutes } from "date-fns";
import type { TouchSituation } from "@/lib/db/queries/gate-facts";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import { recipientMailHost } from "@/lib/domain/mail-hosts";
import { type Decision, decide, nextAllowed } from "@/lib/engines/gate/decide";
import type { JudgedTouch } from "@/lib/engines/gate/load-facts";
import { localDay, localTime } from "@/lib/engines/gate/local-time";
import { CapacityLedger, type OpenSlot } from "@/lib/engines/planning/capacity-ledger";
import { APPROVAL_HORIZON_MINUTES, HORIZON_MINUTES } from "@/lib/engines/planning/plan-outreach";
import { planTouch } from "@/lib/engines/planning/plan-touch";
import { SimulatedWorld } from "@/lib/engines/simulation/simulated-world";

/** A copy of everything a plan looks at: the touches in waiting and what may carry them. */
export type SimulatedPlan = {
  startAt: Date;
  situations: readonly TouchSituation[];
  /** Senders and the domains above mailboxes. */
  resources: readonly ResourceCapacity[];
  /** What may carry a touch: the ids of its campaign's senders on its channel. */
  sendersOf(situation: TouchSituation): readonly string[];
  judge(situation: TouchSituation, resourceId: string | null): JudgedTouch;
};

/** One touch through the simulation; `sent` with a time and the sender's label, or what became of it. */
export type SimulatedTouch = {
  situation: TouchSituation;
  dueAt: Date;
  state: "planned" | "awaiting_approval" | "ready" | "sent" | "skipped" | "stopped";
  isApproved: boolean;
  sentAt: Date | null;
  sender: string | null;
  senderId: string | null;
  /** The gate's code for where it stands; null: nothing was ever in its way. */
  reason: string | null;
};

export type SimulatedRun = {
  /** In the order of leads and steps. */
  touches: readonly SimulatedTouch[];
  /** Drafts put before a person on each of the client's days. */
  draftsByDay: Readonly<Record<string, number>>;
};

type Running = SimulatedTouch & { slot: OpenSlot | null; wakesAt: Date | null; wasLookedAt: boolean; judged: JudgedTouch | null };

const DECIDING_HOUR = "09";
const HOLD_HOURS = 6;

/**
 * Runs the planner and the gate over a copy of the state with a moved clock: a plan now and each full hour, every slot handed over
 * when it comes. Nobody replies, every carrier takes what it is given, drafts are approved at nine each morning, and the given share
 * of people accepts an invitation. Pure: the same plan gives the same run.
 */
export function simulate(plan: SimulatedPlan, { days, acceptedShare }: { days: number; acceptedShare: number }): SimulatedRun {
  const run = new Simulation(plan, acceptedShare);
  const end = addDays(plan.startAt, days);
  for (let now = plan.startAt; now < end; now = nextFullHour(now)) run.hour(now);
  run.handOverUntil(end);
  return run.result();
}

class Simulation {
  readonly #plan: SimulatedPlan;
  readonly #world: SimulatedWorld;
  /** Each enrolment's steps in order. */
  readonly #sequences: ReadonlyMap<string, readonly Running[]>;
  readonly #drafts: Record<string, number> = {};
  #open: Running[] = [];
  #freeAt: ReadonlyMap<string, Date> = new Map();

  constructor(plan: SimulatedPlan, acceptedShare: number) {
    this.#plan = plan;
    this.#world = new SimulatedWorld(plan.resources, (leadId) => shareOf(leadId) < acceptedShare);
    const byLead = Map.groupBy(plan.situations, (situation) => situation.enrolmentId);
    this.#sequences = new Map(
      [...byLead].map(([enrolmentId, steps]) => [
        enrolmentId,
        steps.toSorted((a, b) => a.stepNumber - b.stepNumber).map((situation) => ({ ...UNTOUCHED, situation, dueAt: situation.dueAt })),
      ]),
    );
  }

  result(): SimulatedRun {
    return { touches: [...this.#sequences.values()].flat(), draftsByDay: this.#drafts };
  }

  hour(now: Date): void {
    this.handOverUntil(now);
    const ledger = new CapacityLedger(
      this.#world.resources(this.#freeAt),
      this.#open.flatMap(({ slot }) => slot ?? []),
    );
    const horizon = { slots: addMinutes(now, HORIZON_MINUTES), drafts: addMinutes(now, APPROVAL_HORIZON_MINUTES) };
    const waiting = [...this.#sequences.values()].flat().filter((touch) => touch.state === "awaiting_approval");
    const zone = this.#plan.situations[0]?.clientTimezone;
    if (zone && localTime(now, zone).time.startsWith(DECIDING_HOUR)) {
      for (const touch of waiting.splice(0)) Object.assign(touch, { state: "planned", isApproved: true, wakesAt: null });
    }
    let waitingDrafts = waiting.length;
    for (const touch of this.#candidates(now, horizon)) {
      if (this.#planOne(touch, { now, horizon, ledger, waitingDrafts })) waitingDrafts += 1;
    }
    this.#freeAt = ledger.freeTimes();
  }

  /** Every slot up to `until` is used, in order; the gate is asked once more, as the dispatcher does. */
  handOverUntil(until: Date): void {
    const due = this.#open.filter(({ slot }) => slot !== null && slot.slotAt <= until).sort(bySlot);
    this.#open = this.#open.filter((touch) => !due.includes(touch));
    for (const touch of due) {
      const { slot, situation } = touch;
      if (!slot) continue;
      const judged = this.#judge(touch, slot.resourceId);
      const facts = this.#world.factsOf(judged, touch, slot.slotAt);
      const decision = decide(facts, slot.slotAt);
      touch.slot = null;
      if (decision.verdict !== "allow") {
        this.#refuse(touch, decision);
        continue;
      }
      this.#world.send(situation, facts, slot.slotAt);
      this.#shiftLater(touch, slot.slotAt);
      Object.assign(touch, {
        state: "sent",
        sentAt: slot.slotAt,
        sender: judged.resource?.label ?? null,
        senderId: slot.resourceId,
        reason: null,
      });
      this.#finishIfDone(touch);
    }
  }

  /** The planner's order: follow-ups first, then the hottest lead, the one due first, the address. */
  #candidates(now: Date, horizon: { slots: Date; drafts: Date }): Running[] {
    return [...this.#sequences.values()]
      .flatMap((sequence) => sequence.find(({ state }) => state !== "sent" && state !== "skipped") ?? [])
      .filter((touch) => touch.state === "planned" && touch.dueAt <= horizon.drafts && (!touch.wakesAt || touch.wakesAt <= now))
      .sort(
        (a, b) =>
          Number(b.situation.stepNumber > 1) - Number(a.situation.stepNumber > 1) ||
          (b.situation.alsScore ?? -1) - (a.situation.alsScore ?? -1) ||
          a.dueAt.getTime() - b.dueAt.getTime() ||
          (a.situation.email < b.situation.email ? -1 : 1),
      );
  }

  /** @returns whether a draft was put before a person */
  #planOne(
    touch: Running,
    plan: { now: Date; horizon: { slots: Date; drafts: Date }; ledger: CapacityLedger; waitingDrafts: number },
  ): boolean {
    const { now, horizon, ledger } = plan;
    const { situation } = touch;
    const senders = this.#plan.sendersOf(situation);
    const sticky = this.#world.senderOf(situation);
    // Looked at before, and nothing that could carry it is free before the next plan: the answer is known.
    if (touch.wasLookedAt && !(sticky ? [sticky] : senders).some((id) => ledger.freeAt(id, now) <= horizon.slots)) return false;

    const judged = this.#judge(touch, sticky ?? ledger.chooseSender(senders, now, recipientMailHost(situation)));
    const facts = this.#world.factsOf(judged, touch, now);
    const needsApproval = facts.mode === "co_pilot" && facts.touch.approvedHash !== facts.touch.contentHash;
    if (touch.wasLookedAt && needsApproval && plan.waitingDrafts >= facts.client.dailyOutreach) return false;
    touch.wasLookedAt = touch.dueAt <= now;

    const planned = ledger.withPlanned(facts, situation.campaignId);
    const next = nextAllowed(needsApproval ? { ...planned, mode: "autopilot" } : planned, now);
    const horizonMinutes = needsApproval ? APPROVAL_HORIZON_MINUTES : HORIZON_MINUTES;
    if (next.at && next.at > addMinutes(now, horizonMinutes)) {
      // Whatever happens meanwhile only makes it later, but an invitation may be accepted any moment.
      if (next.first?.code !== "not_connected") touch.wakesAt = subMinutes(next.at, horizonMinutes);
      touch.reason = next.first?.code ?? null;
      return false;
    }
    const outcome = planTouch({ ...judged, facts }, plan);
    switch (outcome.kind) {
      case "slot":
        touch.slot = outcome;
        touch.state = "ready";
        this.#open.push(touch);
        return false;
      case "draft": {
        const day = localDay(now, facts.client.timezone);
        this.#drafts[day] = (this.#drafts[day] ?? 0) + 1;
        touch.state = "awaiting_approval";
        return true;
      }
      case "wait":
        touch.reason = outcome.code;
        if (!next.at) touch.wakesAt = addHours(now, HOLD_HOURS);
        return false;
      default:
        this.#refuse(touch, outcome.decision);
        return false;
    }
  }

  #refuse(touch: Running, decision: Exclude<Decision, { verdict: "allow" }>): void {
    touch.reason = decision.reason.code;
    touch.state = "planned";
    if (decision.verdict === "skip") touch.state = "skipped";
    if (decision.verdict === "defer") {
      this.#shiftLater(touch, decision.until);
      touch.dueAt = max([decision.until, touch.dueAt]);
    }
    if (decision.verdict === "stop") {
      for (const later of this.#sequenceOf(touch)) if (later.state !== "sent" && later.state !== "skipped") later.state = "stopped";
    }
    this.#finishIfDone(touch);
  }

  /** A late step keeps the gaps behind it. */
  #shiftLater(touch: Running, at: Date): void {
    const byMs = at.getTime() - touch.dueAt.getTime();
    if (byMs <= 0) return;
    for (const later of this.#sequenceOf(touch)) {
      if (later.situation.stepNumber > touch.situation.stepNumber) later.dueAt = addMilliseconds(later.dueAt, byMs);
    }
  }

  #finishIfDone(touch: Running): void {
    const isDone = this.#sequenceOf(touch).every(({ state }) => state === "sent" || state === "skipped" || state === "stopped");
    if (isDone) this.#world.finish(touch.situation);
  }

  #judge(touch: Running, resourceId: string | null): JudgedTouch {
    if (!touch.judged || (touch.judged.resource?.id ?? null) !== resourceId) touch.judged = this.#plan.judge(touch.situation, resourceId);
    return touch.judged;
  }

  #sequenceOf(touch: Running): readonly Running[] {
    return this.#sequences.get(touch.situation.enrolmentId) ?? [];
  }
}

const UNTOUCHED = {
  state: "planned",
  isApproved: false,
  sentAt: null,
  sender: null,
  senderId: null,
  reason: null,
  slot: null,
  wakesAt: null,
  wasLookedAt: false,
  judged: null,
} as const;

function bySlot(a: Running, b: Running): number {
  return (a.slot?.slotAt.getTime() ?? 0) - (b.slot?.slotAt.getTime() ?? 0) || (a.situation.id < b.situation.id ? -1 : 1);
}

function nextFullHour(at: Date): Date {
  return addHours(new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000), 1);
}

/** A number from 0 to 1 that belongs to a person for good. */
function shareOf(leadId: string): number {
  return createHash("sha256").update(leadId).digest().readUInt32BE(0) / 2 ** 32;
}

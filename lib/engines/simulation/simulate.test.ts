import { addDays } from "date-fns";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { DEFAULT_SEQUENCE, defaultSequence } from "@/lib/domain/default-sequence";
import { CHANNELS } from "@/lib/domain/outreach";
import { TIER_CHANNELS } from "@/lib/domain/scoring";
import { localDay, localTime } from "@/lib/engines/gate/local-time";
import { reportRun } from "@/lib/engines/simulation/report-run";
import { type SimulatedRun, type SimulatedTouch, simulate } from "@/lib/engines/simulation/simulate";
import { simulateTier } from "@/lib/engines/simulation/simulate-tier";
import { syntheticClient } from "@/lib/engines/simulation/synthetic-client";

// Whole months are simulated here, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MONDAY = new Date("2026-03-01T21:00:00Z");
const ZONE = "Australia/Sydney";
const INPUT = { tier: "ignition", leads: 120, steps: DEFAULT_SEQUENCE, startAt: MONDAY, isPrewarmed: true, mode: "autopilot" } as const;

const sentOf = ({ touches }: SimulatedRun) => touches.flatMap((touch) => (touch.sentAt ? [{ ...touch, sentAt: touch.sentAt }] : []));
function mostOf(run: SimulatedRun, keyOf: (touch: SimulatedTouch) => string): number {
  const counts = new Map<string, number>();
  for (const touch of sentOf(run)) {
    const key = `${keyOf(touch)} ${localDay(touch.sentAt, ZONE)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}
const domainOf = (sender: string | null) => String(sender).slice(String(sender).indexOf("@") + 1);

describe("e-mail on Ignition", () => {
  let run: SimulatedRun;
  beforeAll(() => {
    run = simulate(syntheticClient(INPUT), { days: 30, acceptedShare: 0 });
  });

  test("keeps every cap on every day, and uses them", () => {
    expect(mostOf(run, () => "")).toBe(50);
    expect(mostOf(run, ({ sender }) => String(sender))).toBeLessThanOrEqual(30);
    expect(mostOf(run, ({ sender }) => domainOf(sender))).toBeLessThanOrEqual(50);
  });

  test("nothing leaves outside the recipient's hours", () => {
    for (const { sentAt, situation } of sentOf(run)) {
      const { time } = localTime(sentAt, situation.leadTimezone ?? ZONE);
      expect(time >= "08:30:00" && time < "16:30:00").toBe(true);
    }
  });

  test("a sequence keeps its order, its gaps and its mailbox", () => {
    const byLead = Map.groupBy(sentOf(run), ({ situation }) => situation.leadId);
    expect(byLead.size).toBe(120);
    for (const touches of byLead.values()) {
      expect(new Set(touches.map(({ sender }) => sender)).size).toBe(1);
      expect(touches.map(({ situation }) => situation.stepNumber)).toEqual([1, 2, 3]);
      for (const [index, { sentAt }] of touches.entries()) {
        const before = touches[index - 1];
        if (before) expect(sentAt >= addDays(before.sentAt, DEFAULT_SEQUENCE[index]?.delayDays ?? 0)).toBe(true);
      }
    }
  });

  test("the hottest leads hear first", () => {
    const intros = sentOf(run)
      .filter(({ situation }) => situation.stepNumber === 1)
      .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
    expect(new Set(intros.slice(0, 12).map(({ situation }) => situation.alsTier))).toEqual(new Set(["hot"]));
  });

  test("asked again, it says the same", () => {
    expect(simulate(syntheticClient(INPUT), { days: 30, acceptedShare: 0 })).toEqual(run);
  });

  test("the report adds up", () => {
    const { caps } = syntheticClient(INPUT);
    const report = reportRun(run, { tier: "ignition", caps, startAt: MONDAY, days: 30 });
    expect(report.leads).toEqual({ all: 120, reached: 120, finished: 120 });
    expect(report.schedule.reduce((sum, { touches }) => sum + touches, 0)).toBe(360);
    const last = sentOf(run).map(({ sentAt }) => sentAt.toISOString());
    expect(report.finish).toMatchObject({ at: last.sort().at(-1), touchesLeft: 0 });
    expect(report.bottleneck?.fullness).toBeGreaterThan(0);
    expect(report.bottleneck?.fullness).toBeLessThanOrEqual(1);
    const lines = Object.values(report.cost.lines);
    expect(report.cost.expectedAud).toBeCloseTo(
      lines.reduce((sum, { expectedAud }) => sum + expectedAud, 0),
      1,
    );
    expect(report.cost).toMatchObject({ plannedAud: 666, lines: { linkedin: { plannedAud: 122, expectedAud: 122 } } });
    expect(report.approvals.all).toBe(0);
  });
});

test("five channels: a tier opens what is its own, everything else is left out and counted", () => {
  const steps = defaultSequence(CHANNELS);
  const run = simulate(syntheticClient({ ...INPUT, tier: "velocity", leads: 100, steps }), { days: 34, acceptedShare: 0.3 });
  expect(run.touches.filter(({ state }) => state !== "sent" && state !== "skipped")).toEqual([]);
  for (const { situation, state } of run.touches) {
    expect(state).toBe(TIER_CHANNELS[situation.alsTier ?? "dead"].includes(situation.channel) ? "sent" : "skipped");
  }
  expect(new Set(sentOf(run).map(({ situation }) => situation.channel))).toEqual(new Set(CHANNELS));
});

test("a message over LinkedIn goes to whoever accepted, three days later, and to nobody else", () => {
  const [invitation] = defaultSequence(["linkedin"]);
  if (!invitation) throw new Error("the five channels begin with an invitation");
  const steps = [invitation, { ...invitation, purpose: "follow_up" as const, delayDays: 1 }];
  const run = simulate(syntheticClient({ ...INPUT, tier: "dominance", leads: 40, steps }), { days: 30, acceptedShare: 0.3 });
  const [invited, written] = [1, 2].map((step) => sentOf(run).filter(({ situation }) => situation.stepNumber === step));
  expect(invited).toHaveLength(30);
  expect(written?.length).toBeGreaterThan(2);
  expect(written?.length).toBeLessThan(18);
  for (const { situation, sentAt } of written ?? []) {
    const invitedAt = invited?.find((touch) => touch.situation.leadId === situation.leadId)?.sentAt;
    expect(sentAt >= addDays(invitedAt ?? sentAt, 5)).toBe(true);
  }
  const ignored = run.touches.filter(({ state, reason }) => state === "skipped" && reason === "not_connected");
  expect(ignored.length).toBeGreaterThanOrEqual(30 - (written?.length ?? 0));
});

test("in co-pilot every message is a draft first, and no more wait than may go out in a day", () => {
  const report = simulateTier({ ...INPUT, mode: "co_pilot", leads: 80, days: 30 });
  const sent = report.schedule.reduce((sum, { touches }) => sum + touches, 0);
  expect(report.approvals.all).toBeGreaterThanOrEqual(sent);
  expect(report.approvals.mostADay).toBeLessThanOrEqual(100); // what waits in the morning, and what takes its place
  expect(report.schedule[0]?.day).toBe("2026-03-02");
});

test("young mailboxes send nothing for two weeks, and who was never reached is counted by reason", () => {
  const report = simulateTier({ ...INPUT, isPrewarmed: false, leads: 30, days: 10 });
  expect(report).toMatchObject({ leads: { reached: 0 }, schedule: [], notReached: { warmup_not_ready: 30 }, finish: { at: null } });
});

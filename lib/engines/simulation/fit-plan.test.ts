import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { SequenceStepInput } from "@/lib/domain/campaigns";
import { DEFAULT_SEQUENCE } from "@/lib/domain/default-sequence";
import { describeMisfit } from "@/lib/engines/simulation/describe-misfit";
import { fitPlan, type PlanLoad } from "@/lib/engines/simulation/fit-plan";
import { simulate } from "@/lib/engines/simulation/simulate";
import { syntheticClient } from "@/lib/engines/simulation/synthetic-client";

// Whole months are simulated here, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Monday 2 March 2026, 08:00 in Sydney; one public holiday of the state on a weekday in the month, none in the next ten days. */
const MONDAY = new Date("2026-03-01T21:00:00Z");

function emails(...gaps: number[]): SequenceStepInput[] {
  const [intro] = DEFAULT_SEQUENCE;
  if (!intro) throw new Error("the default sequence is empty");
  return gaps.map((delayDays) => ({ ...intro, delayDays }));
}
const FOUR = emails(0, 4, 5, 7);
const client = (change: Partial<Parameters<typeof syntheticClient>[0]> = {}) =>
  syntheticClient({ tier: "ignition", leads: 1, steps: FOUR, startAt: MONDAY, isPrewarmed: true, mode: "autopilot", ...change });
const loadOf = (leads: number, steps: readonly SequenceStepInput[] = FOUR): PlanLoad => ({
  leads,
  steps: steps.map(({ channel, delayDays }) => ({ channel, delayDays, reached: leads })),
  pending: {},
});

describe("a plan and the caps", () => {
  test("1,250 leads × 4 e-mails do not fit Ignition, and the sentence has the numbers", () => {
    const { caps } = client();
    const load = loadOf(1250);
    const fit = fitPlan(load, caps, MONDAY);
    expect(fit).toMatchObject({ fits: false, days: 30, tightest: { channel: null, needed: 5000, room: fit.sendingDays * 50 } });
    expect(fit.remedies).toMatchObject({ emailSteps: null, moreMailboxes: null });
    const sentence = describeMisfit(fit, load, caps);
    expect(sentence).toMatch(
      /^1,250 leads with a sequence of 4 e-mails need 5,000 messages where the plan's 50 a day carry 1,\d\d0, on 2\d sending days of the next 30/,
    );
    expect(sentence).toContain(`It would fit with ${fit.remedies.leads} leads, or ${fit.remedies.days} days`);
  });

  test("what is suggested fits", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 5000 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom("ignition", "velocity", "dominance"),
        (leads, count, tier) => {
          const steps = emails(...Array.from({ length: count }, (_, at) => (at === 0 ? 0 : 4)));
          const { caps } = client({ tier });
          const { fits, remedies } = fitPlan(loadOf(leads, steps), caps, MONDAY);
          if (fits) expect(Object.values(remedies)).toEqual([null, null, null, null]);
          if (remedies.leads !== null) {
            expect(remedies.leads).toBeLessThan(leads);
            expect(fitPlan(loadOf(remedies.leads, steps), caps, MONDAY).fits).toBe(true);
          }
          if (remedies.emailSteps !== null) {
            expect(fitPlan(loadOf(leads, steps.slice(0, remedies.emailSteps)), caps, MONDAY).fits).toBe(true);
          }
          if (remedies.days !== null) expect(remedies.days).toBeGreaterThan(30);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("more mailboxes are named where mailboxes are what is missing", () => {
    const { caps } = client({ tier: "dominance" });
    const oneMailbox = { ...caps, resources: caps.resources.slice(0, 2) };
    const load = loadOf(400);
    const fit = fitPlan(load, oneMailbox, MONDAY);
    expect(fit).toMatchObject({ fits: false, tightest: { channel: "email" } });
    expect(fit.remedies.moreMailboxes).toBeGreaterThan(0);
    expect(describeMisfit(fit, load, oneMailbox)).toMatch(/the senders connected for E-mail .* more warmed mailboxes/);
  });

  test("a mailbox in its first month carries little, and nothing for two weeks", () => {
    const warmed = fitPlan(loadOf(100), client().caps, MONDAY);
    const young = fitPlan(loadOf(100), client({ isPrewarmed: false }).caps, MONDAY);
    expect([warmed.fits, young.fits]).toEqual([true, false]);
    expect(young.sendingDays).toBeLessThan(warmed.sendingDays - 8);
  });

  test("what runs already takes its part", () => {
    const { caps } = client();
    expect(fitPlan(loadOf(200), caps, MONDAY).fits).toBe(true);
    expect(fitPlan({ ...loadOf(200), pending: { email: 400 } }, caps, MONDAY).fits).toBe(false);
  });

  test("a long sequence gets its own days and two weeks to begin with everybody", () => {
    const { caps } = client();
    expect(fitPlan(loadOf(100, emails(0, 20, 20)), caps, MONDAY)).toMatchObject({ fits: true, days: 54 });
    expect(fitPlan(loadOf(700, emails(0, 20, 20)), caps, MONDAY).fits).toBe(false);
  });

  test("what it refuses, the planner and the gate cannot finish either", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 120 }), fc.integer({ min: 2, max: 4 }), fc.boolean(), (leads, count, isPrewarmed) => {
        const steps = emails(...Array.from({ length: count }, (_, at) => (at === 0 ? 0 : 4)));
        const plan = client({ leads, steps, isPrewarmed });
        const { fits, days } = fitPlan(loadOf(leads, steps), plan.caps, MONDAY);
        const { touches } = simulate(plan, { days, acceptedShare: 0 });
        if (touches.every(({ state }) => state === "sent")) expect(fits).toBe(true);
      }),
      { numRuns: 6 },
    );
  });
});

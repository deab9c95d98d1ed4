import { addMinutes, subDays } from "date-fns";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, nextAllowed } from "@/lib/engines/gate/decide";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { localDay } from "@/lib/engines/gate/local-time";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { sendingWindow } from "@/lib/engines/gate/sending-window";
import { ALLOWED_AT, allowedFacts } from "@/tests/support/allowed-facts";

const ZONES = ["Australia/Sydney", "Australia/Perth", "Australia/Adelaide", "Australia/Brisbane"] as const;
const SEVERITY = { pass: 0, defer: 1, hold: 2, skip: 3, stop: 4 } as const;

/** Now and then something other than `usual`. */
const mostly = <T, U>(usual: T, other: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
const instant = fc.integer({ min: -20 * 24 * 60, max: 20 * 24 * 60 }).map((minutes) => addMinutes(ALLOWED_AT, minutes));
/** Counts of a resource on some days around. */
const counts = fc.dictionary(
  fc.integer({ min: 1, max: 12 }).map((day) => `2026-03-${String(day).padStart(2, "0")}`),
  fc.integer({ min: 0, max: 60 }),
  { maxKeys: 4 },
);

/** Facts that only time stands against: what a queue mostly holds. */
const waitingFacts = fc
  .record({
    dueAt: instant,
    snoozedUntil: mostly(null, instant),
    lastContactedAt: mostly(null, instant),
    recentContacts: fc.array(instant, { maxLength: 4 }).map((list) => list.sort((a, b) => a.getTime() - b.getTime())),
    state: fc.constantFrom("NSW", "VIC", "QLD", "SA", "WA", "TAS", "ACT", "NT", null),
    leadZone: fc.constantFrom(...ZONES, null),
    zone: fc.constantFrom(...ZONES),
    hours: fc.constantFrom(["08:30:00", "16:30:00"], ["09:00:00", "11:00:00"], ["00:00:00", "23:59:59"]),
    workDays: fc.constantFrom([1, 2, 3, 4, 5], [2, 4], [1, 2, 3, 4, 5, 6, 7]),
    startDate: mostly(null, fc.constantFrom("2026-03-01", "2026-03-16")),
    endDate: mostly(null, fc.constantFrom("2026-03-03", "2026-03-20")),
    limits: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 60 })),
    used: fc.tuple(counts, counts, counts, counts),
    warmUp: mostly(null, instant),
    lastUsedAt: mostly(null, instant),
  })
  .map((it) =>
    allowedFacts({
      touch: { dueAt: it.dueAt },
      client: { timezone: it.zone, sent: it.used[0] },
      campaign: {
        timezone: it.zone,
        windowStart: it.hours[0] ?? "",
        windowEnd: it.hours[1] ?? "",
        workDays: it.workDays,
        startDate: it.startDate,
        endDate: it.endDate,
        dailyLimit: it.limits[0],
        sent: it.used[1],
      },
      lead: {
        state: it.state,
        timezone: it.leadZone,
        snoozedUntil: it.snoozedUntil,
        lastContactedAt: it.lastContactedAt,
        recentContacts: it.recentContacts,
      },
      resource: {
        timezone: it.zone,
        dailyLimit: it.limits[1],
        used: it.used[2],
        isPrewarmed: it.warmUp === null,
        rampStartedAt: it.warmUp,
        lastUsedAt: it.lastUsedAt,
      },
      parent: { timezone: it.zone, dailyLimit: it.limits[2], used: it.used[3] },
    }),
  );

/** Facts with which anything may be wrong. */
const anyFacts: fc.Arbitrary<GateFacts> = fc
  .tuple(
    waitingFacts,
    fc.record({
      sendingStopped: mostly(false, fc.constant(true)),
      clientStatus: mostly("active", fc.constantFrom("trialing", "past_due", "cancelled", "paused")),
      pausedReason: mostly(null, fc.string()),
      leadStatus: mostly("scored", fc.constantFrom("new", "in_sequence", "converted", "unsubscribed", "bounced")),
      tier: mostly("warm", fc.constantFrom("hot", "cool", "cold", "dead", null)),
      emailStatus: mostly("verified", fc.constantFrom("guessed", "catch_all", "invalid", "unknown", null)),
      email: mostly("lee@firm.example", fc.constantFrom("info@firm.example", "abuse@firm.example", "@")),
      countries: mostly(["AU"], fc.constantFrom(["NZ"], [])),
      hasReplied: mostly(false, fc.constant(true)),
      isSuppressed: mostly(false, fc.constant(true)),
      consent: mostly("inferred_publication", fc.constantFrom("express", "inferred_relationship", null)),
      mode: mostly("autopilot", fc.constantFrom("co_pilot", "manual")),
      approvedHash: mostly(null, fc.constant("a".repeat(64))),
      hasResource: mostly(true, fc.constant(false)),
    }),
  )
  .map(([facts, wrong]) => ({
    ...facts,
    platform: { ...facts.platform, sendingStopped: wrong.sendingStopped },
    client: { ...facts.client, status: wrong.clientStatus as "active", pausedReason: wrong.pausedReason },
    lead: {
      ...facts.lead,
      status: wrong.leadStatus as "scored",
      tier: wrong.tier as "warm",
      email: wrong.email,
      emailStatus: wrong.emailStatus as "verified",
      countries: wrong.countries,
      hasReplied: wrong.hasReplied,
    },
    isSuppressed: wrong.isSuppressed,
    consent:
      wrong.consent === null
        ? null
        : { basis: wrong.consent as "express", capturedAt: subDays(ALLOWED_AT, 30), expiresAt: null, hasStatedPeriod: false },
    mode: wrong.mode as "autopilot",
    touch: { ...facts.touch, approvedHash: wrong.approvedHash },
    resource: wrong.hasResource ? facts.resource : null,
  }));

describe("decide", () => {
  test("the worst finding decides, and its reason is one of that verdict", () => {
    fc.assert(
      fc.property(anyFacts, instant, (facts, at) => {
        const decision = decide(facts, at);
        const worst = Math.max(...decision.checks.map((check) => SEVERITY[check.verdict]));
        expect(SEVERITY[decision.verdict === "allow" ? "pass" : decision.verdict]).toBe(worst);
        if (decision.verdict !== "allow") expect(decision.reason.verdict).toBe(decision.verdict);
      }),
      { numRuns: 300 },
    );
  });

  test("of several holds the first is named, of several deferrals the longest", () => {
    expect(decide(allowedFacts({ client: { pausedReason: "x" }, resource: null }), ALLOWED_AT)).toMatchObject({
      verdict: "hold",
      reason: { code: "emergency_stop" },
    });
    const deferred = allowedFacts({ touch: { dueAt: addMinutes(ALLOWED_AT, 30) }, lead: { snoozedUntil: addMinutes(ALLOWED_AT, 60) } });
    expect(decide(deferred, ALLOWED_AT)).toMatchObject({ until: addMinutes(ALLOWED_AT, 60), reason: { code: "snoozed" } });
    expect(
      decide(
        allowedFacts({ isSuppressed: true, lead: { tier: "dead" }, consent: null, touch: { dueAt: addMinutes(ALLOWED_AT, 5) } }),
        ALLOWED_AT,
      ),
    ).toMatchObject({
      verdict: "stop",
      reason: { code: "suppressed" },
    });
  });

  test("it is pure: the same facts give the same answer, and are left as they were", () => {
    fc.assert(
      fc.property(anyFacts, instant, (facts, at) => {
        const before = structuredClone(facts);
        expect(decide(facts, at)).toEqual(decide(structuredClone(facts), new Date(at)));
        expect(facts).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  test("a suppression never leaves a yes", () => {
    fc.assert(
      fc.property(anyFacts, instant, (facts, at) => {
        const suppressed = { ...facts, isSuppressed: true };
        expect(decide(suppressed, at).verdict).toBe("stop");
        expect(nextAllowed(suppressed, at).at).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test("a yes is inside the window, at or after the due date, and under every cap", () => {
    fc.assert(
      fc.property(waitingFacts, instant, (facts, at) => {
        if (decide(facts, at).verdict !== "allow") return;
        const place = recipientPlace(facts.lead, facts.client.timezone);
        const { windowStart: start, windowEnd: end, workDays, sendsOverShutdown } = facts.campaign;
        expect(sendingWindow(at, { ...place, start, end, workDays, sendsOverShutdown }).isOpen).toBe(true);
        expect(at.getTime()).toBeGreaterThanOrEqual(facts.touch.dueAt.getTime());
        const { resource } = facts;
        if (!resource) throw new Error("allowed without a mailbox");
        expect(resource.used[localDay(at, resource.timezone)] ?? 0).toBeLessThan(Math.min(resource.dailyLimit, 40));
        expect(facts.campaign.sent[localDay(at, facts.campaign.timezone)] ?? 0).toBeLessThan(facts.campaign.dailyLimit);
      }),
      { numRuns: 400 },
    );
  });
});

describe("nextAllowed", () => {
  test("is allowed then, and at no earlier quarter of an hour", () => {
    let answered = 0;
    fc.assert(
      fc.property(fc.oneof(waitingFacts, anyFacts), instant, (facts, from) => {
        const { at, first } = nextAllowed(facts, from);
        if (at === null) {
          expect(first).not.toBeNull();
          return;
        }
        answered += 1;
        expect(decide(facts, at).verdict).toBe("allow");
        expect(at.getTime()).toBeGreaterThanOrEqual(Math.max(from.getTime(), facts.touch.dueAt.getTime()));
        for (let earlier = from; earlier < at && earlier < addMinutes(from, 15 * 4000); earlier = addMinutes(earlier, 15)) {
          expect(decide(facts, earlier).verdict, earlier.toISOString()).not.toBe("allow");
        }
        expect(first === null).toBe(at.getTime() === from.getTime());
      }),
      { numRuns: 60 },
    );
    expect(answered).toBeGreaterThan(20);
  });

  test("names what a person has to mend, though time stands in the way as well", () => {
    const facts = allowedFacts({ consent: null, touch: { dueAt: addMinutes(ALLOWED_AT, 600) } });
    expect(nextAllowed(facts, ALLOWED_AT)).toMatchObject({ at: null, first: { code: "no_consent_basis", fix: "/dashboard/leads" } });
  });

  test("chains deferrals: due on Good Friday, four days without an opening", () => {
    const facts = allowedFacts({ touch: { dueAt: new Date("2026-04-03T01:00:00Z") } });
    // Good Friday, Saturday, Sunday, Easter Monday; the clocks went back on the Sunday.
    expect(nextAllowed(facts, ALLOWED_AT)).toMatchObject({ at: new Date("2026-04-06T22:30:00Z"), first: { code: "not_due" } });
  });

  test("a campaign that ends before the next opening has none", () => {
    const facts = allowedFacts({ campaign: { endDate: "2026-03-04", windowEnd: "09:00:00" } });
    expect(nextAllowed(facts, ALLOWED_AT)).toMatchObject({ at: null, first: { code: "campaign_dates", verdict: "stop" } });
  });
});

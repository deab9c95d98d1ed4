import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CampaignMetrics,
  CHANGES,
  campaignAdvice,
  MENDABLE_CODES,
  RECOMMENDATIONS,
  ROOM_CODES,
  SEVERITIES,
  STOP_CODES,
} from "@/lib/domain/campaign-advice";
import { adviseOnCampaign, saysPause } from "@/lib/engines/advice/advise-on-campaign";

const count = fc.nat(3000);
const upTo = (most: number) => fc.integer({ min: 0, max: most });
const waitingFor = <Code extends string>(codes: readonly Code[]) =>
  fc.option(fc.record({ code: fc.constantFrom(...codes), leads: fc.integer({ min: 1, max: 500 }), isFinal: fc.boolean() }));
const channelOf = (channel: "email" | "linkedin" | "sms") =>
  fc.tuple(count, count, count, fc.nat(3), fc.boolean()).chain(([handedOver, planned, invited, senders, isPlanned]) =>
    fc.record({
      channel: fc.constant(channel),
      isPlanned: fc.constant(isPlanned),
      senders: fc.constant(senders),
      planned: fc.constant(planned),
      contacted: upTo(planned),
      handedOver: fc.constant(handedOver),
      bounced: upTo(handedOver),
      replied: fc.constant(0),
      positive: fc.constant(0),
      optedOut: fc.constant(0),
      complained: fc.constant(0),
      meetings: fc.constant(0),
      blockedBy: waitingFor(MENDABLE_CODES),
      fullBy: waitingFor(ROOM_CODES),
      room: fc.record({ used: fc.nat(300), cap: fc.integer({ min: 300, max: 400 }), days: fc.nat(7) }),
      invitations: upTo(invited).map((accepted) => ({ accepted, of: invited })),
    }),
  );
const anyStep = (number: number) =>
  count.chain((contacted) =>
    fc.record({
      number: fc.constant(number),
      channel: fc.constantFrom("email" as const, "linkedin" as const, "sms" as const),
      purpose: fc.constantFrom("intro" as const, "connect" as const, "follow_up" as const),
      contacted: fc.constant(contacted),
      settled: upTo(contacted),
      replied: fc.oneof(fc.constant(0), upTo(contacted)),
      positive: fc.constant(0),
      optedOut: upTo(Math.min(40, contacted)),
      complained: fc.constant(0),
      meetings: fc.constant(0),
    }),
  );
const anyMetrics: fc.Arbitrary<CampaignMetrics> = fc.tuple(count, count).chain(([contacted, settled]) =>
  fc.record({
    status: fc.constantFrom("draft" as const, "active" as const, "active" as const, "paused" as const, "completed" as const),
    daysRunning: fc.option(fc.nat(90)),
    inTheWay: fc.nat(2),
    enrolled: count,
    inSequence: count,
    contacted: fc.constant(contacted),
    replied: upTo(contacted),
    positive: fc.nat(10),
    optedOut: upTo(Math.min(60, contacted)),
    complained: upTo(Math.min(4, contacted)),
    meetings: fc.nat(20),
    held: fc.nat(10),
    noShow: fc.nat(10),
    awaitingApproval: fc.nat(300),
    leadsLeft: fc.nat(3),
    settled: upTo(settled).map((replied) => ({ contacted: settled, replied: Math.min(replied, 40) })),
    stoppedBy: waitingFor(STOP_CODES),
    channels: fc.tuple(channelOf("email"), channelOf("linkedin"), channelOf("sms")).map((all) => [...all]),
    steps: fc.tuple(anyStep(1), anyStep(2), anyStep(3)).map((all) => [...all]),
  }),
);

describe("of any figures", () => {
  test("pausing is advised for a running campaign only, on something sure above its floor, and every figure is one that was given", () => {
    fc.assert(
      fc.property(anyMetrics, (metrics) => {
        const advice = campaignAdvice.parse(adviseOnCampaign(metrics));
        if (advice.recommendation === "pause") {
          expect(metrics.status).toBe("active");
          const grounds = advice.findings.filter(saysPause);
          expect(grounds.length).toBeGreaterThan(0);
          for (const { figures, why } of grounds) {
            expect(figures.of).toBeGreaterThanOrEqual(figures.floor);
            expect(figures.floor).toBeGreaterThan(0);
            expect(why).toMatch(/^Surely/);
          }
        }
        const given = new Set([...numbersIn(metrics), metrics.held + metrics.noShow, ...sumsOf(metrics)]);
        for (const { figures, what, severity, suggestedChange } of advice.findings) {
          expect(given.has(figures.count) && given.has(figures.of)).toBe(true);
          expect(what).toContain(String(figures.count));
          expect(what).toContain(String(figures.of));
          if (severity === "note" && suggestedChange)
            expect(["import_leads", "open_schedule", "open_senders", "open_mailboxes"]).toContain(suggestedChange.kind);
        }
        for (const { kind } of advice.suggestedChanges) expect(CHANGES).toContain(kind);
      }),
      { numRuns: 150 },
    );
  });

  test("more bounces of the same e-mails never make it gentler", () => {
    fc.assert(
      fc.property(anyMetrics, fc.nat(40), (given, more) => {
        const metrics: CampaignMetrics = { ...given, status: "active" };
        const worse: CampaignMetrics = {
          ...metrics,
          channels: metrics.channels.map((one) =>
            one.channel === "email" ? { ...one, bounced: Math.min(one.handedOver, one.bounced + more) } : one,
          ),
        };
        const [before, after] = [adviseOnCampaign(metrics), adviseOnCampaign(worse)];
        expect(RECOMMENDATIONS.indexOf(after.recommendation)).toBeGreaterThanOrEqual(RECOMMENDATIONS.indexOf(before.recommendation));
        expect(gravity(after)).toBeGreaterThanOrEqual(gravity(before));
      }),
      { numRuns: 150 },
    );
  });
});

function gravity({ findings }: ReturnType<typeof adviseOnCampaign>): number {
  const found = findings.find(({ code }) => code === "bounces_high");
  return found ? SEVERITIES.indexOf(found.severity) : -1;
}

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** What a rule may count itself: the larger of two given figures is one of them, and steps are counted against the others together. */
function sumsOf({ steps: all }: CampaignMetrics): number[] {
  return all.flatMap((step) => [
    all.reduce((sum, one) => sum + one.contacted, 0) - step.contacted,
    all.reduce((sum, one) => sum + one.optedOut, 0) - step.optedOut,
  ]);
}

import { addDays, addMinutes } from "date-fns";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CHANNELS, type Channel } from "@/lib/domain/outreach";
import { decide, nextAllowed } from "@/lib/engines/gate/decide";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { publicHoliday } from "@/lib/engines/gate/holidays";
import { localDay, localTime, weekdayOf } from "@/lib/engines/gate/local-time";
import { ALLOWED_AT, allowedFacts } from "@/tests/support/allowed-facts";
import { allowedOn } from "@/tests/support/gate-rows-channels";

/** What each channel may do, said once more and in another way: hours on the recipient's clock, weekdays, and a day's ceiling. */
const LIMITS: Readonly<Record<Channel, { from: string; until: string; lastWeekday: number; ceiling: number }>> = {
  email: { from: "00:00:00", until: "24:00:00", lastWeekday: 7, ceiling: 40 },
  linkedin: { from: "08:00:00", until: "18:00:00", lastWeekday: 6, ceiling: 17 },
  sms: { from: "09:00:00", until: "18:00:00", lastWeekday: 5, ceiling: 100 },
  voice: { from: "09:00:00", until: "17:00:00", lastWeekday: 5, ceiling: 100 },
  mail: { from: "00:00:00", until: "24:00:00", lastWeekday: 5, ceiling: 1000 },
};
const ZONES = { NSW: "Australia/Sydney", QLD: "Australia/Brisbane", SA: "Australia/Adelaide", WA: "Australia/Perth" } as const;

/** Around Wednesday 4 March 2026, and around Easter, when the clocks go back. */
const instant = fc
  .tuple(fc.constantFrom(0, 30), fc.integer({ min: -6 * 24 * 60, max: 6 * 24 * 60 }))
  .map(([days, minutes]) => addMinutes(addDays(ALLOWED_AT, days), minutes));
const counts = fc
  .array(fc.tuple(fc.integer({ min: -8, max: 40 }), fc.integer({ min: 0, max: 110 })), { maxLength: 6 })
  .map((days) => Object.fromEntries(days.map(([day, used]) => [localDay(addDays(ALLOWED_AT, day), "Australia/Sydney"), used])));

const situation = fc
  .record({
    channel: fc.constantFrom(...CHANNELS),
    isInvitation: fc.boolean(),
    dueAt: instant,
    state: fc.constantFrom(...(["NSW", "QLD", "SA", "WA"] as const)),
    hours: fc.constantFrom(["08:30:00", "16:30:00"], ["07:00:00", "20:00:00"], ["00:00:00", "23:59:59"]),
    workDays: fc.constantFrom([1, 2, 3, 4, 5], [3, 6, 7], [1, 2, 3, 4, 5, 6, 7]),
    limits: fc.record({
      own: fc.integer({ min: 1, max: 120 }),
      domain: fc.integer({ min: 1, max: 60 }),
      client: fc.integer({ min: 1, max: 200 }),
    }),
    used: fc.record({ own: counts, domain: counts, client: counts, campaign: counts }),
    isPrewarmed: fc.boolean(),
    rampStartedAt: instant.map((at) => addDays(at, -30)),
    halfOpenUntil: fc.option(instant, { freq: 6 }),
    lastUsedAt: fc.option(instant),
    spacing: fc.constantFrom(0, 180, 1800),
    lastContactedAt: fc.option(instant, { freq: 3 }),
    calls: fc.array(instant, { maxLength: 3 }).map((times) => times.sort((a, b) => a.getTime() - b.getTime())),
    lastLetterAt: fc.option(instant.map((at) => addDays(at, -85))),
  })
  .map((it): GateFacts => {
    const isInvitation = it.channel === "linkedin" && it.isInvitation;
    const change: Parameters<typeof allowedFacts>[0] = {
      client: { dailyOutreach: it.limits.client, sent: it.used.client },
      campaign: {
        windowStart: it.hours[0] ?? "",
        windowEnd: it.hours[1] ?? "",
        workDays: it.workDays,
        dailyLimit: 60,
        sent: it.used.campaign,
      },
      lead: { state: it.state, timezone: ZONES[it.state], lastContactedAt: it.lastContactedAt },
      touch: { dueAt: it.dueAt, act: isInvitation ? "invite" : "send" },
      ...(isInvitation && { linkedin: { connection: "none" } }),
      phone: { calls: it.calls.map((at) => ({ at, outcome: "no_answer" as const })), wash: { receivedAt: addDays(ALLOWED_AT, 20) } },
      letter: { lastLetterAt: it.lastLetterAt },
      halfOpenUntil: it.halfOpenUntil,
      resource: {
        dailyLimit: it.limits.own,
        used: it.used.own,
        isPrewarmed: it.isPrewarmed,
        rampStartedAt: it.rampStartedAt,
        lastUsedAt: it.lastUsedAt,
        minimumSpacingSeconds: it.spacing,
      },
    };
    return it.channel === "email"
      ? allowedFacts({ ...change, parent: { dailyLimit: it.limits.domain, used: it.used.domain } })
      : allowedOn(it.channel, change);
  });

/** Everything a hand-over at `at` would break. */
function broken({ touch, lead, campaign, client, resource, parent, letter, phone, halfOpenUntil }: GateFacts, at: Date): string[] {
  const { from, until, lastWeekday, ceiling } = LIMITS[touch.channel];
  const { day, time } = localTime(at, lead.timezone ?? "");
  const today = localDay(at, "Australia/Sydney");
  const share = halfOpenUntil !== null && at < halfOpenUntil ? 0.25 : 1;
  const week = Array.from({ length: 7 }, (_, ago) => resource?.used[localDay(addDays(at, -ago), "Australia/Sydney")] ?? 0);
  const rules: Record<string, boolean> = {
    due: at >= touch.dueAt,
    "the campaign's hours": time >= campaign.windowStart && time < campaign.windowEnd && campaign.workDays.includes(weekdayOf(day)),
    "the channel's hours": time >= from && time < until && weekdayOf(day) <= lastWeekday,
    "no invitation late in the day": touch.act !== "invite" || time < "15:00:00",
    "no holiday": publicHoliday(day, lead.state as "NSW") === null,
    "the sender's cap": (resource?.used[today] ?? 0) < Math.max(1, Math.floor(Math.min(resource?.dailyLimit ?? 0, ceiling) * share)),
    "the domain's cap": parent === null || (parent.used[today] ?? 0) < Math.max(1, Math.floor(parent.dailyLimit * share)),
    "the campaign's cap": (campaign.sent[today] ?? 0) < campaign.dailyLimit,
    "the client's cap": (client.sent[today] ?? 0) < client.dailyOutreach,
    "eighty invitations a week": touch.act !== "invite" || week.reduce((sum, used) => sum + used, 0) < 80,
    spacing: !resource?.lastUsedAt || at >= addMinutes(resource.lastUsedAt, resource.minimumSpacingSeconds / 60),
    "two days' rest": lead.lastContactedAt === null || at >= addDays(lead.lastContactedAt, 2),
    "a day between calls": touch.channel !== "voice" || (phone?.calls ?? []).every((call) => at >= addDays(call.at, 1)),
    "three calls in a fortnight": touch.channel !== "voice" || (phone?.calls ?? []).filter((call) => at < addDays(call.at, 14)).length < 3,
    "one letter in ninety days": touch.channel !== "mail" || !letter?.lastLetterAt || at >= addDays(letter.lastLetterAt, 90),
  };
  return Object.entries(rules).flatMap(([rule, isKept]) => (isKept ? [] : rule));
}

test("on every channel a yes is due, inside every window and under every cap", () => {
  const seen = new Map<Channel, number>();
  fc.assert(
    fc.property(situation, instant, (facts, at) => {
      if (decide(facts, at).verdict !== "allow") return;
      seen.set(facts.touch.channel, (seen.get(facts.touch.channel) ?? 0) + 1);
      expect(broken(facts, at)).toEqual([]);
    }),
    { numRuns: 2000, seed: 3 },
  );
  for (const channel of CHANNELS) expect(seen.get(channel) ?? 0, channel).toBeGreaterThan(2);
}, 60_000);

test("on every channel the moment foreseen keeps all of it, and no quarter of an hour before does", () => {
  const seen = new Map<Channel, number>();
  fc.assert(
    fc.property(situation, instant, (facts, from) => {
      const { at } = nextAllowed(facts, from);
      if (at === null) return;
      seen.set(facts.touch.channel, (seen.get(facts.touch.channel) ?? 0) + 1);
      expect(broken(facts, at)).toEqual([]);
      for (let earlier = from; earlier < at && earlier < addDays(from, 3); earlier = addMinutes(earlier, 15)) {
        expect(decide(facts, earlier).verdict, earlier.toISOString()).not.toBe("allow");
      }
    }),
    { numRuns: 60, seed: 5 },
  );
  for (const channel of CHANNELS) expect(seen.get(channel) ?? 0, channel).toBeGreaterThan(1);
}, 60_000);

test.each(CHANNELS)("one hundred asked one after the other on %s: no cap is passed, and each goes when it may", (channel) => {
  const sent: Record<string, number> = {};
  let at = ALLOWED_AT;
  let lastUsedAt: Date | null = null;
  const limits = { campaign: 23, client: 19, own: channel === "linkedin" ? 17 : 31 };
  for (let n = 0; n < 100; n += 1) {
    const change = {
      client: { dailyOutreach: limits.client, sent: { ...sent } },
      campaign: { dailyLimit: limits.campaign, sent: { ...sent } },
      resource: { dailyLimit: limits.own, used: { ...sent }, lastUsedAt, minimumSpacingSeconds: 600 },
      ...(channel === "linkedin" && { touch: { act: "invite" as const }, linkedin: { connection: "none" as const } }),
    };
    const facts = channel === "email" ? allowedFacts(change) : allowedOn(channel, change);
    const next = nextAllowed(facts, at);
    if (!next.at) throw new Error(`never: ${next.first.detail}`);
    expect(broken(facts, next.at)).toEqual([]);
    at = next.at;
    lastUsedAt = next.at;
    const day = localDay(at, "Australia/Sydney");
    sent[day] = (sent[day] ?? 0) + 1;
  }
  const days = Object.values(sent);
  expect(Math.max(...days)).toBe(Math.min(limits.client, limits.own));
  expect(days.length).toBeGreaterThanOrEqual(Math.ceil(100 / Math.min(limits.client, limits.own)));
});

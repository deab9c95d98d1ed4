import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noModel } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { defaultSequence } from "@/lib/domain/default-sequence";
import { CHANNELS } from "@/lib/domain/outreach";
import { TIER_CHANNELS, TIERS } from "@/lib/domain/scoring";
import { type BuildSequenceInput, buildSequence } from "./build-sequence";

const GIVEN: BuildSequenceInput = {
  icp: { industries: ["construction"], titles: ["Owner"], companySizes: ["11-50"], painPoints: ["few enquiries"] },
  availableChannels: [...CHANNELS],
  tiers: ["hot", "warm", "cool", "cold"],
  sequenceDays: 14,
  isAggressive: false,
  gapPattern: null,
  channelPattern: null,
};
const scope = { clientId: null, runId: null, leadId: null };
const days = (given: Partial<BuildSequenceInput>) =>
  buildSequence
    .baseline({ ...GIVEN, ...given })
    .touches.map(({ day, channel }) => `${day} ${channel}`)
    .join(", ");

test.each([
  ["every channel", {}, "1 email, 3 linkedin, 5 email, 8 sms, 10 mail, 12 email, 14 voice"],
  ["mailboxes only", { availableChannels: ["email"] }, "1 email, 5 email, 12 email"],
  ["nothing connected yet", { availableChannels: [] }, "1 email, 5 email, 12 email"],
  ["cool leads at best", { tiers: ["cool", "cold"] }, "1 email, 3 linkedin, 5 email, 12 email"],
  ["no mailbox", { availableChannels: ["linkedin", "voice"] }, "1 linkedin, 12 voice"],
  ["ten days, pressed", { isAggressive: true }, "1 email, 2 linkedin, 4 email, 6 sms, 7 mail, 9 email, 10 voice"],
  ["a month", { sequenceDays: 30 }, "1 email, 5 linkedin, 10 email, 17 sms, 21 mail, 26 email, 30 voice"],
  [
    "gaps that converted",
    { gapPattern: { gapsDays: [4, 4, 2, 2, 1, 1], confidence: 0.9 } },
    "1 email, 5 linkedin, 9 email, 11 sms, 12 mail, 13 email, 14 voice",
  ],
  [
    "gaps nobody can rely on",
    { gapPattern: { gapsDays: [4, 4, 2], confidence: 0.4 } },
    "1 email, 3 linkedin, 5 email, 8 sms, 10 mail, 12 email, 14 voice",
  ],
  [
    "a first channel that converted",
    { channelPattern: { bestFirstChannel: "linkedin", confidence: 0.8 } },
    "1 linkedin, 3 email, 5 email, 8 sms, 10 mail, 12 email, 14 voice",
  ],
  [
    "but never a text first",
    { channelPattern: { bestFirstChannel: "sms", confidence: 0.9 } },
    "1 email, 3 linkedin, 5 email, 8 sms, 10 mail, 12 email, 14 voice",
  ],
] as [string, Partial<BuildSequenceInput>, string][])("%s", (_what, given, expected) => {
  expect(days(given)).toBe(expected);
});

test("is the sequence a campaign begins with, where nothing is known", () => {
  const channels = CHANNELS.filter((channel) => channel !== "mail");
  let day = 1;
  const ready = defaultSequence(channels).map(({ channel, delayDays }) => {
    day += delayDays;
    return `${day} ${channel}`;
  });
  expect(days({ availableChannels: channels })).toBe(ready.join(", "));
});

test("whatever it is given: days grow within the length, channels are open, each touch has its reasons", () => {
  fc.assert(
    fc.property(
      fc.record({
        availableChannels: fc.uniqueArray(fc.constantFrom(...CHANNELS)),
        tiers: fc.uniqueArray(fc.constantFrom(...TIERS)),
        sequenceDays: fc.integer({ min: 7, max: 30 }),
        isAggressive: fc.boolean(),
        gapPattern: fc.option(
          fc.record({
            gapsDays: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 9 }),
            confidence: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
        ),
        channelPattern: fc.option(
          fc.record({ bestFirstChannel: fc.constantFrom(...CHANNELS), confidence: fc.double({ min: 0, max: 1, noNaN: true }) }),
        ),
      }),
      (given) => {
        const plan = buildSequence.output.parse(buildSequence.baseline({ ...GIVEN, ...given }));
        const all = plan.touches.map(({ day }) => day);
        expect(all[0]).toBe(1);
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        expect(plan.totalDays).toBeLessThanOrEqual(given.sequenceDays);
        const open = given.availableChannels.filter((channel) => given.tiers.some((tier) => TIER_CHANNELS[tier].includes(channel)));
        for (const { channel } of plan.touches) expect(open.length > 0 ? open : ["email"]).toContain(channel);
      },
    ),
    { seed: 1 },
  );
});

describe("a model's plan", () => {
  const baseline = buildSequence.baseline(GIVEN);
  const touch = (day: number, channel: (typeof CHANNELS)[number], purpose: "intro" | "follow_up" | "connect" = "follow_up") => ({
    day,
    channel,
    purpose,
    condition: null,
    skipIf: [],
    messagingKey: "anything",
    channelReason: "Because.",
    gapReason: "Then.",
  });
  const settle = (touches: ReturnType<typeof touch>[], given = GIVEN, from = baseline) =>
    buildSequence.settle?.({ ...baseline, touches, adaptiveRules: ["Call at midnight"] }, given, from);

  test("keeps its reasons, and what does not belong is thrown out", () => {
    const settled = settle([
      touch(1, "email", "intro"),
      touch(3, "email", "connect"),
      touch(3, "voice"),
      touch(5, "sms"),
      touch(6, "sms"),
      touch(40, "email"),
    ]);
    expect(settled?.touches.map(({ day, channel, purpose, messagingKey }) => [day, channel, purpose, messagingKey])).toEqual([
      [1, "email", "intro", "touch_1_email"],
      [3, "email", "follow_up", "touch_2_email"],
      [5, "sms", "follow_up", "touch_3_sms"],
    ]);
    expect(settled?.touches[0]?.channelReason).toBe("Because.");
    expect(settled?.touches[2]?.skipIf).toContain("tier_not_hot");
    expect(settled).toMatchObject({ totalDays: 5, totalTouches: 3, adaptiveRules: baseline.adaptiveRules });
  });

  test.each([
    ["a text first", [touch(1, "sms"), touch(3, "email")]],
    ["a late beginning", [touch(4, "email", "intro"), touch(6, "email")]],
    ["a single touch", [touch(1, "email", "intro")]],
  ])("that has %s leaves ours", (_what, touches) => {
    expect(settle(touches)).toBe(baseline);
  });

  test("uses no channel that is not there", () => {
    const given = { ...GIVEN, availableChannels: ["email" as const] };
    const settled = settle([touch(1, "email", "intro"), touch(2, "voice"), touch(4, "email")], given, buildSequence.baseline(given));
    expect(settled?.touches.map(({ channel }) => channel)).toEqual(["email", "email"]);
  });
});

test("without a key it says that rules made it", async () => {
  expect(await runSkill(buildSequence, GIVEN, { ask: noModel, scope })).toMatchObject({ by: "baseline", why: "no_key" });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_SEQUENCE, defaultSequence } from "@/lib/domain/default-sequence";
import { CHANNELS } from "@/lib/domain/outreach";

test("mailboxes alone get the three e-mails", () => {
  expect(defaultSequence(["email"])).toBe(DEFAULT_SEQUENCE);
  expect(defaultSequence([])).toBe(DEFAULT_SEQUENCE);
});

test("every channel at hand takes part, on the days the whole plan gives it", () => {
  const days = new Map<string, number[]>();
  let day = 1;
  for (const { channel, delayDays } of defaultSequence(CHANNELS)) {
    day += delayDays;
    days.set(channel, [...(days.get(channel) ?? []), day]);
  }
  expect(Object.fromEntries(days)).toEqual({ email: [1, 5, 12], linkedin: [3], sms: [8], mail: [10], voice: [14] });
});

test("a channel that is missing leaves the days of the others as they are", () => {
  const dayOf = (channels: readonly (typeof CHANNELS)[number][]) => {
    let day = 0;
    return new Map(
      defaultSequence(channels).map(({ channel, purpose, delayDays }) => {
        day += delayDays;
        return [`${channel} ${purpose}`, day] as const;
      }),
    );
  };
  const whole = dayOf(CHANNELS);
  fc.assert(
    fc.property(fc.subarray([...CHANNELS]), (some) => {
      if (some.every((channel) => channel === "email")) return;
      for (const [step, day] of dayOf(some)) expect(whole.get(step)).toBe(day);
    }),
  );
});

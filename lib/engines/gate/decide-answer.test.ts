import { addDays, addHours, addMinutes } from "date-fns";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANSWER_CHANNELS } from "@/lib/domain/answer-channel";
import { answerCap } from "@/lib/engines/gate/answer-limits";
import { type AnswerFacts, decideAnswer } from "@/lib/engines/gate/decide-answer";
import { localDay, localTime, weekdayOf } from "@/lib/engines/gate/local-time";
import { resourceCap } from "@/lib/engines/gate/ramp";
import { ALLOWED_AT } from "@/tests/support/allowed-facts";

const HASH = "a".repeat(64);
const SYDNEY = { timezone: "Australia/Sydney", state: "NSW" } as const;
const FRIDAY_EVENING = new Date("2026-03-06T09:00:00Z"); // 20:00 in Sydney
const MIDNIGHT = new Date("2026-03-04T13:00:00Z"); // 5 March, 00:00 in Sydney
const capacity = (used: number, cap = 33) => ({ label: "priya@firm.example", timezone: "Australia/Sydney", used, cap });

const ALLOWED: AnswerFacts = {
  channel: "sms",
  platformStopped: false,
  clientStopped: null,
  channelStopped: null,
  hasIdentity: true,
  lead: { isDeleted: false, status: "in_sequence", isSuppressed: false, heldReason: null, hasAddress: true, place: SYDNEY },
  sender: { pausedReason: null, senderIdStatus: "none", isTwoWay: true, capacity: [capacity(0)] },
  hasOptOut: true,
  isOutdated: false,
  reminder: null,
  contentProblems: [],
  contentHash: HASH,
  approvedHash: HASH,
  isByPerson: false,
};
type Change = Omit<Partial<AnswerFacts>, "lead" | "sender"> & {
  lead?: Partial<AnswerFacts["lead"]>;
  sender?: Partial<NonNullable<AnswerFacts["sender"]>> | null;
};
const withChange = ({ lead, sender, ...rest }: Change): AnswerFacts => ({
  ...ALLOWED,
  ...rest,
  lead: { ...ALLOWED.lead, ...lead },
  sender: sender === null ? null : ({ ...ALLOWED.sender, ...sender } as NonNullable<AnswerFacts["sender"]>),
});
const meeting = (hours: number, more: Partial<NonNullable<AnswerFacts["reminder"]>> = {}) => {
  const startsAt = addHours(ALLOWED_AT, hours);
  return { isSwitchedOn: true, kind: "day_before" as const, startsAt, standsAt: startsAt, ...more };
};

test.each(ANSWER_CHANNELS)("nothing speaks against it: %s", (channel) => {
  expect(decideAnswer(withChange({ channel }), ALLOWED_AT)).toMatchObject({ verdict: "allow", reason: null });
});

test.each<[code: string, verdict: "hold" | "stop", change: Change]>([
  ["lead_deleted", "stop", { lead: { isDeleted: true } }],
  ["lead_terminal", "stop", { lead: { status: "unsubscribed" } }],
  ["lead_terminal", "stop", { lead: { status: "bounced" } }],
  ["suppressed", "stop", { lead: { isSuppressed: true }, isByPerson: true }],
  ["outdated", "stop", { isOutdated: true, isByPerson: true }],
  ["platform_stopped", "hold", { platformStopped: true }],
  ["emergency_stop", "hold", { clientStopped: "Emergency stop: drill" }],
  ["channel_stopped", "hold", { channelStopped: "a wrong number" }],
  ["sender_identity_missing", "hold", { hasIdentity: false }],
  ["sender_unavailable", "hold", { sender: null }],
  ["sender_unavailable", "hold", { sender: { pausedReason: "by hand" } }],
  ["sender_unavailable", "hold", { channel: "linkedin", sender: { pausedReason: "restricted" } }],
  ["sender_id_not_registered", "hold", { sender: { isTwoWay: false, senderIdStatus: "pending" } }],
  ["address_missing", "hold", { lead: { hasAddress: false } }],
  ["opt_out_missing", "hold", { hasOptOut: false }],
  ["held", "hold", { lead: { heldReason: "Their answer needs a person first" } }],
  ["content_not_ready", "hold", { contentProblems: ["The text takes 5 messages with its tail; 4 are allowed"] }],
  ["not_approved", "hold", { approvedHash: "b".repeat(64) }],
  ["not_approved", "hold", { approvedHash: null }],
  ["sender_closed", "hold", { sender: { capacity: [capacity(0, 0)] } }],
  ["reminders_off", "stop", { reminder: meeting(24, { isSwitchedOn: false }) }],
  ["meeting_changed", "stop", { reminder: meeting(24, { standsAt: null }) }],
  ["meeting_changed", "stop", { reminder: meeting(24, { standsAt: addHours(ALLOWED_AT, 25) }) }],
  ["reminder_late", "stop", { reminder: meeting(2) }],
  ["reminder_late", "stop", { reminder: meeting(0, { kind: "hour_before" }) }],
])("%s: %s", (code, verdict, change) => {
  expect(decideAnswer(withChange(change), ALLOWED_AT)).toMatchObject({ verdict, reason: { code } });
});

test("a hold for a person is none once a person said yes, and a reminder in time goes out", () => {
  expect(decideAnswer(withChange({ lead: { heldReason: "held" }, isByPerson: true }), ALLOWED_AT).verdict).toBe("allow");
  expect(decideAnswer(withChange({ channel: "email", reminder: meeting(24) }), ALLOWED_AT).verdict).toBe("allow");
});

describe("waits, and for how long", () => {
  test.each<[what: string, change: Change, at: Date, code: string, until: string]>([
    ["a text on Friday evening goes on Monday at nine", {}, FRIDAY_EVENING, "outside_hours", "2026-03-08T22:00:00.000Z"],
    [
      "a message on LinkedIn goes on Saturday at eight",
      { channel: "linkedin" },
      FRIDAY_EVENING,
      "outside_hours",
      "2026-03-06T21:00:00.000Z",
    ],
    ["a text on a holiday of theirs waits", {}, new Date("2026-04-02T23:30:00Z"), "outside_hours", "2026-04-06T23:00:00.000Z"],
    [
      "a full number goes on the next day, in its hours",
      { sender: { capacity: [capacity(33)] } },
      ALLOWED_AT,
      "no_capacity",
      "2026-03-04T22:00:00.000Z",
    ],
    [
      "a full mailbox, at no uncivil hour",
      { channel: "email", sender: { capacity: [capacity(3, 55), capacity(33)] } },
      ALLOWED_AT,
      "no_capacity",
      "2026-03-04T21:30:00.000Z",
    ],
  ])("%s", (_what, change, at, code, until) => {
    expect(decideAnswer(withChange(change), at)).toMatchObject({ verdict: "defer", until: new Date(until), reason: { code } });
  });

  test("e-mail keeps no hours, and what a person has to mend comes before any wait", () => {
    expect(decideAnswer(withChange({ channel: "email" }), FRIDAY_EVENING).verdict).toBe("allow");
    expect(decideAnswer(withChange({ hasOptOut: false }), FRIDAY_EVENING).verdict).toBe("hold");
  });

  test("whenever it is asked: what waits may go when its time comes, and texts keep to weekdays from nine to six", () => {
    const asked = fc.record({
      minutes: fc.integer({ min: 0, max: 60 * 24 * 30 }),
      channel: fc.constantFrom(...ANSWER_CHANNELS),
      isFull: fc.boolean(),
    });
    fc.assert(
      fc.property(asked, ({ minutes, channel, isFull }) => {
        const at = addMinutes(ALLOWED_AT, minutes);
        const facts = (used: number) => withChange({ channel, sender: { capacity: [capacity(used)] } });
        const decision = decideAnswer(facts(isFull ? 33 : 32), at);
        const leaves = decision.verdict === "defer" ? decision.until : at;
        if (isFull) expect(localDay(leaves, SYDNEY.timezone) > localDay(at, SYDNEY.timezone)).toBe(true);
        expect(decideAnswer(facts(0), leaves).verdict).toBe("allow");
        if (channel !== "sms") return;
        const { day, time } = localTime(leaves, SYDNEY.timezone);
        expect(weekdayOf(day) <= 5 && time >= "09:00:00" && time < "18:00:00").toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe("what a day leaves to answers", () => {
  const resource = { isPrewarmed: true, rampStartedAt: null, timezone: "Australia/Sydney" };
  test.each([
    ["mailbox", 30, 33],
    ["mailbox", 40, 44],
    ["mailbox", 1000, 50], // never more than its provider is set up for
    ["mailbox", 5, 6],
    ["domain", 50, 55],
    ["seat", 17, 18],
    ["number", 50, 55],
    ["number", 100, 100], // no texts beyond these, whatever they are
    ["mailbox", 0, 0],
  ] as const)("%s of %i: %i with the reserve", (kind, dailyLimit, cap) => {
    expect(answerCap({ ...resource, kind, dailyLimit }, MIDNIGHT)).toBe(cap);
  });

  test("a mailbox that rests from outreach still answers a little, and outreach has what it had", () => {
    const resting = { ...resource, kind: "mailbox", dailyLimit: 30, isPrewarmed: false, rampStartedAt: addDays(MIDNIGHT, -3) } as const;
    expect([resourceCap(resting, MIDNIGHT), answerCap(resting, MIDNIGHT)]).toEqual([0, 3]);
    expect(resourceCap({ ...resource, kind: "seat", dailyLimit: 17 }, MIDNIGHT)).toBe(17);
  });
});

import { addHours } from "date-fns";
import { expect, test } from "vitest";
import { answeredAt, planSends, type SampleTouch } from "@/lib/engines/sample/plan-sends";
import { SAMPLE_STEPS } from "@/lib/engines/sample/sample-agency";
import { officeTimeAgo, officeTimeAhead } from "@/lib/engines/sample/sample-day";
import { SAMPLE_PEOPLE } from "@/lib/engines/sample/sample-people";
import { SAMPLE_REPLIES } from "@/lib/engines/sample/sample-story";

const campaign = { id: "c", activeVersionId: "v", mailboxId: "m", mailbox: "olive@sample.example", seatId: "s" };
const touches: SampleTouch[] = SAMPLE_PEOPLE.flatMap(({ email }, person) =>
  SAMPLE_STEPS.map(({ channel }, at) => ({
    id: `${person}-${at + 1}`,
    leadId: `${person}`,
    person,
    stepNumber: at + 1,
    channel,
    email,
    linkedinUrl: "https://www.linkedin.com/in/sample",
    tier: "hot" as const,
  })),
);
/** Every eleven hours of two weeks around a change of the clocks: each weekday, at all hours, somebody opens a sample. */
const OPENED = Array.from({ length: 31 }, (_, at) => addHours(new Date("2026-09-28T00:30:00Z"), 11 * at));

test("whenever a sample is opened, its story holds: all of it is past, in its order, and every answer answers something", () => {
  for (const now of OPENED) {
    const { sends, skipped } = planSends(touches, { campaign, now });
    expect(skipped, now.toISOString()).toEqual([]);
    expect(sends.every(({ sentAt }) => sentAt < now)).toBe(true);
    for (const own of Map.groupBy(sends, ({ person }) => person).values()) {
      const times = own.toSorted((a, b) => a.stepNumber - b.stepNumber).map(({ sentAt }) => sentAt.getTime());
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
    for (const reply of SAMPLE_REPLIES) {
      const at = answeredAt(reply, now);
      const own = sends.filter(({ person }) => person === reply.person);
      expect(
        at < now && own.some(({ sentAt, channel }) => channel === "email" && sentAt < at),
        `${now.toISOString()} ${reply.person}`,
      ).toBe(true);
      if (reply.intent !== "out_of_office") expect(own.filter(({ sentAt }) => sentAt >= at)).toEqual([]);
    }
  }
});

test("office times are on weekdays there, the past before now and the future after it", () => {
  for (const now of OPENED)
    for (const days of [1, 2, 5]) {
      const [ago, ahead] = [officeTimeAgo(now, days, 0), officeTimeAhead(now, days, 0)];
      expect([ago < now, ahead > now]).toEqual([true, true]);
      for (const at of [ago, ahead]) {
        const local = new Intl.DateTimeFormat("en-AU", { timeZone: "Australia/Sydney", weekday: "short", hour: "numeric", hour12: false });
        expect(local.format(at)).toMatch(/^(?:Mon|Tue|Wed|Thu|Fri)\D*1[01]$/);
      }
    }
});

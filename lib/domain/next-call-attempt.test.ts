import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CALL_OUTCOMES, type CallOutcome } from "@/lib/domain/channel-events";
import { nextCallAttempt } from "@/lib/domain/next-call-attempt";

const AFTER_TWO_HOURS = { when: "after", delayMs: 7_200_000 };
const NEXT_DAY = { when: "next_business_day" };
const never = (reason: string) => ({ when: "never", reason });

describe("the next attempt of a call", () => {
  test.each<[CallOutcome[], CallOutcome, object]>([
    [[], "busy", AFTER_TWO_HOURS],
    [["busy"], "busy", AFTER_TWO_HOURS],
    [["busy", "busy"], "busy", never("attempts_used")],
    [[], "no_answer", NEXT_DAY],
    [["no_answer"], "no_answer", never("attempts_used")],
    [["busy"], "no_answer", NEXT_DAY],
    [["no_answer"], "busy", AFTER_TWO_HOURS],
    [["busy", "no_answer"], "busy", never("attempts_used")],
    [["busy", "busy"], "no_answer", never("attempts_used")],
    [[], "voicemail", never("voicemail_left")],
    [["voicemail"], "no_answer", never("voicemail_left")],
    [[], "failed", never("call_failed")],
    [["busy"], "failed", never("call_failed")],
    [["failed"], "no_answer", NEXT_DAY],
    [[], "meeting_booked", never("human_contact")],
    [[], "callback", never("human_contact")],
    [[], "interested", never("human_contact")],
    [[], "not_interested", never("human_contact")],
    [[], "wrong_number", never("human_contact")],
    [[], "dnc_request", never("human_contact")],
    [["callback"], "no_answer", never("human_contact")],
    [["dnc_request"], "busy", never("human_contact")],
  ])("%j then %s", (history, outcome, expected) => {
    expect(nextCallAttempt(history, outcome)).toEqual(expected);
  });

  test("a number is never rung more than three times, and never after somebody spoke", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CALL_OUTCOMES), { minLength: 1, maxLength: 8 }), (line) => {
        const history: CallOutcome[] = [];
        for (const outcome of line) {
          const next = nextCallAttempt(history, outcome);
          history.push(outcome);
          if (next.when === "never") break;
        }
        expect(history.length).toBeLessThanOrEqual(3);
        expect(history.slice(0, -1).every((outcome) => outcome === "busy" || outcome === "no_answer")).toBe(true);
      }),
    );
  });
});

import { addDays } from "date-fns";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHANNELS } from "@/lib/domain/outreach";
import { type HeldTouch, planVersionMove, type TargetStep } from "./plan-version-move";

const MONDAY = new Date("2026-03-02T00:00:00Z");

/** A step by its key; `a2` is the step `a` in other words. */
function step(name: string, delayDays = 2): TargetStep {
  const stepKey = name[0] ?? "";
  return { stepId: `step ${name}`, stepKey, channel: "email", purpose: "follow_up", subjectTemplate: null, bodyTemplate: name, delayDays };
}

function touch(
  name: string,
  stepNumber: number,
  standing: HeldTouch["standing"] = "pending",
  { delayDays = 2, dueDay = stepNumber * 2 } = {},
): HeldTouch {
  const { stepId: _, ...said } = step(name, delayDays);
  const dueAt = addDays(MONDAY, dueDay);
  return { ...said, touchId: `touch ${name[0]}`, stepNumber, standing, dueAt, handedOverAt: standing === "handed_over" ? dueAt : null };
}

const move = (touches: readonly HeldTouch[], target: readonly TargetStep[]) => {
  const result = planVersionMove({ touches, enrolledAt: MONDAY }, target);
  if (result.kind === "stay") return "stays";
  return {
    gets: result.placed.map((placed) => `${placed.stepNumber}:${placed.step.bodyTemplate}`).join(" "),
    removed: result.removed.map(({ touchId, stepNumber }) => `${stepNumber}:${touchId.slice(6)}`).join(" "),
    out: result.leftOut.map(({ stepKey, why }) => `${stepKey} ${why}`).join(", "),
  };
};

const abc = [touch("a", 1, "handed_over"), touch("b", 2), touch("c", 3)];

test.each([
  ["nothing changed", "a b c", { gets: "2:b 3:c", removed: "", out: "" }],
  ["another text of what is to come", "a b2 c", { gets: "2:b2 3:c", removed: "", out: "" }],
  ["another text of what was sent", "a2 b c", { gets: "2:b 3:c", removed: "", out: "" }],
  ["a step added at the end", "a b c n", { gets: "2:b 3:c 4:n", removed: "", out: "" }],
  ["a step added in between", "a n b c", { gets: "2:n 3:b 4:c", removed: "", out: "" }],
  ["a step added before what was sent", "n a b c", { gets: "3:b 4:c", removed: "", out: "n passed" }],
  ["a step taken out", "a c", { gets: "2:c", removed: "3:b", out: "" }],
  ["the sent step taken out", "b c", { gets: "2:b 3:c", removed: "", out: "" }],
  ["what is to come turned round", "a c b", { gets: "2:c 3:b", removed: "", out: "" }],
  ["the sent step moved to the end", "b c a", { gets: "", removed: "2:b 3:c", out: "b passed, c passed" }],
  ["everything to come taken out", "a", { gets: "", removed: "2:b 3:c", out: "" }],
])("%s", (_what, target, expected) => {
  expect(
    move(
      abc,
      target.split(" ").map((name) => step(name)),
    ),
  ).toEqual(expected);
});

test("whoever has had nothing gets the version from its beginning", () => {
  expect(move([touch("a", 1), touch("b", 2)], [step("x"), step("b")])).toEqual({ gets: "1:x 2:b", removed: "3:a", out: "" });
});

test("whoever has had something, and nothing of it or after it is left, stays: they would begin again", () => {
  expect(move(abc, [step("x"), step("y")])).toBe("stays");
});

test("the same words under another step are not said again", () => {
  const again = { ...step("n"), bodyTemplate: "  A " };
  expect(move(abc, [step("b"), again, step("c")])).toEqual({ gets: "2:b 3:c", removed: "", out: "n repeat" });
});

test("a skipped step is not offered again, and marks nobody's place", () => {
  const touches = [touch("a", 1, "handed_over"), touch("s", 2, "settled"), touch("b", 3), touch("c", 4)];
  expect(move(touches, [step("a"), step("b"), step("c"), step("s")])).toEqual({ gets: "3:b 4:c", removed: "", out: "" });
});

test("a step that an earlier edit took out comes back", () => {
  expect(move([touch("a", 1, "handed_over"), touch("c", 2), touch("b", 3, "removed")], [step("a"), step("b"), step("c")])).toEqual({
    gets: "2:b 3:c",
    removed: "",
    out: "",
  });
});

describe("times", () => {
  const dues = (touches: readonly HeldTouch[], target: readonly TargetStep[]) => {
    const result = planVersionMove({ touches, enrolledAt: MONDAY }, target);
    return result.kind === "move" ? result.placed.map(({ dueAt }) => (dueAt.getTime() - MONDAY.getTime()) / 86_400_000) : [];
  };
  test("of what did not change stay, also when they were put off", () => {
    expect(
      dues([touch("a", 1, "handed_over"), touch("b", 2, "pending", { dueDay: 9 }), touch("c", 3)], [step("a"), step("b2"), step("c")]),
    ).toEqual([9, 11]);
  });
  test("follow the new gaps from the last message on", () => {
    expect(dues(abc, [step("a"), step("n", 1), step("b", 5), step("c")])).toEqual([3, 8, 10]);
  });
  test("count the gaps of steps that are left out", () => {
    expect(dues([touch("a", 1), touch("b", 2)], [step("x", 3), step("b", 4)])).toEqual([3, 7]);
  });
});

test("a draft or slot holds while its step is the next one, in the same words", () => {
  const flags = (target: TargetStep[]) => {
    const result = planVersionMove({ touches: abc, enrolledAt: MONDAY }, target);
    return result.kind === "move" ? result.placed.map(({ isRewritten, isLater }) => [isRewritten, isLater]) : [];
  };
  expect(flags([step("a"), step("b"), step("c")])[0]).toEqual([false, false]);
  expect(flags([step("a"), step("b2"), step("c")])[0]).toEqual([true, false]);
  expect(flags([step("a"), step("b", 9), step("c")])[0]).toEqual([false, true]);
  expect(flags([step("a"), step("c"), step("b")])[1]).toEqual([true, true]);
});

/** A thousand edits at random: forty campaigns of twenty-five each, with messages going out between them. */
describe("a thousand random edits", () => {
  const RUNS = 40;
  const EDITS = 25;
  const at = fc.nat({ max: 30 });
  const edit = fc.record({
    kind: fc.constantFrom("add", "remove", "move", "text", "channel", "delay", "copy_words", "restore"),
    where: at,
    to: at,
    delayDays: fc.nat({ max: 9 }),
    channel: fc.constantFrom(...CHANNELS),
    /** What happens to each of three leads before the edit takes hold: how many touches go out, and which of them are skipped. */
    sends: fc.array(fc.record({ count: fc.nat({ max: 2 }), isSkipped: fc.boolean() }), { minLength: 3, maxLength: 3 }),
  });
  type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

  /** The sequence after an edit; `seen` holds every step there ever was, so that one can come back. */
  function apply(
    steps: readonly TargetStep[],
    { kind, where, to, delayDays, channel }: Edit,
    seen: TargetStep[],
    serial: number,
  ): TargetStep[] {
    const next = steps.map((each) => ({ ...each, stepId: `${each.stepKey} in ${serial}` }));
    const i = where % next.length;
    const chosen = next[i];
    if (!chosen) return next;
    const fresh = { ...chosen, stepId: `k${serial}`, stepKey: `k${serial}`, delayDays, channel, bodyTemplate: `words ${serial}` };
    if (kind === "add" && next.length < 10) next.splice(to % (next.length + 1), 0, fresh);
    if (kind === "remove" && next.length > 1) next.splice(i, 1);
    if (kind === "move") next.splice(to % next.length, 0, ...next.splice(i, 1));
    if (kind === "text") next[i] = { ...chosen, bodyTemplate: `words ${serial}` };
    if (kind === "channel") next[i] = { ...chosen, channel };
    if (kind === "delay") next[i] = { ...chosen, delayDays };
    if (kind === "copy_words")
      next.splice(to % (next.length + 1), 0, { ...fresh, channel: chosen.channel, bodyTemplate: chosen.bodyTemplate });
    const gone = seen[to % Math.max(1, seen.length)];
    if (kind === "restore" && gone && !next.some(({ stepKey }) => stepKey === gone.stepKey)) next.splice(i, 0, gone);
    seen.push(...next.filter(({ stepKey }) => !seen.some((known) => known.stepKey === stepKey)));
    return next;
  }

  class Lead {
    touches: HeldTouch[];
    version: readonly TargetStep[];
    /** Every message in the order it went out. */
    readonly got: { stepKey: string; words: string; version: readonly TargetStep[] }[] = [];
    day = 0;

    constructor(steps: readonly TargetStep[]) {
      this.version = steps;
      this.touches = steps.map((each, index) => ({
        ...each,
        touchId: each.stepKey,
        stepNumber: index + 1,
        standing: "pending",
        dueAt: addDays(MONDAY, index),
        handedOverAt: null,
      }));
    }

    pending() {
      return this.touches.filter(({ standing }) => standing === "pending").sort((a, b) => a.stepNumber - b.stepNumber);
    }

    send({ count, isSkipped }: { count: number; isSkipped: boolean }) {
      for (const next of this.pending().slice(0, count)) {
        this.day += 1;
        next.standing = isSkipped ? "settled" : "handed_over";
        next.handedOverAt = isSkipped ? null : addDays(MONDAY, this.day);
        if (!isSkipped) this.got.push({ stepKey: next.stepKey, words: `${next.channel} ${next.bodyTemplate}`, version: this.version });
      }
    }

    goOverTo(target: readonly TargetStep[]) {
      const before = this.touches.map((each) => ({ ...each }));
      const result = planVersionMove({ touches: this.touches, enrolledAt: MONDAY }, target);
      if (result.kind === "stay") {
        expect(this.got.length).toBeGreaterThan(0);
        return;
      }
      this.version = target;
      for (const { touchId, step: each, stepNumber, dueAt } of result.placed) {
        const own = this.touches.find((known) => known.touchId === touchId);
        const placed = {
          ...each,
          touchId: own?.touchId ?? each.stepKey,
          stepNumber,
          dueAt,
          standing: "pending" as const,
          handedOverAt: null,
        };
        if (own) Object.assign(own, placed);
        else this.touches.push(placed);
      }
      for (const { touchId, stepNumber } of result.removed) {
        const own = this.touches.find((known) => known.touchId === touchId);
        if (own) Object.assign(own, { standing: "removed", stepNumber });
      }
      this.check(before, target, new Set(result.leftOut.map(({ stepKey }) => stepKey)));
    }

    /** What must hold after each edit, whatever came before. */
    check(before: readonly HeldTouch[], target: readonly TargetStep[], leftOut: ReadonlySet<string>) {
      // What was sent or settled is as it was.
      for (const old of before.filter(({ standing }) => standing === "handed_over" || standing === "settled")) {
        expect(this.touches.find(({ touchId }) => touchId === old.touchId)).toEqual(old);
      }
      // One touch a step, one number a touch, and what is to come stands after all that was.
      expect(new Set(this.touches.map(({ stepKey }) => stepKey)).size).toBe(this.touches.length);
      expect(new Set(this.touches.map(({ stepNumber }) => stepNumber)).size).toBe(this.touches.length);
      const pending = this.pending();
      const last = Math.max(0, ...this.touches.filter(({ standing }) => standing === "handed_over").map(({ stepNumber }) => stepNumber));
      for (const { stepNumber } of pending) expect(stepNumber).toBeGreaterThan(last);
      // In the version's order, each not before the one before it.
      const places = pending.map(({ stepKey }) => target.findIndex((each) => each.stepKey === stepKey));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places).not.toContain(-1);
      const dues = pending.map(({ dueAt }) => dueAt.getTime());
      expect(dues).toEqual(dues.toSorted((a, b) => a - b));
      // Nobody loses a step either: each of the version is to come, behind them, or left out for a reason.
      for (const { stepKey } of target) {
        const own = this.touches.find((each) => each.stepKey === stepKey);
        expect(leftOut.has(stepKey)).toBe(own === undefined || own.standing === "removed");
      }
    }
  }

  test("send nobody a step twice or out of order, and lose none", () => {
    const start = ["a", "b", "c", "d"].map((name) => step(name));
    let edits = 0;
    let sent = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: EDITS, maxLength: EDITS }), (changes) => {
        const seen = [...start];
        let steps: TargetStep[] = start;
        const leads = [new Lead(start), new Lead(start), new Lead(start)];
        for (const [serial, change] of changes.entries()) {
          for (const [index, lead] of leads.entries()) lead.send(change.sends[index] ?? { count: 0, isSkipped: false });
          steps = apply(steps, change, seen, serial);
          // The third lead goes over to every other version only.
          for (const [index, lead] of leads.entries()) if (index < 2 || serial % 2 === 0) lead.goOverTo(steps);
          edits += 1;
        }
        for (const lead of leads) {
          lead.send({ count: 10, isSkipped: false });
          const keys = lead.got.map(({ stepKey }) => stepKey);
          expect(new Set(keys).size).toBe(keys.length);
          for (const [index, { stepKey, version }] of lead.got.entries()) {
            const placeOf = (key: string) => version.findIndex((each) => each.stepKey === key);
            for (const earlier of lead.got.slice(0, index)) expect(placeOf(earlier.stepKey)).toBeLessThan(placeOf(stepKey));
          }
          sent += lead.got.length;
        }
      }),
      { numRuns: RUNS, seed: 20261123 },
    );
    expect(edits).toBeGreaterThanOrEqual(RUNS * EDITS);
    expect(sent).toBeGreaterThan(edits / 4);
  });
});

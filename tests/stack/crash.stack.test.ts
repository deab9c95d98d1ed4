import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Child } from "@/local/child-process";
import type { Stack } from "@/local/stack";
import { runDemo } from "@/scripts/demo/run-demo";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const KILLS = 20;
const CAMPAIGN = { root: ROOT, leads: 30, days: 4, seed: 3 };

/** Kills a process with -9 at random moments, waits for it to be up again, and goes on until it has been killed often enough. */
function killer(choose: (stack: Stack) => Child | undefined) {
  const tally = { kills: 0 };
  return {
    tally,
    async disturb(stack: Stack, signal: AbortSignal) {
      const victim = choose(stack);
      if (!victim) throw new Error("there is no such process");
      while (tally.kills < KILLS && !signal.aborted) {
        await delay(100 + Math.random() * 500);
        await victim.kill();
        tally.kills += 1;
        await victim.start();
      }
    },
  };
}

test.each([
  ["the app", (stack: Stack) => stack.app],
  ["the executor", (stack: Stack) => stack.executor],
] as const)(
  "%s is killed with -9 twenty times: nothing goes out twice, after a stop or over a cap, and no lead is lost",
  async (_name, choose) => {
    const { tally, disturb } = killer(choose);
    const report = await runDemo({ ...CAMPAIGN, disturb });

    expect(tally.kills).toBe(KILLS);
    expect(report.invariants.filter(({ ok }) => !ok)).toEqual([]);
    const stages = report.stages as { contacted: number; imported: { added: number } };
    expect(stages.contacted).toBeGreaterThan(stages.imported.added / 2);
  },
);

test("the same seed gives the same report", async () => {
  const first = await runDemo({ ...CAMPAIGN, leads: 20, days: 2 });
  const second = await runDemo({ ...CAMPAIGN, leads: 20, days: 2 });
  expect(second).toEqual(first);
  expect(first.invariants.filter(({ ok }) => !ok)).toEqual([]);
});

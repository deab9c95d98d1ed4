import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { singleFlight } from "@/local/single-flight";

test("work runs one at a time, and once more for calls that came meanwhile", async () => {
  let running = 0;
  let runs = 0;
  const once = singleFlight(async () => {
    expect(++running).toBe(1);
    runs++;
    await sleep(1);
    running--;
    if (runs === 2) throw new Error("second");
  });
  const results = await Promise.allSettled([once(), once(), once()]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(runs).toBe(2);
  await once();
  expect(runs).toBe(3);
});

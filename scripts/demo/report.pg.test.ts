import { addHours } from "date-fns";
import { expect, test } from "vitest";
import { WEDNESDAY_MORNING } from "@/tests/support/factories";
import { DemoWorld } from "./demo-world";
import { buildReport } from "./report";

const it = new DemoWorld();

test("the report counts what happened, without ids, with its keys in order", async () => {
  await it.send();
  const again = () =>
    buildReport(it.evidence(addHours(WEDNESDAY_MORNING, 4)), { seed: 1, leads: 1, days: 14, startedAt: WEDNESDAY_MORNING });
  const report = await again();
  expect(JSON.stringify(await again())).toBe(JSON.stringify(report));
  expect(report).toMatchObject({
    seed: 1,
    startedAt: WEDNESDAY_MORNING.toISOString(),
    stages: { enrolled: 1, contacted: 1, replied: 0, meetings: 0, scored: { warm: 1 } },
    funnel: { contactedPerAdded: 0 },
    channels: { email: { sent: 1, planned: 1 } },
    resources: { [await it.mailbox()]: 1 },
    byDay: { "2026-03-04": { sent: 1, replies: 0, bounces: 0, optOuts: 0, meetings: 0 } },
  });
  expect(Object.keys(report)).toEqual(Object.keys(report).toSorted((a, b) => (a < b ? -1 : 1)));
  expect(JSON.stringify(report)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

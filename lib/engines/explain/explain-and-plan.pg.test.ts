import { addDays, addHours, addMinutes, subDays, subHours } from "date-fns";
import { afterAll, beforeAll, expect, test } from "vitest";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import {
  enrol,
  insertLead,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  type TestWorld,
  testWorld,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { planningHelpers } from "@/tests/support/planning-helpers";

/** 13:00 in Sydney, 10:00 in Perth: inside the window of every state. */
const NOW = addHours(WEDNESDAY_MORNING, 3);

let world: TestWorld;
let client: ReadyClient;

beforeAll(async () => {
  world = await testWorld();
  client = await readyClient(world);
});
afterAll(() => world.close());

const { addMailbox, plan, setTouch, touch } = planningHelpers(() => ({ world, client }));
const explain = (leadId: string) => explainLead(world.systemCtx(client.clientId, NOW), { leadId }, { pepper: TEST_PEPPER });
async function enrolled(overrides: Record<string, unknown>) {
  const leadId = await insertLead(world, client.clientId, overrides);
  const [first = ""] = await enrol(world, client, leadId, NOW);
  return { leadId, first };
}

test("what it says of two hundred leads is what the planner then does", async () => {
  const states = ["NSW", "VIC", "QLD", "SA", "WA", "TAS", "ACT", "NT", null];
  const horizon = addMinutes(NOW, 65);
  await world.system.updateTable("clients").set({ tier: "dominance" }).where("id", "=", client.clientId).execute();
  await addMailbox(client, "second");
  const seen = { slot: 0, wait: 0, ended: 0 };
  for (let n = 0; n < 200; n += 1) {
    const roll = (salt: number, of: number) => Math.floor((((Math.sin(n * 12.9898 + salt * 78.233) * 43758.5453) % 1) + 1) * of) % of;
    const { leadId, first } = await enrolled({
      state: states[roll(1, states.length)],
      timezone: null,
      ...(roll(2, 8) === 0 && { snoozedUntil: addHours(NOW, roll(3, 6)) }),
      ...(roll(4, 8) === 0 && { lastContactedAt: subHours(NOW, 40 + roll(5, 10)) }),
      ...(roll(6, 10) === 0 && { emailStatus: ["guessed", "catch_all", "invalid"][roll(7, 3)] }),
      ...(roll(8, 12) === 0 && { alsTier: "dead" }),
      ...(roll(9, 12) === 0 && { permissionOverride: "manual" }),
      ...(roll(10, 15) === 0 && { lastRepliedAt: subDays(NOW, 1) }),
    });
    if (!first) continue; // a dead tier is not enrolled
    if (roll(11, 4) === 0) await setTouch(first, { dueAt: addMinutes(NOW, roll(12, 200)) });
    if (roll(13, 20) === 0) await setTouch(first, { dueAt: addDays(NOW, 2) });

    const said = await explain(leadId);
    await plan(NOW);
    const done = await touch(first);
    const where = `lead ${n}: ${JSON.stringify(said.next)} ${said.blocker?.code}`;
    if (done.dueAt > addDays(NOW, 1)) {
      expect(done, where).toMatchObject({ state: "planned", reasonCode: null }); // too far off for this plan
    } else if (said.blocker?.verdict === "stop" || said.blocker?.verdict === "skip") {
      seen.ended += 1;
      expect(["cancelled", "skipped"], where).toContain(done.state);
    } else if (said.next?.at && new Date(said.next.at) <= horizon) {
      seen.slot += 1;
      expect(done, where).toMatchObject({ state: "ready", slotAt: new Date(said.next.at) });
      expect((await explain(leadId)).next, where).toMatchObject({ at: said.next.at, isScheduled: true, mailbox: said.next.mailbox });
      // What was promised is taken back now and then, so that later leads find room again.
      if (seen.slot % 5 === 0) {
        await world.system
          .updateTable("touches")
          .set({ state: "skipped", reasonCode: "test", slotAt: null })
          .where("clientId", "=", client.clientId)
          .where("state", "=", "ready")
          .execute();
        await world.system
          .updateTable("resources")
          .set({ nextFreeAt: addMinutes(NOW, roll(14, 20)) })
          .where("clientId", "=", client.clientId)
          .execute();
      }
    } else {
      seen.wait += 1;
      expect(done.state, where).toBe("planned");
      expect(done.reasonCode, where).toBe(said.blocker?.code ?? "mailbox_busy");
    }
    await world.system
      .updateTable("touches")
      .set({ state: "skipped", reasonCode: "test" })
      .where("clientId", "=", client.clientId)
      .where("state", "=", "planned")
      .execute();
  }
  expect(seen.slot).toBeGreaterThan(60);
  expect(seen.wait).toBeGreaterThan(30);
  expect(seen.ended).toBeGreaterThan(5);
}, 120_000);

import { addDays, addHours, addMinutes, subDays, subHours } from "date-fns";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { enrol, insertLead, type ReadyClient, readyClient, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

/** 13:00 in Sydney, 10:00 in Perth: inside the window of every state. */
const NOW = addHours(WEDNESDAY_MORNING, 3);
const HORIZON = addMinutes(NOW, 65);

const world = fileWorld();
let client: ReadyClient;

beforeAll(async () => {
  client = await readyClient(world, { domainLimit: 7 });
});

const { addMailbox, plan, setTouch, touch } = planningHelpers(() => ({ world, client }));
const explain = (leadId: string) => explainLead(world.systemCtx(client.clientId, NOW), { leadId }, { pepper: TEST_PEPPER });

const someLead = fc.record({
  state: fc.constantFrom("NSW", "VIC", "QLD", "SA", "WA", "TAS", "ACT", "NT", null),
  oddity: fc.constantFrom(
    "snoozed",
    "recent",
    "unverified",
    "manual",
    "replied",
    "soon",
    "far",
    ...Array.from({ length: 9 }, () => "none"),
  ),
  hours: fc.nat(9),
  minutes: fc.nat(200),
  emailStatus: fc.constantFrom("guessed", "catch_all", "invalid"),
  freeIn: fc.nat(20),
});

/** What an oddity changes about a lead; the due date is changed on its touch. */
function overrides({ state, oddity, hours, emailStatus }: typeof someLead extends fc.Arbitrary<infer T> ? T : never) {
  return {
    state,
    timezone: null,
    ...(oddity === "snoozed" && { snoozedUntil: addHours(NOW, hours) }),
    ...(oddity === "recent" && { lastContactedAt: subHours(NOW, 40 + hours) }),
    ...(oddity === "unverified" && { emailStatus }),
    ...(oddity === "manual" && { permissionOverride: "manual" }),
    ...(oddity === "replied" && { lastRepliedAt: subDays(NOW, 1) }),
  };
}

/** Takes back everything that waits or has a slot, so that later leads find room again. */
async function clearQueue(states: readonly ("planned" | "ready")[], freeAt: Date | null): Promise<void> {
  await world.system
    .updateTable("touches")
    .set({ state: "skipped", reasonCode: "test", slotAt: null })
    .where("clientId", "=", client.clientId)
    .where("state", "in", states)
    .execute();
  if (freeAt) await world.system.updateTable("resources").set({ nextFreeAt: freeAt }).where("clientId", "=", client.clientId).execute();
}

test("what it says of eighty leads in turn is what the planner then does", async () => {
  await addMailbox(client, "second");
  const seen = { slot: 0, wait: 0, full: 0, ended: 0 };
  for (const [n, some] of fc.sample(someLead, { numRuns: 80, seed: 4 }).entries()) {
    const leadId = await insertLead(world, client.clientId, overrides(some));
    const [first = ""] = await enrol(world, client, leadId, NOW);
    if (some.oddity === "soon") await setTouch(first, { dueAt: addMinutes(NOW, some.minutes) });
    if (some.oddity === "far") await setTouch(first, { dueAt: addDays(NOW, 2) });

    const said = await explain(leadId);
    await plan(NOW);
    const done = await touch(first);
    const where = `lead ${n} (${some.oddity}): ${JSON.stringify(said.next)} ${said.blocker?.code}`;
    if (some.oddity === "far") {
      expect(done, where).toMatchObject({ state: "planned", reasonCode: null });
    } else if (said.blocker?.verdict === "stop" || said.blocker?.verdict === "skip") {
      seen.ended += 1;
      expect(done.state, where).toBe(said.blocker.verdict === "stop" ? "cancelled" : "skipped");
    } else if (said.next?.at && new Date(said.next.at) <= HORIZON) {
      seen.slot += 1;
      expect(done, where).toMatchObject({ state: "ready", slotAt: new Date(said.next.at) });
      expect((await explain(leadId)).next, where).toMatchObject({ at: said.next.at, isScheduled: true, sender: said.next.sender });
    } else {
      seen.wait += 1;
      if (said.blocker?.code === "domain_cap") seen.full += 1;
      expect(done, where).toMatchObject({ state: "planned", reasonCode: said.blocker?.code ?? "sender_busy" });
    }
    await clearQueue(n % 12 === 11 ? ["planned", "ready"] : ["planned"], n % 12 === 11 ? addMinutes(NOW, some.freeIn) : null);
  }
  expect(seen.slot).toBeGreaterThan(30);
  expect(seen.wait).toBeGreaterThan(15);
  expect(seen.full).toBeGreaterThan(1);
  expect(seen.ended).toBeGreaterThan(3);
}, 120_000);

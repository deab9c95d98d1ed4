import { addHours, addMinutes, differenceInSeconds, subDays, subMinutes } from "date-fns";
import { describe, expect, test } from "vitest";
import { systemTransaction } from "@/lib/db/client";
import { planOutreach } from "@/lib/engines/planning/plan-outreach";
import { enrol, insertLead, readyClient, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const HORIZON_SECONDS = 65 * 60;

const world = fileWorld();
const client = clientPerTest(world);

const { addMailbox, due, heldLeads, manyLeads, plan, setResource, setTouch, slotted, touch, touchesOf } = planningHelpers(() => ({
  world,
  client,
}));

describe("slots", () => {
  test("lie in the coming hour, in the window, not before they are due, and at least 450 seconds apart", async () => {
    const ids = await manyLeads(12);
    await setTouch(ids[3] ?? "", { dueAt: addMinutes(WEDNESDAY_MORNING, 40) });

    const result = await plan();

    const ready = await slotted();
    expect(result).toEqual({
      slotted: ready.length,
      approvalsRequested: 0,
      waiting: 12 - ready.length,
      ended: 0,
      lookAt: expect.any(Date),
    });
    expect(ready.length).toBeGreaterThanOrEqual(4);
    expect(ready.length).toBeLessThanOrEqual(9);
    for (const [index, { slotAt, dueAt }] of ready.entries()) {
      if (!slotAt) throw new Error("a ready touch without a slot");
      expect(slotAt >= dueAt).toBe(true);
      const after = differenceInSeconds(slotAt, WEDNESDAY_MORNING);
      expect(after).toBeGreaterThanOrEqual(0);
      expect(after).toBeLessThanOrEqual(HORIZON_SECONDS);
      const before = ready[index - 1]?.slotAt;
      if (before) expect(differenceInSeconds(slotAt, before)).toBeGreaterThanOrEqual(450);
    }
    expect((await due()).map((event) => ({ ...event, slotAt: new Date(event.slotAt) }))).toEqual(
      expect.arrayContaining(ready.map(({ id, slotAt, resourceId }) => expect.objectContaining({ touchId: id, slotAt, resourceId }))),
    );
    expect(await due()).toHaveLength(ready.length);
  });

  test("before the window opens they start with it; on a holiday there are none", async () => {
    await manyLeads(3);
    const early = new Date("2026-03-04T21:00:00Z"); // Thursday, 08:00 in Sydney
    await plan(early);
    const [first] = await slotted();
    expect(first?.slotAt).toEqual(new Date("2026-03-04T21:30:00Z"));

    const other = await readyClient(world);
    await manyLeads(2, other);
    const goodFriday = new Date("2026-04-02T23:00:00Z");
    expect(await plan(goodFriday, other)).toMatchObject({ slotted: 0, waiting: 2 });
    for (const row of await touchesOf(other)) {
      if (row.stepNumber === 1)
        expect(row).toMatchObject({ state: "planned", reasonCode: "outside_window", reason: expect.stringMatching(/Good Friday/) });
    }
  });

  test("are the same for the same queue, whatever the ids are", async () => {
    const other = await readyClient(world);
    const label = "same@twin.example";
    await setResource(client.mailbox, { label });
    await manyLeads(4, client, (n) => ({ email: `twin${n}@twins.example`, alsScore: 70 }));
    await plan();
    const first = (await slotted()).map((row) => [row.email, row.slotAt]);
    // A mailbox belongs to one client: hand its address on.
    await setResource(client.mailbox, { label: "gone@twin.example" });
    await setResource(other.mailbox, { label });
    await manyLeads(4, other, (n) => ({ email: `twin${3 - n}@twins.example`, alsScore: 70 }));
    await plan(WEDNESDAY_MORNING, other);
    expect((await slotted(other)).map((row) => [row.email, row.slotAt])).toEqual(first);
  });

  test("keep a mailbox's own minimum where that is longer", async () => {
    const slow = await readyClient(world, { spacingSeconds: 1500 });
    await manyLeads(5, slow);
    await plan(WEDNESDAY_MORNING, slow);
    const ready = await slotted(slow);
    expect(ready.map((row) => differenceInSeconds(row.slotAt ?? 0, WEDNESDAY_MORNING))).toEqual([0, 1500, 3000]);
  });
});

describe("caps, counting what is used and what is promised", () => {
  const wide = () => setResource(client.mailbox, { dailyLimit: 40 });

  test("mailbox", async () => {
    await manyLeads(6);
    await setResource(client.mailbox, { dailyLimit: 5 });
    await world.system
      .insertInto("resourceUsage")
      .values({ clientId: client.clientId, resourceId: client.mailbox, day: "2026-03-04", used: 3, cap: 5 })
      .execute();
    await plan();
    expect(await slotted()).toHaveLength(2);
    await plan(addHours(WEDNESDAY_MORNING, 1));
    expect(await slotted()).toHaveLength(2);
    const waiting = (await touchesOf()).filter((row) => row.state === "planned" && row.stepNumber === 1);
    expect(waiting.map((row) => row.reasonCode)).toEqual(waiting.map(() => "resource_cap"));
  });

  test("domain, over two mailboxes", async () => {
    await wide();
    await setResource(client.domain, { dailyLimit: 3 });
    await addMailbox(client, "b");
    await manyLeads(8);
    await plan();
    const ready = await slotted();
    expect(ready).toHaveLength(3);
    expect(new Set(ready.map((row) => row.resourceId)).size).toBe(2);
  });

  test("domain, with open slots of a mailbox that no campaign in this plan uses", async () => {
    await wide();
    await setResource(client.domain, { dailyLimit: 3 });
    const foreign = await addMailbox(client, "c");
    const [first = "", second = ""] = await manyLeads(6);
    await world.system.deleteFrom("campaignResources").where("resourceId", "=", foreign).execute();
    for (const id of [first, second]) await setTouch(id, { state: "ready", resourceId: foreign, slotAt: addMinutes(WEDNESDAY_MORNING, 5) });
    await plan();
    expect(await slotted()).toHaveLength(3);
  });

  test("campaign and client, each on its own day", async () => {
    await wide();
    await manyLeads(5);
    await world.system.updateTable("campaigns").set({ dailyLimit: 2 }).where("id", "=", client.campaign).execute();
    await plan();
    expect(await slotted()).toHaveLength(2);

    const small = await readyClient(world);
    await world.system.updateTable("clients").set({ tier: "ignition" }).where("id", "=", small.clientId).execute();
    await world.system
      .insertInto("outreachUsage")
      .values({ clientId: small.clientId, campaignId: null, day: "2026-03-04", used: 48 })
      .execute();
    await manyLeads(5, small);
    await plan(WEDNESDAY_MORNING, small);
    expect(await slotted(small)).toHaveLength(2);
  });

  test("a mailbox in its warm-up carries what the ramp allows, one that is new nothing", async () => {
    await setResource(client.mailbox, { isPrewarmed: false, rampStartedAt: subDays(WEDNESDAY_MORNING, 14) });
    await world.system
      .insertInto("resourceUsage")
      .values({ clientId: client.clientId, resourceId: client.mailbox, day: "2026-03-04", used: 3, cap: 5 })
      .execute();
    await manyLeads(4);
    await plan();
    expect(await slotted()).toHaveLength(2);

    const fresh = await readyClient(world);
    await setResource(fresh.mailbox, { isPrewarmed: false, rampStartedAt: subDays(WEDNESDAY_MORNING, 3) });
    const [first = ""] = await manyLeads(1, fresh);
    await plan(WEDNESDAY_MORNING, fresh);
    expect(await touch(first)).toMatchObject({ state: "planned", reasonCode: "warmup_not_ready" });
  });

  test("a mailbox that rested for more than a fortnight starts its ramp again, at five a day", async () => {
    await setResource(client.mailbox, { lastUsedAt: subDays(WEDNESDAY_MORNING, 15) });
    await manyLeads(9);
    await plan();
    expect((await slotted()).length).toBeLessThanOrEqual(5);
    const rested = await world.system.selectFrom("resources").selectAll().where("id", "=", client.mailbox).executeTakeFirstOrThrow();
    expect(rested).toMatchObject({ isPrewarmed: false, rampStartedAt: subDays(WEDNESDAY_MORNING, 14) });

    const busy = await readyClient(world);
    await setResource(busy.mailbox, { lastUsedAt: subDays(WEDNESDAY_MORNING, 13) });
    await manyLeads(1, busy);
    await plan(WEDNESDAY_MORNING, busy);
    expect(
      await world.system.selectFrom("resources").select("isPrewarmed").where("id", "=", busy.mailbox).executeTakeFirstOrThrow(),
    ).toEqual({
      isPrewarmed: true,
    });
  });
});

describe("who hears already, counting what is promised", () => {
  test("a person under two addresses gets one slot, and a company two, in this plan and the next", async () => {
    await addMailbox(client, "sam");
    await addMailbox(client, "kim");
    await manyLeads(2, client, (n) => ({ phone: "0412 345 678", email: `lee${n}@firm${n}.example`, domain: `firm${n}.example` }));
    await manyLeads(3, client, (n) => ({ email: `p${n}@one.example`, domain: "one.example" }));

    for (const at of [WEDNESDAY_MORNING, addMinutes(WEDNESDAY_MORNING, 1)]) {
      await plan(at);
      expect(await slotted()).toHaveLength(3);
      const waiting = (await touchesOf()).filter((row) => row.stepNumber === 1 && row.state === "planned");
      expect(waiting.map((row) => row.reasonCode).sort()).toEqual(["company_pressure", "contact_pressure"]);
    }
  });
});

describe("who goes first", () => {
  test("follow-ups before first messages, then the hottest lead", async () => {
    const [cold = "", hot = "", warm = ""] = await manyLeads(3, client, (n) => ({
      alsScore: [40, 90, 70][n],
      alsTier: ["cool", "hot", "warm"][n],
    }));
    const leadId = await insertLead(world, client.clientId, { alsScore: 36, alsTier: "cool", status: "in_sequence" });
    await world.system.updateTable("leads").set({ status: "scored" }).where("id", "=", leadId).execute();
    const [intro = "", followUp = ""] = await enrol(world, client, leadId, subDays(WEDNESDAY_MORNING, 10));
    await setTouch(intro, { state: "skipped", reasonCode: "rejected" });
    await setTouch(followUp, { dueAt: subMinutes(WEDNESDAY_MORNING, 1) });

    await plan();
    const order = (await slotted()).map((row) => row.id);
    expect(order.slice(0, 4)).toEqual([followUp, hot, warm, cold]);
  });

  test("an enrolment keeps its mailbox, also when another one is free", async () => {
    const other = await addMailbox(client, "aa");
    const [first = ""] = await manyLeads(1);
    await world.system
      .insertInto("enrolmentSenders")
      .columns(["clientId", "enrolmentId", "channel", "resourceId"])
      .expression((eb) =>
        eb
          .selectFrom("enrolments")
          .select((of) => ["clientId", "id", of.val("email").as("channel"), of.val(client.mailbox).as("resourceId")])
          .where("clientId", "=", client.clientId),
      )
      .execute();
    await setResource(client.mailbox, { nextFreeAt: addMinutes(WEDNESDAY_MORNING, 30) });
    await plan();
    expect(await touch(first)).toMatchObject({ resourceId: client.mailbox, slotAt: addMinutes(WEDNESDAY_MORNING, 30) });
    const [second = ""] = await manyLeads(1);
    await plan();
    expect(await touch(second)).toMatchObject({ resourceId: other, slotAt: WEDNESDAY_MORNING });
  });

  test("the second step waits for the first", async () => {
    const [first = ""] = await manyLeads(1);
    await world.system.updateTable("touches").set({ dueAt: WEDNESDAY_MORNING }).where("clientId", "=", client.clientId).execute();
    await plan();
    expect((await slotted()).map((row) => row.id)).toEqual([first]);
  });

  test("hundreds of hot leads that somebody has to mend first do not hide the one that can go", async () => {
    const crowded = await readyClient(world);
    await heldLeads(crowded, 520);
    const [sendable = ""] = await manyLeads(1, crowded, () => ({ alsScore: 35 }));
    expect(await plan(WEDNESDAY_MORNING, crowded)).toMatchObject({ slotted: 1, waiting: 520 });
    expect((await slotted(crowded)).map((row) => row.id)).toEqual([sendable]);
  });
});

test("five hundred candidates are planned in a few dozen statements", async () => {
  const crowded = await readyClient(world);
  await heldLeads(crowded, 490);
  await manyLeads(10, crowded);
  let statements = 0;
  const counted = world.system.withPlugin({
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: async ({ result: rows }) => rows,
  });
  const ctx = world.systemCtx(crowded.clientId);
  const result = await planOutreach({ ...ctx, tx: (work) => systemTransaction(counted, ctx, work) }, { pepper: TEST_PEPPER });
  expect(result.slotted + result.waiting).toBe(500);
  expect(result.slotted).toBeGreaterThan(0);
  expect(statements).toBeLessThanOrEqual(30);
});

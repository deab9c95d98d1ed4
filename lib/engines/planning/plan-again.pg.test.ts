import { setTimeout } from "node:timers/promises";
import { addDays, addHours, addMinutes, differenceInSeconds, subHours, subMinutes } from "date-fns";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { listClientsToPlan } from "@/lib/db/queries/planning";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { lockLead } from "@/lib/db/queries/touches";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import {
  enrol,
  insertLead,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  testSenderOptions,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
let client: ReadyClient;

beforeEach(async () => {
  client = await readyClient(world);
});

/** Resolves once a transaction waits for its turn. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const { rows } =
      await sql`select from pg_locks join pg_database d on d.oid = database where d.datname = current_database() and locktype = 'advisory' and not granted`.execute(
        world.system,
      );
    if (rows.length > 0) return;
    await setTimeout(5);
  }
}
const { due, manyLeads, plan, setResource, setTouch, slotted, touch } = planningHelpers(() => ({ world, client }));

describe("planning again", () => {
  test("leaves given slots alone and gives the rest the time behind them", async () => {
    await manyLeads(3);
    await plan();
    const before = await slotted();
    const events = await due();
    await manyLeads(2);
    await plan(addMinutes(WEDNESDAY_MORNING, 1));
    const after = await slotted();
    expect(after.slice(0, 3).map(({ id, slotAt }) => ({ id, slotAt }))).toEqual(before.map(({ id, slotAt }) => ({ id, slotAt })));
    expect(await due()).toHaveLength(events.length + after.length - before.length);
  });

  test("a slot nobody used is given again after 15 minutes", async () => {
    const [first = ""] = await manyLeads(1);
    await plan();
    const justNot = addMinutes(WEDNESDAY_MORNING, 15);
    expect(await plan(justNot)).toMatchObject({ slotted: 0 });
    const later = addMinutes(WEDNESDAY_MORNING, 16);
    expect(await plan(later)).toMatchObject({ slotted: 1 });
    expect((await touch(first)).slotAt).toEqual(later);
  });

  test("what has not changed is not written again", async () => {
    const [first = ""] = await manyLeads(1, client, () => ({ emailStatus: "unknown" }));
    await plan();
    const before = await touch(first);
    await plan(addHours(WEDNESDAY_MORNING, 1));
    expect(await touch(first)).toEqual(before);
    expect(before).toMatchObject({ state: "planned", reasonCode: "email_unverified", reason: expect.stringMatching(/verified/) });
  });

  test("plans of one client at the same time give nothing out twice", async () => {
    await manyLeads(6);
    const results = await Promise.all(Array.from({ length: 4 }, () => plan()));
    const ready = await slotted();
    expect(results.reduce((sum, result) => sum + result.slotted, 0)).toBe(ready.length);
    expect(await due()).toHaveLength(ready.length);
    for (const [index, row] of ready.entries()) {
      const before = ready[index - 1]?.slotAt;
      if (before && row.slotAt) expect(differenceInSeconds(row.slotAt, before)).toBeGreaterThanOrEqual(450);
    }
  });

  test("a plan waits for the one that runs", async () => {
    await manyLeads(1);
    let waiting: Promise<unknown> | undefined;
    await world.systemCtx(client.clientId).tx(async (db) => {
      await takeTurns(db, `plan-outreach:${client.clientId}`);
      waiting = plan();
      await someoneWaits();
      expect(await slotted()).toEqual([]);
    });
    expect(await waiting).toMatchObject({ slotted: 1 });
  });

  test("a lead that somebody holds is passed over until the next plan", async () => {
    const [held = "", free = ""] = await manyLeads(2);
    const { leadId } = await touch(held);
    await world.systemCtx(client.clientId).tx(async (db) => {
      await lockLead(db, { clientId: client.clientId, leadId });
      expect(await plan()).toEqual({ slotted: 1, approvalsRequested: 0, waiting: 0, ended: 0, lookAt: WEDNESDAY_MORNING });
    });
    expect((await slotted()).map((row) => row.id)).toEqual([free]);
    await plan(addMinutes(WEDNESDAY_MORNING, 1));
    expect(await slotted()).toHaveLength(2);
  });

  test("a reply that comes in while a plan runs is never overwritten", async () => {
    for (let round = 0; round < 8; round += 1) {
      const leadId = await insertLead(world, client.clientId, round % 2 ? {} : { emailStatus: "unknown" });
      await enrol(world, client, leadId);
      const ctx = world.systemCtx(client.clientId);
      await Promise.all([
        plan(),
        ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "unsubscribed", source: "reply" }, { pepper: TEST_PEPPER })),
      ]);
      const states = await world.system.selectFrom("touches").select("state").where("leadId", "=", leadId).execute();
      expect(states.map((row) => row.state)).toEqual(["cancelled", "cancelled"]);
    }
  });

  test("a hand-over that is under way while a plan runs is not pulled back", async () => {
    const carrier = new FakeCarrier();
    for (let round = 0; round < 8; round += 1) {
      const [first = ""] = await manyLeads(1);
      // A slot that went stale while its event was late: plan and dispatch meet.
      await setResource(client.mailbox, { lastUsedAt: null, dailyLimit: 40 });
      await setTouch(first, { state: "ready", resourceId: client.mailbox, slotAt: subMinutes(WEDNESDAY_MORNING, 20) });
      await Promise.all([
        plan(),
        dispatchTouch(world.systemCtx(client.clientId), { touchId: first, resourceId: client.mailbox }, testSenderOptions(carrier)),
      ]);
      expect((await touch(first)).state).toBe("sent");
    }
    expect(carrier.sent).toHaveLength(8);
  });
});

describe("what a plan ends or leaves", () => {
  test("a stop ends the enrolment, a skip only the step", async () => {
    const [stopped = "", skipped = ""] = await manyLeads(2);
    const replied = await touch(stopped);
    await world.system
      .updateTable("leads")
      .set({ lastRepliedAt: subHours(WEDNESDAY_MORNING, 1) })
      .where("id", "=", replied.leadId)
      .execute();
    const dead = await touch(skipped);
    await world.system.updateTable("leads").set({ alsTier: "dead" }).where("id", "=", dead.leadId).execute();

    expect(await plan()).toEqual({ slotted: 0, approvalsRequested: 0, waiting: 0, ended: 2, lookAt: expect.any(Date) });
    const states = async (leadId: string) =>
      (
        await world.system
          .selectFrom("touches")
          .select(["state", "reasonCode"])
          .where("leadId", "=", leadId)
          .orderBy("stepNumber")
          .execute()
      ).map((row) => [row.state, row.reasonCode]);
    expect(await states(replied.leadId)).toEqual([
      ["cancelled", "replied"],
      ["cancelled", "replied"],
    ]);
    expect(await states(dead.leadId)).toEqual([
      ["skipped", "tier_channel_not_allowed"],
      ["planned", null],
    ]);
    const enrolment = await world.system
      .selectFrom("enrolments")
      .select(["state", "stopReason"])
      .where("leadId", "=", replied.leadId)
      .executeTakeFirstOrThrow();
    expect(enrolment).toEqual({ state: "stopped", stopReason: "replied" });
  });

  test("holds and deferrals stay planned, each with its reason", async () => {
    const [noConsent = "", deferred = "", held = ""] = await manyLeads(3);
    const lead = async (id: string) => (await touch(id)).leadId;
    await world.system
      .updateTable("consentBases")
      .set({ revokedAt: WEDNESDAY_MORNING, revokedReason: "x" })
      .where("leadId", "=", await lead(noConsent))
      .execute();
    await world.system
      .updateTable("leads")
      .set({ snoozedUntil: addDays(WEDNESDAY_MORNING, 3) })
      .where("id", "=", await lead(deferred))
      .execute();
    await world.system
      .updateTable("leads")
      .set({ heldAt: WEDNESDAY_MORNING, heldReason: "A legal matter" })
      .where("id", "=", await lead(held))
      .execute();
    await plan();
    expect(await touch(noConsent)).toMatchObject({ state: "planned", reasonCode: "no_consent_basis" });
    expect(await touch(deferred)).toMatchObject({ state: "planned", reasonCode: "snoozed" });
    expect(await touch(held)).toMatchObject({ state: "planned", reasonCode: "held", reason: "A legal matter" });
  });

  test("manual mode schedules nothing", async () => {
    client = await readyClient(world, { mode: "manual" });
    const [first = ""] = await manyLeads(1);
    expect(await plan()).toMatchObject({ slotted: 0, approvalsRequested: 0, waiting: 1 });
    expect(await touch(first)).toMatchObject({ state: "planned", slotAt: null, reasonCode: "permission_pending" });
  });

  test("one lead with a zone nobody knows, one mailbox with a limit of zero: nobody else's plan fails", async () => {
    await manyLeads(2, client, (n) => (n === 0 ? { timezone: "Mars/Olympus" } : {}));
    expect(await plan()).toMatchObject({ slotted: 2 });
    const closed = await readyClient(world, { mailboxLimit: 0 });
    const [first = ""] = await manyLeads(1, closed);
    expect(await plan(WEDNESDAY_MORNING, closed)).toMatchObject({ slotted: 0, waiting: 1 });
    expect(await touch(first)).toMatchObject({ reasonCode: "resource_cap" });
  });
});

describe("the hourly plan passes over a client", () => {
  const evening = addHours(WEDNESDAY_MORNING, 10);
  const asksAt = async (hours: number) =>
    (await listClientsToPlan(world.system, { now: addHours(evening, hours), dueBefore: addDays(evening, 2) })).includes(client.clientId);

  test("until the clock can change something, and at most three hours", async () => {
    await manyLeads(1);
    expect(await asksAt(0)).toBe(true);
    const { lookAt } = await plan(evening);
    expect(await asksAt(1)).toBe(false);
    expect(lookAt).toEqual(addHours(evening, 3));
    expect(await asksAt(3)).toBe(true);
  });

  test("and is there in time for the first minute of the window", async () => {
    const slot = async (isAsked: (hours: number) => Promise<boolean> | boolean) => {
      client = await readyClient(world);
      const [first = ""] = await manyLeads(1);
      for (let hours = 0; hours < 20; hours += 1) if (await isAsked(hours)) await plan(addHours(evening, hours));
      return (await touch(first)).slotAt;
    };
    const always = await slot(() => true);
    expect(always).not.toBeNull();
    expect(await slot(asksAt)).toEqual(always);
  });

  test.each([
    ["a sender", () => setResource(client.mailbox, { dailyLimit: 31 })],
    ["its campaign", () => world.system.updateTable("campaigns").set({ windowEnd: "20:00" }).where("id", "=", client.campaign).execute()],
    [
      "the workspace",
      () => world.system.updateTable("clients").set({ legalName: "Other Pty Ltd" }).where("id", "=", client.clientId).execute(),
    ],
  ])("but not after a change of %s", async (_, change) => {
    await manyLeads(1);
    await plan(evening);
    await change();
    expect(await asksAt(1)).toBe(true);
  });
});

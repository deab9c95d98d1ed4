import { addDays, addHours, addMinutes, differenceInSeconds, subDays, subHours, subMinutes } from "date-fns";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemTransaction } from "@/lib/db/client";
import { approve, expireApprovals, reject } from "@/lib/engines/approvals/decide-approval";
import { contentHash } from "@/lib/engines/content/content-hash";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { planOutreach } from "@/lib/engines/planning/plan-outreach";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import {
  enrol,
  insertLead,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  type TestWorld,
  testSenderOptions,
  testWorld,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";

const HORIZON_SECONDS = 65 * 60;

let world: TestWorld;
let client: ReadyClient;

beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  client = await readyClient(world);
});

const options = { pepper: TEST_PEPPER };
const plan = (now = WEDNESDAY_MORNING, of = client) => planOutreach(world.systemCtx(of.clientId, now), options);
const touchesOf = (of = client) =>
  world.system
    .selectFrom("touches as t")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .selectAll("t")
    .select(["l.alsScore", "l.email"])
    .where("t.clientId", "=", of.clientId)
    .orderBy("t.slotAt")
    .execute();
const slotted = async (of = client) => (await touchesOf(of)).filter((touch) => touch.state === "ready");
const touch = (id: string) => world.system.selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const setTouch = (id: string, change: Record<string, unknown>) =>
  world.system.updateTable("touches").set(change).where("id", "=", id).execute();
const setResource = (id: string, change: Record<string, unknown>) =>
  world.system.updateTable("resources").set(change).where("id", "=", id).execute();
const due = async (of = client) => {
  const rows = await world.system
    .selectFrom("private.outbox")
    .select("data")
    .where("clientId", "=", of.clientId)
    .where("name", "=", "touch/due")
    .execute();
  return rows.map((row) => row.data as { touchId: string; resourceId: string; slotAt: string });
};
const approvals = () =>
  world.system.selectFrom("approvals").selectAll().where("clientId", "=", client.clientId).orderBy("createdAt").execute();

async function manyLeads(count: number, of = client, overrides: (n: number) => Record<string, unknown> = () => ({})) {
  const first: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const leadId = await insertLead(world, of.clientId, { alsScore: 60 + (n % 25), ...overrides(n) });
    first.push((await enrol(world, of, leadId))[0] ?? "");
  }
  return first;
}

/** A second mailbox of the client, on the same domain or its own. */
async function addMailbox(of: ReadyClient, label: string, { domain = of.domain, dailyLimit = 30 } = {}) {
  const row = await world.system
    .insertInto("resources")
    .values({
      clientId: of.clientId,
      channel: "email",
      kind: "mailbox",
      parentId: domain,
      label,
      senderName: "Sam",
      dailyLimit,
      isPrewarmed: true,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await world.system
    .insertInto("campaignResources")
    .values({ clientId: of.clientId, campaignId: of.campaign, resourceId: row.id })
    .execute();
  return row.id;
}

describe("slots", () => {
  test("lie in the coming hour, in the window, not before they are due, and at least 450 seconds apart", async () => {
    const ids = await manyLeads(12);
    await setTouch(ids[3] ?? "", { dueAt: addMinutes(WEDNESDAY_MORNING, 40) });

    const result = await plan();

    const ready = await slotted();
    expect(result).toEqual({ slotted: ready.length, approvalsRequested: 0, waiting: 12 - ready.length, ended: 0 });
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
    expect(waiting.map((row) => row.reasonCode)).toEqual(waiting.map(() => "mailbox_cap"));
  });

  test("domain, over two mailboxes", async () => {
    await wide();
    await setResource(client.domain, { dailyLimit: 3 });
    await addMailbox(client, `b@${client.domain.slice(-12)}.example`);
    await manyLeads(8);
    await plan();
    const ready = await slotted();
    expect(ready).toHaveLength(3);
    expect(new Set(ready.map((row) => row.resourceId)).size).toBe(2);
  });

  test("domain, with open slots of a mailbox that no campaign in this plan uses", async () => {
    await wide();
    await setResource(client.domain, { dailyLimit: 3 });
    const foreign = await addMailbox(client, `c@${client.domain.slice(-12)}.example`);
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
    const other = await addMailbox(client, `aa@${client.domain.slice(-12)}.example`);
    const [first = ""] = await manyLeads(1);
    await world.system.updateTable("enrolments").set({ mailboxId: client.mailbox }).where("clientId", "=", client.clientId).execute();
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

  test("a reply that comes in while a plan runs is never overwritten", async () => {
    for (let round = 0; round < 8; round += 1) {
      const leadId = await insertLead(world, client.clientId, round % 2 ? {} : { emailStatus: "unknown" });
      await enrol(world, client, leadId);
      const ctx = world.systemCtx(client.clientId);
      await Promise.all([plan(), ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "unsubscribed", source: "reply" }, options))]);
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

    expect(await plan()).toEqual({ slotted: 0, approvalsRequested: 0, waiting: 0, ended: 2 });
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
    expect(await touch(first)).toMatchObject({ reasonCode: "mailbox_cap" });
  });
});

describe("co-pilot", () => {
  beforeEach(async () => {
    client = await readyClient(world, { mode: "co_pilot" });
  });
  const person = () => world.memberCtx(client.clientId, client.userId, "owner", addMinutes(WEDNESDAY_MORNING, 5));
  const send = async (touchId: string, now: Date) => {
    const carrier = new FakeCarrier();
    const result = await dispatchTouch(
      world.systemCtx(client.clientId, now),
      { touchId, resourceId: client.mailbox },
      testSenderOptions(carrier),
    );
    return { result, sent: carrier.sent };
  };

  test("each message waits once for a person, however often it is planned", async () => {
    const [first = ""] = await manyLeads(1);
    expect(await plan()).toEqual({ slotted: 0, approvalsRequested: 1, waiting: 0, ended: 0 });
    expect(await plan(addHours(WEDNESDAY_MORNING, 1))).toMatchObject({ approvalsRequested: 0 });
    const [request, ...others] = await approvals();
    expect(others).toEqual([]);
    expect(request).toMatchObject({ touchId: first, status: "pending", expiresAt: addHours(WEDNESDAY_MORNING, 24) });
    expect(request?.contentHash).toBe(contentHash({ subject: request?.subject ?? "", body: request?.body ?? "" }));
    expect(await touch(first)).toMatchObject({ state: "awaiting_approval", contentHash: request?.contentHash, slotAt: null });
    expect(await send(first, WEDNESDAY_MORNING)).toMatchObject({ result: { outcome: "not_pending" }, sent: [] });
  });

  test("what was approved goes out, to the letter", async () => {
    const [first = ""] = await manyLeads(1);
    await plan();
    const [request] = await approvals();
    await approve(person(), { approvalId: request?.id ?? "" });
    // The template's fields change behind it: the approved text stands.
    await world.system.updateTable("leads").set({ firstName: "Somebody" }).where("clientId", "=", client.clientId).execute();
    const later = addMinutes(WEDNESDAY_MORNING, 10);
    expect(await plan(later)).toMatchObject({ slotted: 1, approvalsRequested: 0 });
    const { result, sent } = await send(first, later);
    expect(result).toEqual({ outcome: "sent" });
    expect(sent[0]?.subject).toBe(request?.subject);
    expect(sent[0]?.text.startsWith(request?.body ?? "?")).toBe(true);
  });

  test("so does what was edited", async () => {
    const [first = ""] = await manyLeads(1);
    await plan();
    const [request] = await approvals();
    const edit = { subject: "A better subject", body: "Hi Lee, a text that a person wrote themselves." };
    await approve(person(), { approvalId: request?.id ?? "", edit });
    const later = addMinutes(WEDNESDAY_MORNING, 10);
    await plan(later);
    const { sent } = await send(first, later);
    expect(sent[0]).toMatchObject({ subject: edit.subject, text: expect.stringContaining(edit.body) });
    expect(await touch(first)).toMatchObject({ contentHash: contentHash(edit) });
  });

  test("a text changed behind its approval is not sent", async () => {
    const [first = ""] = await manyLeads(1);
    await plan();
    const [request] = await approvals();
    await approve(person(), { approvalId: request?.id ?? "" });
    await setTouch(first, { body: "Hi Lee, something nobody has approved." });
    const { result, sent } = await send(first, addMinutes(WEDNESDAY_MORNING, 10));
    expect(result).toMatchObject({ outcome: "hold", code: "permission_pending" });
    expect(sent).toEqual([]);
  });

  test("an expired draft is written again, once, from what is known by then", async () => {
    const [first = ""] = await manyLeads(1);
    await plan();
    await world.system.updateTable("leads").set({ firstName: "Leonie" }).where("clientId", "=", client.clientId).execute();
    const nextDay = addHours(WEDNESDAY_MORNING, 25);
    expect(await expireApprovals(world.systemCtx(client.clientId, nextDay))).toBe(1);
    expect(await touch(first)).toMatchObject({ state: "planned", body: null, reasonCode: "approval_expired" });
    expect(await plan(nextDay)).toMatchObject({ approvalsRequested: 1 });
    const [old, fresh, ...others] = await approvals();
    expect(others).toEqual([]);
    expect(old?.status).toBe("expired");
    expect(fresh).toMatchObject({ status: "pending", body: expect.stringContaining("Leonie") });
  });

  test("after a rejected first message the next one opens the thread, with a subject", async () => {
    const [first = "", second = ""] = await manyLeads(1).then(async ([id = ""]) => {
      const { leadId } = await touch(id);
      const rows = await world.system.selectFrom("touches").select("id").where("leadId", "=", leadId).orderBy("stepNumber").execute();
      return rows.map((row) => row.id);
    });
    await plan();
    const [request] = await approvals();
    await reject(person(), { approvalId: request?.id ?? "", reason: "not this one" });
    expect(await touch(first)).toMatchObject({ state: "skipped", reasonCode: "rejected" });
    const later = addDays(WEDNESDAY_MORNING, 5); // Monday
    expect(await plan(later)).toMatchObject({ approvalsRequested: 1 });
    expect(await touch(second)).toMatchObject({ state: "awaiting_approval", subject: expect.stringMatching(/and local search$/) });
  });

  test("no more drafts wait than the client may send in a day", async () => {
    await world.system.updateTable("clients").set({ tier: "ignition" }).where("id", "=", client.clientId).execute();
    await manyLeads(53);
    expect(await plan()).toMatchObject({ approvalsRequested: 50, waiting: 3 });
    expect(await plan(addMinutes(WEDNESDAY_MORNING, 1))).toMatchObject({ approvalsRequested: 0, waiting: 3 });
    const waiting = (await touchesOf()).filter((row) => row.stepNumber === 1 && row.state === "planned");
    expect(waiting.map((row) => row.reasonCode)).toEqual(["approval_queue_full", "approval_queue_full", "approval_queue_full"]);
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
  const result = await planOutreach({ ...ctx, tx: (work) => systemTransaction(counted, ctx, work) }, options);
  expect(result.slotted + result.waiting).toBe(500);
  expect(result.slotted).toBeGreaterThan(0);
  expect(statements).toBeLessThanOrEqual(30);
});

/** Enrolled leads without a consent basis, hotter than any other, in three statements. */
async function heldLeads(of: ReadyClient, count: number): Promise<void> {
  const leads = await world.system
    .insertInto("leads")
    .values(
      Array.from({ length: count }, (_, n) => ({
        clientId: of.clientId,
        campaignId: of.campaign,
        email: `held${n}@firm${n}.example`,
        firstName: "Hetty",
        company: `Firm ${n}`,
        country: "AU",
        state: "NSW",
        emailStatus: "verified",
        status: "scored" as const,
        alsScore: 95,
        alsTier: "hot" as const,
      })),
    )
    .returning("id")
    .execute();
  const enrolments = await world.system
    .insertInto("enrolments")
    .values(
      leads.map(({ id }) => ({
        clientId: of.clientId,
        campaignId: of.campaign,
        leadId: id,
        sequenceVersionId: of.version,
        enrolledAt: WEDNESDAY_MORNING,
      })),
    )
    .returning(["id", "leadId"])
    .execute();
  await world.system
    .insertInto("touches")
    .values(
      enrolments.map(({ id, leadId }) => ({
        clientId: of.clientId,
        campaignId: of.campaign,
        leadId,
        enrolmentId: id,
        stepId: of.stepIds[0] ?? "",
        stepNumber: 1,
        channel: "email" as const,
        idempotencyKey: `${leadId}:1`,
        dueAt: WEDNESDAY_MORNING,
      })),
    )
    .execute();
}

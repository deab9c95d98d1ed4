import { setTimeout as delay } from "node:timers/promises";
import { addDays } from "date-fns";
import { describe, expect, test } from "vitest";
import { editSequence } from "@/lib/engines/campaigns/edit-sequence";
import { enrolLeads } from "@/lib/engines/enrolments/enrol-leads";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { suppress } from "@/lib/engines/suppression/suppress";
import { ForbiddenError } from "@/lib/errors";
import { addMember, insertLead, type ReadyClient, readyClient, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);

const options = { pepper: TEST_PEPPER };
const enrolAll = (of = client, leadIds?: readonly string[]) =>
  enrolLeads(world.systemCtx(of.clientId), leadIds ? { leadIds } : {}, options);
const enrolments = (of = client) => world.system.selectFrom("enrolments").selectAll().where("clientId", "=", of.clientId).execute();
const planRequests = async (of = client) =>
  (
    await world.system
      .selectFrom("private.outbox")
      .select("id")
      .where("clientId", "=", of.clientId)
      .where("name", "=", "outreach/plan.requested")
      .execute()
  ).length;

/** Another running campaign of the client, on the same sequence of steps. */
async function addCampaign(of: ReadyClient, name: string, { pct = 100, status = "active" as "active" | "paused" } = {}) {
  const { id } = await world.system
    .insertInto("campaigns")
    .values({ clientId: of.clientId, name, status, leadAllocationPct: pct })
    .returning("id")
    .executeTakeFirstOrThrow();
  const version = await world.system
    .insertInto("sequenceVersions")
    .values({ clientId: of.clientId, campaignId: id, version: 1 })
    .returning("id")
    .executeTakeFirstOrThrow();
  await world.system
    .insertInto("sequenceSteps")
    .values({
      clientId: of.clientId,
      sequenceVersionId: version.id,
      stepNumber: 1,
      channel: "email",
      delayDays: 0,
      purpose: "intro",
      subjectTemplate: "Hello",
      bodyTemplate: "Hi {{first_name|there}}, a short note.",
    })
    .execute();
  await world.system.updateTable("campaigns").set({ activeVersionId: version.id }).where("id", "=", id).execute();
  return id;
}

/** Scored leads in one statement; addresses are the same each time. */
async function insertMany(of: ReadyClient, count: number, overrides: Record<string, unknown> = {}) {
  await world.system
    .insertInto("leads")
    .values(
      Array.from({ length: count }, (_, n) => ({
        clientId: of.clientId,
        email: `person${n}@company${n % 97}.example`,
        status: "scored" as const,
        alsScore: 60,
        alsTier: "warm" as const,
        ...overrides,
      })),
    )
    .execute();
}

test("a scored lead enters the running campaign with every step placed by its delay", async () => {
  const leadId = await insertLead(world, client.clientId);
  expect(await enrolAll()).toBe(1);

  const [enrolment, ...others] = await enrolments();
  expect(others).toEqual([]);
  expect(enrolment).toMatchObject({
    leadId,
    campaignId: client.campaign,
    sequenceVersionId: client.version,
    state: "active",
    enrolledAt: WEDNESDAY_MORNING,
  });
  const touches = await world.system.selectFrom("touches").selectAll().where("leadId", "=", leadId).orderBy("stepNumber").execute();
  expect(touches.map(({ stepNumber, state, dueAt, stepId }) => ({ stepNumber, state, dueAt, stepId }))).toEqual([
    { stepNumber: 1, state: "planned", dueAt: WEDNESDAY_MORNING, stepId: client.stepIds[0] },
    { stepNumber: 2, state: "planned", dueAt: addDays(WEDNESDAY_MORNING, 4), stepId: client.stepIds[1] },
  ]);
  const lead = await world.system.selectFrom("leads").select(["campaignId", "status"]).where("id", "=", leadId).executeTakeFirstOrThrow();
  expect(lead).toEqual({ campaignId: client.campaign, status: "scored" });
  expect(await planRequests()).toBe(1);
  const feed = await world.system
    .selectFrom("activities")
    .select("reason")
    .where("clientId", "=", client.clientId)
    .where("action", "=", "enrolled")
    .execute();
  expect(feed).toEqual([{ reason: expect.stringMatching(/^1 scored lead entered Builders/) }]);
});

test("a repeat enrols nobody and asks for no plan; nor do several at once", async () => {
  await insertMany(client, 40);
  const counts = await Promise.all(Array.from({ length: 4 }, () => enrolAll()));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(await planRequests()).toBe(counts.filter((count) => count > 0).length);
  const before = await planRequests();
  expect(await enrolAll()).toBe(0);
  expect(await planRequests()).toBe(before);
  expect(await enrolments()).toHaveLength(40);
  const touches = await world.system.selectFrom("touches").select("id").where("clientId", "=", client.clientId).execute();
  expect(touches).toHaveLength(80);
});

test("a lead that somebody else holds for a moment is waited for, not forgotten", async () => {
  const leadId = await insertLead(world, client.clientId);
  let enrolling: Promise<number> | undefined;
  await world.systemCtx(client.clientId).tx(async (db) => {
    await db.selectFrom("leads").select("id").where("id", "=", leadId).forUpdate().execute();
    enrolling = enrolAll();
    await Promise.race([enrolling, delay(300)]);
  });
  expect(await enrolling).toBe(1);
});

test("a lead is in one campaign at a time, and never again in one it has been through", async () => {
  const leadId = await insertLead(world, client.clientId);
  await enrolAll();
  await addCampaign(client, "A second campaign");
  expect(await enrolAll()).toBe(0);
  const ctx = world.systemCtx(client.clientId);
  await ctx.tx((db) =>
    stopEnrolments(db, { clientId: client.clientId, leadId, reasonCode: "replied", reason: "They replied", now: ctx.now }),
  );
  expect(await enrolAll()).toBe(0);
  expect(await enrolments()).toHaveLength(1);
});

test.each([
  ["a dead tier", { alsTier: "dead", alsScore: 10 }],
  ["no tier", { alsTier: null }],
  ["new", { status: "new" }],
  ["enriched only", { status: "enriched" }],
  ["converted", { status: "converted" }],
  ["unsubscribed", { status: "unsubscribed" }],
  ["deleted", { deletedAt: WEDNESDAY_MORNING }],
])("%s is not enrolled", async (_what, overrides) => {
  await insertLead(world, client.clientId, overrides);
  expect(await enrolAll()).toBe(0);
  expect(await enrolments()).toEqual([]);
});

test("without a running campaign nobody is enrolled", async () => {
  await insertLead(world, client.clientId);
  await world.system.updateTable("campaigns").set({ status: "paused" }).where("id", "=", client.campaign).execute();
  expect(await enrolAll()).toBe(0);
});

describe("suppressed people are passed over (SU-04)", () => {
  const suppressions = [
    ["by address, in another spelling", { kind: "email", value: "Known+Tag@client-level.example", reason: "asked_us" }],
    ["by the address's domain", { kind: "domain", value: "client-level.example", reason: "do_not_contact" }],
    ["for everybody", { kind: "email", value: "known@client-level.example", reason: "complained" }],
    ["by phone", { kind: "phone", value: "0412 345 678", reason: "unsubscribed" }],
    ["by profile", { kind: "linkedin", value: "https://linkedin.com/in/known-person/", reason: "unsubscribed" }],
  ] as const;
  test.each(suppressions)("%s", async (_how, suppression) => {
    await insertLead(world, client.clientId, {
      email: "known@client-level.example",
      phone: "+61412345678",
      linkedinUrl: "https://www.linkedin.com/in/known-person",
    });
    const other = await insertLead(world, client.clientId);
    const ctx = world.systemCtx(client.clientId);
    await ctx.tx((db) => suppress(db, ctx, { ...suppression, source: "manual" }, options));
    expect(await enrolAll()).toBe(1);
    expect((await enrolments()).map((row) => row.leadId)).toEqual([other]);
    if (suppression.reason === "complained") await world.system.deleteFrom("private.globalSuppressions").execute();
  });

  test("and neither they nor leads of a paused campaign keep others waiting", async () => {
    const paused = await addCampaign(client, "Paused", { status: "paused" });
    await insertMany(client, 500, { campaignId: paused, alsScore: 99 });
    const ctx = world.systemCtx(client.clientId);
    await ctx.tx((db) =>
      suppress(db, ctx, { kind: "domain", value: "blocked.example", reason: "do_not_contact", source: "manual" }, options),
    );
    await world.system
      .insertInto("leads")
      .values(
        Array.from({ length: 501 }, (_, n) => ({
          clientId: client.clientId,
          email: `hot${n}@blocked.example`,
          status: "scored" as const,
          alsScore: 95,
          alsTier: "hot" as const,
        })),
      )
      .execute();
    const open = await insertLead(world, client.clientId, { alsScore: 36, alsTier: "cool" });
    expect(await enrolAll()).toBe(1);
    expect((await enrolments()).map((row) => row.leadId)).toEqual([open]);
    expect(await enrolAll()).toBe(0);
  });
});

describe("shares", () => {
  const shareOf = async (of: ReadyClient) => {
    const rows = await world.system
      .selectFrom("enrolments as e")
      .innerJoin("leads as l", "l.id", "e.leadId")
      .innerJoin("campaigns as c", "c.id", "e.campaignId")
      .select(["l.email", "c.name"])
      .where("e.clientId", "=", of.clientId)
      .orderBy("l.email")
      .execute();
    return rows.map((row) => [row.email, row.name] as const);
  };

  test("follow the campaigns' percentages, and are the same for the same people", async () => {
    const results: (readonly (readonly [string, string])[])[] = [];
    for (let round = 0; round < 2; round += 1) {
      const of = await readyClient(world);
      await world.system.updateTable("campaigns").set({ name: "Small", leadAllocationPct: 20 }).where("id", "=", of.campaign).execute();
      await addCampaign(of, "Large", { pct: 60 });
      await insertMany(of, 400);
      for (let rest = 1; rest > 0; ) rest = await enrolAll(of);
      results.push(await shareOf(of));
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[0]).toHaveLength(400);
    const small = results[0]?.filter(([, name]) => name === "Small").length ?? 0;
    // A quarter of 400, within three standard deviations.
    expect(small).toBeGreaterThan(100 - 26);
    expect(small).toBeLessThan(100 + 26);
  });

  test("do not touch a lead that has a campaign of its own; none means nobody", async () => {
    const second = await addCampaign(client, "Zero", { pct: 0 });
    const own = await insertLead(world, client.clientId, { campaignId: second });
    await insertMany(client, 20);
    expect(await enrolAll()).toBe(21);
    const rows = await enrolments();
    expect(rows.find((row) => row.leadId === own)?.campaignId).toBe(second);
    expect(rows.filter((row) => row.campaignId === second)).toHaveLength(1);

    const idle = await readyClient(world);
    await world.system.updateTable("campaigns").set({ leadAllocationPct: 0 }).where("id", "=", idle.campaign).execute();
    await insertMany(idle, 3);
    expect(await enrolAll(idle)).toBe(0);
  });
});

test("leads already enrolled keep their version when the sequence changes; new ones take the new one", async () => {
  const early = await insertLead(world, client.clientId);
  await enrolAll();
  const step = {
    channel: "email" as const,
    delayDays: 1,
    purpose: "intro" as const,
    subjectTemplate: "Another opening",
    bodyTemplate: "Hi {{first_name|there}}, a different note.",
  };
  await editSequence(world.memberCtx(client.clientId, client.userId, "owner"), { campaignId: client.campaign, steps: [step] });
  const late = await insertLead(world, client.clientId);
  await enrolAll();
  const dues = async (leadId: string) =>
    (
      await world.system.selectFrom("touches").select(["dueAt", "stepNumber"]).where("leadId", "=", leadId).orderBy("stepNumber").execute()
    ).map((row) => row.dueAt);
  expect(await dues(early)).toEqual([WEDNESDAY_MORNING, addDays(WEDNESDAY_MORNING, 4)]);
  expect(await dues(late)).toEqual([addDays(WEDNESDAY_MORNING, 1)]);
});

test("only the named leads, of this client, by a member", async () => {
  const [a, b] = [await insertLead(world, client.clientId), await insertLead(world, client.clientId)];
  const stranger = await readyClient(world);
  expect(await enrolAll(stranger, [a])).toBe(0);
  expect(await enrolAll(client, [b])).toBe(1);
  expect((await enrolments()).map((row) => row.leadId)).toEqual([b]);

  const viewer = await addMember(world, client.clientId, "viewer");
  await expect(async () => enrolLeads(world.memberCtx(client.clientId, viewer, "viewer"), {}, options)).rejects.toBeInstanceOf(
    ForbiddenError,
  );
  const member = await addMember(world, client.clientId, "member");
  expect(await enrolLeads(world.memberCtx(client.clientId, member, "member"), {}, options)).toBe(1);
});

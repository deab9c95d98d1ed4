import { addMinutes } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_SEQUENCE } from "@/lib/domain/default-sequence";
import { activateCampaign, listBlockers, pauseCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { createCampaign } from "@/lib/engines/campaigns/create-campaign";
import { editCampaign, editSchedule } from "@/lib/engines/campaigns/edit-campaign";
import { editSequence } from "@/lib/engines/campaigns/edit-sequence";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { ConflictError, InvalidError } from "@/lib/errors";
import { ANOTHER_SCHEDULE, ANOTHER_STEP, campaignRow, NEW_CAMPAIGN } from "@/tests/support/campaign-input";
import { insertLead, readyClient, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world);

const { manyLeads, plan, slotted, touch } = planningHelpers(() => ({ world, client }));
const owner = (of = client) => world.memberCtx(of.clientId, of.userId, "owner");
const campaign = (id = client.campaign) => campaignRow(world, id);
const setCampaign = (change: Record<string, unknown>, id = client.campaign) =>
  world.system.updateTable("campaigns").set(change).where("id", "=", id).execute();
const setClient = (change: Record<string, unknown>) =>
  world.system.updateTable("clients").set(change).where("id", "=", client.clientId).execute();
const eventsNamed = async (name: string) =>
  (
    await world.system
      .selectFrom("private.outbox")
      .select("data")
      .where("clientId", "=", client.clientId)
      .where("name", "=", name)
      .execute()
  ).map((row) => row.data);

describe("a new campaign", () => {
  test("is a draft with the default sequence, on the client's clock", async () => {
    await setClient({ timezone: "Australia/Brisbane" });
    const { campaignId } = await createCampaign(owner(), { ...NEW_CAMPAIGN, offer: "  " });
    const row = await campaign(campaignId);
    expect(row).toMatchObject({ status: "draft", timezone: "Australia/Brisbane", offer: null, createdBy: client.userId });
    const steps = await world.system
      .selectFrom("sequenceSteps")
      .selectAll()
      .where("sequenceVersionId", "=", row.activeVersionId)
      .orderBy("stepNumber")
      .execute();
    expect(
      steps.map(({ stepNumber, delayDays, purpose, subjectTemplate, bodyTemplate, channel }) => ({
        stepNumber,
        delayDays,
        purpose,
        subjectTemplate,
        bodyTemplate,
        channel,
      })),
    ).toEqual(DEFAULT_SEQUENCE.map((step, index) => ({ stepNumber: index + 1, ...step })));
  });

  test("may not share its name with a living one, however it is written; a deleted one frees it", async () => {
    const { campaignId } = await createCampaign(owner(), NEW_CAMPAIGN);
    await expect(createCampaign(owner(), { ...NEW_CAMPAIGN, name: " plumbers in PERTH " })).rejects.toThrow(
      /already a campaign called plumbers in PERTH/,
    );
    await expect(editCampaign(owner(), { ...NEW_CAMPAIGN, campaignId: client.campaign })).rejects.toBeInstanceOf(ConflictError);
    await editCampaign(owner(), { ...NEW_CAMPAIGN, campaignId });
    const stranger = await readyClient(world);
    await createCampaign(owner(stranger), NEW_CAMPAIGN);
    await setCampaign({ deletedAt: WEDNESDAY_MORNING }, campaignId);
    await createCampaign(owner(), NEW_CAMPAIGN);
  });

  test.each([
    ["no name", { name: "  ", permissionMode: null }],
    ["an unknown mode", { name: "x", permissionMode: "yolo" as "manual" }],
  ])("%s is refused", async (_what, input) => {
    await expect(async () => createCampaign(owner(), input)).rejects.toThrow();
  });
});

describe("changes", () => {
  test("of name, mode and schedule hold from the next message on", async () => {
    await editCampaign(owner(), { campaignId: client.campaign, name: "Renamed", permissionMode: "manual", offer: "a free review" });
    await editSchedule(owner(), { campaignId: client.campaign, ...ANOTHER_SCHEDULE });
    expect(await campaign()).toMatchObject({
      name: "Renamed",
      permissionMode: "manual",
      offer: "a free review",
      timezone: "Australia/Perth",
      windowStart: "09:00:00",
      windowEnd: "15:00:00",
      workDays: [2, 3],
      dailyLimit: 20,
      sendsOverShutdown: true,
    });
  });

  test.each([
    ["an unknown zone", { timezone: "Mars/Olympus" }],
    ["an end before the start", { windowStart: "15:00", windowEnd: "09:00" }],
    ["no day at all", { workDays: [] }],
    ["25 o'clock", { windowEnd: "25:00" }],
    ["a limit of nothing", { dailyLimit: 0 }],
  ])("a schedule with %s is refused", async (_what, change) => {
    await expect(async () => editSchedule(owner(), { campaignId: client.campaign, ...ANOTHER_SCHEDULE, ...change })).rejects.toThrow();
  });

  test("of the sequence make a new version; an empty subject answers in the thread", async () => {
    expect(
      await editSequence(owner(), { campaignId: client.campaign, steps: [ANOTHER_STEP, { ...ANOTHER_STEP, subjectTemplate: "  " }] }),
    ).toEqual({
      version: 2,
    });
    const row = await campaign();
    expect(row.activeVersionId).not.toBe(client.version);
    const steps = await world.system
      .selectFrom("sequenceSteps")
      .select(["stepNumber", "subjectTemplate"])
      .where("sequenceVersionId", "=", row.activeVersionId)
      .orderBy("stepNumber")
      .execute();
    expect(steps).toEqual([
      { stepNumber: 1, subjectTemplate: "Another opening" },
      { stepNumber: 2, subjectTemplate: null },
    ]);
    const old = await world.system.selectFrom("sequenceSteps").select("id").where("sequenceVersionId", "=", client.version).execute();
    expect(old).toHaveLength(2);
  });

  test("of the sequence by two people at once are two versions", async () => {
    const results = await Promise.all([1, 2, 3].map(() => editSequence(owner(), { campaignId: client.campaign, steps: [ANOTHER_STEP] })));
    expect(new Set(results.map(({ version }) => version))).toEqual(new Set([2, 3, 4]));
  });

  test("a sequence needs a step, and its first step a subject", async () => {
    await expect(async () => editSequence(owner(), { campaignId: client.campaign, steps: [] })).rejects.toThrow();
    await expect(async () =>
      editSequence(owner(), { campaignId: client.campaign, steps: [{ ...ANOTHER_STEP, subjectTemplate: null }] }),
    ).rejects.toBeInstanceOf(InvalidError);
    expect((await campaign()).activeVersionId).toBe(client.version);
  });
});

describe("what keeps a campaign from starting", () => {
  const blockers = async () =>
    (await world.systemCtx(client.clientId).tx((db) => listBlockers(db, { clientId: client.clientId, campaignId: client.campaign }))).map(
      ({ code }) => code,
    );
  beforeEach(async () => {
    await setCampaign({ status: "draft", activatedAt: null });
  });

  const cases: [string, () => Promise<unknown>][] = [
    ["campaign_completed", () => setCampaign({ status: "completed" })],
    ["already_active", () => setCampaign({ status: "active" })],
    ["subscription_inactive", () => setClient({ subscriptionStatus: "past_due" })],
    ["emergency_stop", () => setClient({ pausedAt: WEDNESDAY_MORNING, pauseReason: "x" })],
    ["too_many_campaigns", () => fillActive(5)],
    ["sender_identity_missing", () => setClient({ contactEmail: null })],
    [
      "no_mailbox",
      () => world.system.updateTable("resources").set({ deletedAt: WEDNESDAY_MORNING }).where("id", "=", client.mailbox).execute(),
    ],
    ["no_steps", () => setCampaign({ activeVersionId: null })],
    [
      "no_leads",
      () => world.system.updateTable("leads").set({ deletedAt: WEDNESDAY_MORNING }).where("clientId", "=", client.clientId).execute(),
    ],
    [
      "leads_elsewhere",
      async () => {
        const { campaignId } = await createCampaign(owner(), NEW_CAMPAIGN);
        await world.system.updateTable("leads").set({ campaignId }).where("clientId", "=", client.clientId).execute();
      },
    ],
    [
      "no_credits",
      async () => {
        await setClient({ creditsRemaining: 0 });
        await world.system.updateTable("leads").set({ status: "new" }).where("clientId", "=", client.clientId).execute();
      },
    ],
  ];
  async function fillActive(count: number) {
    await setClient({ tier: "ignition" });
    for (let n = 0; n < count; n += 1) {
      await world.system
        .insertInto("campaigns")
        .values({ clientId: client.clientId, name: `Running ${n}`, status: "active" })
        .execute();
    }
  }

  test.each(cases)("%s, and nothing else", async (code, arrange) => {
    await insertLead(world, client.clientId);
    expect(await blockers()).toEqual([]);
    await arrange();
    expect(await blockers()).toEqual([code]);
    await expect(activateCampaign(owner(), { campaignId: client.campaign })).rejects.toBeInstanceOf(ConflictError);
    const { status } = await campaign();
    if (code !== "already_active") expect(status).not.toBe("active");
    expect(await eventsNamed("campaign/activated")).toEqual([]);
  });

  test("everything at once is named at once", async () => {
    await setClient({ legalName: null, subscriptionStatus: "cancelled" });
    await expect(activateCampaign(owner(), { campaignId: client.campaign })).rejects.toThrow(
      /subscription is cancelled.*legal name.*no leads/,
    );
  });

  test("leads of its own are enough, also while others are elsewhere", async () => {
    const { campaignId } = await createCampaign(owner(), NEW_CAMPAIGN);
    await insertLead(world, client.clientId, { campaignId });
    await insertLead(world, client.clientId, { campaignId: client.campaign });
    expect(await blockers()).toEqual([]);
    await setClient({ creditsRemaining: 0 });
    await world.system.updateTable("leads").set({ status: "new" }).where("campaignId", "=", client.campaign).execute();
    expect(await blockers()).toEqual(["no_credits"]);
  });

  test("no credits matter only while nothing is scored", async () => {
    await insertLead(world, client.clientId);
    await setClient({ creditsRemaining: 0 });
    expect(await blockers()).toEqual([]);
  });

  test("two that start at once do not pass the plan's number together", async () => {
    await insertLead(world, client.clientId);
    await fillActive(4);
    const { campaignId } = await createCampaign(owner(), NEW_CAMPAIGN);
    const results = await Promise.allSettled([client.campaign, campaignId].map((id) => activateCampaign(owner(), { campaignId: id })));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });
});

describe("start and pause", () => {
  test("a start is announced once, with its time", async () => {
    await setCampaign({ status: "draft", activatedAt: null });
    await insertLead(world, client.clientId);
    await activateCampaign(owner(), { campaignId: client.campaign });
    expect(await campaign()).toMatchObject({ status: "active", activatedAt: WEDNESDAY_MORNING });
    expect(await eventsNamed("campaign/activated")).toEqual([{ clientId: client.clientId, campaignId: client.campaign }]);
    await expect(activateCampaign(owner(), { campaignId: client.campaign })).rejects.toThrow(/is running/);
    expect(await eventsNamed("campaign/activated")).toHaveLength(1);
  });

  test("a pause takes slots back at once, and the next hand-over is held; a start gives new ones", async () => {
    const [first = ""] = await manyLeads(1);
    await plan();
    expect(await slotted()).toHaveLength(1);
    await pauseCampaign(owner(), { campaignId: client.campaign, reason: "wrong offer" });
    expect(await campaign()).toMatchObject({ status: "paused", pausedAt: WEDNESDAY_MORNING, pauseReason: "wrong offer" });
    expect(await touch(first)).toMatchObject({ state: "planned", slotAt: null, reasonCode: "campaign_inactive" });
    const carrier = new FakeCarrier();
    const held = await dispatchTouch(
      world.systemCtx(client.clientId),
      { touchId: first, resourceId: client.mailbox },
      testSenderOptions(carrier),
    );
    expect(held).toMatchObject({ outcome: "hold", code: "campaign_inactive" });
    expect(carrier.sent).toEqual([]);
    expect(await plan()).toMatchObject({ slotted: 0, waiting: 0 });

    await activateCampaign(owner(), { campaignId: client.campaign });
    expect(await plan(addMinutes(WEDNESDAY_MORNING, 20))).toMatchObject({ slotted: 1 });
  });

  test("only what runs can be paused, and not without a reason", async () => {
    await expect(async () => pauseCampaign(owner(), { campaignId: client.campaign, reason: " " })).rejects.toThrow(/Say why/);
    await pauseCampaign(owner(), { campaignId: client.campaign, reason: "x" });
    await expect(pauseCampaign(owner(), { campaignId: client.campaign, reason: "x" })).rejects.toBeInstanceOf(ConflictError);
  });
});

import { expect, test } from "vitest";
import { createFromAudience } from "@/lib/engines/campaigns/create-campaign";
import { dismissWriting, requestWriting } from "@/lib/engines/campaigns/request-writing";
import { beginWriting, failWriting, finishWriting } from "@/lib/engines/campaigns/run-writing";
import { enrolLeads } from "@/lib/engines/enrolments/enrol-leads";
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from "@/lib/errors";
import { addMember, insertLead, TEST_PEPPER } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);
const owner = () => world.memberCtx(client.clientId, client.userId, "owner");
const system = () => world.systemCtx(client.clientId);
const NEW = { name: "Spring", description: "", permissionMode: null, isSplit: false, isWritten: true } as const;
const campaigns = () =>
  world.system
    .selectFrom("campaigns")
    .select(["id", "name", "targetIndustries", "leadAllocationPct", "status"])
    .where("clientId", "=", client.clientId)
    .where("id", "<>", client.campaign)
    .orderBy("leadAllocationPct", "desc")
    .execute();
const writings = () => world.system.selectFrom("campaignWritings").selectAll().where("clientId", "=", client.clientId).execute();
const setIndustries = (...icpIndustries: string[]) =>
  world.system.updateTable("clients").set({ icpIndustries }).where("id", "=", client.clientId).execute();

test("several industries become a campaign each, with their share; leads find the one of their trade", async () => {
  await setIndustries("construction", "Law practice");
  await createFromAudience(owner(), { ...NEW, isSplit: true });
  const made = await campaigns();
  expect(made.map(({ name, targetIndustries, leadAllocationPct }) => [name, targetIndustries, leadAllocationPct]).toSorted()).toEqual([
    ["Spring: construction", ["construction"], 50],
    ["Spring: legal", ["legal"], 50],
  ]);
  expect(await writings()).toHaveLength(2);

  await world.system.updateTable("campaigns").set({ status: "active" }).where("clientId", "=", client.clientId).execute();
  const trades = ["Civil engineering", "Legal services", "Dairy"];
  const leads = [];
  for (const organizationIndustry of trades) leads.push(await insertLead(world, client.clientId, { organizationIndustry }));
  await enrolLeads(system(), {}, { pepper: TEST_PEPPER });
  const rows = await world.system
    .selectFrom("leads as l")
    .innerJoin("campaigns as c", "c.id", "l.campaignId")
    .select(["l.organizationIndustry", "c.name"])
    .where("l.id", "in", leads)
    .execute();
  const of = (trade: string) => rows.find(({ organizationIndustry }) => organizationIndustry === trade)?.name;
  expect(of("Civil engineering")).toBe("Spring: construction");
  expect(of("Legal services")).toBe("Spring: legal");
  // Nobody's trade: the campaign that was made for no trade in particular.
  expect(of("Dairy")).toMatch(/^Builders/);
});

test("one industry cannot be split, and a taken name makes none of them", async () => {
  await setIndustries("construction");
  await expect(createFromAudience(owner(), { ...NEW, isSplit: true })).rejects.toBeInstanceOf(InvalidError);
  await setIndustries("construction", "legal");
  await createFromAudience(owner(), { ...NEW, name: "Spring: legal", isWritten: false });
  await expect(createFromAudience(owner(), { ...NEW, isSplit: true })).rejects.toBeInstanceOf(ConflictError);
  expect(await campaigns()).toHaveLength(1);
  expect(await writings()).toEqual([]);
});

test("a campaign is written once at a time, by a member, and what failed can be asked for again", async () => {
  const viewer = await addMember(world, client.clientId, "viewer");
  const input = { campaignId: client.campaign };
  await expect(async () => requestWriting(world.memberCtx(client.clientId, viewer, "viewer"), input)).rejects.toBeInstanceOf(
    ForbiddenError,
  );
  const asked = await Promise.allSettled([1, 2, 3].map(() => requestWriting(owner(), input)));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const [first] = await writings();
  const writingId = first?.id ?? "";
  await failWriting(system(), { writingId, error: "A fault of ours." });
  expect(await beginWriting(system(), { writingId })).toBeNull();
  await requestWriting(owner(), input);
  expect((await writings()).map(({ status }) => status).toSorted()).toEqual(["failed", "queued"]);
  await expect(requestWriting(owner(), { campaignId: writingId })).rejects.toBeInstanceOf(NotFoundError);
});

test("what is written for a running campaign waits, and can be put away; a repeat stores nothing more", async () => {
  const { writingId } = await requestWriting(owner(), { campaignId: client.campaign });
  const brief = await beginWriting(system(), { writingId });
  expect(brief).toMatchObject({ channels: ["email"], agency: { name: expect.any(String) } });
  const steps = [
    {
      channel: "email" as const,
      delayDays: 0,
      purpose: "intro" as const,
      subjectTemplate: "A subject",
      bodyTemplate: "Words enough for a step.",
    },
  ];
  await finishWriting(system(), { writingId, steps });
  await finishWriting(system(), { writingId, steps });
  const versions = await world.system
    .selectFrom("sequenceVersions")
    .select(["id", "version"])
    .where("campaignId", "=", client.campaign)
    .orderBy("version")
    .execute();
  expect(versions.map(({ version }) => version)).toEqual([1, 2]);
  expect(await writings()).toMatchObject([{ status: "done", isInForce: false, versionId: versions[1]?.id, dismissedAt: null }]);
  const campaign = await world.system
    .selectFrom("campaigns")
    .select("activeVersionId")
    .where("id", "=", client.campaign)
    .executeTakeFirst();
  expect(campaign?.activeVersionId).toBe(client.version);
  await dismissWriting(owner(), { campaignId: client.campaign, writingId });
  expect((await writings())[0]?.dismissedAt).not.toBeNull();
});

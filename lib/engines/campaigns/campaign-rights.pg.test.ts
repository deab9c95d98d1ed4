import { describe, expect, test } from "vitest";
import type { SequenceStepInput } from "@/lib/domain/campaigns";
import { activateCampaign, pauseCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { createCampaign } from "@/lib/engines/campaigns/create-campaign";
import { editCampaign, editSchedule, editSequence } from "@/lib/engines/campaigns/edit-campaign";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import { addMember, insertLead, readyClient } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);

const owner = (of = client) => world.memberCtx(of.clientId, of.userId, "owner");
const campaign = (id = client.campaign) => world.system.selectFrom("campaigns").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const newCampaign = { name: "Plumbers in Perth", permissionMode: null };
const STEP: SequenceStepInput = {
  channel: "email",
  delayDays: 0,
  purpose: "intro",
  subjectTemplate: "Another opening",
  bodyTemplate: "Hi {{first_name|there}}, a different note.",
};
const SCHEDULE = {
  timezone: "Australia/Perth",
  windowStart: "09:00",
  windowEnd: "15:00",
  workDays: [2, 3],
  dailyLimit: 20,
  sendsOverShutdown: true,
};

describe("who may", () => {
  const verbs = (id: () => string): [string, (ctx: ReturnType<typeof owner>) => Promise<unknown>][] => [
    ["edit", (ctx) => editCampaign(ctx, { ...newCampaign, name: "Taken over", campaignId: id() })],
    ["reschedule", (ctx) => editSchedule(ctx, { ...SCHEDULE, campaignId: id() })],
    ["edit the sequence", (ctx) => editSequence(ctx, { campaignId: id(), steps: [STEP] })],
    ["activate", (ctx) => activateCampaign(ctx, { campaignId: id() })],
    ["pause", (ctx) => pauseCampaign(ctx, { campaignId: id(), reason: "x" })],
  ];

  test.each([...verbs(() => client.campaign), ["create", (ctx) => createCampaign(ctx, newCampaign)] as ReturnType<typeof verbs>[number]])(
    "%s: not a viewer",
    async (_verb, run) => {
      const viewer = await addMember(world, client.clientId, "viewer");
      const before = await campaign();
      await expect(async () => run(world.memberCtx(client.clientId, viewer, "viewer"))).rejects.toBeInstanceOf(ForbiddenError);
      // Told that they are a member, the engine goes on and the database refuses.
      await expect(async () => run(world.memberCtx(client.clientId, viewer, "member"))).rejects.toThrow();
      expect(await campaign()).toEqual(before);
    },
  );

  test.each(verbs(() => client.campaign))("%s: not another client, neither as itself nor in the other's name", async (_verb, run) => {
    const stranger = await readyClient(world);
    const before = await campaign();
    const refused = (error: unknown) => error instanceof NotFoundError || error instanceof ConflictError;
    await expect(run(owner(stranger))).rejects.toSatisfy(refused);
    await expect(run(world.memberCtx(client.clientId, stranger.userId, "owner"))).rejects.toSatisfy(refused);
    expect(await campaign()).toEqual(before);
  });

  test("a member may", async () => {
    const member = await addMember(world, client.clientId, "member");
    const ctx = world.memberCtx(client.clientId, member, "member");
    const { campaignId } = await createCampaign(ctx, newCampaign);
    await insertLead(world, client.clientId);
    await activateCampaign(ctx, { campaignId });
    await pauseCampaign(ctx, { campaignId, reason: "lunch" });
    expect(await campaign(campaignId)).toMatchObject({ status: "paused", createdBy: member });
  });
});

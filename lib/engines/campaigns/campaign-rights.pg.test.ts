import { describe, expect, test } from "vitest";
import { activateCampaign, pauseCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { createCampaign } from "@/lib/engines/campaigns/create-campaign";
import { editCampaign, editSchedule } from "@/lib/engines/campaigns/edit-campaign";
import { editSequence } from "@/lib/engines/campaigns/edit-sequence";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import { ANOTHER_SCHEDULE, ANOTHER_STEP, campaignRow, NEW_CAMPAIGN } from "@/tests/support/campaign-input";
import { addMember, insertLead, readyClient } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);

const owner = (of = client) => world.memberCtx(of.clientId, of.userId, "owner");
const campaign = (id = client.campaign) => campaignRow(world, id);

describe("who may", () => {
  const verbs = (id: () => string): [string, (ctx: ReturnType<typeof owner>) => Promise<unknown>][] => [
    ["edit", (ctx) => editCampaign(ctx, { ...NEW_CAMPAIGN, name: "Taken over", campaignId: id() })],
    ["reschedule", (ctx) => editSchedule(ctx, { ...ANOTHER_SCHEDULE, campaignId: id() })],
    ["edit the sequence", (ctx) => editSequence(ctx, { campaignId: id(), steps: [ANOTHER_STEP] })],
    ["activate", (ctx) => activateCampaign(ctx, { campaignId: id() })],
    ["pause", (ctx) => pauseCampaign(ctx, { campaignId: id(), reason: "x" })],
  ];

  test.each([...verbs(() => client.campaign), ["create", (ctx) => createCampaign(ctx, NEW_CAMPAIGN)] as ReturnType<typeof verbs>[number]])(
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
    const { campaignId } = await createCampaign(ctx, NEW_CAMPAIGN);
    await insertLead(world, client.clientId);
    await activateCampaign(ctx, { campaignId });
    await pauseCampaign(ctx, { campaignId, reason: "lunch" });
    expect(await campaign(campaignId)).toMatchObject({ status: "paused", createdBy: member });
  });
});

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { campaignMetrics } from "@/lib/domain/campaign-advice";
import { adviseOnCampaign } from "@/lib/engines/advice/advise-on-campaign";
import { getCampaignMetrics } from "@/lib/engines/advice/get-campaign-metrics";
import { INJECTIONS } from "@/tests/hostile/injections";
import { addMember, enrol, insertLead, type ReadyClient, readyClient, signUp, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const daysAgo = (days: number) => new Date(WEDNESDAY_MORNING.getTime() - days * 86_400_000);

function setTouch(id: string | undefined, change: Record<string, unknown>) {
  return world.system
    .updateTable("touches")
    .set(change)
    .where("id", "=", id ?? "")
    .execute();
}

function sent(client: ReadyClient, id: string | undefined, sentAt: Date) {
  const messageId = `<${randomUUID()}@test>`;
  return setTouch(id, {
    state: "sent",
    sentAt,
    claimedAt: sentAt,
    certificate: "[]",
    contentHash: "h",
    resourceId: client.mailbox,
    messageId,
  });
}

function happened(client: ReadyClient, leadId: string, action: string, occurredAt: Date, touchId?: string) {
  const { clientId, campaign: campaignId } = client;
  return world.system
    .insertInto("activities")
    .values({ clientId, campaignId, leadId, action, occurredAt, reason: "x", ...(touchId && { touchId }) })
    .execute();
}

async function answered(client: ReadyClient, leadId: string, occurredAt: Date, intent: "interested" | "out_of_office") {
  const { clientId, campaign: campaignId } = client;
  const isReply = intent === "interested";
  if (isReply) await world.system.updateTable("leads").set({ lastRepliedAt: occurredAt }).where("id", "=", leadId).execute();
  const { id: threadId } = await world.system
    .insertInto("threads")
    .values({ clientId, campaignId, leadId, channel: "email", lastMessageAt: occurredAt })
    .returning("id")
    .executeTakeFirstOrThrow();
  await world.system
    .insertInto("messages")
    .values({ clientId, threadId, leadId, direction: "inbound", channel: "email", bodyText: "x", intent, isReply, occurredAt })
    .execute();
}

const metricsOf = (client: ReadyClient) => getCampaignMetrics(world.systemCtx(client.clientId), { campaignId: client.campaign });

test("people are counted by what happened to them, under the step whose message they had last", async () => {
  const client = await readyClient(world);
  const neighbour = await readyClient(world);
  const people: { id: string; touches: string[] }[] = [];
  for (let n = 0; n < 7; n += 1) {
    const id = await insertLead(world, client.clientId);
    people.push({ id, touches: await enrol(world, client, id) });
  }
  const [keen, leaving, angry, bounced, refused, fresh, away] = people as [(typeof people)[0], ...(typeof people)[0][]] & typeof people;
  if (!keen || !leaving || !angry || !bounced || !refused || !fresh || !away) throw new Error("seven people");
  for (const { touches } of [keen, leaving, angry, bounced, away]) await sent(client, touches[0], daysAgo(8));
  await sent(client, fresh.touches[0], daysAgo(1));
  await sent(client, leaving.touches[1], daysAgo(5));
  await answered(client, keen.id, daysAgo(7), "interested");
  await answered(client, away.id, daysAgo(7), "out_of_office");
  await happened(client, leaving.id, "unsubscribed", daysAgo(4));
  await happened(client, angry.id, "complained", daysAgo(7));
  await happened(client, angry.id, "complained", daysAgo(6));
  // Came back later, and refused at the door; a soft bounce of somebody whose address is fine is neither.
  await world.system.updateTable("leads").set({ bounceCount: 1, status: "bounced" }).where("id", "=", bounced.id).execute();
  await happened(client, bounced.id, "bounced", daysAgo(8), bounced.touches[0]);
  await setTouch(refused.touches[0], { state: "failed", reasonCode: "hard_bounced", reason: "x" });
  await happened(client, refused.id, "bounced", daysAgo(8), refused.touches[0]);
  await happened(client, fresh.id, "bounced", daysAgo(1), fresh.touches[0]);
  await setTouch(fresh.touches[1], { reasonCode: "no_consent_basis", reason: "x" });
  await sent(client, away.touches[1], daysAgo(3));
  await setTouch(away.touches[1], { channel: "linkedin" });
  await world.system
    .insertInto("linkedinConnections")
    .values({
      clientId: client.clientId,
      leadId: away.id,
      resourceId: client.mailbox,
      state: "accepted",
      invitedAt: daysAgo(15),
      acceptedAt: daysAgo(3),
    })
    .execute();
  // Nobody wrote to this one: what they say is not about the campaign.
  const unasked = await insertLead(world, client.clientId);
  await happened(client, unasked, "unsubscribed", daysAgo(4));
  await insertLead(world, neighbour.clientId);
  await world.system
    .insertInto("resourceUsage")
    .values(
      [1, 2, 9].map((days) => ({
        clientId: client.clientId,
        resourceId: client.mailbox,
        day: daysAgo(days).toISOString().slice(0, 10),
        used: 9,
        cap: 10,
      })),
    )
    .execute();

  const metrics = await metricsOf(client);
  expect(campaignMetrics.parse(metrics)).toEqual(metrics);
  expect(metrics).toMatchObject({
    status: "active",
    enrolled: 7,
    contacted: 6,
    replied: 1,
    positive: 1,
    optedOut: 1,
    complained: 1,
    leadsLeft: 1,
    settled: { contacted: 5, replied: 1 },
    stoppedBy: null,
  });
  expect(metrics.channels).toMatchObject([
    {
      channel: "email",
      isPlanned: true,
      senders: 1,
      planned: 7,
      contacted: 6,
      handedOver: 8,
      bounced: 2,
      replied: 1,
      positive: 1,
      optedOut: 1,
      complained: 1,
      blockedBy: { code: "no_consent_basis", leads: 1, isFinal: false },
      room: { used: 18, cap: 20, days: 2 },
    },
    {
      channel: "linkedin",
      isPlanned: false,
      senders: 0,
      planned: 1,
      contacted: 1,
      handedOver: 1,
      bounced: 0,
      invitations: { accepted: 1, of: 1 },
    },
  ]);
  expect(metrics.steps.slice(0, 2)).toMatchObject([
    { number: 1, contacted: 6, settled: 5, replied: 1, positive: 1, optedOut: 0, complained: 1 },
    { number: 2, contacted: 2, settled: 1, replied: 0, positive: 0, optedOut: 1, complained: 0 },
  ]);
});

test("a member sees the same as the product, whatever the campaign is called; a viewer asks for nothing, and nobody for another client's", async () => {
  const client = await readyClient(world);
  const { clientId, campaign: campaignId, userId } = client;
  await enrol(world, client, await insertLead(world, clientId));
  const before = await metricsOf(client);
  const [injection] = INJECTIONS;
  const text = injection?.text ?? "";
  await world.system
    .updateTable("campaigns")
    .set({ name: text.slice(0, 200), description: text })
    .where("id", "=", campaignId)
    .execute();
  const owner = world.memberCtx(clientId, userId, "owner");
  expect(await getCampaignMetrics(owner, { campaignId })).toEqual(before);
  expect(JSON.stringify(adviseOnCampaign(before))).not.toContain(text.slice(0, 20));

  const viewer = await addMember(world, clientId, "viewer");
  expect(() => getCampaignMetrics(world.memberCtx(clientId, viewer, "viewer"), { campaignId })).toThrow(/member role/);
  const stranger = await signUp(world, "Other");
  await expect(getCampaignMetrics(world.memberCtx(stranger.clientId, stranger.userId, "owner"), { campaignId })).rejects.toThrow(
    "There is no such campaign",
  );
});

import { randomBytes } from "node:crypto";
import { addHours, addMinutes, subDays } from "date-fns";
import { expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import type { WebhookEvent } from "@/lib/domain/webhook-events";
import { type NewActivity, recordActivity } from "@/lib/engines/activities/record-activity";
import { announceActivity, announceLeads } from "@/lib/engines/webhooks/announce-to-webhooks";
import { addWebhook, editWebhook, removeWebhook, setWebhookActive } from "@/lib/engines/webhooks/edit-webhooks";
import { replayDelivery, sendTestDelivery } from "@/lib/engines/webhooks/replay-delivery";
import { rotateWebhookSecret } from "@/lib/engines/webhooks/rotate-webhook-secret";
import { ConflictError, ForbiddenError, InvalidError, LimitError, NotFoundError } from "@/lib/errors";
import { insertLead, TEST_SECRETS_KEY, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileCast, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const cast = fileCast(world);
const options = { secretsKey: TEST_SECRETS_KEY, randomBytes, allowPrivateHosts: false };
const URL_OF = "https://hooks.agency.example/in";

const add = (events: WebhookEvent[], ctx: Ctx = cast.owner) => addWebhook(ctx, { url: URL_OF, description: "", events }, options);
const removeAll = async () => {
  await world.system
    .updateTable("webhookConfigs")
    .set({ deletedAt: WEDNESDAY_MORNING, isActive: false })
    .where("clientId", "in", [cast.client.clientId, cast.other.clientId])
    .execute();
  await world.system.deleteFrom("private.outbox").execute();
};
const outbox = () => world.system.selectFrom("private.outbox").select(["name", "data"]).orderBy("id").execute();
const system = (now = WEDNESDAY_MORNING) => world.systemCtx(cast.client.clientId, now);
const deliveries = (webhookId: string) =>
  world.system.selectFrom("webhookDeliveries").selectAll().where("webhookId", "=", webhookId).orderBy("eventType").execute();
async function record(activity: NewActivity, now = WEDNESDAY_MORNING): Promise<string> {
  const ctx = system(now);
  await ctx.tx((db) => recordActivity(db, ctx, activity));
  const last = world.system.selectFrom("activities").select("id").where("clientId", "=", ctx.clientId).orderBy("id", "desc").limit(1);
  return (await last.executeTakeFirstOrThrow()).id;
}

test("an admin adds a webhook; its secret is shown once, kept sealed, and nobody signed in reads it", async () => {
  await removeAll();
  const { webhookId, secret } = await add(["lead.created"]);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const stored = await world.system
    .selectFrom("private.webhookSecrets")
    .select("sealed")
    .where("webhookId", "=", webhookId)
    .executeTakeFirstOrThrow();
  expect(Buffer.from(stored.sealed, "base64").includes(secret)).toBe(false);
  await expect(cast.owner.tx((db) => db.selectFrom("private.webhookSecrets").select("sealed").execute())).rejects.toThrow(
    /permission denied/,
  );
  expect(await cast.viewer.tx((db) => db.selectFrom("webhookConfigs").select("url").where("id", "=", webhookId).execute())).toHaveLength(1);
  const audited = await world.system.selectFrom("auditLogs").select("action").where("resourceId", "=", webhookId).execute();
  expect(audited).toEqual([{ action: "webhook.created" }]);
});

test("a viewer changes nothing, and another client's webhook is not there", async () => {
  await removeAll();
  const { webhookId } = await add(["lead.created"]);
  const input = { webhookId, url: URL_OF, description: "", events: ["lead.scored" as const] };
  expect(() => add(["lead.created"], cast.viewer)).toThrow(ForbiddenError);
  for (const verb of [
    (ctx: Ctx) => editWebhook(ctx, input, options),
    (ctx: Ctx) => setWebhookActive(ctx, { webhookId, isActive: false }),
    (ctx: Ctx) => removeWebhook(ctx, { webhookId }),
    (ctx: Ctx) => rotateWebhookSecret(ctx, { webhookId }, options),
    (ctx: Ctx) => sendTestDelivery(ctx, { webhookId }),
  ]) {
    expect(() => verb(cast.viewer)).toThrow(ForbiddenError);
    await expect(verb(cast.outsider)).rejects.toThrow(NotFoundError);
  }
  await editWebhook(cast.owner, input, options);
  await removeWebhook(cast.owner, { webhookId });
  await expect(removeWebhook(cast.owner, { webhookId })).rejects.toThrow(NotFoundError);
});

test("an address inside a network is refused when it is entered, and ten webhooks are enough", async () => {
  await removeAll();
  for (const url of ["https://169.254.169.254/", "https://2130706433/", "http://hooks.agency.example/", "https://redis.internal/"]) {
    expect(() => addWebhook(cast.owner, { url, description: "", events: ["lead.created"] }, options)).toThrow(InvalidError);
  }
  for (let made = 0; made < 10; made += 1) await add(["lead.created"]);
  await expect(add(["lead.created"])).rejects.toThrow(LimitError);
});

test("an activity is announced only where somebody listens to it", async () => {
  await removeAll();
  const activity: NewActivity = { action: "campaign_paused", campaignId: cast.client.campaign, reason: "For now" };
  await record(activity);
  await add(["campaign.started", "reply.received"]);
  await add(["campaign.paused"], cast.outsider);
  await record(activity);
  await record({ action: "held", reason: "Stands for no event" });
  expect(await outbox()).toEqual([]);

  const { webhookId } = await add(["campaign.paused"]);
  const activityId = await record(activity);
  expect(await outbox()).toEqual([{ name: "activity/recorded", data: { clientId: cast.client.clientId, activityId } }]);
  await setWebhookActive(cast.owner, { webhookId, isActive: false });
  await record(activity);
  expect(await outbox()).toHaveLength(1);
});

test("each listener gets one delivery with ids and hardly anything of the person; a repeat adds none", async () => {
  await removeAll();
  const leadId = await insertLead(world, cast.client.clientId, { email: "lee@firm.example" });
  const first = await add(["meeting.booked", "lead.converted"]);
  const second = await add(["meeting.booked"]);
  const booked: NewActivity = {
    action: "meeting_booked",
    leadId,
    campaignId: cast.client.campaign,
    reason: "Lee Marsden booked a meeting",
    metadata: { startsAt: "2026-03-06T01:00:00.000Z", source: "booking_link" },
  };
  const activityId = await record(booked);
  expect(await announceActivity(system(), { activityId })).toBe(3);
  expect(await announceActivity(system(), { activityId })).toBe(0);
  const [converted, met] = await deliveries(first.webhookId);
  expect([converted?.eventType, met?.eventType]).toEqual(["lead.converted", "meeting.booked"]);
  expect(JSON.parse(met?.payload ?? "")).toEqual({
    event_type: "meeting.booked",
    timestamp: WEDNESDAY_MORNING.toISOString(),
    client_id: cast.client.clientId,
    data: {
      activity_id: activityId,
      lead: { id: leadId, email: "lee@firm.example" },
      campaign_id: cast.client.campaign,
      touch_id: null,
      channel: null,
      starts_at: "2026-03-06T01:00:00.000Z",
    },
  });
  expect(await deliveries(second.webhookId)).toHaveLength(1);
  const asked = (await outbox()).filter(({ name }) => name === "webhook/delivery.requested");
  expect(asked).toHaveLength(3);

  const again = await record(booked, addHours(WEDNESDAY_MORNING, 1));
  expect(await announceActivity(system(), { activityId: again }), "a second meeting converts nobody again").toBe(2);
  expect(await announceActivity(world.systemCtx(cast.other.clientId), { activityId })).toBe(0);
});

test("a complaint is an opt-out where it is one, and a bounce is e-mail's", async () => {
  await removeAll();
  const { webhookId } = await add(["lead.unsubscribed", "email.bounced"]);
  const [leaves, stays] = [
    await insertLead(world, cast.client.clientId, { status: "unsubscribed" }),
    await insertLead(world, cast.client.clientId),
  ];
  const told = async (activity: NewActivity) => announceActivity(system(), { activityId: await record(activity) });
  expect(await told({ action: "complained", leadId: leaves, reason: "Spam" })).toBe(1);
  expect(await told({ action: "unsubscribed", leadId: leaves, reason: "The same moment" })).toBe(0);
  expect(await told({ action: "complained", leadId: stays, reason: "Angry" })).toBe(0);
  expect(await told({ action: "bounced", channel: "email", leadId: stays, reason: "Dead" })).toBe(1);
  expect(await told({ action: "bounced", channel: "sms", leadId: stays, reason: "Dead" })).toBe(0);
  expect((await deliveries(webhookId)).map(({ eventType }) => eventType)).toEqual(["email.bounced", "lead.unsubscribed"]);
});

test("leads are news once, to whoever listened when it happened", async () => {
  await removeAll();
  const at = addMinutes(WEDNESDAY_MORNING, 5);
  const { webhookId } = await add(["lead.scored"]);
  const lead = (scoredAt: Date | null) => insertLead(world, cast.client.clientId, { scoredAt, alsScore: 91, alsTier: "hot" });
  const [fresh, old, never] = [await lead(at), await lead(subDays(at, 2)), await lead(null)];
  const announce = () => announceLeads(system(at), { event: "lead.scored", leadIds: [fresh, old, never] });
  expect(await announce()).toBe(1);
  expect(await announce()).toBe(0);
  const [told] = await deliveries(webhookId);
  expect(JSON.parse(told?.payload ?? "").data).toMatchObject({ lead: { id: fresh }, score: 91, tier: "hot" });
  expect(await announceLeads(system(at), { event: "lead.created", leadIds: [fresh] }), "nobody listens").toBe(0);
});

test("a replay starts another round of the same delivery, and not while one is under way", async () => {
  await removeAll();
  const { webhookId } = await add(["lead.created"]);
  const { deliveryId = "" } = await sendTestDelivery(cast.owner, { webhookId });
  await expect(replayDelivery(cast.owner, { deliveryId })).rejects.toThrow(ConflictError);
  await world.system.updateTable("webhookDeliveries").set({ status: "failed", attempts: 1 }).where("id", "=", deliveryId).execute();
  expect(() => replayDelivery(cast.viewer, { deliveryId })).toThrow(ForbiddenError);
  await expect(replayDelivery(cast.outsider, { deliveryId })).rejects.toThrow(NotFoundError);
  await replayDelivery(cast.owner, { deliveryId });
  expect((await deliveries(webhookId))[0]).toMatchObject({ id: deliveryId, status: "pending", round: 2, attempts: 0 });
  expect((await outbox()).map(({ data }) => (data as { round: number }).round)).toEqual([1, 2]);
});

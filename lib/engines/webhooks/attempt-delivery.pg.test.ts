import { createHmac, randomBytes } from "node:crypto";
import { addHours, addMilliseconds, addMinutes } from "date-fns";
import { beforeEach, expect, test } from "vitest";
import { WEBHOOK_RETRY_DELAYS_MS } from "@/lib/domain/webhook-events";
import { attemptDelivery } from "@/lib/engines/webhooks/attempt-delivery";
import { addWebhook, removeWebhook, setWebhookActive } from "@/lib/engines/webhooks/edit-webhooks";
import { replayDelivery, sendTestDelivery } from "@/lib/engines/webhooks/replay-delivery";
import { requestDeliveries } from "@/lib/engines/webhooks/request-deliveries";
import { rotateWebhookSecret } from "@/lib/engines/webhooks/rotate-webhook-secret";
import { verifyStandardWebhook } from "@/lib/integrations/signatures/standard-webhook";
import type { PostWebhook, WebhookAnswer } from "@/lib/integrations/webhook-delivery/post-webhook";
import { TEST_SECRETS_KEY, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);
const options = { secretsKey: TEST_SECRETS_KEY, randomBytes, allowPrivateHosts: false };

const TAKEN: WebhookAnswer = { status: 200, body: "ok", durationMs: 12, problem: null };
const FAILED: WebhookAnswer = { status: 500, body: "no", durationMs: 34, problem: "Answered 500" };
let answer: WebhookAnswer;
let posted: Parameters<PostWebhook>[0][];
let webhookId: string;
let secret: string;
let events: number;
const post: PostWebhook = async (message) => {
  posted.push(message);
  return answer;
};
const owner = (now = WEDNESDAY_MORNING) => world.memberCtx(client.clientId, client.userId, "owner", now);

beforeEach(async () => {
  [answer, posted, events] = [TAKEN, [], 0];
  const input = { url: "https://hooks.agency.example/in", description: "", events: ["lead.created" as const] };
  ({ webhookId, secret } = await addWebhook(owner(), input, options));
});

async function request(): Promise<string> {
  const ctx = world.systemCtx(client.clientId);
  const message = { webhookId, event: "lead.created" as const, eventKey: `event-${++events}`, leadId: null, at: ctx.now, data: {} };
  return (await ctx.tx((db) => requestDeliveries(db, ctx, [message]))).ids[0] ?? "";
}
const attempt = (deliveryId: string, { nth = 0, round = 1, now = WEDNESDAY_MORNING } = {}) =>
  attemptDelivery(world.systemCtx(client.clientId, now), { deliveryId, round, attempt: nth }, { ...options, post });
const delivery = (id: string) => world.system.selectFrom("webhookDeliveries").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const webhook = () => world.system.selectFrom("webhookConfigs").selectAll().where("id", "=", webhookId).executeTakeFirstOrThrow();
const notices = () =>
  world.system.selectFrom("notifications").select(["title", "userId", "body"]).where("clientId", "=", client.clientId).execute();
const signedBy = (key: string, now: Date) => {
  const { headers, body } = posted.at(-1) ?? { headers: {}, body: "" };
  return verifyStandardWebhook({ headers: new Headers(headers), prefix: "webhook", body, secrets: key, now }) !== undefined;
};
async function giveUp(): Promise<void> {
  const id = await request();
  for (let nth = 0; nth <= WEBHOOK_RETRY_DELAYS_MS.length; nth += 1) await attempt(id, { nth });
}

test("what the receiver takes is delivered and signed as Standard Webhooks says", async () => {
  const id = await request();
  expect(await attempt(id)).toEqual({ status: "delivered", nextAttemptAt: null });
  expect(await delivery(id)).toMatchObject({ status: "delivered", attempts: 1, responseStatus: 200, responseBody: "ok", durationMs: 12 });
  expect(await webhook()).toMatchObject({ consecutiveFailures: 0, lastSuccessAt: WEDNESDAY_MORNING });
  const [{ headers, body } = { headers: {}, body: "" }] = posted;
  expect(headers["webhook-id" as never]).toBe(id);
  expect(signedBy(secret, WEDNESDAY_MORNING)).toBe(true);
  // By hand, from the text of the standard.
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key)
    .update(`${id}.${WEDNESDAY_MORNING.getTime() / 1000}.${body}`)
    .digest("base64");
  expect(headers["webhook-signature" as never]).toBe(`v1,${expected}`);
  expect((await attempt(id)).status, "a step that is repeated").toBe("superseded");
  expect(posted).toHaveLength(1);
});

test("a failure waits 1 m, 5 m, 30 m, 2 h and 12 h, under one id, and is given up after the sixth attempt", async () => {
  answer = FAILED;
  const id = await request();
  const waits: number[] = [];
  let now = WEDNESDAY_MORNING;
  for (let nth = 0; nth < 5; nth += 1) {
    const { nextAttemptAt } = await attempt(id, { nth, now });
    waits.push(((nextAttemptAt?.getTime() ?? 0) - now.getTime()) / 60_000);
    expect(await attempt(id, { nth, now }), "recorded already").toEqual({ status: "pending", nextAttemptAt });
    now = nextAttemptAt ?? now;
  }
  expect(waits).toEqual([1, 5, 30, 120, 720]);
  expect(await attempt(id, { nth: 5, now })).toEqual({ status: "failed", nextAttemptAt: null });
  expect(await delivery(id)).toMatchObject({ status: "failed", attempts: 6, responseStatus: 500, problem: "Answered 500" });
  expect(await webhook()).toMatchObject({ consecutiveFailures: 1, isActive: true, lastFailureAt: now });
  expect(new Set(posted.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
  expect(new Set(posted.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(6);
});

test("ten given up in a row switch it off and tell the owner once; one that arrives starts the count again", async () => {
  answer = FAILED;
  for (let count = 0; count < 9; count += 1) await giveUp();
  answer = TAKEN;
  await attempt(await request());
  expect((await webhook()).consecutiveFailures).toBe(0);
  answer = FAILED;
  const waiting = await request();
  for (let count = 0; count < 9; count += 1) await giveUp();
  expect(await notices()).toEqual([]);
  await giveUp();
  expect(await webhook()).toMatchObject({ isActive: false, disabledReason: "10 deliveries in a row were given up" });
  expect(await notices()).toEqual([
    { title: "A webhook was switched off", userId: client.userId, body: expect.stringContaining("hooks.agency.example") },
  ]);

  const before = posted.length;
  expect(await attempt(waiting)).toEqual({ status: "failed", nextAttemptAt: null });
  expect(await delivery(waiting)).toMatchObject({ problem: "The webhook was switched off", attempts: 0 });
  expect(posted).toHaveLength(before);
  await expect(replayDelivery(owner(), { deliveryId: waiting })).rejects.toThrow("Switch the webhook on first");
  await setWebhookActive(owner(), { webhookId, isActive: true });
  expect(await webhook()).toMatchObject({ isActive: true, disabledReason: null, consecutiveFailures: 0 });
});

test("a receiver that is gone for good is believed at once", async () => {
  answer = { ...FAILED, status: 410, problem: "Answered 410" };
  expect(await attempt(await request())).toEqual({ status: "failed", nextAttemptAt: null });
  expect(await webhook()).toMatchObject({ isActive: false, disabledReason: expect.stringContaining("410") });
});

test("a removed webhook is not posted to any more", async () => {
  const id = await request();
  await removeWebhook(owner(), { webhookId });
  expect((await attempt(id)).status).toBe("failed");
  expect(posted).toEqual([]);
});

test("after a rotation both secrets sign for a day, never three, then the new one alone", async () => {
  const second = (await rotateWebhookSecret(owner(), { webhookId }, options)).secret;
  await attempt(await request());
  expect([signedBy(secret, WEDNESDAY_MORNING), signedBy(second, WEDNESDAY_MORNING)]).toEqual([true, true]);

  const soon = addMinutes(WEDNESDAY_MORNING, 10);
  const third = (await rotateWebhookSecret(owner(soon), { webhookId }, options)).secret;
  await attempt(await request(), { now: soon });
  expect([secret, second, third].map((key) => signedBy(key, soon))).toEqual([false, true, true]);
  expect(posted.at(-1)?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);

  const last = addMilliseconds(addHours(soon, 24), -1);
  await attempt(await request(), { now: last });
  expect(signedBy(second, last)).toBe(true);
  const after = addHours(soon, 24);
  await attempt(await request(), { now: after });
  expect([second, third].map((key) => signedBy(key, after))).toEqual([false, true]);
});

test("a replay carries the same id and body; a run of the round before has nothing to do any more", async () => {
  answer = { ...FAILED, status: 410 };
  const id = await request();
  await attempt(id);
  await setWebhookActive(owner(), { webhookId, isActive: true });
  answer = TAKEN;
  await replayDelivery(owner(), { deliveryId: id });
  expect((await attempt(id, { nth: 1 })).status).toBe("superseded");
  expect((await attempt(id, { round: 2 })).status).toBe("delivered");
  const [first, again] = posted;
  expect(again?.body).toBe(first?.body);
  expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
});

test("a replay that comes while an attempt is under way wins", async () => {
  const id = await request();
  const replacing: PostWebhook = async () => {
    await world.system.updateTable("webhookDeliveries").set({ round: 2 }).where("id", "=", id).execute();
    return FAILED;
  };
  const input = { deliveryId: id, round: 1, attempt: 0 };
  const made = await attemptDelivery(world.systemCtx(client.clientId), input, { ...options, post: replacing });
  expect(made.status).toBe("superseded");
  expect(await delivery(id)).toMatchObject({ status: "pending", attempts: 0, round: 2 });
});

test("a test is made once, also while the webhook is switched off, and counts for nothing", async () => {
  await setWebhookActive(owner(), { webhookId, isActive: false });
  const { deliveryId = "" } = await sendTestDelivery(owner(), { webhookId });
  answer = FAILED;
  expect(await attempt(deliveryId)).toEqual({ status: "failed", nextAttemptAt: null });
  expect((await webhook()).consecutiveFailures).toBe(0);
  expect(JSON.parse(posted[0]?.body ?? "")).toMatchObject({ event_type: "webhook.test", data: { webhook_id: webhookId } });
});

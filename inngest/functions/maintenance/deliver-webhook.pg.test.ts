import { randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { WebhookEvent } from "@/lib/domain/webhook-events";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { addWebhook } from "@/lib/engines/webhooks/edit-webhooks";
import { replayDelivery } from "@/lib/engines/webhooks/replay-delivery";
import { leadsAdded } from "@/lib/events/catalogue";
import { verifyStandardWebhook } from "@/lib/integrations/signatures/standard-webhook";
import { type DurableApp, openDurableApp } from "@/tests/support/durable-app";
import { insertLead, type ReadyClient, readyClient, TEST_SECRETS_KEY } from "@/tests/support/factories";

const MINUTE_MS = 60_000;
const options = { secretsKey: TEST_SECRETS_KEY, randomBytes, allowPrivateHosts: true };

/** How the receiver treats one request; what is left of the list when it is empty is 200. */
type Treatment = (response: ServerResponse) => unknown;
const fails: Treatment = (response) => response.writeHead(500).end("not today");
const hangs: Treatment = () => undefined;
const redirects: Treatment = (response) => response.writeHead(302, { location: "/elsewhere" }).end();
const talks: Treatment = (response) => response.end("x".repeat(200_000));

let app: DurableApp;
let client: ReadyClient;
let treatments: Treatment[];
let got: { path: string | undefined; headers: IncomingHttpHeaders; body: string; at: Date }[];
const receiver = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    got.push({ path: request.url, headers: request.headers, body: Buffer.concat(pieces).toString(), at: app.clock.now() });
    const treat = treatments.shift();
    if (treat) treat(response);
    else response.end("thanks");
  });
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  app = await openDurableApp();
});
afterAll(async () => {
  await app?.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(async () => {
  [treatments, got] = [[], []];
  client = await readyClient(app.world);
  await app.world.system.updateTable("campaigns").set({ status: "paused" }).where("clientId", "=", client.clientId).execute();
});

const owner = () => app.world.memberCtx(client.clientId, client.userId, "owner", app.clock.now());
const listen = (events: WebhookEvent[]) => addWebhook(owner(), { url, description: "", events }, options);
const deliveries = () =>
  app.world.system.selectFrom("webhookDeliveries").selectAll().where("clientId", "=", client.clientId).orderBy("id").execute();
async function settle(): Promise<void> {
  await app.relay();
  await app.control.idle();
}
/** Something that happens, and everything that follows at once. */
async function pause(): Promise<void> {
  const ctx = owner();
  await ctx.tx((db) => recordActivity(db, ctx, { action: "campaign_paused", campaignId: client.campaign, reason: "For now" }));
  await settle();
}

test("a receiver that fails twice gets it the third time, after one minute and five, signed and under one id", async () => {
  const { secret } = await listen(["campaign.paused"]);
  treatments = [fails, fails];
  const start = app.clock.now().getTime();
  await pause();
  expect(await deliveries()).toMatchObject([{ status: "pending", attempts: 1, responseBody: "not today", problem: "Answered 500" }]);
  await app.advance(MINUTE_MS - 1000);
  expect(got).toHaveLength(1);
  await app.advance(1000);
  await app.advance(5 * MINUTE_MS);

  expect(got.map(({ at }) => (at.getTime() - start) / MINUTE_MS)).toEqual([0, 1, 6]);
  const [delivery] = await deliveries();
  expect(delivery).toMatchObject({ status: "delivered", attempts: 3, responseStatus: 200, responseBody: "thanks", problem: null });
  for (const { headers, body, at } of got) {
    const given = new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(verifyStandardWebhook({ headers: given, prefix: "webhook", body, secrets: secret, now: at })).toBe(delivery?.id);
    expect(verifyStandardWebhook({ headers: given, prefix: "webhook", body: `${body} `, secrets: secret, now: at })).toBeUndefined();
  }
  expect(JSON.parse(got[0]?.body ?? "")).toMatchObject({
    event_type: "campaign.paused",
    client_id: client.clientId,
    data: { campaign_id: client.campaign },
  });
});

test("a receiver that hangs or redirects is tried again; nobody follows where it points", async () => {
  await listen(["campaign.paused"]);
  treatments = [hangs, redirects];
  await pause();
  expect(await deliveries()).toMatchObject([{ status: "pending", responseStatus: null, problem: "There was no answer within 0.5 s" }]);
  await app.advance(MINUTE_MS);
  expect(await deliveries()).toMatchObject([
    { status: "pending", attempts: 2, responseStatus: 302, problem: "Answered 302; redirects are not followed" },
  ]);
  await app.advance(5 * MINUTE_MS);
  expect(await deliveries()).toMatchObject([{ status: "delivered", attempts: 3 }]);
  expect(got.map(({ path }) => path)).toEqual(["/hook", "/hook", "/hook"]);
});

test("of a long answer only the beginning is kept", async () => {
  await listen(["campaign.paused"]);
  treatments = [talks];
  await pause();
  const [delivery] = await deliveries();
  expect(delivery).toMatchObject({ status: "delivered", responseBody: "x".repeat(10_240) });
});

test("after the sixth attempt it is given up; a replay starts anew and arrives", async () => {
  await listen(["campaign.paused"]);
  treatments = Array.from({ length: 6 }, () => fails);
  await pause();
  for (const minutes of [1, 5, 30, 120, 720]) await app.advance(minutes * MINUTE_MS);
  const [delivery] = await deliveries();
  expect(delivery).toMatchObject({ status: "failed", attempts: 6, nextAttemptAt: null });
  await app.advance(1440 * MINUTE_MS);
  expect(got).toHaveLength(6);

  await replayDelivery(owner(), { deliveryId: delivery?.id ?? "" });
  await settle();
  expect(await deliveries()).toMatchObject([{ status: "delivered", round: 2, attempts: 1 }]);
  expect(new Set(got.map(({ headers, body }) => `${String(headers["webhook-id"])} ${body}`)).size).toBe(1);
});

test("the life of a lead is told as it goes through the pipeline, each step once", async () => {
  await listen(["lead.created", "lead.enriched", "lead.scored"]);
  const leadId = await insertLead(app.world, client.clientId, {
    status: "new",
    emailStatus: null,
    alsScore: null,
    alsTier: null,
    scoredAt: null,
    createdAt: app.clock.now(),
  });
  for (let round = 0; round < 2; round += 1) await app.announce(leadsAdded.create({ clientId: client.clientId, leadIds: [leadId] }));
  const told = got.map(({ body }) => JSON.parse(body) as { event_type: string; data: { lead: { id: string } } });
  expect(told).toHaveLength(3);
  expect(new Set(told.map(({ event_type }) => event_type))).toEqual(new Set(["lead.created", "lead.enriched", "lead.scored"]));
  expect(told.every(({ data }) => data.lead.id === leadId)).toBe(true);
});

test("one slow receiver keeps nobody else's deliveries waiting", async () => {
  await listen(["campaign.paused"]);
  await addWebhook(owner(), { url: url.replace("/hook", "/other"), description: "", events: ["campaign.paused"] }, options);
  treatments = [hangs, fails];
  await pause();
  await app.advance(MINUTE_MS);
  expect((await deliveries()).map(({ status, attempts }) => [status, attempts])).toEqual([
    ["delivered", 2],
    ["delivered", 2],
  ]);
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { planRequested } from "@/lib/events/catalogue";
import { createSmtpCarrier } from "@/lib/integrations/smtp/hand-over";
import { type Mail, startMail } from "@/local/mail/server";
import { type DurableApp, openDurableApp } from "@/tests/support/durable-app";
import { enrol, insertLead, type ReadyClient, readyClient } from "@/tests/support/factories";

const MINUTE_MS = 60_000;

let app: DurableApp;
let mail: Mail;
let carrier: ReturnType<typeof createSmtpCarrier>;

const openMail = (smtpPort: number) =>
  startMail({
    smtpPort,
    httpPort: 0,
    databaseUrl: app.world.localUrl,
    clock: app.clock,
    postmark: { webhookUrl: "http://127.0.0.1:9/none", user: "none", password: "none" },
  });

beforeAll(async () => {
  app = await openDurableApp();
  mail = await openMail(0);
  app.carrier.answer = (email) =>
    carrier.handOver(email, {
      host: "127.0.0.1",
      port: Number(new URL(mail.smtpUrl).port),
      secure: false,
      user: "priya@agency.example",
      password: "secret",
    });
});
beforeEach(() => {
  carrier = createSmtpCarrier({ allowPrivateHosts: true, connectTimeoutMs: 10_000, answerTimeoutMs: 1500 });
});
afterAll(async () => {
  await mail?.close();
  await app?.close();
});
afterEach(async () => {
  carrier.close();
  await fail("none");
  await app.world.system.updateTable("campaigns").set({ status: "paused" }).execute();
});

async function control(path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${mail.url}/_control/${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}
const fail = (mode: "refuse" | "hang" | "drop-after-data" | "none") => control("fail-smtp", { mode });

/** A lead whose first message has its slot now. */
async function dueNow() {
  const client = await readyClient(app.world);
  const leadId = await insertLead(app.world, client.clientId);
  const [touchId = ""] = await enrol(app.world, client, leadId, app.clock.now());
  return { client, leadId, touchId };
}
const plan = (client: ReadyClient) => app.announce(planRequested.create({ clientId: client.clientId }));
const touch = (id: string) => app.world.system.selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
/** How often the server took the message. */
async function arrived(touchId: string): Promise<number> {
  const { messageId } = await touch(touchId);
  return ((await control(`sent?messageId=${encodeURIComponent(messageId ?? "")}`)) as { receivedCount: number }).receivedCount;
}
const notices = (client: ReadyClient) =>
  app.world.system.selectFrom("notifications").select(["kind", "title"]).where("clientId", "=", client.clientId).execute();
async function laterToday(client: ReadyClient): Promise<void> {
  for (let quarter = 0; quarter < 8; quarter += 1) {
    await app.advance(15 * MINUTE_MS);
    await plan(client);
  }
}

test("a server that refuses the session for now gets the message a quarter of an hour later, once", async () => {
  const { client, touchId } = await dueNow();
  await fail("refuse");
  await plan(client);
  expect(await touch(touchId)).toMatchObject({ state: "planned", reasonCode: "delivery_retry", reason: expect.stringContaining("421") });
  expect(await arrived(touchId)).toBe(0);
  await app.advance(15 * MINUTE_MS);
  await plan(client);
  await app.advance(MINUTE_MS);
  expect(await touch(touchId)).toMatchObject({ state: "sent", attempts: 2 });
  expect(await arrived(touchId)).toBe(1);
});

test.each([
  ["falls silent", "hang", 0],
  ["dies with the whole message in hand", "drop-after-data", 1],
] as const)("a server that %s leaves the outcome to a person, and nothing is ever sent again by itself", async (_how, mode, copies) => {
  const { client, touchId } = await dueNow();
  await fail(mode);
  await plan(client);
  expect(await touch(touchId)).toMatchObject({ state: "unknown", reason: expect.stringContaining("There was no answer") });
  await laterToday(client);
  expect(await touch(touchId)).toMatchObject({ state: "unknown", attempts: 1 });
  expect(await arrived(touchId)).toBe(copies);
  expect(await notices(client)).toEqual([{ kind: "review", title: "A message may or may not have arrived" }]);
});

test("a server that is gone gets the message when it is back, once", async () => {
  const { client, touchId } = await dueNow();
  const port = Number(new URL(mail.smtpUrl).port);
  await mail.close();
  await plan(client);
  expect(await touch(touchId)).toMatchObject({ state: "planned", reasonCode: "delivery_retry" });
  await app.advance(15 * MINUTE_MS);
  await plan(client);
  expect(await touch(touchId)).toMatchObject({ state: "planned", attempts: 2 });
  mail = await openMail(port);
  await laterToday(client);
  expect(await touch(touchId)).toMatchObject({ state: "sent", attempts: 3 });
  expect(await arrived(touchId)).toBe(1);
});

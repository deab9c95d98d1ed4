import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { addHours, addMinutes, subHours } from "date-fns";
import { serve } from "inngest/node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Deps } from "@/inngest/deps";
import { enqueueEvent, hasAnnounced } from "@/lib/engines/outbox/enqueue-event";
import { relayOutbox } from "@/lib/engines/outbox/relay-outbox";
import { campaignActivated, inboundReceived, leadsAdded, planRequested, replyReceived } from "@/lib/events/catalogue";
import { createLogger } from "@/lib/log";
import { type MovableClock, movableClock } from "@/local/clock";
import { executorClient } from "@/local/inngest/executor-client";
import { type AppServer, openAppServer } from "@/local/inngest/feature-app";
import { type InngestServer, startInngest } from "@/local/inngest/server";
import { buildReply } from "@/local/mail/mime/build-reply";
import {
  enrol,
  insertLead,
  type ReadyClient,
  readyClient,
  type TestWorld,
  testSenderOptions,
  testWorld,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { mailboxOf, storeDelivery, writeTo } from "@/tests/support/inbound-mail";

const MINUTE_MS = 60_000;

let world: TestWorld;
let folder: string;
let clock: MovableClock;
let app: AppServer;
let executor: InngestServer;
let control: ReturnType<typeof executorClient>;
let send: Parameters<typeof relayOutbox>[1]["send"];
const carrier = new FakeCarrier();
/** Makes every transaction of this client fail, as a fault of ours would. */
let brokenClient = "";

beforeAll(async () => {
  world = await testWorld();
  folder = mkdtempSync(join(tmpdir(), "durable-"));
  clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
  clock.freeze(WEDNESDAY_MORNING);
  app = await openAppServer();
  executor = await startInngest({ port: 0, databaseUrl: world.localUrl, clock, appUrls: [app.url] });
  control = executorClient(executor.url);

  vi.stubEnv("INNGEST_DEV", executor.url);
  const { inngest } = await import("@/inngest/client");
  const { durableFunctions } = await import("@/inngest");
  send = async (events) => {
    await inngest.send(events);
  };
  app.handle(serve({ client: inngest, functions: durableFunctions(deps()) }));
  await control.tick();
  await vi.waitFor(async () => expect((await control.functions()).some(({ isSynced }) => isSynced)).toBe(true), { timeout: 10_000 });
});
afterAll(async () => {
  await executor?.close();
  await app?.close();
  await world?.close();
  vi.unstubAllEnvs();
  if (folder) rmSync(folder, { recursive: true });
});

const relay = () => relayOutbox(world.system, { now: clock.now(), send });

function deps(): Deps {
  return {
    system: world.system,
    clock,
    log: createLogger("silent"),
    systemCtx(clientId) {
      const ctx = world.systemCtx(clientId, clock.now());
      return {
        ...ctx,
        async tx(work) {
          if (clientId === brokenClient) throw new Error("a fault of ours");
          let announced = false;
          const result = await ctx.tx(async (db) => {
            const done = await work(db);
            announced = hasAnnounced(db);
            return done;
          });
          if (announced) await relay();
          return result;
        },
      };
    },
    relay,
    enrichment: {
      cache: { find: async () => null, keep: async () => undefined },
      matchPerson: async () => ({ person: null, costMicroAud: 0 }),
      verifyEmail: async (email) => ({
        outcome: "checked",
        email,
        emailStatus: "verified",
        score: 95,
        isDisposable: false,
        isWebmail: false,
        costMicroAud: 23_000,
      }),
      getSearchTraffic: async () => ({ organic_etv: 3000, top10_keywords: 90, costMicroAud: 1 }),
      getBacklinkProfile: async () => ({ domain_rank: 300, spam_score: 2, costMicroAud: 1 }),
    },
    sending: testSenderOptions(carrier),
  };
}

async function announce(event: Parameters<typeof enqueueEvent>[1]): Promise<void> {
  await world.system.transaction().execute((db) => enqueueEvent(db, event));
  await relay();
  await control.idle();
}
async function advance(ms: number): Promise<void> {
  clock.advance(ms);
  await control.tick();
  await control.idle();
}
const runsOf = (id: string, filter: { status?: string } = {}) => control.runs({ function: `agency-os-${id}`, limit: 200, ...filter });
const touchesOf = (leadId: string) =>
  world.system
    .selectFrom("touches")
    .select(["id", "state", "slotAt", "stepNumber"])
    .where("leadId", "=", leadId)
    .orderBy("stepNumber")
    .execute();
async function slotOf(leadId: string): Promise<Date> {
  const [first] = await touchesOf(leadId);
  if (first?.state !== "ready" || !first.slotAt) throw new Error(`the touch is ${first?.state}, without a slot`);
  return first.slotAt;
}
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
/** A client whose only mailbox has no slot before `at`. */
async function busyUntil(at: Date): Promise<ReadyClient> {
  const client = await readyClient(world);
  await world.system.updateTable("resources").set({ nextFreeAt: at }).where("id", "=", client.mailbox).execute();
  return client;
}
/** Nothing of it is planned from now on. */
const quiet = (client: ReadyClient) =>
  world.system.updateTable("campaigns").set({ status: "paused" }).where("clientId", "=", client.clientId).execute();

test("every function registers, and none is refused", async () => {
  const { durableFunctions } = await import("@/inngest");
  const registered = await control.functions();
  expect(registered.flatMap(({ refusals }) => refusals)).toEqual([]);
  const ids = registered.flatMap(({ functions }) => functions.map(({ id }) => id));
  for (const made of durableFunctions(deps())) {
    expect(
      ids.filter((id) => id === `agency-os-${made.id()}`),
      made.id(),
    ).toHaveLength(1);
  }
});

test("a new lead is enriched, scored, enrolled, planned, and written to when its slot comes", async () => {
  const client = await busyUntil(addMinutes(clock.now(), 20));
  const leadId = await insertLead(world, client.clientId, {
    status: "new",
    emailStatus: null,
    alsScore: null,
    alsTier: null,
    title: "Chief Executive Officer",
    linkedinUrl: "https://linkedin.com/in/lee",
    phone: "0412 345 678",
    organizationIndustry: "construction",
    organizationEmployeeCount: 40,
    organizationCountry: "Australia",
    organizationIsHiring: true,
  });
  carrier.sent.length = 0;
  await announce(leadsAdded.create({ clientId: client.clientId, leadIds: [leadId] }));

  expect(await lead(leadId)).toMatchObject({ status: "scored", emailStatus: "verified" });
  const slot = await slotOf(leadId);
  expect(slot).toEqual(addMinutes(clock.now(), 20));
  await advance(20 * MINUTE_MS - 1000);
  expect(carrier.sent).toEqual([]);
  await advance(1000);
  expect(carrier.sent).toHaveLength(1);
  expect((await touchesOf(leadId))[0]?.state).toBe("sent");
  expect((await lead(leadId)).status).toBe("in_sequence");
  expect(await runsOf("dispatch-touch")).toMatchObject([{ status: "completed" }]);
  await quiet(client);
});

test("the gate has the last word when a slot comes", async () => {
  const client = await busyUntil(addMinutes(clock.now(), 30));
  carrier.sent.length = 0;
  const leads = [await insertLead(world, client.clientId), await insertLead(world, client.clientId)];
  for (const leadId of leads) await enrol(world, client, leadId, clock.now());
  await announce(planRequested.create({ clientId: client.clientId }));
  const slots = await Promise.all(leads.map(async (leadId) => ({ leadId, slot: await slotOf(leadId) })));
  const [goes, stops] = slots.sort((one, other) => one.slot.getTime() - other.slot.getTime());
  expect((stops?.slot.getTime() ?? 0) - (goes?.slot.getTime() ?? 0)).toBeGreaterThanOrEqual(3 * MINUTE_MS);

  await advance(31 * MINUTE_MS);
  expect(carrier.sent).toHaveLength(1);
  await world.system
    .updateTable("leads")
    .set({ status: "unsubscribed" })
    .where("id", "=", stops?.leadId ?? "")
    .execute();
  await advance(20 * MINUTE_MS);
  expect(carrier.sent).toHaveLength(1);
  expect((await touchesOf(goes?.leadId ?? ""))[0]?.state).toBe("sent");
  expect((await touchesOf(stops?.leadId ?? ""))[0]?.state).toBe("cancelled");
  await quiet(client);
});

test("each hour a plan of every client with something to send is asked for", async () => {
  const clients = [await busyUntil(addMinutes(clock.now(), 20)), await busyUntil(addMinutes(clock.now(), 20))];
  const idle = await readyClient(world);
  for (const client of clients) await enrol(world, client, await insertLead(world, client.clientId), clock.now());
  // Their enrolment announced a plan already; only the cron's are counted.
  await world.system.updateTable("private.outbox").set({ sentAt: clock.now() }).where("sentAt", "is", null).execute();
  await control.fire("agency-os-request-plans");
  await control.idle();
  for (const client of clients) {
    const states = await world.system
      .selectFrom("touches")
      .select("state")
      .where("clientId", "=", client.clientId)
      .where("stepNumber", "=", 1)
      .execute();
    expect(states).toEqual([{ state: "ready" }]);
  }
  expect((await runsOf("plan-outreach")).every(({ status }) => status === "completed")).toBe(true);
  expect(await world.system.selectFrom("touches").select("id").where("clientId", "=", idle.clientId).execute()).toEqual([]);
  for (const client of [...clients, idle]) await quiet(client);
});

test("a commit's kick and the sweep start each event once, also when a relay dies between sending and marking", async () => {
  const client = await readyClient(world);
  await quiet(client);
  const event = planRequested.create({ clientId: client.clientId });
  const before = (await runsOf("plan-outreach")).length;
  await world.system.transaction().execute((db) => enqueueEvent(db, event));
  const dying = relayOutbox(world.system, {
    now: clock.now(),
    send: async (events) => {
      await send(events);
      throw new Error("killed");
    },
  });
  await expect(dying).rejects.toThrow("killed");
  await Promise.all([relay(), relay()]);
  await control.fire("agency-os-relay-outbox");
  await control.idle();
  expect((await runsOf("plan-outreach")).length - before).toBe(1);
  const waiting = await world.system.selectFrom("private.outbox").select("id").where("sentAt", "is", null).execute();
  expect(waiting).toEqual([]);
});

test("what a failed kick left behind goes out with the sweep of the next minute", async () => {
  const client = await readyClient(world);
  await world.system
    .transaction()
    .execute((db) => enqueueEvent(db, campaignActivated.create({ clientId: client.clientId, campaignId: client.campaign })));
  const before = (await runsOf("enrol-leads")).length;
  await advance(MINUTE_MS);
  expect((await runsOf("enrol-leads")).length).toBe(before + 1);
  await quiet(client);
});

test("an answer is processed, stops the sequence and is told to people, once", async () => {
  const client = await readyClient(world);
  const to = await writeTo(world, client);
  const raw = await buildReply({ from: to.person, original: to.original, text: "Can we talk on Friday at 10?", now: clock.now() });
  const inboundEventId = await storeDelivery(world, { raw, recipient: mailboxOf(client) });
  await announce(inboundReceived.create({ inboundEventId, provider: "postmark" }));
  await announce(inboundReceived.create({ inboundEventId, provider: "postmark" }));

  expect((await touchesOf(to.leadId)).map(({ state }) => state)).toEqual(["sent", "cancelled"]);
  const { id: messageId } = await world.system
    .selectFrom("messages")
    .select("id")
    .where("clientId", "=", client.clientId)
    .where("direction", "=", "inbound")
    .executeTakeFirstOrThrow();
  await announce(replyReceived.create({ clientId: client.clientId, messageId }));
  const notices = await world.system
    .selectFrom("notifications")
    .select(["kind", "title"])
    .where("clientId", "=", client.clientId)
    .execute();
  expect(notices).toEqual([{ kind: "reply", title: "Lee Marsden wants to meet" }]);
  await quiet(client);
});

test("a delivery that keeps failing is tried eight times, kept with its error, and can be tried again", async () => {
  const client = await readyClient(world);
  const to = await writeTo(world, client);
  const raw = await buildReply({ from: to.person, original: to.original, text: "Tell me more", now: clock.now() });
  const inboundEventId = await storeDelivery(world, { raw, recipient: mailboxOf(client) });
  brokenClient = client.clientId;
  await announce(inboundReceived.create({ inboundEventId, provider: "postmark" }));
  for (let round = 0; round < 12; round += 1) await advance(60 * MINUTE_MS);
  const event = () =>
    world.system
      .selectFrom("private.inboundEvents")
      .select(["error", "processedAt"])
      .where("id", "=", inboundEventId)
      .executeTakeFirstOrThrow();
  expect(await event()).toEqual({ error: "a fault of ours", processedAt: null });

  brokenClient = "";
  await announce(inboundReceived.create({ inboundEventId, provider: "postmark" }));
  expect(await event()).toMatchObject({ error: null, processedAt: expect.any(Date) });
  expect((await lead(to.leadId)).replyCount).toBe(1);
  await quiet(client);
});

test("the lead pool renews when its month is over, once, however long nobody looked", async () => {
  const [due, later, stopped] = [await readyClient(world), await readyClient(world), await readyClient(world)];
  for (const client of [due, later, stopped]) await quiet(client);
  const set = (client: ReadyClient, change: Record<string, unknown>) =>
    world.system.updateTable("clients").set(change).where("id", "=", client.clientId).execute();
  await set(due, { creditsRemaining: 7, creditsResetAt: subHours(clock.now(), 24 * 70) });
  await set(later, { creditsRemaining: 7, creditsResetAt: addHours(clock.now(), 48) });
  await set(stopped, { creditsRemaining: 7, creditsResetAt: subHours(clock.now(), 2), subscriptionStatus: "past_due" });
  for (let round = 0; round < 2; round += 1) {
    await control.fire("agency-os-reset-credits");
    await control.idle();
  }
  const state = (client: ReadyClient) =>
    world.system
      .selectFrom("clients")
      .select(["creditsRemaining", "creditsResetAt"])
      .where("id", "=", client.clientId)
      .executeTakeFirstOrThrow();
  const renewed = await state(due);
  expect(renewed.creditsRemaining).toBe(4500);
  expect(renewed.creditsResetAt?.getTime()).toBeGreaterThan(clock.now().getTime());
  expect((await state(later)).creditsRemaining).toBe(7);
  expect((await state(stopped)).creditsRemaining).toBe(7);
  const grants = await world.system
    .selectFrom("creditLedger")
    .select(["delta", "balanceAfter"])
    .where("clientId", "=", due.clientId)
    .where("idempotencyKey", "like", "renewal:%")
    .execute();
  expect(grants).toEqual([{ delta: 4493, balanceAfter: 4500 }]);
});

test("a lead nobody knows of any more is asked for again at night", async () => {
  const client = await readyClient(world);
  await quiet(client);
  const leadId = await insertLead(world, client.clientId, {
    status: "new",
    emailStatus: null,
    alsScore: null,
    alsTier: null,
    email: `night.${randomUUID().slice(0, 8)}@firm.example`,
  });
  await control.fire("agency-os-sweep-waiting-leads");
  await control.idle();
  expect((await lead(leadId)).status).toBe("scored");
});

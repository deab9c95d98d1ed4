import { randomUUID } from "node:crypto";
import { addHours, addMinutes, subHours } from "date-fns";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { relayOutbox } from "@/lib/engines/outbox/relay-outbox";
import { campaignActivated, inboundReceived, leadsAdded, planRequested, replyReceived } from "@/lib/events/catalogue";
import { buildReply } from "@/local/mail/mime/build-reply";
import { type DurableApp, openDurableApp } from "@/tests/support/durable-app";
import { enrol, insertLead, type ReadyClient, readyClient } from "@/tests/support/factories";
import { mailboxOf, storeDelivery, writeTo } from "@/tests/support/inbound-mail";

const MINUTE_MS = 60_000;

let app: DurableApp;

beforeAll(async () => {
  app = await openDurableApp();
});
afterAll(() => app?.close());

const touchesOf = (leadId: string) =>
  app.world.system
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
const lead = (id: string) => app.world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
/** A client whose only mailbox has no slot before `at`. */
async function busyUntil(at: Date): Promise<ReadyClient> {
  const client = await readyClient(app.world);
  await app.world.system.updateTable("resources").set({ nextFreeAt: at }).where("id", "=", client.mailbox).execute();
  return client;
}
/** Nothing of it is planned from now on. */
const quiet = (client: ReadyClient) =>
  app.world.system.updateTable("campaigns").set({ status: "paused" }).where("clientId", "=", client.clientId).execute();

test("every function registers, and none is refused", async () => {
  const registered = await app.control.functions();
  expect(registered.flatMap(({ refusals }) => refusals)).toEqual([]);
  const ids = registered.flatMap(({ functions }) => functions.map(({ id }) => id));
  for (const id of app.functionIds) {
    expect(
      ids.filter((known) => known === `agency-os-${id}`),
      id,
    ).toHaveLength(1);
  }
});

test("a new lead is enriched, scored, enrolled, planned, and written to when its slot comes", async () => {
  const client = await busyUntil(addMinutes(app.clock.now(), 20));
  const leadId = await insertLead(app.world, client.clientId, {
    status: "new",
    emailStatus: null,
    alsScore: null,
    alsTier: null,
    title: "Chief Executive Officer",
    linkedinUrl: "https://linkedin.com/in/lee",
    phone: "0412 345 678",
    personalEmail: "lee@home.example",
    organizationIndustry: "construction",
    organizationEmployeeCount: 40,
    organizationCountry: "Australia",
    organizationIsHiring: true,
  });
  const bodyTemplate = "Hi {{first_name|there}}, a short note.\n\n{{opening|}}";
  await app.world.system.updateTable("sequenceSteps").set({ bodyTemplate }).where("id", "in", client.stepIds).execute();
  app.carrier.sent.length = 0;
  await app.announce(leadsAdded.create({ clientId: client.clientId, leadIds: [leadId] }));

  expect(await lead(leadId)).toMatchObject({ status: "scored", emailStatus: "verified", alsTier: "hot" });
  const openingLine = `I saw that ${(await lead(leadId)).company} is hiring at the moment.`;
  const research = await app.world.system.selectFrom("leadResearch").selectAll().where("leadId", "=", leadId).execute();
  expect(research).toMatchObject([{ openingLine, madeBy: "baseline", why: "no_key" }]);
  const slot = await slotOf(leadId);
  expect(slot).toEqual(addMinutes(app.clock.now(), 20));
  await app.advance(20 * MINUTE_MS - 1000);
  expect(app.carrier.sent).toEqual([]);
  await app.advance(1000);
  expect(app.carrier.sent).toHaveLength(1);
  expect(app.carrier.sent[0]?.text).toContain(`a short note.\n\n${openingLine}\n\n--`);
  expect((await touchesOf(leadId))[0]?.state).toBe("sent");
  expect((await lead(leadId)).status).toBe("in_sequence");
  expect(await app.runsOf("dispatch-touch")).toMatchObject([{ status: "completed" }]);
  await quiet(client);
});

test("the gate has the last word when a slot comes", async () => {
  const client = await busyUntil(addMinutes(app.clock.now(), 30));
  app.carrier.sent.length = 0;
  const leads = [await insertLead(app.world, client.clientId), await insertLead(app.world, client.clientId)];
  for (const leadId of leads) await enrol(app.world, client, leadId, app.clock.now());
  await app.announce(planRequested.create({ clientId: client.clientId }));
  const slots = await Promise.all(leads.map(async (leadId) => ({ leadId, slot: await slotOf(leadId) })));
  const [goes, stops] = slots.sort((one, other) => one.slot.getTime() - other.slot.getTime());
  expect((stops?.slot.getTime() ?? 0) - (goes?.slot.getTime() ?? 0)).toBeGreaterThanOrEqual(3 * MINUTE_MS);

  await app.advance(31 * MINUTE_MS);
  expect(app.carrier.sent).toHaveLength(1);
  await app.world.system
    .updateTable("leads")
    .set({ status: "unsubscribed" })
    .where("id", "=", stops?.leadId ?? "")
    .execute();
  await app.advance(20 * MINUTE_MS);
  expect(app.carrier.sent).toHaveLength(1);
  expect((await touchesOf(goes?.leadId ?? ""))[0]?.state).toBe("sent");
  expect((await touchesOf(stops?.leadId ?? ""))[0]?.state).toBe("cancelled");
  await quiet(client);
});

test("each hour a plan of every client with something to send is asked for", async () => {
  const clients = [await busyUntil(addMinutes(app.clock.now(), 20)), await busyUntil(addMinutes(app.clock.now(), 20))];
  const idle = await readyClient(app.world);
  for (const client of clients) await enrol(app.world, client, await insertLead(app.world, client.clientId), app.clock.now());
  // Their enrolment announced a plan already; only the cron's are counted.
  await app.world.system.updateTable("private.outbox").set({ sentAt: app.clock.now() }).where("sentAt", "is", null).execute();
  await app.fire("request-plans");
  for (const client of clients) {
    const states = await app.world.system
      .selectFrom("touches")
      .select("state")
      .where("clientId", "=", client.clientId)
      .where("stepNumber", "=", 1)
      .execute();
    expect(states).toEqual([{ state: "ready" }]);
  }
  expect((await app.runsOf("plan-outreach")).every(({ status }) => status === "completed")).toBe(true);
  expect(await app.world.system.selectFrom("touches").select("id").where("clientId", "=", idle.clientId).execute()).toEqual([]);
  for (const client of [...clients, idle]) await quiet(client);
});

test("a commit's kick and the sweep start each event once, also when a relay dies between sending and marking", async () => {
  const client = await readyClient(app.world);
  await quiet(client);
  const event = planRequested.create({ clientId: client.clientId });
  const before = (await app.runsOf("plan-outreach")).length;
  await app.world.system.transaction().execute((db) => enqueueEvent(db, event));
  const dying = relayOutbox(app.world.system, {
    now: app.clock.now(),
    send: async (events) => {
      await app.send(events);
      throw new Error("killed");
    },
  });
  await expect(dying).rejects.toThrow("killed");
  await Promise.all([app.relay(), app.relay()]);
  await app.fire("relay-outbox");
  expect((await app.runsOf("plan-outreach")).length - before).toBe(1);
  const waiting = await app.world.system.selectFrom("private.outbox").select("id").where("sentAt", "is", null).execute();
  expect(waiting).toEqual([]);
});

test("what a failed kick left behind goes out with the sweep of the next minute", async () => {
  const client = await readyClient(app.world);
  await app.world.system
    .transaction()
    .execute((db) => enqueueEvent(db, campaignActivated.create({ clientId: client.clientId, campaignId: client.campaign })));
  const before = (await app.runsOf("enrol-leads")).length;
  await app.advance(MINUTE_MS);
  expect((await app.runsOf("enrol-leads")).length).toBe(before + 1);
  await quiet(client);
});

test("an answer is processed, stops the sequence and is told to people, once", async () => {
  const client = await readyClient(app.world);
  const to = await writeTo(app.world, client);
  const raw = await buildReply({ from: to.person, original: to.original, text: "Can we talk on Friday at 10?", now: app.clock.now() });
  const inboundEventId = await storeDelivery(app.world, { raw, recipient: mailboxOf(client) });
  await app.announce(inboundReceived.create({ inboundEventId, provider: "postmark" }));
  await app.announce(inboundReceived.create({ inboundEventId, provider: "postmark" }));

  expect((await touchesOf(to.leadId)).map(({ state }) => state)).toEqual(["sent", "cancelled"]);
  const { id: messageId } = await app.world.system
    .selectFrom("messages")
    .select("id")
    .where("clientId", "=", client.clientId)
    .where("direction", "=", "inbound")
    .executeTakeFirstOrThrow();
  await app.announce(replyReceived.create({ clientId: client.clientId, messageId }));
  const notices = await app.world.system
    .selectFrom("notifications")
    .select(["kind", "title"])
    .where("clientId", "=", client.clientId)
    .execute();
  expect(notices).toEqual([{ kind: "reply", title: "Lee Marsden wants to meet" }]);
  await quiet(client);
});

test("a delivery that keeps failing is tried eight times, kept with its error, and can be tried again", async () => {
  const client = await readyClient(app.world);
  const to = await writeTo(app.world, client);
  const raw = await buildReply({ from: to.person, original: to.original, text: "Tell me more", now: app.clock.now() });
  const inboundEventId = await storeDelivery(app.world, { raw, recipient: mailboxOf(client) });
  app.fault.clientId = client.clientId;
  await app.announce(inboundReceived.create({ inboundEventId, provider: "postmark" }));
  for (let round = 0; round < 12; round += 1) await app.advance(60 * MINUTE_MS);
  const event = () =>
    app.world.system
      .selectFrom("private.inboundEvents")
      .select(["error", "processedAt"])
      .where("id", "=", inboundEventId)
      .executeTakeFirstOrThrow();
  expect(await event()).toEqual({ error: "a fault of ours", processedAt: null });

  app.fault.clientId = "";
  await app.announce(inboundReceived.create({ inboundEventId, provider: "postmark" }));
  expect(await event()).toMatchObject({ error: null, processedAt: expect.any(Date) });
  expect((await lead(to.leadId)).replyCount).toBe(1);
  await quiet(client);
});

test("the lead pool renews when its month is over, once, however long nobody looked", async () => {
  const [due, later, stopped] = [await readyClient(app.world), await readyClient(app.world), await readyClient(app.world)];
  for (const client of [due, later, stopped]) await quiet(client);
  const set = (client: ReadyClient, change: Record<string, unknown>) =>
    app.world.system.updateTable("clients").set(change).where("id", "=", client.clientId).execute();
  await set(due, { creditsRemaining: 7, creditsResetAt: subHours(app.clock.now(), 24 * 70) });
  await set(later, { creditsRemaining: 7, creditsResetAt: addHours(app.clock.now(), 48) });
  await set(stopped, { creditsRemaining: 7, creditsResetAt: subHours(app.clock.now(), 2), subscriptionStatus: "past_due" });
  for (let round = 0; round < 2; round += 1) {
    await app.fire("reset-credits");
  }
  const state = (client: ReadyClient) =>
    app.world.system
      .selectFrom("clients")
      .select(["creditsRemaining", "creditsResetAt"])
      .where("id", "=", client.clientId)
      .executeTakeFirstOrThrow();
  const renewed = await state(due);
  expect(renewed.creditsRemaining).toBe(4500);
  expect(renewed.creditsResetAt?.getTime()).toBeGreaterThan(app.clock.now().getTime());
  expect((await state(later)).creditsRemaining).toBe(7);
  expect((await state(stopped)).creditsRemaining).toBe(7);
  const grants = await app.world.system
    .selectFrom("creditLedger")
    .select(["delta", "balanceAfter"])
    .where("clientId", "=", due.clientId)
    .where("idempotencyKey", "like", "renewal:%")
    .execute();
  expect(grants).toEqual([{ delta: 4493, balanceAfter: 4500 }]);
});

test("a lead nobody knows of any more is asked for again at night", async () => {
  const client = await readyClient(app.world);
  await quiet(client);
  const leadId = await insertLead(app.world, client.clientId, {
    status: "new",
    emailStatus: null,
    alsScore: null,
    alsTier: null,
    email: `night.${randomUUID().slice(0, 8)}@firm.example`,
  });
  await app.fire("sweep-waiting-leads");
  expect((await lead(leadId)).status).toBe("scored");
});

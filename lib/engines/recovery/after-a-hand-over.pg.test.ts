import { addDays, addHours, addMinutes } from "date-fns";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { realCarriers } from "@/app/api/inngest/carriers";
import { realProviders } from "@/app/api/inngest/providers";
import { systemTransaction } from "@/lib/db/client";
import { insertTrip } from "@/lib/db/queries/breakers";
import { listSenders } from "@/lib/db/queries/senders";
import { lockLead } from "@/lib/db/queries/touches";
import type { RecallCause } from "@/lib/domain/recalled";
import { pauseCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { releaseStop, stopEverything } from "@/lib/engines/emergency-stop/emergency-stop";
import { releaseChannel, stopChannel } from "@/lib/engines/emergency-stop/stop-channel";
import { setPlatformStop } from "@/lib/engines/emergency-stop/stop-platform";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { recallTouch } from "@/lib/engines/recall/recall-touch";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { reconcileProviders } from "@/lib/engines/recovery/reconcile-providers";
import { setSenderPaused } from "@/lib/engines/senders/add-sender";
import { alignSeats } from "@/lib/engines/senders/align-seats";
import { connectSender } from "@/lib/engines/senders/connect-sender";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import type { Env } from "@/lib/env-schema";
import { ProviderError } from "@/lib/errors";
import type { ListeningHttp } from "@/local/http/listen-http";
import { CLICKSEND_RETURN_ADDRESS_ID } from "@/local/providers/clicksend/clicksend";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import { providersEnv } from "@/local/providers/stand-ins";
import { VAPI_PHONE_NUMBERS } from "@/local/providers/vapi/vapi";
import { type ChannelClient, channelClient, type OtherChannel, reachableLead } from "@/tests/support/channel-client";
import { TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileWorld } from "@/tests/support/file-world";
import { newsLab } from "@/tests/support/news-lab";

// The real carriers against every stand-in, and no webhook of any of them ever arrives.

const world = fileWorld();
const { touch, lead, actionsOf, callsOf, heardFrom } = newsLab(() => world);
const clock = { at: WEDNESDAY_MORNING, now: () => clock.at };
const reached: Contact[] = [];
const reactions = new Map<string, (at: Date) => Reaction[]>();
let standIns: ListeningHttp;
let client: ChannelClient;
let env: Env;
let providers: OutreachProviders;

beforeAll(async () => {
  standIns = await startProviders({
    port: 0,
    databaseUrl: null,
    clock,
    seed: 1,
    recipients: {
      react: async (contact) => {
        reached.push(contact);
        return reactions.get(contact.to)?.(contact.at) ?? [];
      },
    },
  });
  env = { ...providersEnv(standIns.url), APP_URL: "http://127.0.0.1:9", POSTMARK_SERVER_TOKEN: "" } as unknown as Env;
  providers = realProviders(env);
  client = await channelClient(world);
  const externalIds = { sms: "+61491570156", linkedin: "101", voice: VAPI_PHONE_NUMBERS[0]?.id ?? "", mail: CLICKSEND_RETURN_ADDRESS_ID };
  for (const [channel, externalId] of Object.entries(externalIds)) {
    const senderId = client.senders[channel as OtherChannel];
    const label = channel === "sms" ? { label: externalId } : {};
    await world.system
      .updateTable("resources")
      .set({ externalId, ...label })
      .where("id", "=", senderId)
      .execute();
    await connectSender(world.systemCtx(client.clientId), { senderId }, providers);
  }
});
afterAll(() => standIns?.close());
beforeEach(() => {
  clock.at = WEDNESDAY_MORNING;
  reached.length = 0;
});

const ctx = () => world.systemCtx(client.clientId, clock.at);
const control = (path: string, body: object = {}) =>
  fetch(`${standIns.url}/_control${path}`, { method: "POST", body: JSON.stringify(body) });
async function pass(to: Date): Promise<void> {
  clock.at = to;
  await control("/tick");
}
function dispatch(touchId: string, channel: OtherChannel) {
  const options = { ...testSenderOptions(new FakeCarrier()), carriers: realCarriers(env, clock.now) };
  return dispatchTouch(ctx(), { touchId, resourceId: client.senders[channel] }, options);
}
/** Somebody a message was handed over to on the channel. */
async function handedOver(channel: OtherChannel) {
  const made = await reachableLead(world, client, channel);
  expect(await dispatch(made.touchId, channel)).toEqual({ outcome: "sent" });
  const { phone, linkedinUrl } = await lead(made.leadId);
  return { ...made, phone: phone ?? "", profile: linkedinUrl ?? "" };
}
const reply = (leadId: string) =>
  ctx().tx(async (db) => {
    await lockLead(db, { clientId: client.clientId, leadId });
    await stopEnrolments(db, { clientId: client.clientId, leadId, reasonCode: "replied", reason: "They replied", now: clock.at });
  });
const recall = (touchId: string, cause?: RecallCause) => recallTouch(ctx(), { touchId, cause }, { providers, pepper: TEST_PEPPER });
const reconcile = (own: Partial<OutreachProviders> = {}) =>
  reconcileProviders({
    db: world.system,
    systemCtx: (id) => world.systemCtx(id, clock.at),
    providers: { ...providers, ...own },
    pepper: TEST_PEPPER,
    now: clock.at,
  });
const recallsOf = async (touchId: string) =>
  (await world.system.selectFrom("private.outbox").select("data").where("name", "=", "touch/recall.requested").execute()).filter(
    ({ data }) => (data as { touchId: string }).touchId === touchId,
  ).length;
const connection = (leadId: string) =>
  world.system.selectFrom("linkedinConnections").selectAll().where("leadId", "=", leadId).executeTakeFirstOrThrow();
const notices = async () =>
  (await world.system.selectFrom("notifications").select("title").where("clientId", "=", client.clientId).execute()).map(
    ({ title }) => title,
  );
const openInvitations = async () =>
  (await listSenders(world.system, { clientId: client.clientId, now: clock.at })).find(({ kind }) => kind === "seat")?.pendingInvitations;

test("an invitation that waits at HeyReach is taken back when its person replies elsewhere, and reaches nobody", async () => {
  const open = (await openInvitations()) ?? 0;
  const { leadId, touchId, profile } = await handedOver("linkedin");
  expect(await openInvitations()).toBe(open + 1);
  await reply(leadId);
  await reply(leadId);
  expect(await recallsOf(touchId)).toBe(2);

  await control("/faults", { provider: "heyreach", operation: "POST /campaign/StopLeadInCampaign", kind: "answer_lost" });
  await expect(recall(touchId)).rejects.toBeInstanceOf(ProviderError);
  expect(await recall(touchId)).toEqual({ outcome: "stopped" });
  expect(await recall(touchId)).toEqual({ outcome: "settled" });
  expect(await touch(touchId)).toMatchObject({ state: "cancelled", reasonCode: "recalled", sentAt: null });
  expect(await connection(leadId)).toMatchObject({ state: "withdrawn" });
  expect(await openInvitations()).toBe(open);
  expect((await lead(leadId)).lastContactedAt).toBeNull();
  expect((await actionsOf(leadId)).filter((action) => action === "recalled")).toHaveLength(1);
  expect(await world.system.selectFrom("messages").select("id").where("leadId", "=", leadId).execute()).toEqual([]);
  await pass(addDays(clock.at, 5));
  expect(reached.map(({ to }) => to)).not.toContain(profile);
  await reply(leadId);
  expect(await recallsOf(touchId)).toBe(2);
});

test("a letter that is still being made cannot be stopped from here: people are told, once; where it stands is asked", async () => {
  const { leadId, touchId } = await handedOver("mail");
  const early = await handedOver("mail");
  await ctx().tx((db) => optOutLead(db, ctx(), { leadId, reason: "unsubscribed", source: "test" }, { pepper: TEST_PEPPER }));
  for (let n = 0; n < 2; n += 1) expect(await recall(touchId)).toEqual({ outcome: "out_of_reach" });
  expect((await actionsOf(leadId)).filter((action) => action === "not_recalled")).toHaveLength(1);
  expect((await notices()).filter((title) => title === "A letter could not be taken back")).toHaveLength(1);

  await pass(addHours(clock.at, 4));
  await reconcile();
  expect(await touch(early.touchId)).toMatchObject({ deliveryState: "queued" });
  await pass(addDays(clock.at, 3));
  for (let n = 0; n < 2; n += 1) await reconcile();
  for (const one of [touchId, early.touchId]) expect(await touch(one)).toMatchObject({ state: "sent", deliveryState: "sent" });
  expect((await actionsOf(early.leadId)).filter((action) => action === "letter_posted")).toHaveLength(1);
  expect(await recall(touchId)).toEqual({ outcome: "left" });
});

test("what no provider told us is made up for the next morning, once, and said", async () => {
  const delivered = await handedOver("sms");
  const refusing = await handedOver("sms");
  const called = await handedOver("voice");
  const accepting = await handedOver("linkedin");
  await control("/twilio/inbound", { from: refusing.phone, to: "+61491570156", text: "STOP" });
  reactions.set(accepting.profile, (at) => [{ kind: "accepts", at: addMinutes(at, 60) }]);
  await pass(addDays(clock.at, 1));
  expect((await touch(delivered.touchId)).deliveryState).toBeNull();

  const first = await reconcile();
  expect(first).toMatchObject({ not_there: 0, not_ours: 0, cost: 0 });
  expect(first.missed).toBeGreaterThanOrEqual(5);
  expect((await touch(delivered.touchId)).deliveryState).toBe("delivered");
  expect((await lead(refusing.leadId)).status).toBe("unsubscribed");
  expect(await heardFrom(refusing.leadId)).toMatchObject([{ channel: "sms", intent: "unsubscribe" }]);
  expect(await callsOf(called.touchId)).toMatchObject([{ outcome: "no_answer" }]);
  expect(await connection(accepting.leadId)).toMatchObject({ state: "accepted" });
  expect(await touch(accepting.touchId)).toMatchObject({ deliveryState: "sent" });
  for (const provider of ["Twilio", "Vapi", "HeyReach"]) expect(await notices()).toContain(`News of ${provider} was made up for`);

  expect(await reconcile()).toMatchObject({ missed: 0, not_there: 0, not_ours: 0, cost: 0 });
});

test("a provider that does not answer keeps no other from being asked; what it does not know is told", async () => {
  const text = await handedOver("sms");
  const called = await handedOver("voice");
  await world.system
    .updateTable("touches")
    .set({ providerReference: `SM${"0".repeat(32)}` })
    .where("id", "=", text.touchId)
    .execute();
  await pass(addDays(clock.at, 1));
  await control("/faults", { provider: "twilio", kind: "status", status: 500 });
  await expect(reconcile()).rejects.toThrow("500");
  expect((await callsOf(called.touchId))[0]?.endedAt).not.toBeNull();
  expect(await reconcile()).toMatchObject({ not_there: 1, not_ours: 1 });
  expect(await notices()).toContain("Twilio does not know of everything we sent");
});

test("an invitation that failed at HeyReach, which no webhook tells, is not open any more", async () => {
  const { leadId, touchId, profile } = await handedOver("linkedin");
  await pass(addDays(clock.at, 1));
  const { heyreach } = providers;
  const failing: typeof heyreach.campaignLeads = async function* (...asked) {
    for await (const one of heyreach.campaignLeads(...asked)) {
      const isThis = one.linkedInUserProfile?.profileUrl === profile;
      yield isThis ? { ...one, leadCampaignStatus: "Failed", leadConnectionStatus: "None", errorCode: "PROFILE_UNAVAILABLE" } : one;
    }
  };
  for (let n = 0; n < 2; n += 1) await reconcile({ heyreach: { ...heyreach, campaignLeads: failing } });
  expect(await touch(touchId)).toMatchObject({ state: "sent", deliveryState: "failed" });
  expect(await connection(leadId)).toMatchObject({ state: "withdrawn" });
  expect((await actionsOf(leadId)).filter((action) => action === "undelivered")).toHaveLength(1);
});

test("an invitation nobody answers is withdrawn by HeyReach at 30 days, and counts no more", async () => {
  const before = (await openInvitations()) ?? 0;
  const { leadId, touchId } = await handedOver("linkedin");
  await pass(addDays(clock.at, 1));
  await reconcile();
  await pass(addDays(WEDNESDAY_MORNING, 29));
  expect((await reconcile()).invitations).toBe(0);
  expect(await connection(leadId)).toMatchObject({ state: "invited" });
  expect(await openInvitations()).toBe(before + 1);
  await pass(addDays(WEDNESDAY_MORNING, 32));
  expect((await reconcile()).invitations).toBeGreaterThanOrEqual(1);
  expect(await connection(leadId)).toMatchObject({ state: "withdrawn", withdrawnAt: clock.at });
  expect(await openInvitations()).toBe(0);
  expect((await actionsOf(leadId)).filter((action) => action === "invitation_withdrawn")).toHaveLength(1);
  expect(await touch(touchId)).toMatchObject({ state: "sent", deliveryState: "sent" });
  expect((await reconcile()).invitations).toBe(0);
});

test("a stop holds what HeyReach was handed before, whoever threw it, and a release lets it go on", async () => {
  const { profile } = await handedOver("linkedin");
  const stopsTold = async () =>
    (await world.system.selectFrom("private.outbox").select("id").where("name", "=", "stops/changed").execute()).length;
  const [seat, reason] = [client.senders.linkedin, "Wrong list"];
  const platform = (isStopped: boolean) =>
    systemTransaction(world.system, { now: clock.at }, (db) => setPlatformStop(db, { channel: "linkedin", isStopped, now: clock.at }));
  const switches: readonly (readonly [() => Promise<unknown>, () => Promise<unknown>])[] = [
    [() => stopEverything(ctx(), { reason }), () => releaseStop(ctx())],
    [() => stopChannel(ctx(), { channel: "linkedin", reason }), () => releaseChannel(ctx(), { channel: "linkedin", reason })],
    [() => setSenderPaused(ctx(), { senderId: seat, reason }), () => setSenderPaused(ctx(), { senderId: seat, reason: null })],
    [() => platform(true), () => platform(false)],
  ];
  for (const [stop, release] of switches) {
    const told = await stopsTold();
    await stop();
    expect(await alignSeats(ctx(), providers)).toEqual({ paused: 1, running: 0 });
    await pass(addDays(clock.at, 2));
    expect(reached.map(({ to }) => to)).not.toContain(profile);
    await release();
    expect(await stopsTold()).toBe(told + 2);
  }
  const trip = { clientId: client.clientId, breaker: "seat_acceptance", resourceId: seat, campaignId: null, detail: reason };
  await insertTrip(world.system, { ...trip, trippedAt: clock.at });
  expect(await alignSeats(ctx(), providers)).toEqual({ paused: 1, running: 0 });
  await world.system.deleteFrom("breakerTrips").where("resourceId", "=", seat).execute();
  expect(await alignSeats(ctx(), providers)).toEqual({ paused: 0, running: 1 });
  await pass(addDays(clock.at, 3));
  expect(reached.map(({ to }) => to)).toContain(profile);
});

test("what HeyReach holds of a paused campaign comes back and leaves once when it runs again; a person's own wish wins", async () => {
  const left = await handedOver("linkedin");
  await pass(addDays(clock.at, 1));
  const held = await handedOver("linkedin");
  const leaving = await handedOver("linkedin");
  await pauseCampaign(ctx(), { campaignId: client.campaigns.linkedin, reason: "Wrong offer" });
  for (const { touchId } of [left, held, leaving]) expect(await recallsOf(touchId)).toBe(1);

  expect(await recall(left.touchId, "pause")).toEqual({ outcome: "left" });
  for (const { touchId, leadId } of [held, leaving]) {
    expect(await recall(touchId, "pause")).toEqual({ outcome: "stopped" });
    expect(await recall(touchId, "pause")).toEqual({ outcome: "settled" });
    expect(await touch(touchId)).toMatchObject({ state: "planned", reasonCode: "campaign_inactive", sentAt: null });
    expect((await actionsOf(leadId)).filter((action) => action === "recalled")).toHaveLength(1);
  }
  expect(await recall(leaving.touchId)).toEqual({ outcome: "settled" });
  expect(await touch(leaving.touchId)).toMatchObject({ state: "cancelled" });
  expect(await dispatch(held.touchId, "linkedin")).toMatchObject({ outcome: "hold", code: "campaign_inactive" });

  await world.system.updateTable("campaigns").set({ status: "active" }).where("id", "=", client.campaigns.linkedin).execute();
  expect(await dispatch(held.touchId, "linkedin")).toEqual({ outcome: "sent" });
  await pass(addDays(clock.at, 4));
  expect(reached.filter(({ to }) => to === held.profile)).toHaveLength(1);
  expect(reached.map(({ to }) => to)).not.toContain(leaving.profile);
  expect((await touch(left.touchId)).state).toBe("sent");
});

import { addDays, addMinutes } from "date-fns";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { reconcileTouches } from "@/lib/engines/dispatch/reconcile-touches";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { suppress } from "@/lib/engines/suppression/suppress";
import {
  enrol,
  insertLead,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  type TestWorld,
  testSenderOptions,
  testWorld,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";

let world: TestWorld;
let client: ReadyClient;
let carrier: FakeCarrier;

beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  client = await readyClient(world);
  carrier = new FakeCarrier();
});

const dispatch = (touchId: string, now = WEDNESDAY_MORNING, of = client) =>
  dispatchTouch(world.systemCtx(of.clientId, now), { touchId, resourceId: of.mailbox }, testSenderOptions(carrier));
const touchRow = (id: string) => world.system.selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
async function leadWithTouches(overrides: Record<string, unknown> = {}) {
  const leadId = await insertLead(world, client.clientId, overrides);
  const [first = "", second = ""] = await enrol(world, client, leadId);
  return { leadId, first, second };
}

test("an allowed touch is handed over once, with certificate, identity and one-click unsubscribe", async () => {
  const { leadId, first } = await leadWithTouches();

  expect(await dispatch(first)).toEqual({ outcome: "sent" });
  expect(await dispatch(first)).toEqual({ outcome: "not_pending" });

  expect(carrier.sent).toHaveLength(1);
  const [email] = carrier.sent;
  const touch = await touchRow(first);
  expect(touch.state).toBe("sent");
  expect(touch.certificate).toMatchObject({ checks: expect.arrayContaining([{ code: "no_consent_basis", verdict: "pass" }]) });
  expect(email?.messageId).toBe(touch.messageId);
  expect(email?.text).toContain("Brightwater Digital Pty Ltd (ABN 51 824 753 556)");
  expect(email?.text).toContain(`https://app.example/u/${touch.unsubscribeToken}`);
  expect(email?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  const lead = await world.system
    .selectFrom("leads")
    .select(["status", "lastContactedAt"])
    .where("id", "=", leadId)
    .executeTakeFirstOrThrow();
  expect(lead).toEqual({ status: "in_sequence", lastContactedAt: WEDNESDAY_MORNING });
});

test("a follow-up answers in the thread of the first message", async () => {
  const { first, second } = await leadWithTouches();
  await dispatch(first);
  const later = addDays(WEDNESDAY_MORNING, 5); // Monday: four days, then the weekend
  await dispatch(second, later);

  const [opening, followUp] = carrier.sent;
  expect(followUp?.subject).toBe(`Re: ${opening?.subject}`);
  expect(followUp?.inReplyTo).toBe(opening?.messageId);
  expect(followUp?.references).toEqual([opening?.messageId]);
  expect(followUp?.from.address).toBe(opening?.from.address);
});

test("200 concurrent dispatchers against one mailbox with 30 left send exactly 30", async () => {
  const busy = await readyClient(world, { mailboxLimit: 30, domainLimit: 500, spacingSeconds: 0 });
  const touches: string[] = [];
  for (let n = 0; n < 200; n += 1) {
    const [first = ""] = await enrol(world, busy, await insertLead(world, busy.clientId));
    touches.push(first);
  }
  const results = await Promise.all(touches.map((touchId) => dispatch(touchId, WEDNESDAY_MORNING, busy)));

  expect(carrier.sent).toHaveLength(30);
  expect(results.filter((result) => result.outcome === "sent")).toHaveLength(30);
  expect(results.filter((result) => result.code === "resource_cap")).toHaveLength(170);
  const usage = await world.system
    .selectFrom("resourceUsage")
    .select(["used", "cap"])
    .where("resourceId", "=", busy.mailbox)
    .executeTakeFirstOrThrow();
  expect(usage).toEqual({ used: 30, cap: 30 });
}, 120_000);

test("the domain's cap holds across its mailboxes", async () => {
  const busy = await readyClient(world, { mailboxLimit: 30, domainLimit: 3, spacingSeconds: 0 });
  const touches = await Promise.all(
    Array.from({ length: 8 }, async () => (await enrol(world, busy, await insertLead(world, busy.clientId)))[0] ?? ""),
  );
  await Promise.all(touches.map((touchId) => dispatch(touchId, WEDNESDAY_MORNING, busy)));
  expect(carrier.sent).toHaveLength(3);
});

test("two messages of one mailbox keep their distance", async () => {
  const { first } = await leadWithTouches();
  const { first: other } = await leadWithTouches();
  await dispatch(first);
  expect(await dispatch(other, addMinutes(WEDNESDAY_MORNING, 2))).toMatchObject({ outcome: "defer", code: "spacing" });
  expect(await dispatch(other, addMinutes(WEDNESDAY_MORNING, 3))).toEqual({ outcome: "sent" });
});

test("no send commits after an opt-out has committed, whatever the interleaving", async () => {
  for (let round = 0; round < 25; round += 1) {
    const busy = client;
    const leadId = await insertLead(world, busy.clientId);
    const [first = ""] = await enrol(world, busy, leadId);
    const before = carrier.sent.length;
    await world.system.updateTable("resources").set({ minimumSpacingSeconds: 0, dailyLimit: 40 }).where("id", "=", busy.mailbox).execute();
    const ctx = world.systemCtx(busy.clientId);
    let stoppedAtSent = -1;
    await Promise.all([
      dispatch(first),
      ctx
        .tx((db) => optOutLead(db, ctx, { leadId, reason: "unsubscribed", source: "one_click" }, { pepper: TEST_PEPPER }))
        .then(async () => {
          stoppedAtSent = carrier.sent.length;
        }),
    ]);
    const touch = await touchRow(first);
    // Either it was claimed before the stop, or it is cancelled and never left.
    if (touch.state === "cancelled") expect(carrier.sent.length).toBe(before);
    else expect(touch.state).toBe("sent");
    expect(stoppedAtSent).toBeGreaterThanOrEqual(before);
    expect(await dispatch(first)).toEqual({ outcome: "not_pending" });
  }
});

test("a process that dies after the claim leaves a touch nobody sends again; the reconciler hands it to a person", async () => {
  const { first } = await leadWithTouches();
  carrier.answer = () => {
    throw new Error("killed");
  };
  await expect(dispatch(first)).rejects.toThrow("killed");
  expect(await dispatch(first)).toEqual({ outcome: "in_flight" });

  expect(await reconcileTouches(world.systemCtx(client.clientId, addMinutes(WEDNESDAY_MORNING, 9)), testSenderOptions(carrier))).toBe(0);
  expect(await reconcileTouches(world.systemCtx(client.clientId, addMinutes(WEDNESDAY_MORNING, 11)), testSenderOptions(carrier))).toBe(1);
  expect((await touchRow(first)).state).toBe("unknown");
  expect(carrier.sent).toHaveLength(1);
});

test("a paused campaign, an emergency stop and the platform's switch each hold the next hand-over", async () => {
  const { first } = await leadWithTouches();
  const db = world.system;
  await db.updateTable("campaigns").set({ status: "paused" }).where("id", "=", client.campaign).execute();
  expect(await dispatch(first)).toMatchObject({ outcome: "hold", code: "campaign_inactive" });
  await db.updateTable("campaigns").set({ status: "active" }).where("id", "=", client.campaign).execute();
  await db
    .updateTable("clients")
    .set({ pausedAt: WEDNESDAY_MORNING, pauseReason: "wrong list" })
    .where("id", "=", client.clientId)
    .execute();
  expect(await dispatch(first)).toMatchObject({ outcome: "hold", code: "emergency_stop" });
  await db.updateTable("clients").set({ pausedAt: null }).where("id", "=", client.clientId).execute();
  await db
    .updateTable("private.platformSettings")
    .set({ value: JSON.stringify(true) })
    .where("key", "=", "sending_stopped")
    .execute();
  expect(await dispatch(first)).toMatchObject({ outcome: "hold", code: "platform_stopped" });
  await db
    .updateTable("private.platformSettings")
    .set({ value: JSON.stringify(false) })
    .where("key", "=", "sending_stopped")
    .execute();
  expect(await dispatch(first)).toEqual({ outcome: "sent" });
});

test("suppression at every level stops a send: client, global, domain, and an alias of the address", async () => {
  const ctx = world.systemCtx(client.clientId);
  const options = { pepper: TEST_PEPPER };
  const cases = [
    { email: "a.person@client-level.example", suppressed: { kind: "email", value: "A.Person@client-level.example", reason: "asked_us" } },
    { email: "b@global-level.example", suppressed: { kind: "email", value: "b@global-level.example", reason: "complained" } },
    { email: "c@domain-level.example", suppressed: { kind: "domain", value: "domain-level.example", reason: "do_not_contact" } },
    { email: "d+news@alias-level.example", suppressed: { kind: "email", value: "d@alias-level.example", reason: "asked_us" } },
  ] as const;
  for (const { email, suppressed } of cases) {
    const { first } = await leadWithTouches({ email });
    await ctx.tx((db) => suppress(db, ctx, { ...suppressed, source: "manual" }, options));
    expect(await dispatch(first), email).toMatchObject({ outcome: "stop", code: "suppressed" });
  }
  expect(carrier.sent).toEqual([]);
});

test("without a consent basis nothing is handed over", async () => {
  const { leadId, first } = await leadWithTouches();
  await world.system
    .updateTable("consentBases")
    .set({ revokedAt: WEDNESDAY_MORNING, revokedReason: "page gone" })
    .where("leadId", "=", leadId)
    .execute();
  expect(await dispatch(first)).toMatchObject({ outcome: "hold", code: "no_consent_basis" });
});

test("a message with an unresolved field is never sent", async () => {
  const { first } = await leadWithTouches({ company: null });
  expect(await dispatch(first)).toMatchObject({ outcome: "hold", code: "content_not_ready" });
  expect(carrier.sent).toEqual([]);
});

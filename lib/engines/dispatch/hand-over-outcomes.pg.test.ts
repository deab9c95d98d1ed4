import { addDays, addMinutes } from "date-fns";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
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

const dispatch = (touchId: string, now = WEDNESDAY_MORNING) =>
  dispatchTouch(world.systemCtx(client.clientId, now), { touchId, resourceId: client.mailbox }, testSenderOptions(carrier));
const touchRow = (id: string) => world.system.selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
async function leadWithTouches() {
  const leadId = await insertLead(world, client.clientId);
  const [first = "", second = ""] = await enrol(world, client, leadId);
  return { leadId, first, second };
}

test("an address that does not exist is suppressed for everybody and its count given back", async () => {
  const { leadId, first, second } = await leadWithTouches();
  carrier.answer = () => ({ outcome: "refused", isPermanent: true, code: 550, enhancedCode: "5.1.1", response: "550 5.1.1 user unknown" });

  expect(await dispatch(first)).toEqual({ outcome: "failed" });

  const lead = await world.system.selectFrom("leads").select(["status", "emailStatus"]).where("id", "=", leadId).executeTakeFirstOrThrow();
  expect(lead).toEqual({ status: "bounced", emailStatus: "invalid" });
  expect((await touchRow(second)).state).toBe("cancelled");
  const usage = await world.system
    .selectFrom("resourceUsage")
    .select("used")
    .where("resourceId", "=", client.mailbox)
    .executeTakeFirstOrThrow();
  expect(usage.used).toBe(0);
});

test("a refusal that blames our side pauses the mailbox and leaves the recipient alone", async () => {
  const { leadId, first } = await leadWithTouches();
  carrier.answer = () => ({
    outcome: "refused",
    isPermanent: true,
    code: 550,
    enhancedCode: "5.7.26",
    response: "550 5.7.26 unauthenticated mail is blocked",
  });

  expect(await dispatch(first)).toEqual({ outcome: "retrying" });

  const mailbox = await world.system
    .selectFrom("resources")
    .select("pausedReason")
    .where("id", "=", client.mailbox)
    .executeTakeFirstOrThrow();
  expect(mailbox.pausedReason).toContain("5.7.26");
  const lead = await world.system.selectFrom("leads").select("status").where("id", "=", leadId).executeTakeFirstOrThrow();
  expect(lead.status).toBe("scored");
});

test("a server that says later is asked again when it said, four times, and counts as no contact", async () => {
  const { leadId, first } = await leadWithTouches();
  carrier.answer = () => ({
    outcome: "refused",
    isPermanent: false,
    code: 421,
    enhancedCode: "4.7.0",
    response: "421 4.7.0 try again later",
  });
  const contact = () =>
    world.system.selectFrom("leads").select(["status", "lastContactedAt"]).where("id", "=", leadId).executeTakeFirstOrThrow();

  let now = WEDNESDAY_MORNING;
  for (const minutes of [15, 60, 240]) {
    expect(await dispatch(first, now)).toEqual({ outcome: "retrying" });
    now = addMinutes(now, minutes);
    expect(await touchRow(first)).toMatchObject({ state: "planned", reasonCode: "delivery_retry", dueAt: now });
    expect(await contact()).toEqual({ status: "scored", lastContactedAt: null });
  }
  carrier.answer = () => ({ outcome: "accepted", response: "250 queued" });
  expect(await dispatch(first, now)).toEqual({ outcome: "sent" });
  expect(await contact()).toEqual({ status: "in_sequence", lastContactedAt: now });
});

test("a server that may not be used pauses the mailbox with the reason; the touch waits and goes out once it is mended", async () => {
  const { first } = await leadWithTouches();
  carrier.answer = () => ({ outcome: "barred", response: "mail.firm.example is not a public mail server" });

  expect(await dispatch(first)).toEqual({ outcome: "retrying" });

  const mailbox = () =>
    world.system.selectFrom("resources").select(["pausedAt", "pausedReason"]).where("id", "=", client.mailbox).executeTakeFirstOrThrow();
  const reason = "Our side was refused: nothing was sent: mail.firm.example is not a public mail server";
  expect(await mailbox()).toEqual({ pausedAt: WEDNESDAY_MORNING, pausedReason: reason });
  expect(await touchRow(first)).toMatchObject({ state: "planned", reasonCode: "resource_paused", reason });
  const usage = await world.system
    .selectFrom("resourceUsage")
    .select("used")
    .where("resourceId", "=", client.mailbox)
    .executeTakeFirstOrThrow();
  expect(usage.used).toBe(0);

  const later = addMinutes(WEDNESDAY_MORNING, 61);
  expect(await dispatch(first, later)).toMatchObject({ outcome: "hold", code: "resource_paused" });
  await world.system.updateTable("resources").set({ pausedAt: null, pausedReason: null }).where("id", "=", client.mailbox).execute();
  carrier.answer = () => ({ outcome: "accepted", response: "250 queued" });
  expect(await dispatch(first, later)).toEqual({ outcome: "sent" });
});

test("an answer that never came is unknown, goes to a person, and is never sent again", async () => {
  const { first, second } = await leadWithTouches();
  carrier.answer = () => ({ outcome: "unknown", response: "connection lost after DATA" });

  expect(await dispatch(first)).toEqual({ outcome: "unknown" });
  expect(await dispatch(first)).toEqual({ outcome: "not_pending" });
  expect(await dispatch(second, addDays(WEDNESDAY_MORNING, 6))).toMatchObject({ outcome: "hold", code: "outcome_unknown" });
  expect(carrier.sent).toHaveLength(1);
});

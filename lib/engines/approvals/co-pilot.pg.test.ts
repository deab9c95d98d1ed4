import { addDays, addHours, addMinutes } from "date-fns";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { approve, expireApprovals, reject } from "@/lib/engines/approvals/decide-approval";
import { editCampaign } from "@/lib/engines/campaigns/edit-campaign";
import { contentHash } from "@/lib/engines/content/content-hash";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { type ReadyClient, readyClient, type TestWorld, testSenderOptions, testWorld, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { planningHelpers } from "@/tests/support/planning-helpers";

let world: TestWorld;
let client: ReadyClient;

beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  client = await readyClient(world, { mode: "co_pilot" });
});

const { addMailbox, approvals, manyLeads, plan, setResource, setTouch, touch, touchesOf } = planningHelpers(() => ({ world, client }));
const person = () => world.memberCtx(client.clientId, client.userId, "owner", addMinutes(WEDNESDAY_MORNING, 5));
const send = async (touchId: string, now: Date) => {
  const carrier = new FakeCarrier();
  const result = await dispatchTouch(
    world.systemCtx(client.clientId, now),
    { touchId, resourceId: client.mailbox },
    testSenderOptions(carrier),
  );
  return { result, sent: carrier.sent };
};

test("each message waits once for a person, however often it is planned", async () => {
  const [first = ""] = await manyLeads(1);
  expect(await plan()).toEqual({ slotted: 0, approvalsRequested: 1, waiting: 0, ended: 0, lookAt: expect.any(Date) });
  expect(await plan(addHours(WEDNESDAY_MORNING, 1))).toMatchObject({ approvalsRequested: 0 });
  const [request, ...others] = await approvals();
  expect(others).toEqual([]);
  expect(request).toMatchObject({ touchId: first, status: "pending", expiresAt: addHours(WEDNESDAY_MORNING, 24) });
  expect(request?.contentHash).toBe(contentHash({ subject: request?.subject ?? "", body: request?.body ?? "" }));
  expect(await touch(first)).toMatchObject({ state: "awaiting_approval", contentHash: request?.contentHash, slotAt: null });
  expect(await send(first, WEDNESDAY_MORNING)).toMatchObject({ result: { outcome: "not_pending" }, sent: [] });
});

test("what was approved goes out, to the letter", async () => {
  const [first = ""] = await manyLeads(1);
  await plan();
  const [request] = await approvals();
  await approve(person(), { approvalId: request?.id ?? "" });
  // The template's fields change behind it: the approved text stands.
  await world.system.updateTable("leads").set({ firstName: "Somebody" }).where("clientId", "=", client.clientId).execute();
  const later = addMinutes(WEDNESDAY_MORNING, 10);
  expect(await plan(later)).toMatchObject({ slotted: 1, approvalsRequested: 0 });
  const { result, sent } = await send(first, later);
  expect(result).toEqual({ outcome: "sent" });
  expect(sent[0]?.subject).toBe(request?.subject);
  expect(sent[0]?.text.startsWith(request?.body ?? "?")).toBe(true);
});

test("so does what was edited", async () => {
  const [first = ""] = await manyLeads(1);
  await plan();
  const [request] = await approvals();
  const edit = { subject: "A better subject", body: "Hi Lee, a text that a person wrote themselves." };
  await approve(person(), { approvalId: request?.id ?? "", edit });
  const later = addMinutes(WEDNESDAY_MORNING, 10);
  await plan(later);
  const { sent } = await send(first, later);
  expect(sent[0]).toMatchObject({ subject: edit.subject, text: expect.stringContaining(edit.body) });
  expect(await touch(first)).toMatchObject({ contentHash: contentHash(edit) });
});

describe("whoever signs a text sends it", () => {
  const signed = () =>
    world.system
      .updateTable("sequenceSteps")
      .set({ bodyTemplate: "Hi {{first_name|there}}, a short note.\n\n{{sender_first_name|The team}}" })
      .where("clientId", "=", client.clientId)
      .execute();
  const approveAll = async () => {
    for (const { id, status } of await approvals()) if (status === "pending") await approve(person(), { approvalId: id });
  };
  const ofFirstSteps = async () => (await touchesOf()).filter((row) => row.stepNumber === 1);

  test("drafts are shared out over the mailboxes, and each goes out from the one it was written for", async () => {
    await signed();
    const tom = await addMailbox(client, "tom");
    await setResource(tom, { senderName: "Tom Okafor" });
    await manyLeads(4);
    await plan();
    await approveAll();
    await plan(addMinutes(WEDNESDAY_MORNING, 10));
    const ready = await ofFirstSteps();
    expect(ready.filter((row) => row.resourceId === tom)).toHaveLength(2);
    for (const { resourceId, body, state } of ready) {
      expect(state).toBe("ready");
      expect(body?.endsWith(resourceId === tom ? "Tom" : "Priya")).toBe(true);
    }
  });

  test("when the mailbox is gone, another's draft is put before a person", async () => {
    await signed();
    const [first = ""] = await manyLeads(1);
    await plan();
    await approveAll();
    const tom = await addMailbox(client, "tom");
    await setResource(tom, { senderName: "Tom Okafor" });
    await setResource(client.mailbox, { deletedAt: WEDNESDAY_MORNING });
    expect(await plan(addMinutes(WEDNESDAY_MORNING, 10))).toMatchObject({ slotted: 0, approvalsRequested: 1 });
    expect(await touch(first)).toMatchObject({ state: "awaiting_approval", resourceId: tom, body: expect.stringMatching(/Tom$/) });
  });
});

test("a text changed behind its approval is not sent", async () => {
  const [first = ""] = await manyLeads(1);
  await plan();
  const [request] = await approvals();
  await approve(person(), { approvalId: request?.id ?? "" });
  await setTouch(first, { body: "Hi Lee, something nobody has approved." });
  const { result, sent } = await send(first, addMinutes(WEDNESDAY_MORNING, 10));
  expect(result).toMatchObject({ outcome: "hold", code: "permission_pending" });
  expect(sent).toEqual([]);
});

test("an expired draft is written again, once, from what is known by then", async () => {
  const [first = ""] = await manyLeads(1);
  await plan();
  await world.system.updateTable("leads").set({ firstName: "Leonie" }).where("clientId", "=", client.clientId).execute();
  const nextDay = addHours(WEDNESDAY_MORNING, 25);
  expect(await expireApprovals(world.systemCtx(client.clientId, nextDay))).toBe(1);
  expect(await touch(first)).toMatchObject({ state: "planned", body: null, reasonCode: "approval_expired" });
  expect(await plan(nextDay)).toMatchObject({ approvalsRequested: 1 });
  const [old, fresh, ...others] = await approvals();
  expect(others).toEqual([]);
  expect(old?.status).toBe("expired");
  expect(fresh).toMatchObject({ status: "pending", body: expect.stringContaining("Leonie") });
});

test("after a rejected first message the next one opens the thread, with a subject", async () => {
  const [first = "", second = ""] = await manyLeads(1).then(async ([id = ""]) => {
    const { leadId } = await touch(id);
    const rows = await world.system.selectFrom("touches").select("id").where("leadId", "=", leadId).orderBy("stepNumber").execute();
    return rows.map((row) => row.id);
  });
  await plan();
  const [request] = await approvals();
  await reject(person(), { approvalId: request?.id ?? "", reason: "not this one" });
  expect(await touch(first)).toMatchObject({ state: "skipped", reasonCode: "rejected" });
  const later = addDays(WEDNESDAY_MORNING, 5); // Monday
  expect(await plan(later)).toMatchObject({ approvalsRequested: 1 });
  expect(await touch(second)).toMatchObject({ state: "awaiting_approval", subject: expect.stringMatching(/and local search$/) });
});

test("no more drafts wait than the client may send in a day", async () => {
  await world.system.updateTable("clients").set({ tier: "ignition" }).where("id", "=", client.clientId).execute();
  await manyLeads(53);
  expect(await plan()).toMatchObject({ approvalsRequested: 50, waiting: 3 });
  expect(await plan(addMinutes(WEDNESDAY_MORNING, 1))).toMatchObject({ approvalsRequested: 0, waiting: 3 });
  const waiting = (await touchesOf()).filter((row) => row.stepNumber === 1 && row.state === "planned");
  expect(waiting.map((row) => row.reasonCode)).toEqual(["approval_queue_full", "approval_queue_full", "approval_queue_full"]);
});

describe("a switch to autopilot", () => {
  const switches: [string, () => Promise<unknown>][] = [
    ["of the campaign", () => editCampaign(person(), { campaignId: client.campaign, name: "Builders", permissionMode: "autopilot" })],
    [
      "of the client, for a campaign without a mode of its own",
      async () => {
        await world.system.updateTable("campaigns").set({ permissionMode: null }).where("id", "=", client.campaign).execute();
        await world.system.updateTable("clients").set({ defaultPermissionMode: "autopilot" }).where("id", "=", client.clientId).execute();
      },
    ],
  ];
  test.each(switches)("%s sends what waited for a person, afresh, with the next plan", async (_whose, change) => {
    const [first = ""] = await manyLeads(1);
    await plan();
    await world.system.updateTable("leads").set({ firstName: "Leonie" }).where("clientId", "=", client.clientId).execute();
    await change();
    const later = addMinutes(WEDNESDAY_MORNING, 10);
    expect(await plan(later)).toMatchObject({ slotted: 1, approvalsRequested: 0 });
    expect((await approvals()).map(({ status, decidedBy }) => ({ status, decidedBy }))).toEqual([
      { status: "superseded", decidedBy: null },
    ]);
    expect(await touch(first)).toMatchObject({ state: "ready", subject: null, body: null });
    const { sent } = await send(first, addMinutes(later, 1));
    expect(sent[0]?.text).toContain("Leonie");
    const told = await world.system
      .selectFrom("activities")
      .select("reason")
      .where("touchId", "=", first)
      .where("action", "=", "changed")
      .execute();
    expect(told).toEqual([{ reason: expect.stringMatching(/no longer waits/) }]);
  });

  test("of one lead leaves the others waiting, and a lead kept in co-pilot waits whatever its campaign does", async () => {
    const [first = "", second = ""] = await manyLeads(2);
    await plan();
    const { leadId } = await touch(first);
    await world.system.updateTable("leads").set({ permissionOverride: "autopilot" }).where("id", "=", leadId).execute();
    await plan(addMinutes(WEDNESDAY_MORNING, 1));
    expect([(await touch(first)).state, (await touch(second)).state]).toEqual(["ready", "awaiting_approval"]);

    const { leadId: other } = await touch(second);
    await world.system.updateTable("leads").set({ permissionOverride: "co_pilot" }).where("id", "=", other).execute();
    await editCampaign(person(), { campaignId: client.campaign, name: "Builders", permissionMode: "autopilot" });
    await plan(addMinutes(WEDNESDAY_MORNING, 2));
    expect((await touch(second)).state).toBe("awaiting_approval");
  });

  test("asks for a plan at once; a new name does not", async () => {
    const asked = async () =>
      (await world.system.selectFrom("private.outbox").select("name").where("clientId", "=", client.clientId).execute()).filter(
        ({ name }) => name === "outreach/plan.requested",
      ).length;
    await editCampaign(person(), { campaignId: client.campaign, name: "Renamed", permissionMode: "co_pilot" });
    expect(await asked()).toBe(0);
    await editCampaign(person(), { campaignId: client.campaign, name: "Renamed", permissionMode: "autopilot" });
    expect(await asked()).toBe(1);
  });
});

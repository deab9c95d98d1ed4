import { addHours, addMinutes } from "date-fns";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { approve, expireApprovals, reject } from "@/lib/engines/approvals/decide-approval";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from "@/lib/errors";
import {
  addMember,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  type TestWorld,
  testWorld,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { planningHelpers } from "@/tests/support/planning-helpers";

let world: TestWorld;
let client: ReadyClient;
let approvalId: string;
let touchId: string;

beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  client = await readyClient(world, { mode: "co_pilot" });
  [touchId = ""] = await manyLeads(1);
  await plan();
  approvalId = (await approvals())[0]?.id ?? "";
});

const { approvals, manyLeads, plan, touch } = planningHelpers(() => ({ world, client }));
const owner = (now = addMinutes(WEDNESDAY_MORNING, 5)) => world.memberCtx(client.clientId, client.userId, "owner", now);
const approval = async () => (await approvals())[0];
const stop = async () => {
  const ctx = world.systemCtx(client.clientId);
  const { leadId } = await touch(touchId);
  await ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "unsubscribed", source: "reply" }, { pepper: TEST_PEPPER }));
};
const statuses = (results: PromiseSettledResult<unknown>[]) => new Set(results.map((result) => result.status));

test("an approval says who and when, tells the planner and the feed", async () => {
  await approve(owner(), { approvalId });
  expect(await approval()).toMatchObject({
    status: "approved",
    isEdited: false,
    decidedBy: client.userId,
    decidedAt: addMinutes(WEDNESDAY_MORNING, 5),
  });
  expect(await touch(touchId)).toMatchObject({ state: "planned", reasonCode: null });
  const events = await world.system.selectFrom("private.outbox").select("name").where("clientId", "=", client.clientId).execute();
  expect(events.map((event) => event.name)).toContain("touch/approved");
  const feed = await world.system
    .selectFrom("activities")
    .select(["action", "actor", "actorUserId"])
    .where("touchId", "=", touchId)
    .execute();
  expect(feed).toContainEqual({ action: "approved", actor: "human", actorUserId: client.userId });
});

test("an edit is kept with its approval", async () => {
  await approve(owner(), { approvalId, edit: { subject: " A new subject ", body: "Hi Lee, a text that a person wrote." } });
  expect(await approval()).toMatchObject({ isEdited: true, subject: "A new subject", body: "Hi Lee, a text that a person wrote." });
  expect(await touch(touchId)).toMatchObject({ subject: "A new subject", contentHash: (await approval())?.contentHash });
});

test.each([
  ["a merge field", { subject: "Hello", body: "Hi {{first_name}}, a short note for you." }, /merge field/],
  ["a pretended answer", { subject: "Re: our talk", body: "Hi Lee, a short note for you." }, /pretend/],
  ["a greeting without a name", { subject: "Hello", body: "Hi , a short note for you today." }, /greeting/],
])("an edit with %s is refused and the draft stays", async (_what, edit, why) => {
  await expect(approve(owner(), { approvalId, edit })).rejects.toThrow(why);
  await expect(approve(owner(), { approvalId, edit })).rejects.toBeInstanceOf(InvalidError);
  expect((await approval())?.status).toBe("pending");
});

test("a text message needs no subject, and is held to the rules of its own channel", async () => {
  await world.system.updateTable("touches").set({ channel: "sms" }).where("id", "=", touchId).execute();
  const linked = { subject: "", body: "Hi Lee, our page is https://agency.example, have a look." };
  await expect(approve(owner(), { approvalId, edit: linked })).rejects.toThrow(/carries no link/);
  await approve(owner(), { approvalId, edit: { subject: "", body: "Hi Lee, shall we talk on Tuesday?" } });
  expect(await touch(touchId)).toMatchObject({ state: "planned", body: "Hi Lee, shall we talk on Tuesday?" });
});

test("an edit may not be next to nothing", async () => {
  await expect(approve(owner(), { approvalId, edit: { subject: "Hello", body: "Hi." } })).rejects.toThrow();
  await expect(async () => reject(owner(), { approvalId, reason: "  " })).rejects.toThrow(/Say why/);
  expect((await approval())?.status).toBe("pending");
});

const plansAsked = async () =>
  (
    await world.system
      .selectFrom("private.outbox")
      .select("id")
      .where("clientId", "=", client.clientId)
      .where("name", "=", "outreach/plan.requested")
      .execute()
  ).length;

test("a rejection skips this step only, keeps the reason and asks for the next one to be planned", async () => {
  const before = await plansAsked();
  await reject(owner(), { approvalId, reason: "too pushy" });
  expect(await approval()).toMatchObject({ status: "rejected", rejectReason: "too pushy", decidedBy: client.userId });
  const { leadId } = await touch(touchId);
  const steps = await world.system
    .selectFrom("touches")
    .select(["state", "reasonCode"])
    .where("leadId", "=", leadId)
    .orderBy("stepNumber")
    .execute();
  expect(steps).toEqual([
    { state: "skipped", reasonCode: "rejected" },
    { state: "planned", reasonCode: null },
  ]);
  expect(await plansAsked()).toBe(before + 1);
});

describe("refusals", () => {
  test("a second decision, whatever the first was", async () => {
    await approve(owner(), { approvalId });
    await expect(approve(owner(), { approvalId })).rejects.toThrow("approved already");
    await expect(reject(owner(), { approvalId, reason: "late" })).rejects.toBeInstanceOf(ConflictError);
  });

  test("a draft older than a day, to the second", async () => {
    await expect(approve(owner(addHours(WEDNESDAY_MORNING, 24)), { approvalId })).rejects.toThrow(/24 hours/);
    await approve(owner(new Date(addHours(WEDNESDAY_MORNING, 24).getTime() - 1)), { approvalId });
  });

  test("a draft of a lead who has asked not to be contacted", async () => {
    await stop();
    await expect(approve(owner(), { approvalId })).rejects.toThrow("superseded already");
    expect((await touch(touchId)).state).toBe("cancelled");
  });

  test("a viewer, by the engine and by the database", async () => {
    const viewer = await addMember(world, client.clientId, "viewer");
    await expect(async () => approve(world.memberCtx(client.clientId, viewer, "viewer"), { approvalId })).rejects.toBeInstanceOf(
      ForbiddenError,
    );
    await expect(async () => reject(world.memberCtx(client.clientId, viewer, "viewer"), { approvalId, reason: "no" })).rejects.toThrow(
      /member role/,
    );
    // An engine that was told the wrong role still meets the wall.
    await expect(approve(world.memberCtx(client.clientId, viewer, "owner"), { approvalId })).rejects.toThrow();
    expect((await approval())?.status).toBe("pending");
  });

  test("another client, which does not learn that the draft exists", async () => {
    const stranger = await readyClient(world);
    const own = world.memberCtx(stranger.clientId, stranger.userId, "owner");
    await expect(approve(own, { approvalId })).rejects.toBeInstanceOf(NotFoundError);
    await expect(reject(world.memberCtx(client.clientId, stranger.userId, "owner"), { approvalId, reason: "x" })).rejects.toBeInstanceOf(
      NotFoundError,
    );
    expect(await expireApprovals(world.systemCtx(stranger.clientId, addHours(WEDNESDAY_MORNING, 30)))).toBe(0);
    expect((await approval())?.status).toBe("pending");
  });
});

describe("at the same moment", () => {
  test("two people decide: one wins", async () => {
    const results = await Promise.allSettled([approve(owner(), { approvalId }), reject(owner(), { approvalId, reason: "no" })]);
    expect(statuses(results)).toEqual(new Set(["fulfilled", "rejected"]));
    const approved = results[0]?.status === "fulfilled";
    expect((await approval())?.status).toBe(approved ? "approved" : "rejected");
    expect((await touch(touchId)).state).toBe(approved ? "planned" : "skipped");
  });

  test("an approval, a stop and the expiry meet: nothing deadlocks and a stopped lead gets nothing", async () => {
    for (let round = 0; round < 6; round += 1) {
      if (round > 0) {
        client = await readyClient(world, { mode: "co_pilot" });
        [touchId = ""] = await manyLeads(1);
        await plan();
        approvalId = (await approvals())[0]?.id ?? "";
      }
      const [approved, stopped, expired] = await Promise.allSettled([
        approve(owner(), { approvalId }),
        stop(),
        expireApprovals(world.systemCtx(client.clientId, addHours(WEDNESDAY_MORNING, 25))),
      ]);
      if (approved.status === "rejected") expect(approved.reason).toBeInstanceOf(ConflictError);
      expect([stopped.status, expired.status]).toEqual(["fulfilled", "fulfilled"]);
      expect((await touch(touchId)).state).toBe("cancelled");
    }
  });
});

describe("expiry", () => {
  const lapse = (now: Date) => expireApprovals(world.systemCtx(client.clientId, now));

  test("happens once, at 24 hours and not before", async () => {
    expect(await lapse(new Date(addHours(WEDNESDAY_MORNING, 24).getTime() - 1))).toBe(0);
    expect(await lapse(addHours(WEDNESDAY_MORNING, 24))).toBe(1);
    expect(await lapse(addHours(WEDNESDAY_MORNING, 24))).toBe(0);
    expect((await approval())?.status).toBe("expired");
    const feed = await world.system.selectFrom("activities").select("action").where("touchId", "=", touchId).execute();
    expect(feed.filter((row) => row.action === "expired")).toHaveLength(1);
  });

  test("leaves what was decided alone", async () => {
    await reject(owner(), { approvalId, reason: "no" });
    expect(await lapse(addHours(WEDNESDAY_MORNING, 30))).toBe(0);
    expect((await touch(touchId)).state).toBe("skipped");
  });
});

import { describe, expect, test } from "vitest";
import { pauseCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { stopEverything } from "@/lib/engines/emergency-stop/emergency-stop";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { suppress } from "@/lib/engines/suppression/suppress";
import { NotFoundError } from "@/lib/errors";
import { addMember, enrol, insertLead, readyClient, TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world);

const options = { pepper: TEST_PEPPER };
const { addMailbox, plan, setResource, setTouch, touch } = planningHelpers(() => ({ world, client }));
const explain = (leadId: string, now = WEDNESDAY_MORNING, of = client) =>
  explainLead(world.systemCtx(of.clientId, now), { leadId }, options);
const setLead = (id: string, change: Record<string, unknown>) =>
  world.system.updateTable("leads").set(change).where("id", "=", id).execute();
const owner = () => world.memberCtx(client.clientId, client.userId, "owner");
async function enrolled(overrides: Record<string, unknown> = {}) {
  const leadId = await insertLead(world, client.clientId, overrides);
  const [first = "", second = ""] = await enrol(world, client, leadId);
  return { leadId, first, second };
}
const send = (touchId: string, carrier = new FakeCarrier()) =>
  dispatchTouch(world.systemCtx(client.clientId), { touchId, resourceId: client.mailbox }, testSenderOptions(carrier));

describe("a lead without a next message", () => {
  test.each([
    ["new", { status: "new", alsTier: null }, /Waits for enrichment/],
    [
      "new, after enrichment failed",
      { status: "new", enrichmentError: "Nobody is known at this address." },
      /did not succeed: Nobody is known/,
    ],
    ["enriched", { status: "enriched" }, /Waits to be scored/],
    ["of a dead tier", { alsTier: "dead" }, /under 20/],
    ["scored, no campaign", {}, /Not in a campaign yet/],
    ["converted", { status: "converted" }, /meeting is booked/],
    ["unsubscribed", { status: "unsubscribed" }, /asked not to be contacted/],
    ["bounced", { status: "bounced" }, /does not exist/],
  ])("%s", async (_state, overrides, sentence) => {
    const leadId = await insertLead(world, client.clientId, overrides);
    expect(await explain(leadId)).toEqual({ leadId, summary: expect.stringMatching(sentence), next: null, blocker: null, checks: [] });
  });

  test("whose sequence has run to its end", async () => {
    const { leadId, first, second } = await enrolled();
    await setTouch(second, { state: "skipped", reasonCode: "rejected" });
    await send(first);
    expect(await explain(leadId)).toMatchObject({ next: null, summary: expect.stringMatching(/run to its end/) });
  });

  test("whose last message may or may not have arrived", async () => {
    const { leadId, first, second } = await enrolled();
    await setTouch(second, { state: "skipped", reasonCode: "rejected" });
    const carrier = new FakeCarrier();
    carrier.answer = () => ({ outcome: "unknown", response: "connection lost" });
    await send(first, carrier);
    expect((await explain(leadId)).summary).toMatch(/nobody knows yet whether it arrived/);
  });

  test("whose sequence was stopped", async () => {
    const { leadId } = await enrolled();
    const ctx = world.systemCtx(client.clientId);
    await ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "unsubscribed", source: "reply" }, options));
    await setLead(leadId, { status: "in_sequence" });
    expect((await explain(leadId)).summary).toBe("The sequence was stopped: suppressed.");
  });
});

describe("a lead with a next message", () => {
  test("says which, from whom, with what subject and when; then that it has its slot", async () => {
    const { leadId, first } = await enrolled({ company: "Acme" });
    const before = await explain(leadId);
    expect(before).toMatchObject({
      summary: "Step 1 (email) is next.",
      blocker: null,
      next: {
        touchId: first,
        stepNumber: 1,
        channel: "email",
        subject: "Acme and local search",
        at: WEDNESDAY_MORNING.toISOString(),
        isScheduled: false,
      },
    });
    expect(before.next?.sender).toMatch(/^priya@/);
    expect(before.checks.every((check) => check.verdict === "pass")).toBe(true);
    await plan();
    expect(await explain(leadId)).toMatchObject({
      summary: "Step 1 (email) has its slot.",
      next: { at: before.next?.at, isScheduled: true },
    });
  });

  test("the step after the one that was sent, four days later", async () => {
    const { leadId, first } = await enrolled();
    await send(first);
    // Four days on is a Sunday; the week opens on Monday at 08:30.
    expect(await explain(leadId)).toMatchObject({
      next: { stepNumber: 2, at: "2026-03-08T21:30:00.000Z", subject: expect.stringMatching(/^Re: /) },
      blocker: { code: "not_due", verdict: "defer" },
      summary: "Step 2 (email) is next. The step is not due yet.",
    });
  });

  const holds: [string, string, string, (lead: { leadId: string; first: string }) => Promise<unknown>][] = [
    [
      "no consent",
      "no_consent_basis",
      "/dashboard/leads",
      ({ leadId }) =>
        world.system
          .updateTable("consentBases")
          .set({ revokedAt: WEDNESDAY_MORNING, revokedReason: "x" })
          .where("leadId", "=", leadId)
          .execute(),
    ],
    ["a guessed address", "email_unverified", "/dashboard/leads", ({ leadId }) => setLead(leadId, { emailStatus: "guessed" })],
    [
      "a person's hold",
      "held",
      "/dashboard/inbox",
      ({ leadId }) => setLead(leadId, { heldAt: WEDNESDAY_MORNING, heldReason: "A legal matter" }),
    ],
    [
      "a paused campaign",
      "campaign_inactive",
      "/dashboard/campaigns",
      () => pauseCampaign(owner(), { campaignId: client.campaign, reason: "x" }),
    ],
    ["the emergency stop", "emergency_stop", "/dashboard/settings/emergency-stop", () => stopEverything(owner(), { reason: "x" })],
    ["no mailbox", "no_resource", "/dashboard/settings/mailboxes", () => setResource(client.mailbox, { deletedAt: WEDNESDAY_MORNING })],
    ["a missing field", "content_not_ready", "/dashboard/campaigns", ({ leadId }) => setLead(leadId, { company: null })],
    ["manual mode", "permission_pending", "/dashboard/approvals", ({ leadId }) => setLead(leadId, { permissionOverride: "manual" })],
  ];
  test.each(holds)("%s: on hold, with where to mend it", async (_what, code, fix, arrange) => {
    const lead = await enrolled();
    await arrange(lead);
    const explained = await explain(lead.leadId);
    expect(explained).toMatchObject({ next: { at: null, isScheduled: false }, blocker: { code, verdict: "hold", fix } });
    expect(explained.summary).toMatch(/^Step 1 \(email\) is on hold\. .+\.$/);
  });

  test("waiting for approval", async () => {
    await world.system.updateTable("campaigns").set({ permissionMode: "co_pilot" }).where("id", "=", client.campaign).execute();
    const { leadId, first } = await enrolled();
    await plan();
    expect((await touch(first)).state).toBe("awaiting_approval");
    expect(await explain(leadId)).toMatchObject({
      blocker: { code: "permission_pending" },
      summary: expect.stringMatching(/approval of exactly this text/),
    });
  });

  test("what came up after it got its slot", async () => {
    const { leadId } = await enrolled();
    await plan();
    await stopEverything(owner(), { reason: "wrong list" });
    expect(await explain(leadId)).toMatchObject({ next: { at: null, isScheduled: false }, blocker: { code: "emergency_stop" } });
  });

  test("what will never go out", async () => {
    const { leadId } = await enrolled({ email: "someone@blocked.example" });
    const ctx = world.systemCtx(client.clientId);
    await ctx.tx((db) =>
      suppress(db, ctx, { kind: "domain", value: "blocked.example", reason: "do_not_contact", source: "manual" }, options),
    );
    expect(await explain(leadId)).toMatchObject({
      next: { at: null },
      blocker: { code: "suppressed" },
      summary: expect.stringMatching(/will not go out, nor anything after it/),
    });
    const cold = await enrolled();
    await setLead(cold.leadId, { alsTier: "dead" });
    expect((await explain(cold.leadId)).summary).toMatch(/will be left out/);
  });

  test("from the mailbox the planner would take", async () => {
    const other = await addMailbox(client, "aaa");
    await setResource(other, { pausedAt: WEDNESDAY_MORNING, pausedReason: "x" });
    const { leadId, first } = await enrolled();
    expect((await explain(leadId)).next?.sender).toMatch(/^priya@/);
    await plan();
    expect((await touch(first)).resourceId).toBe(client.mailbox);
  });
});

test("a member and a viewer may ask; for anybody else there is no such lead", async () => {
  const { leadId } = await enrolled();
  const expected = await explain(leadId);
  const viewer = await addMember(world, client.clientId, "viewer");
  expect(await explainLead(world.memberCtx(client.clientId, viewer, "viewer"), { leadId }, options)).toEqual(expected);
  const stranger = await readyClient(world);
  await expect(explainLead(world.memberCtx(stranger.clientId, stranger.userId, "owner"), { leadId }, options)).rejects.toBeInstanceOf(
    NotFoundError,
  );
  await expect(explainLead(world.memberCtx(client.clientId, stranger.userId, "owner"), { leadId }, options)).rejects.toBeInstanceOf(
    NotFoundError,
  );
});

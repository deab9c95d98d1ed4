import { beforeEach, expect, test } from "vitest";
import { DEFAULT_SEQUENCE } from "@/lib/domain/default-sequence";
import { activateCampaign, listBlockers } from "@/lib/engines/campaigns/activate-campaign";
import { editSequence } from "@/lib/engines/campaigns/edit-sequence";
import { enrol, insertLead, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world);
const { addMailbox } = planningHelpers(() => ({ world, client }));
const owner = () => world.memberCtx(client.clientId, client.userId, "owner");
const blockers = () => owner().tx((db) => listBlockers(db, { clientId: client.clientId, campaignId: client.campaign }));
const activate = () => activateCampaign(owner(), { campaignId: client.campaign });
const status = async () =>
  (await world.system.selectFrom("campaigns").select("status").where("id", "=", client.campaign).executeTakeFirstOrThrow()).status;
const setClient = (change: Record<string, unknown>) =>
  world.system.updateTable("clients").set(change).where("id", "=", client.clientId).execute();

/** Leads as an import leaves them, in one statement. */
async function bulkLeads(count: number, change: Record<string, unknown> = {}): Promise<void> {
  for (let start = 0; start < count; start += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - start) }, (_, n) => ({
      clientId: client.clientId,
      email: `lee.${start + n}@firm-${start + n}.example`,
      country: "AU",
      state: "NSW",
      emailStatus: "verified",
      status: "scored" as const,
      alsScore: 70,
      alsTier: "warm" as const,
      ...change,
    }));
    await world.system.insertInto("leads").values(rows).execute();
  }
}

/** Two mailboxes on a domain that carries 50 a day, which is Ignition's own limit, too. */
async function ignition(emails: number): Promise<void> {
  await setClient({ tier: "ignition" });
  await addMailbox(client, "sam");
  const [intro, followUp] = DEFAULT_SEQUENCE;
  if (!intro || !followUp) throw new Error("the default sequence has two e-mails at least");
  const steps = Array.from({ length: emails }, (_, at) => (at === 0 ? intro : { ...followUp, delayDays: 4 }));
  await editSequence(owner(), { campaignId: client.campaign, steps });
}

beforeEach(async () => {
  await world.system.updateTable("campaigns").set({ status: "draft", activatedAt: null }).where("id", "=", client.campaign).execute();
});

test("1,250 leads × 4 e-mails on Ignition are refused with the numbers and what would fit; that then launches", async () => {
  await ignition(4);
  await bulkLeads(1250);
  const [blocker, ...others] = await blockers();
  expect(others).toEqual([]);
  expect(blocker).toMatchObject({ code: "capacity", fix: `/dashboard/campaigns/${client.campaign}/sequence` });
  expect(blocker?.message).toMatch(
    /^1,250 leads with a sequence of 4 e-mails need 5,000 messages where .* carry 1,100, on 22 sending days/,
  );
  await expect(activate()).rejects.toThrow(/It would fit with \d+ leads/);
  expect(await status()).toBe("draft");

  const fitting = Number(/fit with (\d+) leads/.exec(blocker?.message ?? "")?.[1]);
  expect(fitting).toBeGreaterThan(200);
  await world.system
    .updateTable("leads")
    .set({ deletedAt: WEDNESDAY_MORNING })
    .where("clientId", "=", client.clientId)
    .where(
      "email",
      "not in",
      Array.from({ length: fitting }, (_, n) => `lee.${n}@firm-${n}.example`),
    )
    .execute();
  await activate();
  expect(await status()).toBe("active");
});

const uncounted: [string, Record<string, unknown>, () => Promise<unknown>][] = [
  [
    "of which most cannot be enriched this month",
    { status: "new", alsScore: null, alsTier: null },
    async () => setClient({ creditsRemaining: 40 }),
  ],
  [
    "whose enrichment found nobody",
    { status: "new", alsScore: null, alsTier: null, enrichmentError: "low confidence" },
    async () => undefined,
  ],
  ["too cold for any channel", { alsTier: "dead", alsScore: 5 }, async () => undefined],
  ["held back by a person", { heldReason: "wait", heldAt: WEDNESDAY_MORNING }, async () => undefined],
];
test.each(uncounted)("2,000 leads %s do not count", async (_what, change, arrange) => {
  await ignition(4);
  await insertLead(world, client.clientId);
  await bulkLeads(2000, change);
  await arrange();
  expect(await blockers()).toEqual([]);
});

test("what runs already counts, the client's other campaigns included", async () => {
  await ignition(2);
  await bulkLeads(400);
  expect(await blockers()).toEqual([]);
  await setClient({ tier: "dominance" });
  await world.system.updateTable("campaigns").set({ status: "active" }).where("id", "=", client.campaign).execute();
  const running = await insertLead(world, client.clientId, { campaignId: client.campaign });
  const [first = ""] = await enrol(world, client, running);
  const { enrolmentId, stepId } = await world.system
    .selectFrom("touches")
    .select(["enrolmentId", "stepId"])
    .where("id", "=", first)
    .executeTakeFirstOrThrow();
  await world.system.updateTable("campaigns").set({ status: "draft" }).where("id", "=", client.campaign).execute();
  await setClient({ tier: "ignition" });
  const waiting = Array.from({ length: 400 }, (_, n) => ({
    clientId: client.clientId,
    campaignId: client.campaign,
    leadId: running,
    enrolmentId,
    stepId,
    stepNumber: n + 10,
    channel: "email" as const,
    idempotencyKey: `more:${n}`,
    dueAt: WEDNESDAY_MORNING,
  }));
  await world.system.insertInto("touches").values(waiting).execute();
  expect((await blockers()).map(({ code }) => code)).toEqual(["capacity"]);
});

test("a step on another channel counts for those who may be reached there", async () => {
  await ignition(1);
  await bulkLeads(600, { linkedinUrl: "https://www.linkedin.com/in/somebody" });
  await world.system
    .insertInto("resources")
    .values({
      clientId: client.clientId,
      channel: "linkedin",
      kind: "seat",
      label: "seat",
      provider: "heyreach",
      dailyLimit: 17,
      isPrewarmed: true,
    })
    .execute();
  const [intro] = DEFAULT_SEQUENCE;
  const invitation = {
    channel: "linkedin",
    delayDays: 2,
    purpose: "connect",
    subjectTemplate: null,
    bodyTemplate: "Hi {{first_name|there}}, happy to connect.",
  } as const;
  await editSequence(owner(), { campaignId: client.campaign, steps: intro ? [intro, invitation] : [] });
  expect(await blockers()).toEqual([]);

  const leads = await world.system.selectFrom("leads").select("id").where("clientId", "=", client.clientId).execute();
  await world.system
    .insertInto("consentBases")
    .values(
      leads.map(({ id }) => ({
        clientId: client.clientId,
        leadId: id,
        channel: "linkedin" as const,
        basis: "inferred_relationship",
        evidence: JSON.stringify({ note: "met at the trade fair" }),
        capturedAt: WEDNESDAY_MORNING,
        recordedVia: "import",
      })),
    )
    .execute();
  expect((await blockers())[0]?.message).toMatch(/need 600 messages where the senders connected for LinkedIn carry 3\d\d/);
});

test("a lead of no campaign is shared with the campaigns that run", async () => {
  await ignition(4);
  await bulkLeads(400);
  expect((await blockers()).map(({ code }) => code)).toEqual(["capacity"]);
  for (const name of ["one", "two"]) {
    await world.system
      .insertInto("campaigns")
      .values({ clientId: client.clientId, name, status: "active", leadAllocationPct: 100 })
      .execute();
  }
  await world.system.updateTable("campaigns").set({ leadAllocationPct: 100 }).where("id", "=", client.campaign).execute();
  expect(await blockers()).toEqual([]);
});

import { addDays, addHours } from "date-fns";
import { expect, test } from "vitest";
import { activateCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { enrolLeads } from "@/lib/engines/enrolments/enrol-leads";
import { planOutreach } from "@/lib/engines/planning/plan-outreach";
import { simulate } from "@/lib/engines/simulation/simulate";
import { copyCampaign, simulateCampaign } from "@/lib/engines/simulation/simulate-campaign";
import { NotFoundError } from "@/lib/errors";
import { insertLead, TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);
const pepper = { pepper: TEST_PEPPER };
const ctxAt = (at: Date) => world.systemCtx(client.clientId, at);
const DAYS = 7;

async function draftWith(count: number, change: (n: number) => Record<string, unknown> = () => ({})): Promise<void> {
  await world.system.updateTable("campaigns").set({ status: "draft" }).where("id", "=", client.campaign).execute();
  for (let n = 0; n < count; n += 1) {
    await insertLead(world, client.clientId, {
      email: `lee.${n}@firm-${n % 9}.example`,
      domain: `firm-${n % 9}.example`,
      alsScore: 60 + n,
      ...change(n),
    });
  }
}

/** Everything that was sent: when, what, to whom, from where. */
async function sent() {
  const rows = await world.system
    .selectFrom("touches as t")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .select(["l.email", "t.stepNumber", "t.sentAt", "t.resourceId"])
    .where("t.clientId", "=", client.clientId)
    .where("t.state", "=", "sent")
    .orderBy("t.sentAt")
    .execute();
  return rows.map(({ email, stepNumber, sentAt, resourceId }) => [email, stepNumber, sentAt?.toISOString(), resourceId]);
}

/** The product itself, hour by hour: each plan, then each hand-over at its time. */
async function runForReal(): Promise<void> {
  await activateCampaign(ctxAt(WEDNESDAY_MORNING), { campaignId: client.campaign });
  await enrolLeads(ctxAt(WEDNESDAY_MORNING), {}, pepper);
  const options = testSenderOptions(new FakeCarrier());
  for (let now = WEDNESDAY_MORNING; now < addDays(WEDNESDAY_MORNING, DAYS); now = addHours(now, 1)) {
    await planOutreach(ctxAt(now), pepper);
    const slots = await world.system
      .selectFrom("touches")
      .select(["id", "resourceId", "slotAt"])
      .where("clientId", "=", client.clientId)
      .where("state", "=", "ready")
      .where("slotAt", "<=", addHours(now, 1))
      .orderBy("slotAt")
      .execute();
    for (const { id, resourceId, slotAt } of slots) {
      await dispatchTouch(ctxAt(slotAt ?? now), { touchId: id, resourceId: resourceId ?? "" }, options);
    }
  }
}

test("what is simulated is what then happens, touch for touch", async () => {
  await draftWith(14, (n) => (n === 3 ? { emailStatus: "unknown" } : n === 4 ? { state: "WA", timezone: "Australia/Perth" } : {}));
  await world.system.updateTable("resources").set({ dailyLimit: 6 }).where("id", "=", client.mailbox).execute();
  const { plan } = await copyCampaign(ctxAt(WEDNESDAY_MORNING), { campaignId: client.campaign }, pepper);
  const { touches } = simulate(plan, { days: DAYS, acceptedShare: 0 });
  const foreseen = touches
    .flatMap(({ situation, sentAt, senderId }) => (sentAt ? [[situation.email, situation.stepNumber, sentAt.toISOString(), senderId]] : []))
    .sort((a, b) => (String(a[2]) < String(b[2]) ? -1 : 1));
  await runForReal();
  expect(foreseen.length).toBeGreaterThan(15);
  expect(await sent()).toEqual(foreseen);
});

test("the report counts what stands in the way, and nothing of it is left behind", async () => {
  await draftWith(6, (n) => (n < 2 ? { emailStatus: "unknown" } : {}));
  const report = await simulateCampaign(ctxAt(WEDNESDAY_MORNING), { campaignId: client.campaign, days: 20 }, pepper);
  expect(report).toMatchObject({
    leads: { all: 6, reached: 4, finished: 4 },
    notReached: { email_unverified: 2 },
    fit: { fits: true, misfit: null },
    finish: { touchesLeft: 4 },
  });
  for (const table of ["enrolments", "touches", "private.outbox"] as const) {
    expect(await world.system.selectFrom(table).select("id").where("clientId", "=", client.clientId).execute()).toEqual([]);
  }
  const { status } = await world.system
    .selectFrom("campaigns")
    .select("status")
    .where("id", "=", client.campaign)
    .executeTakeFirstOrThrow();
  expect(status).toBe("draft");
});

test("a campaign of somebody else, or without a sequence, is not simulated", async () => {
  const other = ctxAt(WEDNESDAY_MORNING);
  await expect(simulateCampaign(other, { campaignId: client.clientId, days: 5 }, pepper)).rejects.toBeInstanceOf(NotFoundError);
  await world.system.updateTable("campaigns").set({ activeVersionId: null }).where("id", "=", client.campaign).execute();
  await expect(simulateCampaign(other, { campaignId: client.campaign, days: 5 }, pepper)).rejects.toBeInstanceOf(NotFoundError);
});

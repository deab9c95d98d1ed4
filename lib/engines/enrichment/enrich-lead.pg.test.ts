import { randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { enrichLead } from "@/lib/engines/enrichment/enrich-lead";
import { LimitError, ProviderError } from "@/lib/errors";
import { enrichmentHelpers } from "@/tests/support/enrichment-helpers";
import { insertLead, signUp, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { APOLLO_COST, checked, FakeProviders, HUNTER_COST, personOf } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";
import { isSuppressed } from "@/tests/support/is-suppressed";

const options = { pepper: TEST_PEPPER };
const world = fileWorld();
let clientId: string;
let providers: FakeProviders;
const { setClient, credits, leaveCredits, newLead } = enrichmentHelpers(world, () => clientId);

beforeEach(async () => {
  ({ clientId } = await signUp(world));
  providers = new FakeProviders();
  await setClient({ subscriptionStatus: "active" });
});

const enrich = (leadId: string, now = WEDNESDAY_MORNING) => enrichLead(world.systemCtx(clientId, now), { leadId }, providers, options);
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const ledger = () =>
  world.system.selectFrom("creditLedger").select(["delta", "leadId", "balanceAfter"]).where("clientId", "=", clientId).execute();
const costs = async () =>
  (
    await world.system
      .selectFrom("providerCosts")
      .select(["provider", "costMicros"])
      .where("clientId", "=", clientId)
      .orderBy("provider")
      .execute()
  ).map(({ provider, costMicros }) => `${provider} ${costMicros}`);

describe("one lead", () => {
  test("that Apollo knows is enriched for one credit; what the client told stays", async () => {
    const before = await credits();
    const leadId = await newLead({ firstName: "Leigh", state: "NSW" });
    expect(await enrich(leadId)).toBe("enriched");
    expect(providers.asked).toEqual(["apollo"]);
    expect(await lead(leadId)).toMatchObject({
      status: "enriched",
      firstName: "Leigh",
      title: "Managing Director",
      state: "NSW",
      country: "AU",
      emailStatus: "verified",
      enrichmentSource: expect.stringContaining("apollo"),
      enrichedAt: WEDNESDAY_MORNING,
    });
    expect(await credits()).toBe(before - 1);
    expect((await ledger()).at(-1)).toEqual({ delta: -1, leadId, balanceAfter: before - 1 });
    expect(await costs()).toEqual([`apollo ${APOLLO_COST}`]);
  });

  test("that is cached costs nothing, for whichever client asks", async () => {
    const email = `shared.${randomUUID().slice(0, 8)}@firm.example`;
    await enrich(await newLead({ email }));
    ({ clientId } = await signUp(world));
    await setClient({ subscriptionStatus: "trialing" });
    const before = await credits();
    providers.asked = [];
    const leadId = await newLead({ email });
    expect(await enrich(leadId)).toBe("enriched");
    expect(providers.asked).toEqual([]);
    expect(await credits()).toBe(before);
    expect(await costs()).toEqual([]);
    expect(await lead(leadId)).toMatchObject({ status: "enriched", emailStatus: "verified" });
  });

  test("whose cached record is too thin is asked for again", async () => {
    const email = `thin.${randomUUID().slice(0, 8)}@firm.example`;
    await enrich(await newLead({ email }));
    for (const [key, person] of providers.kept) providers.kept.set(key, { ...person, company: null });
    ({ clientId } = await signUp(world));
    await setClient({ subscriptionStatus: "active" });
    providers.asked = [];
    await enrich(await newLead({ email, company: null }));
    expect(providers.asked).toEqual(["apollo"]);
  });

  test("that Apollo does not know is enriched from what we were told once Hunter verified the address", async () => {
    providers.person = () => null;
    const leadId = await newLead({ title: "Owner" });
    expect(await enrich(leadId)).toBe("enriched");
    expect(providers.asked).toEqual(["apollo", "hunter"]);
    expect(await lead(leadId)).toMatchObject({ emailStatus: "verified", enrichmentSource: "import+hunter" });
    expect(await costs()).toEqual([`hunter ${HUNTER_COST}`]);
  });

  test.each(["invalid", "catch_all"] as const)("whose address is %s is stored as such", async (emailStatus) => {
    providers.person = (email) => personOf(email, { emailStatus: "guessed" });
    providers.verification = (email) => checked(email, emailStatus);
    const before = await credits();
    const leadId = await newLead();
    expect(await enrich(leadId)).toBe(emailStatus === "invalid" ? "not_usable" : "enriched");
    expect((await lead(leadId)).emailStatus).toBe(emailStatus);
    expect(await credits()).toBe(emailStatus === "invalid" ? before : before - 1);
    expect(await costs()).toEqual([`apollo ${APOLLO_COST}`, `hunter ${HUNTER_COST}`]);
  });

  test("that is not usable says why, stays new, and is not paid for again", async () => {
    providers.person = () => null;
    providers.verification = (email) => checked(email, "invalid");
    const leadId = await newLead();
    expect(await enrich(leadId)).toBe("not_usable");
    expect(await lead(leadId)).toMatchObject({ status: "new", enrichmentError: expect.stringContaining("email invalid") });
    const told = await world.system.selectFrom("activities").select("action").where("leadId", "=", leadId).execute();
    expect(told).toEqual([{ action: "enrichment_failed" }]);
    providers.asked = [];
    expect(await enrich(leadId)).toBe("not_waiting");
    expect(providers.asked).toEqual([]);
  });

  test("who asked Hunter not to be processed is suppressed here and costs no credit", async () => {
    providers.person = (email) => personOf(email, { emailStatus: "unknown" });
    providers.verification = () => ({ outcome: "suppress", costMicroAud: 0 });
    const before = await credits();
    const leadId = await newLead();
    expect(await enrich(leadId)).toBe("not_usable");
    const { email } = await lead(leadId);
    expect(await isSuppressed(world.system, { clientId, email })).toBe(true);
    expect(await credits()).toBe(before);
    expect(providers.kept.size).toBe(0);
  });

  test.each(["running", "later"] as const)(
    "whose verification is %s is asked again later, without paying Apollo twice",
    async (outcome) => {
      providers.person = (email) => personOf(email, { emailStatus: "guessed" });
      providers.verification = () => ({ outcome, retryAfterMs: 2000, costMicroAud: 0 });
      const leadId = await newLead();
      const failure = await enrich(leadId).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ProviderError);
      expect(failure).toMatchObject({ provider: "hunter", retryable: true, retryAfterMs: 2000 });
      expect((await lead(leadId)).status).toBe("new");

      providers.verification = (email) => checked(email, "verified");
      const before = await credits();
      expect(await enrich(leadId, addDays(WEDNESDAY_MORNING, 1))).toBe("enriched");
      expect(providers.asked).toEqual(["apollo", "hunter", "hunter"]);
      expect(await costs()).toEqual([`apollo ${APOLLO_COST}`, `hunter ${HUNTER_COST}`]);
      expect(await credits()).toBe(before - 1);
    },
  );

  test("of which one provider charged before the other failed leaves the charge on the books", async () => {
    providers.person = (email) => personOf(email, { emailStatus: "unknown" });
    providers.verifyEmail = () => Promise.reject(new ProviderError({ provider: "hunter", message: "down", retryable: true }));
    await expect(enrich(await newLead())).rejects.toThrow("down");
    expect(await costs()).toEqual([`apollo ${APOLLO_COST}`]);
  });

  test("repeated, or asked for many times at once, is charged once", async () => {
    const before = await credits();
    const leadId = await newLead();
    const results = await Promise.all(Array.from({ length: 8 }, () => enrich(leadId)));
    expect(results.filter((result) => result === "enriched")).toHaveLength(1);
    expect(await enrich(leadId)).toBe("not_waiting");
    expect(await credits()).toBe(before - 1);
  });

  test("put back to be enriched afresh is not charged again", async () => {
    const leadId = await newLead();
    await enrich(leadId);
    const before = await credits();
    await world.system.updateTable("leads").set({ status: "new" }).where("id", "=", leadId).execute();
    providers.kept.clear();
    expect(await enrich(leadId, addDays(WEDNESDAY_MORNING, 1))).toBe("enriched");
    expect(await credits()).toBe(before);
  });

  test.each(["past_due", "cancelled"] as const)("waits while the subscription is %s", async (subscriptionStatus) => {
    await setClient({ subscriptionStatus });
    await expect(enrich(await newLead())).rejects.toThrow(LimitError);
    expect(providers.asked).toEqual([]);
  });

  test("that was deleted, or is another client's, is not asked for", async () => {
    const stranger = await signUp(world);
    const theirs = await insertLead(world, stranger.clientId, { status: "new" });
    for (const leadId of [await newLead({ deletedAt: WEDNESDAY_MORNING }), theirs]) expect(await enrich(leadId)).toBe("not_waiting");
    expect(providers.asked).toEqual([]);
  });
});

test("fifty at once with twenty credits left spend exactly twenty, and the ledger adds up", async () => {
  await leaveCredits(20);
  const leads = await Promise.all(Array.from({ length: 50 }, () => newLead()));
  const results = await Promise.allSettled(leads.map((leadId) => enrich(leadId)));
  const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
  expect(refused).toHaveLength(30);
  expect(refused.every((reason) => reason instanceof LimitError)).toBe(true);
  expect(await credits()).toBe(0);
  const rows = await ledger();
  expect(rows.filter((row) => row.delta === -1)).toHaveLength(20);
  expect(rows.reduce((sum, row) => sum + row.delta, 0)).toBe(0);
  expect(await Promise.all(leads.map(async (id) => (await lead(id)).status))).toEqual(
    results.map((result) => (result.status === "fulfilled" ? "enriched" : "new")),
  );
  expect(await costs()).toHaveLength(providers.asked.length); // paid for is written down, credit or not
});

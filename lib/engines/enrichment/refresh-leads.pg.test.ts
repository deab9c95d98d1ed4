import { addDays, addHours, subDays } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { refreshLeads } from "@/lib/engines/enrichment/refresh-leads";
import { enrol, insertLead, type ReadyClient, readyClient, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { checked, FakeProviders, HUNTER_COST } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";
import { isSuppressed } from "@/tests/support/is-suppressed";

const NOW = WEDNESDAY_MORNING;
const world = fileWorld();
let client: ReadyClient;
let providers: FakeProviders;

beforeEach(async () => {
  client = await readyClient(world);
  providers = new FakeProviders();
});

const refresh = (now = NOW) => refreshLeads(world.systemCtx(client.clientId, now), { limit: 100 }, providers, { pepper: TEST_PEPPER });
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const costs = () => world.system.selectFrom("providerCosts").select("costMicros").where("clientId", "=", client.clientId).execute();
/** A lead verified so many days ago whose first message is due now. */
async function waiting(verifiedDaysAgo: number, { dueInHours = 0, ...overrides }: Record<string, unknown> & { dueInHours?: number } = {}) {
  const leadId = await insertLead(world, client.clientId, { emailVerifiedAt: subDays(NOW, verifiedDaysAgo), ...overrides });
  const [first = ""] = await enrol(world, client, leadId);
  await world.system
    .updateTable("touches")
    .set({ dueAt: addHours(NOW, dueInHours) })
    .where("id", "=", first)
    .execute();
  return leadId;
}

describe("before the first message", () => {
  test("an address verified a week ago is verified again, at Hunter's price, once; what was verified lately is not", async () => {
    const stale = await waiting(7);
    await waiting(6);
    await waiting(30, { dueInHours: 25 });
    await waiting(30, { lastContactedAt: NOW });
    expect(await refresh()).toBe(1);
    expect(await lead(stale)).toMatchObject({ emailStatus: "verified", emailVerifiedAt: NOW });
    expect((await lead(stale)).enrichedFields).toMatchObject({ emailStatus: { provider: "hunter", fetchedAt: NOW.toISOString() } });
    expect(await costs()).toEqual([{ costMicros: HUNTER_COST }]);
    expect(await refresh()).toBe(0);
    expect(await refresh(addDays(NOW, 7))).toBeGreaterThan(0);
  });

  test("an address that has gone is known as such, and one nobody can tell of keeps its verdict and is not asked about each hour", async () => {
    const gone = await waiting(10);
    const { email } = await lead(gone);
    providers.verification = (address) => checked(address, address === email ? "invalid" : "unknown");
    const unsure = await waiting(10);
    expect(await refresh()).toBe(2);
    expect(await lead(gone)).toMatchObject({ emailStatus: "invalid", emailVerifiedAt: NOW });
    expect(await lead(unsure)).toMatchObject({ emailStatus: "verified", emailVerifiedAt: subDays(NOW, 10) });
    expect(await refresh(addHours(NOW, 1))).toBe(0);
    expect(await costs()).toHaveLength(2);
  });

  test("whoever asked not to be processed is suppressed; a check still running is asked for by the next run", async () => {
    const leadId = await waiting(10);
    providers.verification = () => ({ outcome: "running", retryAfterMs: 1000, costMicroAud: 0 });
    expect(await refresh()).toBe(0);
    providers.verification = () => ({ outcome: "suppress", costMicroAud: 0 });
    expect(await refresh(addHours(NOW, 1))).toBe(1);
    expect(await isSuppressed(world.system, { clientId: client.clientId, email: (await lead(leadId)).email })).toBe(true);
    expect(await costs()).toEqual([]);
  });

  test("one that fails leaves what the others learned", async () => {
    const [first, second] = [await waiting(10, { email: "a@firm.example" }), await waiting(10, { email: "b@firm.example" })];
    const verify = providers.verifyEmail;
    providers.verifyEmail = (email) => (email.startsWith("b") ? Promise.reject(new Error("down")) : verify(email));
    await expect(refresh()).rejects.toThrow("down");
    expect((await lead(first)).emailVerifiedAt).toEqual(NOW);
    expect((await lead(second)).emailVerifiedAt).toEqual(subDays(NOW, 10));
  });
});

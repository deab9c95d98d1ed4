import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { enrichBatch } from "@/lib/engines/enrichment/enrich-batch";
import { ProviderError } from "@/lib/errors";
import { enrichmentHelpers } from "@/tests/support/enrichment-helpers";
import { signUp, TEST_PEPPER } from "@/tests/support/factories";
import { checked, FakeProviders, personOf } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";

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

describe("a batch", () => {
  const batch = (leadIds: readonly string[]) => enrichBatch(world.systemCtx(clientId), { leadIds }, providers, options);
  const announced = async () =>
    (
      await world.system
        .selectFrom("private.outbox")
        .select("data")
        .where("clientId", "=", clientId)
        .where("name", "=", "leads/enriched")
        .execute()
    ).map(({ data }) => (data as { leadIds: string[] }).leadIds);

  test("announces what is enriched, also when it is repeated after a crash", async () => {
    const leadIds = await Promise.all([newLead(), newLead(), newLead()]);
    expect(await batch(leadIds)).toEqual({ enriched: 3, lookedUp: 3, notUsable: 0, waiting: 0, outOfCredits: false });
    expect(await batch(leadIds)).toEqual({ enriched: 3, lookedUp: 0, notUsable: 0, waiting: 0, outOfCredits: false });
    expect(providers.asked).toHaveLength(3);
    const [first, second] = await announced();
    expect(first?.toSorted()).toEqual(leadIds.toSorted());
    expect(second).toEqual(first);
  });

  test("with one that has to wait keeps and announces the rest, and asks to be repeated", async () => {
    const stuck = `stuck.${randomUUID().slice(0, 8)}@firm.example`;
    providers.person = (email) => personOf(email, { emailStatus: email === stuck ? "guessed" : "verified" });
    providers.verification = () => ({ outcome: "later", retryAfterMs: 1000, costMicroAud: 0 });
    const leadIds = [await newLead(), await newLead({ email: stuck }), await newLead()];
    await expect(batch(leadIds)).rejects.toThrow(ProviderError);
    expect((await announced())[0]).toHaveLength(2);
    providers.verification = (email) => checked(email, "verified");
    expect(await batch(leadIds)).toMatchObject({ enriched: 3 });
  });

  test("that runs out of credits ends quietly", async () => {
    await leaveCredits(2);
    const leadIds = await Promise.all(Array.from({ length: 5 }, () => newLead()));
    expect(await batch(leadIds)).toEqual({ enriched: 2, lookedUp: 2, notUsable: 0, waiting: 0, outOfCredits: true });
    expect(await credits()).toBe(0);
  });

  test("of which nothing is usable announces nothing", async () => {
    providers.person = () => null;
    providers.verification = (email) => checked(email, "invalid");
    expect(await batch([await newLead()])).toEqual({ enriched: 0, lookedUp: 1, notUsable: 1, waiting: 0, outOfCredits: false });
    expect(await announced()).toEqual([]);
  });
});

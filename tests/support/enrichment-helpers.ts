import { randomUUID } from "node:crypto";
import { insertLead, type TestWorld } from "./factories";

type ClientChange = { subscriptionStatus?: "active" | "past_due" | "cancelled" | "trialing"; creditsRemaining?: number };

/** For tests: leads to enrich and credits to pay with. `clientId()` gives the client of the test that runs. */
export function enrichmentHelpers(world: TestWorld, clientId: () => string) {
  const setClient = (change: ClientChange) => world.system.updateTable("clients").set(change).where("id", "=", clientId()).execute();
  const credits = async () =>
    (await world.system.selectFrom("clients").select("creditsRemaining").where("id", "=", clientId()).executeTakeFirstOrThrow())
      .creditsRemaining;

  return {
    setClient,
    credits,
    /** Sets the counter, with a ledger that agrees with it. */
    async leaveCredits(left: number): Promise<void> {
      const delta = left - (await credits());
      await setClient({ creditsRemaining: left });
      const entry = {
        clientId: clientId(),
        delta,
        reason: "adjustment",
        idempotencyKey: `test:${clientId()}`,
        balanceAfter: left,
      } as const;
      await world.system.insertInto("creditLedger").values(entry).execute();
    },
    newLead: (overrides: Record<string, unknown> = {}) =>
      insertLead(world, clientId(), {
        email: `lee.${randomUUID().slice(0, 8)}@firm.example`,
        status: "new",
        emailStatus: null,
        emailVerifiedAt: null,
        alsScore: null,
        alsTier: null,
        title: null,
        state: null,
        timezone: null,
        ...overrides,
      }),
  };
}

import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type ProcessedInbound, processInbound } from "@/lib/engines/inbound/process-inbound";
import { TEST_PEPPER, type TestWorld, WEDNESDAY_MORNING } from "./factories";

const OPTIONS = { pepper: TEST_PEPPER, appUrl: "https://app.example" };

/** What tests of providers' news do and read back. Each delivery is stored anew, as a provider that repeats itself under another id. */
export function newsLab(world: () => TestWorld) {
  const db = () => world().system;
  return {
    async hear(provider: string, body: unknown, now = WEDNESDAY_MORNING): Promise<ProcessedInbound> {
      const { id } = await db()
        .insertInto("private.inboundEvents")
        .values({ provider, externalId: randomUUID(), body: JSON.stringify(body), receivedAt: now })
        .returning("id")
        .executeTakeFirstOrThrow();
      return processInbound(db(), (clientId) => world().systemCtx(clientId, now), { inboundEventId: id }, OPTIONS);
    },
    touch: (id: string) => db().selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    lead: (id: string) => db().selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    callsOf: (touchId: string) => db().selectFrom("calls").selectAll().where("touchId", "=", touchId).orderBy("attempt").execute(),
    actionsOf: async (leadId: string) =>
      (await db().selectFrom("activities").select("action").where("leadId", "=", leadId).orderBy("id").execute()).map((row) => row.action),
    heardFrom: (leadId: string) =>
      db().selectFrom("messages").selectAll().where("leadId", "=", leadId).where("direction", "=", "inbound").execute(),
    suppressionsOf: (clientId: string) =>
      db()
        .selectFrom("suppressions")
        .select(["kind", sql<string[]>`channels::text[]`.as("channels"), "reason"])
        .where("clientId", "=", clientId)
        .orderBy("kind")
        .execute(),
  };
}

/** The same news five times over, in an order drawn from the seed. */
export function fiveTimesShuffled<T>(news: readonly T[], seed: number): T[] {
  const all = Array.from({ length: 5 }, () => news).flat();
  let state = seed;
  for (let last = all.length - 1; last > 0; last -= 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = state % (last + 1);
    [all[last], all[other]] = [all[other] as T, all[last] as T];
  }
  return all;
}

import { randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { enrichBatch } from "@/lib/engines/enrichment/enrich-batch";
import { DEAREST_LOOK_UP_MICRO_AUD } from "@/lib/engines/enrichment/spending";
import { FILL_RATE_FLOOR, STOP_LOSS_SAMPLE } from "@/lib/engines/enrichment/stop-loss";
import { enrichmentHelpers } from "@/tests/support/enrichment-helpers";
import { signUp, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { checked, FakeProviders, HUNTER_COST } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
let clientId: string;
let importJobId: string;
let providers: FakeProviders;
const { setClient, newLead } = enrichmentHelpers(world, () => clientId);

beforeEach(async () => {
  ({ clientId } = await signUp(world));
  await setClient({ subscriptionStatus: "active" });
  providers = new FakeProviders();
  ({ id: importJobId } = await world.system
    .insertInto("importJobs")
    .values({ clientId, fileName: "list.csv", fileSha256: "0".repeat(64) })
    .returning("id")
    .executeTakeFirstOrThrow());
});

/** Tries so many leads, of which so many turn out usable. */
async function tryLeads(count: number, usable: number, { day = 0, isImported = true } = {}) {
  const leadIds: string[] = [];
  for (let n = 0; n < count; n += 1)
    leadIds.push(
      await newLead({
        email: `${n < usable ? "good" : "bad"}.${n}.${randomUUID()}@firm.example`,
        title: "Owner",
        ...(isImported && { importJobId }),
      }),
    );
  providers.person = () => null;
  providers.verification = (email) => checked(email, email.startsWith("good") ? "verified" : "invalid");
  return enrichBatch(world.systemCtx(clientId, addDays(WEDNESDAY_MORNING, day)), { leadIds }, providers, { pepper: TEST_PEPPER });
}
const notices = () => world.system.selectFrom("notifications").select("title").where("clientId", "=", clientId).execute();
const floor = Math.ceil(STOP_LOSS_SAMPLE * FILL_RATE_FLOOR);

describe("an import", () => {
  test("of whose first look-ups too few are usable waits, and people are told once", async () => {
    await tryLeads(STOP_LOSS_SAMPLE, floor - 1);
    expect(await notices()).toEqual([]);
    expect(await tryLeads(5, 5)).toMatchObject({ waiting: 5 });
    await tryLeads(3, 3);
    expect(providers.asked.filter((name) => name === "apollo")).toHaveLength(STOP_LOSS_SAMPLE);
    expect(await notices()).toEqual([{ title: "Few leads of list.csv can be found" }]);
  });

  test("that is not judged yet goes on", async () => {
    await tryLeads(STOP_LOSS_SAMPLE - 1, 0);
    expect(await tryLeads(5, 0, { day: 1 })).toMatchObject({ waiting: 0 });
  });

  test("exactly at the floor goes on", async () => {
    await tryLeads(STOP_LOSS_SAMPLE, floor);
    expect(await tryLeads(5, 0, { day: 1 })).toMatchObject({ waiting: 0 });
  });

  test("is tried with twenty a day, and goes on once those are good enough", async () => {
    await tryLeads(STOP_LOSS_SAMPLE, 0);
    expect(await tryLeads(STOP_LOSS_SAMPLE + 4, STOP_LOSS_SAMPLE + 4, { day: 1 })).toMatchObject({ waiting: 4 });
    expect(await tryLeads(30, 30, { day: 2 })).toMatchObject({ waiting: 0 });
  });

  test("does not stop leads that came another way", async () => {
    await tryLeads(STOP_LOSS_SAMPLE, 0);
    expect(await tryLeads(5, 5, { isImported: false, day: 1 })).toMatchObject({ waiting: 0, enriched: 5 });
  });
});

test("an import buys nothing more once it cost what its quote allows, and people are told once", async () => {
  const enrichmentCeilingMicros = 3 * DEAREST_LOOK_UP_MICRO_AUD;
  await world.system.updateTable("importJobs").set({ enrichmentCeilingMicros }).where("id", "=", importJobId).execute();
  expect(await tryLeads(4, 4)).toMatchObject({ enriched: 3, waiting: 1 });
  const { enrichmentSpentMicros } = await world.system
    .selectFrom("importJobs")
    .select("enrichmentSpentMicros")
    .where("id", "=", importJobId)
    .executeTakeFirstOrThrow();
  expect(enrichmentSpentMicros).toBe(3 * HUNTER_COST);
  // One micro-dollar short of what the next lead may cost.
  const short = enrichmentSpentMicros + DEAREST_LOOK_UP_MICRO_AUD - 1;
  await world.system.updateTable("importJobs").set({ enrichmentCeilingMicros: short }).where("id", "=", importJobId).execute();
  expect(await tryLeads(2, 2)).toMatchObject({ waiting: 2 });
  expect(await notices()).toEqual([{ title: "list.csv cost what its quote allows" }]);
});

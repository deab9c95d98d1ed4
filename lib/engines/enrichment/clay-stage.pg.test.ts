import { addMinutes } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { CLAY_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { chooseClayRows } from "@/lib/engines/enrichment/choose-clay-rows";
import { enrichLead } from "@/lib/engines/enrichment/enrich-lead";
import { recordClayAnswer } from "@/lib/engines/enrichment/record-clay-answer";
import { sendClayRow } from "@/lib/engines/enrichment/send-clay-row";
import { settleClayRow } from "@/lib/engines/enrichment/settle-clay-row";
import { LEAD_CEILING_MICRO_AUD } from "@/lib/engines/enrichment/spending";
import { ProviderError } from "@/lib/errors";
import type { ClayRow } from "@/lib/integrations/clay/api";
import { enrichmentHelpers } from "@/tests/support/enrichment-helpers";
import { signUp, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { checked, FakeProviders, HUNTER_COST, personOf } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const DEADLINE = addMinutes(WEDNESDAY_MORNING, 30);
let clientId: string;
let providers: FakeProviders;
let clay: { webhookHash: string; callbackUrl: string; sendRow(row: ClayRow): Promise<void> };
let rows: ClayRow[];
const { setClient, credits, newLead } = enrichmentHelpers(world, () => clientId);

beforeEach(async () => {
  ({ clientId } = await signUp(world));
  await setClient({ subscriptionStatus: "active" });
  rows = [];
  clay = {
    webhookHash: `hash of ${clientId}`,
    callbackUrl: "https://app.example/api/webhooks/clay",
    sendRow: async (row) => {
      rows.push(row);
    },
  };
  providers = new FakeProviders();
  providers.person = () => null;
  providers.clay = clay;
});

const ctx = (at?: Date) => world.systemCtx(clientId, at);
const enrich = (leadId: string) => enrichLead(ctx(), { leadId }, providers, { pepper: TEST_PEPPER });
const choose = (leadIds: string[], batchKey = leadIds.join(), lookedUp = leadIds.length) =>
  chooseClayRows(ctx(), { leadIds, batchKey, lookedUp }, providers);
const send = (clayRowId: string) => sendClayRow(ctx(), { clayRowId }, clay);
const settle = (clayRowId: string, at?: Date) => settleClayRow(ctx(at), { clayRowId }, providers);
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
/** Nothing was told of them but the address. */
const thin = (overrides: Record<string, unknown> = {}) =>
  newLead({ firstName: null, lastName: null, company: null, domain: null, linkedinUrl: null, ...overrides });
const rowOf = (leadId: string) =>
  world.system.selectFrom("private.clayRows").selectAll().where("leadId", "=", leadId).executeTakeFirstOrThrow();
const states = async (leadIds: readonly string[]) => (await Promise.all(leadIds.map(rowOf))).map(({ state }) => state);
const costs = async () =>
  (
    await world.system
      .selectFrom("providerCosts")
      .select("costMicros")
      .where("clientId", "=", clientId)
      .where("provider", "=", "clay")
      .execute()
  ).map(({ costMicros }) => costMicros);
const announced = async () =>
  (
    await world.system
      .selectFrom("private.outbox")
      .select("data")
      .where("clientId", "=", clientId)
      .where("name", "=", "leads/enriched")
      .execute()
  ).flatMap(({ data }) => (data as { leadIds: string[] }).leadIds);
const answer = (requestId: string, email: string | null, at?: Date) =>
  recordClayAnswer(world.system, (id) => world.systemCtx(id, at), {
    requestId,
    person: email === null ? null : personOf(email, { source: "clay", title: "Owner", phone: "+61491570156", confidence: 0.9 }),
    vendor: "vendor-one",
    costMicroAud: 2 * CLAY_CREDIT_MICRO_AUD,
  });
/** A lead whose row was handed to Clay. */
async function withClay(overrides: Record<string, unknown> = {}): Promise<{ leadId: string; rowId: string; email: string }> {
  const leadId = await thin(overrides);
  expect(await enrich(leadId)).toBe("awaits_clay");
  expect(await choose([leadId], `batch of ${leadId}`, 7)).toBe(1);
  const { id: rowId } = await rowOf(leadId);
  await send(rowId);
  return { leadId, rowId, email: (await lead(leadId)).email };
}

describe("who goes on to Clay", () => {
  test("of a batch the hottest within 15 %, equals by address; the others go on without, at no credit", async () => {
    const cool = await Promise.all(["c", "b", "a"].map((name) => thin({ email: `${name}.${clientId}@firm.example` })));
    const hot = await thin({ email: `z.${clientId}@firm.example`, title: "Managing Director", linkedinUrl: "https://linkedin.com/in/z" });
    const leadIds = [...cool, hot];
    for (const leadId of leadIds) await enrich(leadId);
    const before = await credits();
    expect(await choose(leadIds, "batch", 14)).toBe(2);
    expect(await states([hot, ...cool])).toEqual(["chosen", "settled", "settled", "chosen"]);
    expect(await lead(cool[0] ?? "")).toMatchObject({ status: "new", enrichmentError: expect.stringContaining("first name missing") });
    expect(await credits()).toBe(before);
    // The same batch asked again after a crash counts and chooses nobody anew.
    expect(await choose(leadIds, "batch", 14)).toBe(0);
    expect(await states([hot])).toEqual(["chosen"]);
  });

  test("single leads asked for one by one, and all at once, never pass the share of the day", async () => {
    const leadIds = await Promise.all(Array.from({ length: 40 }, () => thin()));
    for (const leadId of leadIds) await enrich(leadId);
    const chosen = await Promise.all(leadIds.map((leadId) => choose([leadId])));
    expect(chosen.reduce((sum, count) => sum + count, 0)).toBe(6);
    const used = await world.system.selectFrom("private.clayBatches").selectAll().where("clientId", "=", clientId).execute();
    expect(used).toHaveLength(40);
    expect(used.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(6);
  });

  test("nobody without a credit to spend: they wait; nobody whose address is beyond mending, and nobody twice", async () => {
    const leadId = await thin();
    await enrich(leadId);
    await setClient({ creditsRemaining: 0 });
    expect(await choose([leadId], "poor", 7)).toBe(0);
    expect(await states([leadId])).toEqual(["waiting"]);
    await setClient({ creditsRemaining: 5 });
    expect(await enrich(leadId)).toBe("not_waiting");
    expect(await choose([leadId], "rich", 7)).toBe(1);

    providers.verification = (email) => checked(email, "invalid");
    expect(await enrich(await thin())).toBe("not_usable");
  });
});

describe("a row", () => {
  test("is handed over once, with what it may cost, and its answer enriches the lead for one credit", async () => {
    const before = await credits();
    const { leadId, rowId, email } = await withClay();
    await send(rowId);
    expect(rows).toHaveLength(1);
    const mostCredits = Math.floor((LEAD_CEILING_MICRO_AUD - HUNTER_COST) / CLAY_CREDIT_MICRO_AUD);
    expect(rows[0]).toMatchObject({ requestId: rowId, clientId, email, callbackUrl: clay.callbackUrl, mostCredits });

    expect(await answer(rowId, email)).toBe(true);
    expect(await answer(rowId, email)).toBe(false);
    expect(await settle(rowId)).toBe("enriched");
    expect(await settle(rowId)).toBe("repeat");
    expect(await settle(rowId, DEADLINE)).toBe("repeat");
    const stored = await lead(leadId);
    expect(stored).toMatchObject({
      status: "enriched",
      firstName: "Lee",
      company: "Firm Pty Ltd",
      phone: "+61491570156",
      emailStatus: "verified",
    });
    expect(stored.enrichmentSource).toContain("clay");
    expect(stored.enrichedFields).toMatchObject({
      title: { provider: "clay", confidence: 0.9, fetchedAt: WEDNESDAY_MORNING.toISOString() },
      emailStatus: { provider: "hunter" },
    });
    expect(await credits()).toBe(before - 1);
    expect(await costs()).toEqual([2 * CLAY_CREDIT_MICRO_AUD]);
    expect(await announced()).toEqual([leadId]);
    expect((await rowOf(leadId)).record).toBeNull();
    expect([...providers.kept.values()].map(({ source }) => source)).toEqual([expect.stringContaining("clay")]);
  });

  test("that is not answered in time lets the lead go on, booked at what it may have cost; a late answer still counts, once", async () => {
    const before = await credits();
    const { leadId, rowId, email } = await withClay();
    expect(await settle(rowId, DEADLINE)).toBe("not_usable");
    expect(await lead(leadId)).toMatchObject({ status: "new", enrichmentError: expect.stringContaining("missing") });
    expect(await costs()).toEqual([(rows[0]?.mostCredits ?? 0) * CLAY_CREDIT_MICRO_AUD]);

    const late = addMinutes(DEADLINE, 5);
    expect(await answer(rowId, email, late)).toBe(true);
    expect(await settle(rowId, late)).toBe("enriched");
    expect(await settle(rowId, late)).toBe("repeat");
    expect(await lead(leadId)).toMatchObject({ status: "enriched", enrichmentError: null });
    expect(await costs()).toEqual([2 * CLAY_CREDIT_MICRO_AUD]);
    expect(await credits()).toBe(before - 1);
    expect(await announced()).toEqual([leadId]);
  });

  test("answered after the lead went on some other way adds facts and repeats nothing", async () => {
    const { leadId, rowId, email } = await withClay();
    await settle(rowId, DEADLINE);
    await world.system.updateTable("leads").set({ status: "in_sequence", enrichmentError: null }).where("id", "=", leadId).execute();
    await answer(rowId, email, DEADLINE);
    expect(await settle(rowId, DEADLINE)).toBe("facts");
    expect(await lead(leadId)).toMatchObject({ status: "in_sequence", company: "Firm Pty Ltd", phone: null });
    expect(await announced()).toEqual([]);
  });

  test("whose answer knows nobody ends like one that was not sent; one of a lead that was deleted leaves nothing", async () => {
    const { leadId, rowId } = await withClay();
    await answer(rowId, null);
    expect(await settle(rowId)).toBe("not_usable");
    expect((await lead(leadId)).enrichmentError).toContain("missing");

    const deleted = await withClay();
    await world.system.updateTable("leads").set({ deletedAt: WEDNESDAY_MORNING }).where("id", "=", deleted.leadId).execute();
    await answer(deleted.rowId, deleted.email);
    expect(await settle(deleted.rowId)).toBe("gone");
    expect((await rowOf(deleted.leadId)).record).toBeNull();
    expect((await lead(deleted.leadId)).company).toBeNull();
    expect(providers.kept.size).toBe(0);
  });

  test("answered when the credits are used up: the lead waits, and is enriched from the cache once there are some", async () => {
    const { leadId, rowId, email } = await withClay();
    await setClient({ creditsRemaining: 0 });
    await answer(rowId, email);
    expect(await settle(rowId)).toBe("no_credit");
    expect(await lead(leadId)).toMatchObject({ status: "new", enrichmentError: null });
    await setClient({ creditsRemaining: 3 });
    providers.asked = [];
    expect(await enrich(leadId)).toBe("enriched");
    expect(providers.asked).toEqual([]);
    expect(await credits()).toBe(2);
  });

  test.each([
    ["to come back later: it is as it was", { retryable: true, status: 429 }, "chosen"],
    ["nothing that can be known: it is waited for and not repeated", { retryable: false }, "sent"],
    ["that the webhook is gone: the lead goes on", { retryable: false, status: 404 }, "chosen"],
  ])("that Clay answers with %s", async (_name, failure, state) => {
    const leadId = await thin();
    await enrich(leadId);
    await choose([leadId], leadId, 7);
    const { id } = await rowOf(leadId);
    clay.sendRow = () => Promise.reject(new ProviderError({ provider: "clay", message: "no", ...failure }));
    const sent = await send(id).catch((error: unknown) => error);
    expect((await rowOf(leadId)).state).toBe(state);
    const counted = await world.system
      .selectFrom("private.clayWebhooks")
      .select("rowsSent")
      .where("webhookHash", "=", clay.webhookHash)
      .executeTakeFirst();
    expect(counted?.rowsSent).toBe(state === "sent" ? 1 : 0);
    if (failure.retryable) expect(sent).toBeInstanceOf(ProviderError);
    else expect(sent).toEqual({ answerBy: state === "sent" ? DEADLINE : null });
  });

  test("more than a webhook takes in its life is not sent, and people are told", async () => {
    await world.system.insertInto("private.clayWebhooks").values({ webhookHash: clay.webhookHash, rowsSent: 50_000 }).execute();
    const leadId = await thin();
    await enrich(leadId);
    await choose([leadId], leadId, 7);
    expect(await send((await rowOf(leadId)).id)).toEqual({ answerBy: null });
    expect(rows).toEqual([]);
    const notices = await world.system.selectFrom("notifications").select("title").where("clientId", "=", clientId).execute();
    expect(notices).toEqual([{ title: "The webhook of the Clay table is used up" }]);
  });
});

test("an answer to no row of ours is nobody's", async () => {
  expect(await answer("not-an-id", "a@b.example")).toBe(false);
  expect(await answer("0194670e-5c00-7000-8000-000000000001", "a@b.example")).toBe(false);
});

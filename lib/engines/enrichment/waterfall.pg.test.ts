import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { EnrichedCompany } from "@/lib/domain/enriched-person";
import { personConfidence } from "@/lib/domain/person-confidence";
import { enrichLead } from "@/lib/engines/enrichment/enrich-lead";
import { LEAD_CEILING_MICRO_AUD } from "@/lib/engines/enrichment/spending";
import { ProviderError } from "@/lib/errors";
import { enrichmentHelpers } from "@/tests/support/enrichment-helpers";
import { signUp, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { APIFY_COST, APOLLO_COST, FakeProviders, HUNTER_COST, personOf } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";
import { isSuppressed } from "@/tests/support/is-suppressed";

const world = fileWorld();
let clientId: string;
let providers: FakeProviders;
const { setClient, newLead } = enrichmentHelpers(world, () => clientId);
const FETCHED_AT = WEDNESDAY_MORNING.toISOString();

beforeEach(async () => {
  ({ clientId } = await signUp(world));
  providers = new FakeProviders();
  await setClient({ subscriptionStatus: "active" });
});

const enrich = (leadId: string) => enrichLead(world.systemCtx(clientId), { leadId }, providers, { pepper: TEST_PEPPER });
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const costs = async () =>
  (
    await world.system
      .selectFrom("providerCosts")
      .select(["operation", "costMicros"])
      .where("clientId", "=", clientId)
      .orderBy("operation")
      .execute()
  ).map(({ operation, costMicros }) => `${operation} ${costMicros}`);
/** Nothing was told of them but the address. */
const thin = (overrides: Record<string, unknown> = {}) =>
  newLead({ firstName: null, lastName: null, company: null, domain: null, ...overrides });
const noNames = (email: string) => personOf(email, { firstName: null, lastName: null, company: null, emailStatus: "verified" });

describe("a thin record", () => {
  test("is supplemented from the LinkedIn profile: only gaps are filled, each field says where it came from", async () => {
    providers.person = noNames;
    providers.profile = () => personOf("lee@other.example", { source: "apify", emailStatus: "guessed", title: "Owner", city: "Hobart" });
    const leadId = await thin({ state: "NSW" });
    expect(await enrich(leadId)).toBe("enriched");
    expect(providers.asked).toEqual(["apollo", "apify"]);
    const stored = await lead(leadId);
    expect(stored).toMatchObject({
      firstName: "Lee",
      company: "Firm Pty Ltd",
      title: "Managing Director",
      city: "Perth",
      state: "NSW",
      emailStatus: "verified",
      phone: null,
      enrichmentSource: "apollo+import+apify",
    });
    const apollo = { provider: "apollo", confidence: 0.9, fetchedAt: FETCHED_AT };
    expect(stored.enrichedFields).toMatchObject({
      title: apollo,
      emailStatus: apollo,
      firstName: { provider: "apify", fetchedAt: FETCHED_AT },
      company: { provider: "apify", fetchedAt: FETCHED_AT },
    });
    expect(stored.enrichedFields).not.toHaveProperty("state");
    const whole = { ...personOf(stored.email), phone: null };
    expect(stored.enrichmentConfidence).toBeCloseTo(personConfidence(whole), 9);
    expect(await costs()).toEqual([`linkedin-profile ${APIFY_COST}`, `people/match ${APOLLO_COST}`]);
  });

  test("is not supplemented when it is good enough, has no profile, or its address is beyond mending", async () => {
    await enrich(await newLead());
    providers.person = (email) => ({ ...noNames(email), linkedinUrl: null });
    await enrich(await thin());
    providers.person = (email) => ({ ...noNames(email), emailStatus: "invalid" });
    await enrich(await thin());
    expect(providers.asked.filter((name) => name === "apify")).toEqual([]);
  });

  test("is done without the profile when Apify fails; a reading that may have happened is on the books", async () => {
    providers.person = noNames;
    const failing = (status: number, retryable: boolean) => () =>
      Promise.reject(new ProviderError({ provider: "apify", message: "down", retryable, status }));
    providers.readProfile = failing(429, true);
    expect(await enrich(await thin())).toBe("not_usable");
    expect(await costs()).toEqual([`people/match ${APOLLO_COST}`]);
    providers.readProfile = failing(502, false);
    expect(await enrich(await thin())).toBe("not_usable");
    expect(await costs()).toContain(`linkedin-profile ${APIFY_COST}`);
  });
});

describe("Hunter's finder", () => {
  const found = (overrides: Record<string, unknown> = {}) => ({
    outcome: "found" as const,
    email: "another@firm.example",
    emailStatus: "verified" as const,
    score: 90,
    firstName: "Lee",
    lastName: "Marsden",
    title: "Bookkeeper",
    company: "Firm Pty Ltd",
    linkedinUrl: null,
    phone: null,
    costMicroAud: HUNTER_COST,
    ...overrides,
  });
  const cool = () => newLead({ company: null, title: null, linkedinUrl: null });

  test("tells what a cool lead lacks; another address is not taken over", async () => {
    providers.person = () => null;
    providers.found = () => found();
    const leadId = await cool();
    expect(await enrich(leadId)).toBe("enriched");
    expect(providers.asked).toEqual(["apollo", "finder", "hunter"]);
    const stored = await lead(leadId);
    expect(stored).toMatchObject({ company: "Firm Pty Ltd", title: "Bookkeeper", emailStatus: "verified" });
    expect(stored.email).not.toBe("another@firm.example");
    expect(stored.enrichedFields).toMatchObject({ company: { provider: "hunter_finder" }, emailStatus: { provider: "hunter" } });
    expect(await costs()).toEqual([`email-finder ${HUNTER_COST}`, `email-verifier ${HUNTER_COST}`]);
  });

  test("is not asked for a lead that looks warm", async () => {
    providers.person = (email) =>
      personOf(email, {
        company: null,
        firstName: null,
        phone: "+61491570006",
        personalEmail: "lee@mail.example",
        organization: { ...COMPANY, industry: "construction", employeeCount: 40, isHiring: true, latestFundingDate: "2026-01-01" },
        currentJobStart: "2026-01-01",
      });
    await enrich(await newLead({ company: null, firstName: null }));
    expect(providers.asked).toEqual(["apollo", "apify"]);
  });

  test("says that somebody asked not to be processed: they are suppressed here too", async () => {
    providers.person = () => null;
    providers.found = () => ({ outcome: "suppress", costMicroAud: 0 }) as never;
    const leadId = await cool();
    expect(await enrich(leadId)).toBe("not_usable");
    expect(await isSuppressed(world.system, { clientId, email: (await lead(leadId)).email })).toBe(true);
  });
});

test("what one client told is not shared with another", async () => {
  const email = `shared.${randomUUID().slice(0, 8)}@firm.example`;
  providers.person = (address) => personOf(address, { title: null });
  await enrich(await newLead({ email, title: "Told in confidence", phone: "+61491570156" }));
  const [kept] = [...providers.kept.values()];
  expect(kept).toMatchObject({ title: null, phone: null, firstName: "Lee", source: "apollo" });
  ({ clientId } = await signUp(world));
  await setClient({ subscriptionStatus: "active" });
  const leadId = await newLead({ email, title: null });
  await enrich(leadId);
  expect((await lead(leadId)).title).toBeNull();
});

test("firmographics of a company are kept by its domain for the next person", async () => {
  const domain = `firm-${randomUUID().slice(0, 8)}.example`;
  providers.person = (email) => personOf(email, { organization: { ...COMPANY, domain, employeeCount: 40 } });
  await enrich(await newLead({ domain }));
  providers.person = () => null;
  const leadId = await newLead({ domain, title: "Owner" });
  await enrich(leadId);
  expect((await lead(leadId)).organizationEmployeeCount).toBe(40);
});

test("nothing more is bought for a lead that has cost its ceiling", async () => {
  const leadId = await newLead();
  await world.system
    .insertInto("providerCosts")
    .values({
      clientId,
      leadId,
      provider: "apollo",
      operation: "people/match",
      costMicros: LEAD_CEILING_MICRO_AUD,
      idempotencyKey: randomUUID(),
      occurredAt: WEDNESDAY_MORNING,
    })
    .execute();
  await enrich(leadId);
  expect(providers.asked).toEqual([]);
});

const COMPANY: EnrichedCompany = {
  providerId: null,
  name: "Firm Pty Ltd",
  domain: null,
  website: null,
  linkedinUrl: null,
  description: null,
  industry: null,
  employeeCount: null,
  street: null,
  city: null,
  state: null,
  postcode: null,
  country: null,
  foundedYear: null,
  latestFundingDate: null,
  totalFundingUsd: null,
  annualRevenueUsd: null,
  keywords: [],
  technologies: [],
  isHiring: null,
};

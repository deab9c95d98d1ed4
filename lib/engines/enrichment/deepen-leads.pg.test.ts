import { beforeEach, describe, expect, test } from "vitest";
import type { EnrichedCompany } from "@/lib/domain/enriched-person";
import { personCacheKey } from "@/lib/engines/enrichment/cache-keys";
import { deepenLeads } from "@/lib/engines/enrichment/deepen-leads";
import { placeFinder } from "@/lib/engines/enrichment/find-place";
import { stampProvenance } from "@/lib/engines/enrichment/provenance";
import { profileReader } from "@/lib/engines/enrichment/read-profile";
import { ProviderError } from "@/lib/errors";
import { apify } from "@/lib/integrations/apify/api";
import { APIFY_TOKEN, apifyStandIn } from "@/local/providers/apify/apify";
import { startProviders } from "@/local/providers/server";
import { insertLead, signUp, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { APIFY_COST, APOLLO_COST, FakeProviders, HUNTER_COST, PLACE_COST, personOf } from "@/tests/support/fake-enrichment";
import { fileWorld } from "@/tests/support/file-world";

const PROFILE = "https://www.linkedin.com/in/lee-marsden";
const PHONE = "+61491570156";
const world = fileWorld();
let clientId: string;
let providers: FakeProviders;

beforeEach(async () => {
  ({ clientId } = await signUp(world));
  providers = new FakeProviders();
  providers.profile = () => personOf("lee@firm.example", { source: "apify", phone: PHONE, title: "Another" });
});

const deepen = (...leadIds: string[]) => deepenLeads(world.systemCtx(clientId), { leadIds }, providers, { pepper: TEST_PEPPER });
const newLead = (overrides: Record<string, unknown> = {}) => insertLead(world, clientId, { linkedinUrl: PROFILE, ...overrides });
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const spent = async () =>
  (await world.system.selectFrom("providerCosts").select("costMicros").where("clientId", "=", clientId).execute()).reduce(
    (sum, row) => sum + row.costMicros,
    0,
  );
const announced = async () =>
  (
    await world.system
      .selectFrom("private.outbox")
      .select("data")
      .where("clientId", "=", clientId)
      .where("name", "=", "leads/enriched")
      .execute()
  ).flatMap(({ data }) => (data as { leadIds: string[] }).leadIds);

describe("depth", () => {
  test("is bought once for a warm lead, says where it came from, costs no credit, and is scored again", async () => {
    const leadId = await newLead();
    const { creditsRemaining } = await world.system
      .selectFrom("clients")
      .select("creditsRemaining")
      .where("id", "=", clientId)
      .executeTakeFirstOrThrow();
    expect(await deepen(leadId)).toBe(1);
    const stored = await lead(leadId);
    expect(stored).toMatchObject({ phone: PHONE, title: "Managing Director", status: "scored", deepenedAt: WEDNESDAY_MORNING });
    expect(stored.enrichedFields).toEqual({ phone: { provider: "apify", confidence: 0.9, fetchedAt: WEDNESDAY_MORNING.toISOString() } });
    expect(await announced()).toEqual([leadId]);
    expect(await deepen(leadId)).toBe(0);
    expect(providers.asked).toEqual(["apify"]);
    expect(await spent()).toBe(APIFY_COST);
    const client = await world.system.selectFrom("clients").select("creditsRemaining").where("id", "=", clientId).executeTakeFirstOrThrow();
    expect(client.creditsRemaining).toBe(creditsRemaining);
  });

  test("is nothing for cool leads, for whoever left, and for those who told us all of it", async () => {
    await deepen(
      await newLead({ alsTier: "cool" }),
      await newLead({ status: "unsubscribed" }),
      await newLead({ deletedAt: WEDNESDAY_MORNING }),
      await newLead({ phone: PHONE, addressLine1: "1 Example Street" }),
    );
    expect(providers.asked).toEqual([]);
  });

  describe("of where their post goes", () => {
    const OFFICE = { street: "12 Jarrah Road", city: "Perth", state: "Western Australia", postcode: "6000", country: "Australia" };
    const known = { phone: PHONE, city: null, state: null, timezone: null, postcode: null, company: "Firm", domain: "firm.example" };
    const asked = async (leadId: string) => {
      expect(await deepen(leadId)).toBe(1);
      const { addressLine1, city, state, postcode, timezone, enrichedFields } = await lead(leadId);
      const { provider, confidence } = (enrichedFields as Record<string, { provider: string; confidence: number }>).addressLine1 ?? {};
      return { address: [addressLine1, city, state, postcode, timezone].join(", "), provider, confidence, asked: providers.asked };
    };
    const sendLetters = () =>
      world.system
        .insertInto("resources")
        .values({ clientId, kind: "return_address", channel: "mail", label: "Return", provider: "clicksend", dailyLimit: 10 })
        .execute();
    const address = "12 Jarrah Road, Perth, WA, 6000, Australia/Perth";

    test("takes what Apollo told with the person for nothing, and changes no score", async () => {
      const leadId = await newLead(known);
      const key = personCacheKey(await lead(leadId)) ?? "";
      const organization = { ...companyOf("firm.example"), ...OFFICE };
      providers.kept.set(key, stampProvenance(personOf("x@firm.example", { organization }), WEDNESDAY_MORNING));
      expect(await asked(leadId)).toEqual({ address, provider: "apollo", confidence: 0.9, asked: [] });
      expect(await announced()).toEqual([]);
      expect(await spent()).toBe(0);
    });

    test("asks Apollo for the company, then the map, where letters are sent", async () => {
      await sendLetters();
      providers.company = (domain) => ({ ...companyOf(domain), ...OFFICE });
      expect(await asked(await newLead(known))).toEqual({ address, provider: "apollo", confidence: 0.95, asked: ["company"] });
      providers.asked = [];
      providers.company = (domain) => companyOf(domain);
      providers.place = () => ({ ...OFFICE, domain: "firm.example" });
      expect(await asked(await newLead({ ...known, domain: "other.example" }))).toMatchObject({
        address,
        provider: "apify",
        confidence: 0.9,
      });
      // Who knew no street of the company a moment ago is not asked again.
      await deepen(await newLead({ ...known, domain: "other.example" }));
      expect(providers.asked).toEqual(["company", "place", "place"]);
      expect(await spent()).toBe(2 * APOLLO_COST + 2 * PLACE_COST);
    });

    test("buys nothing for a client that sends no letters, and does without a provider that fails", async () => {
      await deepen(await newLead(known));
      expect(providers.asked).toEqual([]);
      await sendLetters();
      providers.findCompany = () => Promise.reject(new ProviderError({ provider: "apollo", message: "down", retryable: true }));
      const leadId = await newLead(known);
      expect(await deepen(leadId)).toBe(0);
      expect(await lead(leadId)).toMatchObject({ addressLine1: null, deepenedAt: WEDNESDAY_MORNING });
    });
  });

  test("of a hot lead without a profile begins with Hunter", async () => {
    providers.found = () => ({
      outcome: "found",
      email: "lee@firm.example",
      emailStatus: "verified",
      score: 90,
      firstName: "Lee",
      lastName: "Marsden",
      title: null,
      company: null,
      linkedinUrl: PROFILE,
      phone: null,
      costMicroAud: HUNTER_COST,
    });
    const leadId = await newLead({ alsTier: "hot", linkedinUrl: null });
    await deepen(leadId);
    expect(await lead(leadId)).toMatchObject({ phone: PHONE, linkedinUrl: PROFILE });
    expect(await spent()).toBe(APIFY_COST + HUNTER_COST);
  });

  test("that finds nothing is not looked for again; a failure of Hunter is, and the others of the batch are done", async () => {
    providers.profile = () => null;
    const nothing = await newLead();
    providers.findEmail = () => Promise.reject(new ProviderError({ provider: "hunter", message: "down", retryable: true }));
    const failed = await newLead({ linkedinUrl: null });
    await expect(deepen(nothing, failed)).rejects.toThrow("down");
    expect((await lead(nothing)).deepenedAt).toEqual(WEDNESDAY_MORNING);
    expect((await lead(failed)).deepenedAt).toBeNull();
    expect(await announced()).toEqual([]);
  });
});

/** What Apollo knows of a company besides its office. */
function companyOf(domain: string): EnrichedCompany {
  const unknown = { website: null, linkedinUrl: null, description: null, industry: null, employeeCount: null, street: null, city: null };
  const figures = { foundedYear: null, latestFundingDate: null, totalFundingUsd: null, annualRevenueUsd: null, isHiring: null };
  const place = { state: null, postcode: null, country: null };
  return { providerId: "apollo", name: "Firm", domain, ...unknown, ...place, ...figures, keywords: [], technologies: [] };
}

test("profiles are read through Apify: one run and one price for what is found, none for what is not", async () => {
  const standIn = await startProviders({
    port: 0,
    databaseUrl: null,
    clock: { now: () => WEDNESDAY_MORNING },
    seed: 1,
    standIns: [apifyStandIn],
  });
  try {
    const read = profileReader(apify({ apiKey: APIFY_TOKEN, baseUrl: `${standIn.url}/apify/v2`, fetch }));
    const answers = await Promise.all(
      ["lee-marsden", "kim-nguyen", "sam-wilson", "alex-chen"].map((name) => read(`linkedin.com/in/${name}`)),
    );
    for (const { person, costMicroAud } of answers) expect(costMicroAud).toBe(person ? APIFY_COST : 0);
    expect(answers.some(({ person }) => person?.source === "apify" && person.firstName)).toBe(true);
    expect(await read("https://example.com/about")).toEqual({ person: null, costMicroAud: 0 });

    const find = placeFinder(apify({ apiKey: APIFY_TOKEN, baseUrl: `${standIn.url}/apify/v2`, fetch }));
    const domains = ["ironbark-joinery", "wattle-legal", "brolga-studio", "ridgeline-fitness"];
    const named = (label: string) => label.replace("-", " ");
    const places = await Promise.all(domains.map((label) => find({ name: named(label), domain: `${label}.example`, near: null })));
    for (const { place, costMicroAud } of places) expect(costMicroAud).toBe(place ? PLACE_COST : 0);
    const [found] = places.flatMap(({ place }) => place ?? []);
    expect(found).toMatchObject({ street: expect.stringMatching(/^\d+ \w+ \w+$/), postcode: expect.stringMatching(/^\d{4}$/) });
    // Another company of that name is somebody else's.
    expect((await find({ name: named(domains[0] ?? ""), domain: "elsewhere.example", near: null })).place).toBeNull();
  } finally {
    await standIn.close();
  }
});

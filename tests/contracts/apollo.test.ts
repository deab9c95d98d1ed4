import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { APOLLO_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { ProviderError } from "@/lib/errors";
import { type Apollo, apollo } from "@/lib/integrations/apollo/api";
import { toEnrichedPerson } from "@/lib/integrations/apollo/transform";
import { jobPostingsAnswer, matchAnswer, organizationAnswer, searchAnswer } from "@/lib/integrations/apollo/wire";
import { APOLLO_KEY } from "@/local/providers/apollo";
import { type Document, hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch, startStandIn } from "@/tests/contracts/stand-in";

const BASE = "/apollo/api/v1";

/** A miss is `person: null` (contracts README and sample); the document says object. */
function allowMiss(document: Document): void {
  const schema = document.paths["/people/match"]?.post?.responses["200"]?.content?.["application/json"]?.schema;
  const properties = schema?.properties as Record<string, object | undefined> | undefined;
  Object.assign(properties?.person ?? {}, { type: ["object", "null"] });
}

describe.skipIf(!hasContracts)("Apollo: our client and the stand-in keep the contract", () => {
  let standIn: Awaited<ReturnType<typeof startStandIn>>;
  const contract = hasContracts ? readContract("apollo", allowMiss) : null;
  let watch: ReturnType<typeof watchedFetch>;
  let api: Apollo;

  beforeAll(async () => {
    standIn = await startStandIn();
  });
  afterAll(() => standIn.close());
  beforeEach(() => {
    watch = watchedFetch(contract, BASE);
    api = apollo({ apiKey: APOLLO_KEY, baseUrl: standIn.url + BASE, fetch: watch.fetch });
  });
  afterEach(async () => {
    await standIn.control("POST", "/reset");
    expect(watch.problems).toEqual([]);
  });

  test("a person by e-mail, with company, role start and a 64-bit request id kept whole", async () => {
    const { person, requestId, costMicroAud } = await api.matchPerson({ email: "tahlia.tran@tideway-logistics990.example" });
    expect(person).toMatchObject({
      email: "tahlia.tran@tideway-logistics990.example",
      firstName: "Tahlia",
      lastName: "Tran",
      company: "Tideway Logistics",
      organization: { industry: "logistics & supply chain", isHiring: null },
    });
    expect(person?.currentJobStart).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(BigInt(requestId ?? 0)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    expect(costMicroAud).toBe(APOLLO_CREDIT_MICRO_AUD);
  });

  test("by name with domain, by LinkedIn and by the id of a search: the same person each time", async () => {
    const byEmail = await api.matchPerson({ email: "tahlia.tran@tideway-logistics990.example" });
    const byName = await api.matchPerson({ firstName: "Tahlia", lastName: "Tran", domain: "tideway-logistics990.example" });
    expect(byName.person).toEqual(byEmail.person);
    expect((await api.matchPerson({ id: byEmail.person?.providerId ?? "" })).person).toEqual(byEmail.person);
    expect((await api.matchPerson({ linkedinUrl: "https://www.linkedin.com/in/mei-chen-123" })).person).toMatchObject({ firstName: "Mei" });
  });

  test("about one person in eight is not known, which is no error and costs nothing", async () => {
    const asked = Array.from({ length: 200 }, (_, index) => `person${index}@lead${index}.example`);
    const answers = await Promise.all(asked.map((email) => api.matchPerson({ email })));
    const misses = answers.filter(({ person }) => person === null);
    expect(misses.length).toBeGreaterThan(10);
    expect(misses.length).toBeLessThan(45);
    expect(misses.every(({ costMicroAud, requestId }) => costMicroAud === 0 && requestId === null)).toBe(true);
    const { credits } = (await standIn.control("GET", "/state")) as { credits: { apollo: { used: number } } };
    expect(credits.apollo.used).toBe(200 - misses.length);
  });

  test("ten at once come back in order, with gaps where nobody is known", async () => {
    const queries = Array.from({ length: 10 }, (_, index) => ({ email: `person${index}@lead${index}.example` }));
    const { people, costMicroAud } = await api.bulkMatchPeople(queries);
    const found = people.filter((person) => person !== null);
    expect(people).toHaveLength(10);
    people.forEach((person, index) => {
      if (person) expect(person.email).toBe(queries[index]?.email);
    });
    expect(costMicroAud).toBe(found.length * APOLLO_CREDIT_MICRO_AUD);
    await expect(api.bulkMatchPeople([...queries, { email: "a@b.example" }])).rejects.toThrow("1 to 10 people");
  });

  test("a company by domain and whether it is hiring, agreeing with the person's company", async () => {
    const { organization } = await api.enrichOrganization("ridgeline-fitness569.example");
    const { person } = await api.matchPerson({ email: "tahlia.oakes@ridgeline-fitness569.example" });
    expect(organization).toMatchObject({ name: "Ridgeline Fitness", domain: "ridgeline-fitness569.example" });
    if (person) expect(person.organization).toEqual(organization);
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const company = await api.enrichOrganization(`company${index}.example`);
        return api.listJobPostings(company.organization?.providerId ?? "");
      }),
    );
    const hiring = answers.filter(({ isHiring }) => isHiring);
    expect(hiring.length).toBeGreaterThan(5);
    expect(hiring.length).toBeLessThan(30);
    expect(hiring.every(({ postings, costMicroAud }) => postings.length > 0 && costMicroAud > 0)).toBe(true);
  });

  test("a company by its name alone", async () => {
    const { organization, costMicroAud } = await api.findOrganizationByName("Saltbush Dental");
    expect(organization).toMatchObject({ name: "Saltbush Dental", domain: "saltbush-dental.com.au", country: "Australia" });
    expect(costMicroAud).toBe(APOLLO_CREDIT_MICRO_AUD);
    expect(await api.findOrganizationByName("Osprey")).toEqual({ organization: null, costMicroAud: 0 });
  });

  test("an unknown company costs nothing", async () => {
    expect(await api.enrichOrganization("gmail.com")).toEqual({ organization: null, costMicroAud: 0 });
  });

  test("search is free and gives ids that match reveals", async () => {
    const search = { titles: ["Founder"], organizationLocations: ["Australia"], employeeRanges: ["5,50"], perPage: 10 };
    const first = await api.searchPeople({ ...search, page: 1 });
    const second = await api.searchPeople({ ...search, page: 2 });
    expect(first.total).toBeGreaterThan(20);
    expect(new Set([...first.people, ...second.people].map(({ id }) => id)).size).toBe(20);
    expect(first.costMicroAud).toBe(0);
    const revealed = await Promise.all(first.people.map(({ id }) => api.matchPerson({ id })));
    for (const { person } of revealed) {
      if (!person) continue;
      expect(person.title).toContain("Founder");
      expect(person.organization?.employeeCount).toBeLessThanOrEqual(50);
    }
  });

  test("a wrong key is refused in plain text and not tried again", async () => {
    const wrong = apollo({ apiKey: "nope", baseUrl: standIn.url + BASE, fetch: watch.fetch });
    await expect(wrong.matchPerson({ email: "a@b.example" })).rejects.toMatchObject({ provider: "apollo", status: 401, retryable: false });
  });

  test.each([
    [
      { status: 429, retryAfterSeconds: 7 },
      { status: 429, retryable: true, retryAfterMs: 7_000 },
    ],
    [{ status: 429 }, { status: 429, retryable: true, retryAfterMs: 60_000 }],
  ])("%o is waited out", async (fault, expected) => {
    await standIn.fail({ provider: "apollo", kind: "status", ...fault });
    await expect(api.matchPerson({ email: "a@b.example" })).rejects.toMatchObject(expected);
    await expect(api.matchPerson({ email: "a@b.example" })).resolves.toBeDefined();
  });

  test.each([
    [403, false],
    [422, false],
  ])("%i will fail again", async (status, retryable) => {
    await standIn.fail({ provider: "apollo", kind: "status", status });
    await expect(api.enrichOrganization("a.example")).rejects.toMatchObject({ status, retryable });
  });

  test("an account without credits is refused and not charged", async () => {
    await standIn.control("PUT", "/credits", { provider: "apollo", used: 5, available: 5 });
    await expect(api.enrichOrganization("a.example")).rejects.toMatchObject({ status: 422, retryable: false });
  });
});

describe("Apollo: answers the stand-in never gives", () => {
  const call = (fetch: typeof globalThis.fetch) =>
    apollo({ apiKey: "secret-key", baseUrl: "https://api.example/v1", fetch }).matchPerson({ email: "sam@example.com" });

  test.each([
    [500, "<html>", true],
    [503, "", true],
    [200, "<html>", false],
    [200, '{"person":{"id":7}}', false],
  ])("%i with body %j: retryable %s, and no key or address in the message", async (status, body, retryable) => {
    const error = await call(scriptedFetch(status, body)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ retryable });
    expect(String(error)).not.toMatch(/secret-key|sam@example/);
  });

  test("an address the plan hides is no address", async () => {
    const { person } = await call(scriptedFetch(200, '{"person":{"email":"email_not_unlocked@domain.com","email_status":"verified"}}'));
    expect(person).toMatchObject({ email: null, emailStatus: "unknown" });
  });
});

describe.skipIf(!hasContracts)("Apollo: every sample parses", () => {
  const samples = hasContracts ? readSamples("apollo") : {};

  test("a match becomes our person, with the confidence of its fields", () => {
    const { person, request_id } = matchAnswer.parse(samples["people-match.response.json"]);
    expect(request_id).toBe("1039995589705121901");
    expect(person && toEnrichedPerson(person)).toMatchObject({
      email: "sam@example.com",
      emailStatus: "verified",
      seniority: "founder",
      currentJobStart: "2025-10-01",
      company: "Example Agency",
      confidence: 0.9,
      organization: {
        domain: "example.com",
        employeeCount: 24,
        foundedYear: 2016,
        industry: "marketing & advertising",
        country: "Australia",
      },
    });
  });

  test("the others parse too", () => {
    expect(matchAnswer.parse(samples["people-match-none.response.json"]).person).toBeNull();
    expect(organizationAnswer.parse(samples["organization-enrich.response.json"]).organization?.name).toBe("Example Agency");
    expect(jobPostingsAnswer.parse(samples["job-postings.response.json"]).organization_job_postings).toHaveLength(1);
    expect(searchAnswer.parse(samples["people-api-search.response.json"]).people).toHaveLength(1);
  });

  test.each([
    ["error-403.json", 403, "API_INACCESSIBLE"],
    ["error-429.json", 429, "600 times per hour"],
  ])("%s is explained", async (name, status, detail) => {
    const fetch = scriptedFetch(status, JSON.stringify(samples[name]));
    await expect(apollo({ apiKey: "k", baseUrl: "https://api.example", fetch }).matchPerson({ id: "1" })).rejects.toThrow(detail);
  });
});

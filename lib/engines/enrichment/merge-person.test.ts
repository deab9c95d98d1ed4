import { describe, expect, test } from "vitest";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import { personConfidence } from "@/lib/domain/person-confidence";
import { companyCacheKey, personCacheKey } from "@/lib/engines/enrichment/cache-keys";
import { isValidEnrichment } from "@/lib/engines/enrichment/is-valid-enrichment";
import { mergePerson } from "@/lib/engines/enrichment/merge-person";
import { stampProvenance } from "@/lib/engines/enrichment/provenance";

const company: EnrichedCompany = {
  providerId: "o1",
  name: "Example Agency",
  domain: "example.com",
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
const sam: EnrichedPerson = {
  source: "apollo",
  providerId: "p1",
  email: "sam@example.com",
  emailStatus: "verified",
  firstName: "Sam",
  lastName: "Example",
  title: "Founder",
  headline: null,
  seniority: "founder",
  departments: [],
  linkedinUrl: null,
  phone: null,
  personalEmail: null,
  city: null,
  state: null,
  country: "Australia",
  currentJobStart: null,
  employmentHistory: [],
  company: "Example Agency",
  organization: company,
  confidence: 0.8,
};

describe("confidence", () => {
  test.each<[Partial<EnrichedPerson>, number]>([
    [{}, 0.8],
    [{ linkedinUrl: "https://www.linkedin.com/in/sam", phone: "+61491570006" }, 1],
    [{ emailStatus: "unknown" }, 0.7],
    [{ emailStatus: "catch_all" }, 0.7],
    [{ emailStatus: "guessed" }, 0.65],
    [{ emailStatus: "invalid" }, 0.5],
    [{ lastName: null }, 0.7],
    [{ email: null }, 0.5],
    [{ title: null, company: null }, 0.5],
  ])("%o is %d", (changes, expected) => {
    expect(personConfidence({ ...sam, ...changes })).toBeCloseTo(expected, 9);
  });
});

describe("merging", () => {
  const other: EnrichedPerson = {
    ...sam,
    source: "apify",
    title: "CEO",
    linkedinUrl: "https://www.linkedin.com/in/sam",
    departments: ["c_suite"],
  };

  test("the primary's values win and its gaps are filled", () => {
    const merged = mergePerson(sam, other);
    expect(merged).toMatchObject({ title: "Founder", linkedinUrl: other.linkedinUrl, departments: ["c_suite"], source: "apollo+apify" });
  });

  test("confidence is computed from the merged fields, so a weak supplement never lowers it", () => {
    expect(mergePerson(sam, other).confidence).toBeCloseTo(0.9, 9);
    expect(mergePerson(sam, { ...other, linkedinUrl: null, confidence: 0.1 }).confidence).toBeCloseTo(0.8, 9);
  });

  test("an address keeps its own status", () => {
    const unsure: EnrichedPerson = { ...sam, emailStatus: "unknown" };
    expect(mergePerson(unsure, other).emailStatus).toBe("verified");
    expect(mergePerson(unsure, { ...other, email: "samuel@example.com" })).toMatchObject({
      email: "sam@example.com",
      emailStatus: "unknown",
    });
    expect(mergePerson({ ...sam, email: null, emailStatus: "unknown" }, other)).toMatchObject({
      email: "sam@example.com",
      emailStatus: "verified",
    });
  });

  test("firmographics are filled for the same company only", () => {
    const known = { ...company, employeeCount: 24, keywords: ["seo"] };
    expect(mergePerson(sam, { ...other, organization: known }).organization).toMatchObject({ employeeCount: 24, keywords: ["seo"] });
    expect(mergePerson(sam, { ...other, organization: { ...known, domain: "old.example" } }).organization).toEqual(company);
    expect(mergePerson({ ...sam, organization: null }, { ...other, organization: known }).organization).toEqual(known);
  });

  test("each field says who told it; another company's fields and another address's status are nobody's", () => {
    const at = new Date("2026-03-03T23:00:00Z");
    const first = stampProvenance({ ...sam, emailStatus: "unknown", city: null }, at);
    const second = stampProvenance(
      { ...other, email: "samuel@example.com", city: "Perth", organization: { ...company, domain: "old.example", industry: "retail" } },
      at,
    );
    const { provenance = {} } = mergePerson(first, second);
    const whoTold = (field: string) => provenance[field]?.provider;
    expect(["title", "city", "linkedinUrl", "email", "emailStatus", "organization.industry", "organization.domain"].map(whoTold)).toEqual([
      "apollo",
      "apify",
      "apify",
      "apollo",
      undefined,
      undefined,
      "apollo",
    ]);
  });

  test("merging the same provider twice names it once", () => {
    expect(mergePerson(mergePerson(sam, other), sam).source).toBe("apollo+apify");
  });
});

describe("validity", () => {
  test.each<[Partial<EnrichedPerson>, string[]]>([
    [{}, []],
    [{ confidence: 0.7 }, []],
    [{ confidence: 0.69 }, ["low_confidence"]],
    [{ email: null }, ["email_missing"]],
    [{ firstName: "" }, ["first_name_missing"]],
    [{ lastName: null, company: null }, ["last_name_missing", "company_missing"]],
    [{ email: "info@example.com" }, ["role_address"]],
    [{ email: "Sales+au@example.com" }, ["role_address"]],
    [{ email: "sam@mailinator.com" }, ["disposable_address"]],
    [{ email: "sam@eu.mailinator.com" }, ["disposable_address"]],
    [{ emailStatus: "invalid" }, ["email_invalid"]],
    [{ emailStatus: "catch_all" }, []],
  ])("%o has flaws %j", (changes, flaws) => {
    expect(isValidEnrichment({ ...sam, ...changes })).toEqual({ valid: flaws.length === 0, flaws });
  });

  test("nobody found is not valid", () => {
    expect(isValidEnrichment(null)).toEqual({ valid: false, flaws: ["not_found"] });
  });
});

describe("cache keys", () => {
  test("one person has one key whatever the case; colleagues have different ones", () => {
    const key = personCacheKey({ email: "Sam@Example.com" });
    // printf %s sam@example.com | sha256sum
    expect(key).toBe("v1:person:cd25a6171969f2a3c6e35c7667e3908ef1bd2424241db04411a0eec454ca6c16");
    expect(personCacheKey({ email: "sam@example.com", domain: "example.com" })).toBe(key);
    expect(personCacheKey({ email: "kim@example.com" })).not.toBe(key);
  });

  test("LinkedIn and name with domain stand in for the address", () => {
    expect(personCacheKey({ linkedinUrl: "https://www.LinkedIn.com/in/Sam-Example/?trk=x" })).toBe("v1:person:linkedin:sam-example");
    const byName = personCacheKey({ firstName: "Sam", lastName: "Example", domain: "https://www.example.com/team" });
    expect(byName).toBe(personCacheKey({ firstName: "sam", lastName: "EXAMPLE", domain: "example.com" }));
    expect(personCacheKey({ firstName: "Sam", domain: "example.com" })).toBeNull();
    expect(personCacheKey({ domain: "example.com" })).toBeNull();
  });

  test("a company is keyed by its bare domain", () => {
    expect(companyCacheKey("https://www.Example.com/")).toBe("v1:company:example.com");
  });
});

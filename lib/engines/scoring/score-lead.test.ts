import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EMAIL_STATUSES } from "@/lib/domain/email-status";
import { INDUSTRIES } from "@/lib/domain/industries";
import { COMPONENT_MAXIMA, COMPONENTS, type Component, DEFAULT_WEIGHTS, PRIOR_WEIGHTS, tierOf, type Weights } from "@/lib/domain/scoring";
import type { ScorableLead, ScoringIcp } from "@/lib/engines/scoring/lead";
import { scoreLead, weightedScore } from "@/lib/engines/scoring/score-lead";

const NOW = new Date("2026-06-30T02:00:00Z");
const NO_ICP: ScoringIcp = { industries: null, sizes: null, locations: null };
const BLANK: ScorableLead = {
  email: null,
  email_status: null,
  email_verified: false,
  phone: null,
  phone_verified: false,
  linkedin_url: null,
  personal_email: null,
  title: null,
  seniority: null,
  organization_industry: null,
  organization_employee_count: null,
  organization_country: null,
  organization_is_hiring: null,
  organization_latest_funding_date: null,
  employment_start_date: null,
  dataforseo: null,
  bounced: false,
  unsubscribed: false,
  competitor: false,
};
const PERFECT: ScorableLead = {
  ...BLANK,
  email: "sam@example.com",
  email_status: "verified",
  email_verified: true,
  phone: "+61491570006",
  phone_verified: true,
  linkedin_url: "https://www.linkedin.com/in/sam",
  personal_email: "sam@mail.example",
  title: "Founder",
  organization_industry: "Construction",
  organization_employee_count: 20,
  organization_country: "Australia",
  organization_is_hiring: true,
  organization_latest_funding_date: "2026-05-01",
  employment_start_date: "2026-05-01",
  dataforseo: { domain_rank: 600, organic_etv: 5000, top10_keywords: 3, spam_score: 0 },
};

const score = (lead: Partial<ScorableLead>, icp: Partial<ScoringIcp> = {}, weights: Weights = DEFAULT_WEIGHTS) =>
  scoreLead({ ...BLANK, ...lead }, { icp: { ...NO_ICP, ...icp }, weights, weightSource: "defaults", now: NOW });
const component = (name: Component, lead: Partial<ScorableLead>, icp: Partial<ScoringIcp> = {}) => score(lead, icp).components[name];
const reasonFor = (field: string, lead: Partial<ScorableLead>, icp: Partial<ScoringIcp> = {}) =>
  score(lead, icp).reasons.find(({ source_field }) => source_field === field);

describe("data quality", () => {
  const email = "a@b.example";
  test.each<[Partial<ScorableLead>, number]>([
    [{}, 0],
    [{ email }, 4],
    [{ email, email_verified: true }, 8],
    [{ email, email_status: "verified" }, 8],
    [{ email, email_status: "catch_all" }, 5],
    [{ email, email_status: "guessed" }, 3],
    [{ email, email_status: "unknown" }, 2],
    [{ email, email_status: "invalid" }, 0],
    [{ email, email_status: "invalid", email_verified: true }, 0],
    [{ phone: "+61491570006" }, 3],
    [{ phone: "+61491570006", phone_verified: true }, 6],
    [{ phone_verified: true }, 0],
    [{ linkedin_url: "https://www.linkedin.com/in/a" }, 4],
    [{ personal_email: "a@mail.example" }, 2],
  ])("%o earns %i", (lead, expected) => {
    expect(component("data_quality", lead)).toBe(expected);
  });
});

describe("authority", () => {
  test.each<[Partial<ScorableLead>, number]>([
    [{ title: "Founder" }, 25],
    [{ title: "Chief Marketing Officer" }, 22],
    [{ title: "Copywriter" }, 5],
    [{ title: "Copywriter", seniority: "senior" }, 7],
    [{ title: "Strategist", seniority: "c_suite" }, 22],
    [{ title: "Strategist", seniority: "C-Suite" }, 22],
    [{ title: "Strategist", seniority: "entry" }, 3],
    [{ title: "Strategist", seniority: "wizard" }, 5],
    [{ title: "Director", seniority: "owner" }, 15],
    [{ title: "EA to the CEO", seniority: "c_suite" }, 5],
    [{ title: null, seniority: "owner" }, 0],
    [{ title: "Former CEO", seniority: "owner" }, 0],
  ])("%o earns %i", (lead, expected) => {
    expect(component("authority", lead)).toBe(expected);
  });
});

describe("company fit", () => {
  test.each<[string | null, string[] | null, number]>([
    ["CONSTRUCTION", ["construction"], 10],
    ["marketing & advertising", ["professional_services"], 10],
    ["Hospital & Health Care", ["healthcare"], 10],
    ["Law Practice", ["Legal"], 10],
    ["real estate", ["construction"], 5],
    ["Construction", ["legal"], 0],
    ["computer software", null, 10],
    ["computer software", [], 10],
    ["Agriculture", null, 0],
    [null, ["legal"], 0],
  ])("industry %s against %j earns %i", (organization_industry, industries, expected) => {
    expect(component("company_fit", { organization_industry }, { industries })).toBe(expected);
  });

  test("an unknown industry is flagged, a mismatch is not", () => {
    expect(reasonFor("organization_industry", { organization_industry: null })).toMatchObject({ points: 0, unknown: true });
    expect(reasonFor("organization_industry", { organization_industry: "Zorbing" })).toMatchObject({ points: 0, unknown: true });
    expect(reasonFor("organization_industry", { organization_industry: "legal" }, { industries: ["energy"] })).toMatchObject({
      unknown: false,
    });
  });

  test.each<[number | null, string[] | null, number]>([
    [4, null, 2],
    [5, null, 5],
    [50, null, 5],
    [51, null, 3],
    [200, null, 3],
    [201, null, 0],
    [0, null, 0],
    [null, null, 0],
    [20, ["51-200"], 2],
    [51, ["51-200", "201-500"], 5],
    [500, ["51-200", "201-500 employees"], 5],
    [9000, ["500+"], 5],
    [2001, ["51–200", "201-500"], 0],
    [20, ["enterprise"], 5],
  ])("%s employees against %j earns %i", (organization_employee_count, sizes, expected) => {
    expect(component("company_fit", { organization_employee_count }, { sizes })).toBe(expected);
  });

  test.each<[string | null, string[] | null, number]>([
    ["Australia", null, 5],
    ["AU", null, 5],
    ["New Zealand", null, 3],
    ["United States", null, 3],
    ["UK", null, 3],
    ["Singapore", null, 0],
    ["Atlantis", null, 0],
    [null, null, 0],
    ["Singapore", ["Singapore", "Malaysia"], 5],
    ["Australia", ["Singapore"], 0],
    ["New Zealand", ["ANZ"], 5],
    ["Australia", ["Sydney, NSW"], 5],
    ["Australia", ["United States"], 3],
    ["Brazil", ["Worldwide"], 5],
  ])("country %s against %j earns %i", (organization_country, locations, expected) => {
    expect(component("company_fit", { organization_country }, { locations })).toBe(expected);
  });

  test.each<[number, number, number, number]>([
    [0, 0, 0, 0],
    [150, 200, 0, 0],
    [151, 201, 1, 3],
    [500, 1000, 1, 3],
    [501, 1001, 1, 5],
    [337, 149.9, 7, 2],
  ])("rank %i, traffic %d and %i top-ten keywords earn %i", (domain_rank, organic_etv, top10_keywords, expected) => {
    expect(component("company_fit", { dataforseo: { domain_rank, organic_etv, top10_keywords, spam_score: 0 } })).toBe(expected);
  });
});

describe("timing", () => {
  test.each<[Partial<ScorableLead>, number]>([
    [{ employment_start_date: "2026-06-30" }, 6],
    [{ employment_start_date: "2025-12-31" }, 6],
    [{ employment_start_date: "2025-12-30" }, 3],
    [{ employment_start_date: "2025-07-01" }, 3],
    [{ employment_start_date: "2025-06-30" }, 0],
    [{ employment_start_date: "2026-07-01" }, 0],
    [{ organization_is_hiring: true }, 5],
    [{ organization_is_hiring: false }, 0],
    [{ organization_latest_funding_date: "2025-07-01" }, 4],
    [{ organization_latest_funding_date: "2025-06-30" }, 2],
    [{ organization_latest_funding_date: "2024-07-01" }, 2],
    [{ organization_latest_funding_date: "2024-06-30" }, 0],
    [{ organization_latest_funding_date: "2026-08-01" }, 0],
  ])("%o earns %i", (lead, expected) => {
    expect(component("timing", lead)).toBe(expected);
  });

  test("six months before the 31st of August is the last day of February", () => {
    const at = { icp: NO_ICP, weights: DEFAULT_WEIGHTS, weightSource: "defaults" as const, now: new Date("2026-08-31T02:00:00Z") };
    expect(scoreLead({ ...BLANK, employment_start_date: "2026-02-28" }, at).components.timing).toBe(3);
    expect(scoreLead({ ...BLANK, employment_start_date: "2026-03-01" }, at).components.timing).toBe(6);
  });
});

describe("risk", () => {
  const presence = { domain_rank: 300, organic_etv: 500, top10_keywords: 1, spam_score: 0 };
  test.each<[Partial<ScorableLead>, number]>([
    [{}, 15],
    [{ bounced: true }, 5],
    [{ unsubscribed: true }, 0],
    [{ competitor: true }, 0],
    [{ title: "Marketing Coordinator" }, 10],
    [{ title: "Marketing Intern", bounced: true }, 0],
    [{ bounced: true, unsubscribed: true, competitor: true }, 0],
    [{ dataforseo: null }, 15],
    [{ dataforseo: presence }, 15],
    [{ dataforseo: { ...presence, domain_rank: 0 } }, 10],
    [{ dataforseo: { ...presence, organic_etv: 0 } }, 12],
    [{ dataforseo: { ...presence, spam_score: 50 } }, 15],
    [{ dataforseo: { ...presence, spam_score: 51 } }, 12],
    [{ dataforseo: { domain_rank: 0, organic_etv: 0, top10_keywords: 0, spam_score: 90 } }, 4],
    [{ dataforseo: { domain_rank: null, organic_etv: null, top10_keywords: null, spam_score: null } }, 15],
  ])("%o leaves %i", (lead, expected) => {
    expect(component("risk", lead)).toBe(expected);
  });
});

describe("total", () => {
  test("a perfect lead has every point and every channel", () => {
    expect(score(PERFECT)).toMatchObject({ als_score: 100, als_tier: "hot", channels: ["email", "linkedin", "voice", "sms", "mail"] });
  });

  test.each([
    [100, "hot"],
    [85, "hot"],
    [84, "warm"],
    [60, "warm"],
    [59, "cool"],
    [35, "cool"],
    [34, "cold"],
    [20, "cold"],
    [19, "dead"],
    [0, "dead"],
  ] as const)("%i is %s", (points, tier) => {
    expect(tierOf(points)).toBe(tier);
  });

  test.each<[Partial<ScorableLead>, string, string[]]>([
    [
      { ...PERFECT, dataforseo: null, employment_start_date: "2026-01-01", title: "Director" },
      "hot",
      ["email", "linkedin", "voice", "sms", "mail"],
    ],
    [{ ...PERFECT, dataforseo: null, organization_is_hiring: false, title: "Director" }, "warm", ["email", "linkedin", "voice"]],
    [{ ...BLANK, email: "a@b.example", title: "Director", organization_country: "Australia" }, "cool", ["email", "linkedin"]],
    [{ ...BLANK, email: "a@b.example", title: "Copywriter" }, "cold", ["email"]],
    [{ ...BLANK, email: "a@b.example" }, "dead", []],
  ])("tier and channels follow the score", (lead, tier, channels) => {
    expect(score(lead)).toMatchObject({ als_tier: tier, channels });
  });

  test("other weights move the score: authority counts more with the priors", () => {
    const strong = { data_quality: 0, authority: 25, company_fit: 0, timing: 0, risk: 0 };
    expect(weightedScore(strong, PRIOR_WEIGHTS)).toBe(30);
    expect(weightedScore(strong, DEFAULT_WEIGHTS)).toBe(25);
  });

  test("an exact half rounds up whatever the floating point says", () => {
    expect(weightedScore({ data_quality: 10, authority: 25, company_fit: 25, timing: 15, risk: 15 }, PRIOR_WEIGHTS)).toBe(93);
  });
});

describe("properties", () => {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const isoDay = fc
    .date({ min: new Date("2020-01-01"), max: new Date("2028-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const whole = (max: number) => fc.integer({ min: 0, max });
  const leads: fc.Arbitrary<ScorableLead> = fc.record({
    email: maybe(fc.constant("sam@example.com")),
    email_status: maybe(fc.constantFrom(...EMAIL_STATUSES)),
    email_verified: fc.boolean(),
    phone: maybe(fc.constant("+61491570006")),
    phone_verified: fc.boolean(),
    linkedin_url: maybe(fc.constant("https://www.linkedin.com/in/sam")),
    personal_email: maybe(fc.constant("sam@mail.example")),
    title: maybe(fc.oneof(fc.string(), fc.constantFrom("CEO", "EA to the CEO", "Manager", "Former CEO", "VP Sales", "Intern"))),
    seniority: maybe(fc.constantFrom("owner", "senior", "entry", "vp")),
    organization_industry: maybe(fc.oneof(fc.string(), fc.constantFrom(...INDUSTRIES))),
    organization_employee_count: maybe(whole(10_000)),
    organization_country: maybe(fc.oneof(fc.string(), fc.constantFrom("Australia", "NZ", "Singapore"))),
    organization_is_hiring: maybe(fc.boolean()),
    organization_latest_funding_date: maybe(isoDay),
    employment_start_date: maybe(isoDay),
    dataforseo: maybe(fc.record({ domain_rank: whole(1000), organic_etv: whole(9000), top10_keywords: whole(50), spam_score: whole(100) })),
    bounced: fc.boolean(),
    unsubscribed: fc.boolean(),
    competitor: fc.boolean(),
  });
  const icps = fc.record({
    industries: maybe(fc.array(fc.constantFrom(...INDUSTRIES))),
    sizes: maybe(fc.array(fc.constantFrom("1-10", "51-200", "500+", "any"))),
    locations: maybe(fc.array(fc.constantFrom("Australia", "UK", "nowhere"))),
  });
  const anyWeights = fc.tuple(...COMPONENTS.map(() => fc.integer({ min: 5, max: 50 }))).map((parts) => {
    const sum = parts.reduce((a, b) => a + b, 0);
    return Object.fromEntries(COMPONENTS.map((key, index) => [key, (parts[index] ?? 0) / sum])) as Weights;
  });

  test("the default weights give the plain sum of the components", () => {
    fc.assert(
      fc.property(leads, icps, (lead, icp) => {
        const { als_score, components } = score(lead, icp);
        expect(als_score).toBe(COMPONENTS.reduce((sum, key) => sum + components[key], 0));
      }),
    );
  });

  test("components stay in their bounds, the score in 0 to 100, and the receipt adds up", () => {
    fc.assert(
      fc.property(leads, icps, anyWeights, (lead, icp, weights) => {
        const { als_score, components, reasons, als_tier } = score(lead, icp, weights);
        expect(als_score).toBeGreaterThanOrEqual(0);
        expect(als_score).toBeLessThanOrEqual(100);
        expect(als_tier).toBe(tierOf(als_score));
        for (const key of COMPONENTS) {
          const lines = reasons.filter((reason) => reason.component === key);
          expect(components[key]).toBeGreaterThanOrEqual(0);
          expect(components[key]).toBeLessThanOrEqual(COMPONENT_MAXIMA[key]);
          expect(lines.reduce((sum, { points }) => sum + points, 0)).toBe(components[key]);
          expect(lines.reduce((sum, { maximum }) => sum + maximum, 0)).toBe(COMPONENT_MAXIMA[key]);
        }
      }),
    );
  });

  test("a verified e-mail address never lowers a score", () => {
    fc.assert(
      fc.property(leads, icps, anyWeights, (lead, icp, weights) => {
        const verified: ScorableLead = { ...lead, email: "sam@example.com", email_status: "verified", email_verified: true };
        expect(score(verified, icp, weights).als_score).toBeGreaterThanOrEqual(score(lead, icp, weights).als_score);
      }),
    );
  });

  test("a bounce, an opt-out or a competitor never raises a score", () => {
    fc.assert(
      fc.property(leads, icps, anyWeights, fc.constantFrom("bounced", "unsubscribed", "competitor"), (lead, icp, weights, flag) => {
        const before = score({ ...lead, [flag]: false }, icp, weights).als_score;
        expect(score({ ...lead, [flag]: true }, icp, weights).als_score).toBeLessThanOrEqual(before);
      }),
    );
  });

  test("the same lead scores the same twice and is not changed", () => {
    fc.assert(
      fc.property(leads, icps, (lead, icp) => {
        const copy = structuredClone(lead);
        expect(score(lead, icp)).toEqual(score(lead, icp));
        expect(lead).toEqual(copy);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EMAIL_STATUSES } from "@/lib/domain/email-status";
import { INDUSTRIES } from "@/lib/domain/industries";
import { COMPONENT_MAXIMA, COMPONENTS, DEFAULT_WEIGHTS, PRIOR_WEIGHTS, tierOf, type Weights } from "@/lib/domain/scoring";
import type { ScorableLead, ScoringIcp } from "@/lib/engines/scoring/lead";
import { scoreLead, weightedScore } from "@/lib/engines/scoring/score-lead";
import { BLANK, NO_ICP, NOW } from "@/tests/support/scorable-leads";

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

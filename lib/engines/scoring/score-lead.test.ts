import { describe, expect, test } from "vitest";
import { type Component, DEFAULT_WEIGHTS, type Weights } from "@/lib/domain/scoring";
import type { ScorableLead, ScoringIcp } from "@/lib/engines/scoring/lead";
import { scoreLead } from "@/lib/engines/scoring/score-lead";
import { BLANK, NO_ICP, NOW } from "@/tests/support/scorable-leads";

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

import fc from "fast-check";
import { expect, test } from "vitest";
import { covering } from "@/lib/agents/icp/size-and-revenue";
import { noModel } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { classifyIndustries } from "@/lib/agents/skills/classify-industries";
import { type DeriveIcpInput, deriveIcp } from "@/lib/agents/skills/derive-icp";
import { COMPANY_SIZES } from "@/lib/domain/icp";
import type { KnownClient } from "@/lib/domain/icp-findings";
import { aFact, answering, aService, knownClients } from "@/tests/support/icp-facts";

const run = { ask: noModel, scope: { clientId: null, runId: null, leadId: null } };
const NOW = new Date("2026-03-03T23:00:00Z");

function given(clients: KnownClient[], changes: Partial<DeriveIcpInput> = {}): DeriveIcpInput {
  const audienceHints = changes.audienceHints ?? [];
  const industries = classifyIndustries.baseline({ clients, represented: [], audienceHints, services: [] });
  const services = [aService("SEO", "seo"), aService("Google Ads", "paid_media")];
  return {
    industries,
    clients,
    services,
    audienceHints,
    valueProposition: null,
    offices: [],
    domain: "agency.com.au",
    now: NOW,
    ...changes,
  };
}

const builder = (at: number, changes: Partial<KnownClient> = {}): Partial<KnownClient> & { name: string } => ({
  name: `Builder ${at} Homes`,
  industryText: "Construction",
  industryFrom: "provider",
  employeeCount: 20 + at,
  annualRevenueUsd: 4_000_000,
  state: "New South Wales",
  country: "Australia",
  technologies: ["jQuery", "Xero", at % 2 ? "Buildxact" : "Procore"],
  isHiring: at % 2 === 0,
  latestFundingDate: null,
  praisedBy: at < 3 ? "Jo Smith, Managing Director at Homes" : null,
  ...changes,
});

test("eight builders in one state make a profile that says so", () => {
  const icp = deriveIcp.baseline(given(knownClients(Array.from({ length: 8 }, (_, at) => builder(at)))));
  expect(icp).toMatchObject({
    industries: { values: ["construction"] },
    companySizes: { values: ["11-50"], confidence: 0.67, reason: "8 of the 8 clients that could be looked up have 11-50 people." },
    revenueRanges: { values: ["A$5m to A$20m"] },
    locations: { values: ["NSW"] },
    sampleSize: 8,
  });
  expect(icp.technologies.values).toEqual(["Xero", "Buildxact", "Procore"]);
  expect(icp.signals.values[0]).toBe("Is hiring");
  expect(icp.titles.values[0]).toBe("Managing Director");
  expect(icp.painPoints.values[0]).toMatch(/Google|Ad spend/);
});

test("the same clients in fewer numbers are less sure", () => {
  const sureness = [1, 3, 8, 30].map(
    (count) => deriveIcp.baseline(given(knownClients(Array.from({ length: count }, (_, at) => builder(at))))).companySizes.confidence,
  );
  expect(sureness).toEqual(sureness.toSorted((a, b) => a - b));
  expect(sureness[0]).toBeLessThan(0.25);
  expect(sureness[3]).toBeGreaterThan(0.85);
});

test("with nothing known it says that nothing is known", () => {
  const icp = deriveIcp.baseline(given([], { services: [], domain: null }));
  expect(icp).toMatchObject({
    industries: { values: [], confidence: 0 },
    companySizes: { confidence: 0.1 },
    locations: { values: [] },
    technologies: { values: [] },
    pattern: { confidence: 0, industry: "" },
    sampleSize: 0,
    dataQuality: 0,
  });
  expect(icp.recommendations.join(" ")).toMatch(/Name a few of your clients/);
});

test.each([
  ["We work with SMEs", ["11-50", "51-200"]],
  ["For enterprise teams", ["501-1000", "1001+"]],
  ["Made for startups and scale-ups", ["1-10", "11-50", "51-200", "201-500"]],
])("%j tells sizes when nobody could be looked up", (hint, sizes) => {
  const icp = deriveIcp.baseline(given([], { audienceHints: [aFact(hint)] }));
  expect(icp.companySizes).toMatchObject({ values: sizes, confidence: 0.4, evidence: [{ quote: hint }] });
});

test("clients in two countries are both named, a stray one is not", () => {
  const at = (country: string, count: number) =>
    Array.from({ length: count }, (_, one) => ({ name: `${country} ${one}`, country, employeeCount: 5 }));
  const icp = deriveIcp.baseline(given(knownClients([...at("New Zealand", 6), ...at("Australia", 5), ...at("Fiji", 1)])));
  expect(icp.locations).toMatchObject({ values: ["New Zealand", "Australia"], confidence: 0.69 });
});

test("the sizes proposed hold at least 70 % of any sample, and no shorter run does", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...COMPANY_SIZES), { minLength: 1, maxLength: 30 }), (sample) => {
      const run = covering(COMPANY_SIZES, sample);
      const held = (bands: readonly string[]) => sample.filter((size) => bands.includes(size)).length / sample.length;
      expect(held(run)).toBeGreaterThanOrEqual(0.7);
      if (run.length > 1)
        for (let start = 0; start <= COMPANY_SIZES.length - run.length + 1; start += 1)
          expect(held(COMPANY_SIZES.slice(start, start + run.length - 1))).toBeLessThan(0.7);
    }),
  );
});

test("a model adds nothing that the clients do not show, and is not much surer than counting", async () => {
  const input = given(knownClients([builder(0), builder(1)]));
  const baseline = deriveIcp.baseline(input);
  const part = <Value>(values: Value[]) => ({ values, confidence: 1, reason: "87 % of 4,000 clients agree.", evidence: [] });
  const ask = answering({
    ...baseline,
    industries: part(["legal", "construction"]),
    companySizes: part(["1001+"]),
    locations: part(["New South Wales", "Antarctica"]),
    technologies: part(["Xero", "Salesforce"]),
    titles: part(["Owner", "Assistant to the CEO", "Call 0400 000 000"]),
    painPoints: part(["Tenders are lost on price", "Saves 40 % a year"]),
    pattern: { ...baseline.pattern, description: "You have 900 clients.", confidence: 1 },
    sampleSize: 900,
    dataQuality: 1,
  });
  const { data } = await runSkill(deriveIcp, input, { ...run, ask });
  expect(data).toMatchObject({
    industries: { values: ["construction"] },
    companySizes: baseline.companySizes,
    locations: { values: ["New South Wales"] },
    technologies: { values: ["Xero"] },
    titles: { values: ["Owner"] },
    painPoints: { values: ["Tenders are lost on price"] },
    pattern: { description: baseline.pattern.description },
    sampleSize: 2,
  });
  expect(data.industries.confidence).toBeLessThanOrEqual(baseline.industries.confidence + 0.15);
  expect(data.industries.reason).toBe(baseline.industries.reason);
});

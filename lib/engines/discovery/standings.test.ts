import { expect, test } from "vitest";
import type { PortfolioCompany, PortfolioFound } from "@/lib/domain/site-facts";
import { withoutCompanies } from "@/lib/engines/discovery/known-clients";
import { settledStandings } from "@/lib/engines/discovery/standings";
import { ownDomain } from "@/lib/engines/suppression/own-clients";

const row = (nameKey: string, companyDomain: string | null, standing = "client", day: number | null = null) => ({
  nameKey,
  companyDomain,
  standing,
  standingAt: day === null ? null : new Date(Date.UTC(2026, 2, day)),
});

test.each([
  ["nobody said anything", [row("a", "a.com.au"), row("b", null)], ["client", "client"]],
  [
    "one word counts for every name of a domain",
    [row("a", "www.a.com.au", "not_client", 1), row("a2", "a.com.au")],
    ["not_client", "not_client"],
  ],
  [
    "the last word counts",
    [row("a", "a.com.au", "not_client", 1), row("a2", "a.com.au", "past_client", 2)],
    ["past_client", "past_client"],
  ],
  [
    "also the other way round",
    [row("a", "a.com.au", "not_client", 2), row("a2", "a.com.au", "past_client", 1)],
    ["not_client", "not_client"],
  ],
  ["without a domain the name tells", [row("a", null, "not_client", 1), row("b", null)], ["not_client", "client"]],
  [
    "strangers on one host are not one company",
    [row("a", "a.wixsite.com", "not_client", 1), row("b", "b.wixsite.com")],
    ["not_client", "client"],
  ],
] as const)("%s", (_name, rows, standings) => {
  expect(settledStandings(rows)).toEqual(standings);
  expect(settledStandings(rows.toReversed())).toEqual(standings.toReversed());
});

test.each([
  ["www.firm.com.au", "firm.com.au"],
  ["firm.com.au", "firm.com.au"],
  ["bigpond.com", null],
  ["firm.wixsite.com", null],
  ["firm.myshopify.com", null],
  ["localhost", null],
  [null, null],
])("the own domain of %s is %s", (given, own) => {
  expect(ownDomain(given)).toBe(own);
});

test("a company that is left out takes with it what only it said", () => {
  const hint = (value: string, of: string) => ({ value, url: "https://agency.example/", quote: `${of}: ${value}`, confidence: 0.8 });
  const company = (name: string, industry: string): PortfolioCompany => ({
    name,
    domain: null,
    source: "case_study",
    evidence: [{ url: "https://agency.example/", quote: name, source: "case_study" }],
    industryHint: hint(industry, name),
    testimonial: null,
    caseStudySummary: null,
    resultsMentioned: [],
    confidence: 0.8,
  });
  const found: PortfolioFound = {
    companies: [company("Hill Dental", "Dental"), company("Coast Roofing", "Roofing"), company("Bay Dental", "Dental")],
    totalClientsClaimed: null,
    notableBrands: ["Coast Roofing", "Bay Dental"],
    industriesRepresented: [hint("Dental", "Hill Dental"), hint("Roofing", "Coast Roofing"), hint("Legal", "the site")],
    sourceDistribution: { case_study: 3, testimonial: 0, logo: 0, client_list: 0 },
    confidence: 0.8,
  };
  const left = withoutCompanies(found, ["Coast Roofing", "Hill Dental"]);
  expect(left.companies.map(({ name }) => name)).toEqual(["Bay Dental"]);
  expect(left.notableBrands).toEqual(["Bay Dental"]);
  expect(left.industriesRepresented.map(({ value }) => value)).toEqual(["Dental", "Legal"]); // Bay Dental says the first too
  expect(left.sourceDistribution.case_study).toBe(1);
});

import { expect, test } from "vitest";
import { noModel } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { estimateCompanySize } from "@/lib/agents/skills/estimate-company-size";
import type { SitePage } from "@/lib/domain/site-facts";
import { aFact, answering, aPage } from "@/tests/support/icp-facts";

const run = { ask: noModel, scope: { clientId: null, runId: null, leadId: null } };
const given = (pages: SitePage[]) => ({ companyName: "Brightwater", pages, addresses: [], lookedUp: null, thisYear: 2026 });
const about = (...lines: string[]) => estimateCompanySize.baseline(given([aPage("about", lines)]));

test.each([
  ["We are a team of 25 across two cities.", 25, "medium"],
  ["A team of twelve people who care", 12, "small"],
  ["Our 18 specialists live for search.", 18, "small"],
  ["We're a 40-strong team of marketers", 40, "medium"],
  ["Over 60 full-time staff work here", 60, "large"],
  ["We employ 1,200 people", 1200, "enterprise"],
  ["I'm a freelance marketer in Hobart", 1, "solo"],
])("%j is %i people", (line, teamSize, sizeRange) => {
  expect(about(line)).toMatchObject({ teamSize, sizeRange, evidence: [{ quote: line, url: "https://agency.example/about" }] });
});

test.each([
  "We have helped 200 businesses grow",
  "Trusted by clients with 500 employees",
  "Our team of experts is ready",
  "Since 2010 we have run 300 campaigns",
  "A team of 24 hours service people",
])("%j says nothing of the team", (line) => {
  expect(about(line).teamSize).toBeNull();
});

test("people who are shown with their roles are counted, those who praise are not", () => {
  const team = [
    "Priya Nair",
    "Founder and Director",
    "Tom O'Dea",
    "Head of Search",
    "Ana de Souza",
    "Account Manager",
    "Our values",
    "Be kind",
  ];
  const page = aPage("team", team);
  const praise = aPage("team", ["Lee Marsden", "CEO"], {});
  const praised = { ...page, blocks: [...page.blocks, ...praise.blocks.map((block) => ({ ...block, marks: ["testimonial"] }))] };
  expect(estimateCompanySize.baseline(given([praised]))).toMatchObject({ teamSize: 3, sizeRange: "micro", confidence: 0.75 });
});

test.each([
  ["Growing brands since 2009", 17],
  ["Est. 2011", 15],
  ["With over 20 years of experience in search", 20],
  ["© 2009-2026 Brightwater", null],
  ["Founded in 2090", null],
])("%j is %j years in business", (line, years) => {
  expect(about(line).yearsInBusiness).toBe(years);
});

test("offices come from addresses and from lines about offices", () => {
  const found = estimateCompanySize.baseline({
    ...given([aPage("contact", ["Offices in Sydney and Melbourne", "We once ran a campaign for Perth Zoo"])]),
    addresses: [aFact("12 Wharf Street, Fremantle WA 6160")],
  });
  expect(found.offices.map(({ value }) => value)).toEqual(["Fremantle", "Sydney", "Melbourne"]);
  expect(found.hasMultipleOffices).toBe(true);
});

test("a data provider's head-count comes before the site's", () => {
  const source = { url: "https://linkedin.com/company/brightwater", quote: "34 employees" };
  const found = estimateCompanySize.baseline({
    ...given([aPage("about", ["A team of 25"])]),
    lookedUp: { employeeCount: 34, foundedYear: 2012, source },
  });
  expect(found).toMatchObject({ teamSize: 34, sizeRange: "medium", yearsInBusiness: 14, confidence: 0.9 });
});

test("nothing said is nothing known", () => {
  expect(about("Welcome")).toMatchObject({
    teamSize: null,
    sizeRange: null,
    yearsInBusiness: null,
    offices: [],
    evidence: [],
    confidence: 0,
  });
});

test("a model's number counts only with a quote that shows it", async () => {
  const page = aPage("about", ["Thirty-two of us, one kitchen: 32 desks in Sydney, since 2014."]);
  const fact = { url: page.url, confidence: 0.9, value: "x" };
  const answer = (teamSize: number, quote: string) => ({
    teamSize,
    sizeRange: "solo",
    yearsInBusiness: 12,
    offices: [
      { ...fact, value: "Sydney", quote: "32 desks in Sydney" },
      { ...fact, value: "Tokyo", quote: "32 desks in Sydney" },
    ],
    hasMultipleOffices: true,
    evidence: [{ ...fact, quote }],
    confidence: 1,
  });
  const ask = (teamSize: number, quote: string) =>
    runSkill(estimateCompanySize, given([page]), { ...run, ask: answering(answer(teamSize, quote)) });
  expect((await ask(32, "32 desks in Sydney, since 2014")).data).toMatchObject({
    teamSize: 32,
    sizeRange: "medium",
    yearsInBusiness: 12,
    offices: [{ value: "Sydney" }],
    hasMultipleOffices: false,
    confidence: 0.9,
  });
  expect((await ask(99, "32 desks in Sydney")).data.teamSize).toBeNull();
  expect((await ask(32, "a quote of nobody, 32")).data.teamSize).toBeNull();
});

test.each([
  [2012, 14],
  [2026, 0],
  [2027, null],
  [100, null],
])("a provider that says founded in %i leaves %s years", (foundedYear, years) => {
  const source = { url: "apollo", quote: "Founded" };
  const { yearsInBusiness } = estimateCompanySize.baseline({ ...given([]), lookedUp: { employeeCount: null, foundedYear, source } });
  expect(yearsInBusiness).toBe(years);
});
